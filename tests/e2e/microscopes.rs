//! Several microscopes: added, renamed, removed, and switched between.

use serde_json::json;

use crate::harness::{Key, Profile, Simulator, Tab};

const KEY: &str = "lockstep.microscopes";
const OLD_KEY: &str = "lockstep.backend";

/// A browser that knows these, and begins with the first.
fn store(tab: &Tab, microscopes: &[(&str, &Simulator)]) {
    let list: Vec<_> = microscopes.iter().map(|(name, it)| json!({"name": name, "address": it.url()})).collect();
    let stored = json!({"version": 1, "microscopes": list, "current": microscopes[0].0}).to_string();
    tab.evaluate::<()>(&format!("localStorage.setItem('{KEY}', {})", json!(stored)));
}

fn settings(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.at("/?view=settings"));
    tab.wait_true("the field is there", "document.querySelector('#backend-address') !== null");
    tab
}

fn add(tab: &Tab, name: &str, simulator: &Simulator) {
    tab.write("Name", name);
    tab.write("Backend address", &simulator.url());
    tab.click_button("Test and save");
    tab.wait_true("it is saved", "document.querySelector('#backend-hint').textContent.startsWith('Saved.')");
}

fn names(tab: &Tab) -> Vec<String> {
    tab.evaluate("[...document.querySelectorAll('.microscope b')].map((it) => it.textContent)")
}

/// The name in the header; empty while there is only one.
fn shown(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.microscope-switch')?.selectedOptions[0]?.textContent ?? ''")
}

fn choose(tab: &Tab, name: &str) {
    tab.evaluate::<()>(&format!(
        "(() => {{
            const select = document.querySelector('.microscope-switch');
            select.value = [...select.options].find((it) => it.textContent === {}).value;
            select.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }})()",
        json!(name)
    ));
}

fn clients(simulators: [&Simulator; 2]) -> [u64; 2] {
    simulators.map(Simulator::connected_clients)
}

#[test]
fn microscopes_are_added_renamed_switched_and_removed() {
    let [own, left, right] = [Simulator::start(&[]), Simulator::start(&["--auto-start"]), Simulator::start(&[])];
    let profile = Profile::new();
    let tab = settings(&profile, &own);
    add(&tab, "  Lab Süd  ", &left);
    add(&tab, "顕微鏡 <b>2</b>", &right);
    assert_eq!(names(&tab), ["Lab Süd", "顕微鏡 <b>2</b>"]);
    tab.wait_outside("the last one is in use", || clients([&left, &right]) == [0, 1]);

    tab.click_button("Use Lab Süd");
    tab.wait_outside("the first one is in use", || clients([&left, &right]) == [1, 0]);
    tab.click_button("Change Lab Süd");
    tab.write("Name", "North");
    tab.click_button("Test and save");
    tab.wait_outside("it is renamed", || names(&tab)[0] == "North");
    assert_eq!(tab.evaluate::<String>("document.querySelector('#backend-hint').textContent"), "Saved.");

    tab.reload();
    tab.wait_outside("all of it is kept", || names(&tab) == ["North", "顕微鏡 <b>2</b>"] && shown(&tab) == "North");
    tab.wait_outside("and in use", || clients([&left, &right]) == [1, 0]);
    tab.click_button("Remove North");
    tab.wait_outside("it is gone", || names(&tab) == ["顕微鏡 <b>2</b>"]);
    tab.wait_true("the focus is not lost", "document.activeElement.textContent === 'Microscopes'");
    // What this visit looks at goes on.
    assert_eq!(clients([&left, &right]), [1, 0]);
    assert_eq!(own.connected_clients(), 0);
    tab.click_button("Undo");
    tab.wait_outside("it is back in its place", || names(&tab) == ["North", "顕微鏡 <b>2</b>"]);
    tab.reload();
    tab.wait_outside("and in use as before", || shown(&tab) == "North");
    tab.finish();
}

#[test]
fn a_name_that_is_taken_or_no_name_is_refused_beside_its_field() {
    let [own, other] = [Simulator::start(&[]), Simulator::start(&[])];
    let profile = Profile::new();
    let tab = settings(&profile, &own);
    add(&tab, "North", &other);
    for (name, address, words, field) in [
        ("North", own.url(), "Another microscope is called “North”.", "microscope-name"),
        ("South", other.url(), "“North” has this address already.", "backend-address"),
        (&"x".repeat(61), own.url(), "This name is too long", "microscope-name"),
    ] {
        tab.write("Name", name);
        tab.write("Backend address", &address);
        tab.click_button("Test and save");
        tab.wait_outside(words, || {
            tab.evaluate::<String>("document.querySelector('#backend-hint').textContent").starts_with(words)
        });
        let bad: Vec<String> = tab.evaluate("[...document.querySelectorAll('[aria-invalid=true]')].map((it) => it.id)");
        assert_eq!(bad, [field], "{words}");
    }
    assert_eq!(names(&tab), ["North"]);
    tab.finish();
}

#[test]
fn the_header_says_which_one_it_is_and_switches() {
    let [north, south] = [Simulator::start(&["--auto-start"]), Simulator::start(&[])];
    let profile = Profile::new();
    let tab = Tab::open(&profile, &north.url());
    tab.wait_for("the stream runs", |page| page.running());
    assert_eq!(shown(&tab), "", "one is no choice");
    store(&tab, &[("North", &north), ("South", &south)]);
    tab.reload();
    tab.wait_for("the first one is shown", |page| page.running());
    assert_eq!(shown(&tab), "North");
    choose(&tab, "South");
    tab.wait_for("the other one is shown", |page| page.ready());
    tab.wait_outside("it alone has a socket", || clients([&north, &south]) == [0, 1]);
    tab.reload();
    tab.wait_for("it is the one that visits begin with", |page| page.ready());
    assert_eq!(shown(&tab), "South");

    // By the keyboard alone.
    tab.evaluate::<()>("document.querySelector('.microscope-switch').focus()");
    tab.press(Key::Character('N'));
    tab.wait_for("the first one is shown again", |page| page.running());
    assert_eq!(shown(&tab), "North");
    tab.finish();
}

#[test]
fn a_link_names_a_microscope_for_a_visit() {
    let [own, north, south] = [Simulator::start(&[]), Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = Tab::open(&profile, &own.url());
    tab.wait_for("Play is offered", |page| page.ready());
    store(&tab, &[("North", &north), ("Süd 2", &south)]);
    tab.go(&own.at("/?microscope=S%C3%BCd%202"));
    tab.wait_for("the link's is shown", |page| page.running());
    assert_eq!(shown(&tab), "Süd 2");
    tab.go(&own.url());
    tab.wait_for("the next visit begins as before", |page| page.ready());
    assert_eq!(shown(&tab), "North");

    tab.go(&own.at("/?microscope=%3Cb%3EWest%3C/b%3E"));
    let page = tab.wait_for("another one is used", |page| page.ready());
    assert!(page.tells("“<b>West</b>”, that this browser does not know. Add it in the settings."), "{page:?}");
    assert_eq!(shown(&tab), "North");

    // Choosing another one takes the name out of the address.
    choose(&tab, "Süd 2");
    tab.wait_for("it is shown", |page| page.running());
    tab.wait_true("the link is gone", "!location.search.includes('microscope=')");
    tab.finish();
}

#[test]
fn the_one_address_of_earlier_versions_is_taken_over_once() {
    let [own, other] = [Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = settings(&profile, &own);
    tab.evaluate::<()>(&format!("localStorage.setItem('{OLD_KEY}', {})", json!(other.url())));
    tab.go(&own.at("/?view=settings"));
    let name = other.url().replace("http://", "");
    tab.wait_outside("it is in the list", || names(&tab) == [name.as_str()]);
    tab.wait_outside("it is in use", || clients([&own, &other]) == [0, 1]);
    assert_eq!(tab.evaluate::<Option<String>>(&format!("localStorage.getItem('{OLD_KEY}')")), None);
    tab.click_button(&format!("Remove {name}"));
    tab.reload();
    tab.wait_outside("it is not taken over again", || clients([&own, &other]) == [1, 0]);
    assert_eq!(names(&tab), Vec::<String>::new());
    tab.finish();
}

#[test]
fn another_tabs_list_is_followed_and_not_written_over() {
    let [own, north, south] = [Simulator::start(&[]), Simulator::start(&[]), Simulator::start(&[])];
    let profile = Profile::new();
    let [first, second] = [settings(&profile, &own), settings(&profile, &own)];
    add(&first, "North", &north);
    second.wait_outside("the other tab has it", || names(&second) == ["North"]);
    add(&second, "South", &south);
    first.wait_outside("and the first one the second", || names(&first) == ["North", "South"]);
    first.finish();
    second.finish();
}
