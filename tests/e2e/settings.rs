//! The settings: which backend the page talks to.

use serde_json::json;

use crate::harness::{Allowed, Level, Profile, Simulator, StaticServer, Tab, Visit, free_port};

const KEY: &str = "lockstep.microscopes";
/// Where earlier versions stored the one address.
const OLD_KEY: &str = "lockstep.backend";
/// Some browsers forbid a page its storage: reading the property throws.
const NO_STORAGE: &str = "Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('The operation is insecure.', 'SecurityError'); },
});";

fn opened(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.at("/?view=settings"));
    tab.wait_true("the field is there", "document.querySelector('#backend-address') !== null");
    tab
}

fn save(tab: &Tab, address: &str) {
    tab.write("Backend address", address);
    tab.click_button("Test and save");
}

fn verdict(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('#backend-hint').textContent")
}

fn wait_verdict(tab: &Tab, begin: &str) -> String {
    tab.wait_outside(&format!("the verdict {begin}…"), || verdict(tab).starts_with(begin));
    verdict(tab)
}

/// The address in use, and where it comes from.
fn in_use(tab: &Tab) -> String {
    tab.wait_true("the form is there", "document.querySelector('.in-use') !== null");
    tab.evaluate("document.querySelector('.in-use').textContent")
}

/// The address of the microscope that a visit begins with.
fn stored(tab: &Tab) -> Option<String> {
    tab.evaluate(&format!(
        "(() => {{
            const stored = JSON.parse(localStorage.getItem('{KEY}') ?? 'null');
            return stored?.microscopes.find((it) => it.name === stored.current)?.address ?? null;
        }})()"
    ))
}

/// What is said of a microscope that was given no name.
fn stored_as(simulator: &Simulator) -> String {
    let url = simulator.url();
    format!("{url} (stored in this browser as “{}”)", url.trim_start_matches("http://"))
}

#[test]
fn a_bad_address_is_told_beside_the_field_and_not_stored() {
    let simulator = Simulator::start(&[]);
    let other = StaticServer::start("/");
    let html = Simulator::start(&[]);
    html.fault(&json!({"fault": "answer", "to": "any", "with": "html"}));
    let hanging = Simulator::start(&[]);
    hanging.fault(&json!({"fault": "hang", "to": "any"}));
    let closed = format!("http://127.0.0.1:{}", free_port());
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.allow(Allowed::FailedRequests);
    // The browser says so itself when a server does not let pages of others read it.
    tab.allow(Allowed::Begins(Level::Browser, "Access to fetch at 'http://127.0.0.1:"));
    const NO_ADDRESS: &str = "This is no address that a browser can open. It starts with http:// or https://";
    let cases = [
        (String::new(), "Write the backend's address, for example ".to_owned()),
        ("not a url".to_owned(), NO_ADDRESS.to_owned()),
        ("192.168.4.1".to_owned(), NO_ADDRESS.to_owned()),
        ("ftp://192.168.4.1:8001".to_owned(), NO_ADDRESS.to_owned()),
        ("javascript:alert(1)".to_owned(), NO_ADDRESS.to_owned()),
        ("http://me:secret@192.168.4.1".to_owned(), "Leave out the user name and password".to_owned()),
        (html.url(), format!("{} answers, but not as ImSwitch does.", html.url())),
        (other.url().to_owned(), format!("Nothing answers at {}.", other.url().trim_end_matches('/'))),
        (closed.clone(), format!("Nothing answers at {closed}.")),
        (hanging.url(), format!("Nothing answered at {} within 5 s.", hanging.url())),
    ];
    for (address, words) in cases {
        save(&tab, &address);
        let verdict = wait_verdict(&tab, &words);
        let marked: bool = tab.evaluate(
            "(() => {
                const field = document.querySelector('#backend-address');
                const hint = document.querySelector('#backend-hint');
                return field.getAttribute('aria-invalid') === 'true'
                    && field.getAttribute('aria-describedby') === hint.id
                    && field.getBoundingClientRect().bottom <= hint.getBoundingClientRect().top
                    && hint.getBoundingClientRect().height > 0;
            })()",
        );
        assert!(marked, "{address:?}: {verdict:?} is not beside the field");
        assert_eq!(stored(&tab), None, "{address:?} is not stored");
        assert_eq!(in_use(&tab), format!("{} (this page's own server)", simulator.url()));
    }
    assert_eq!(tab.count_lines(Level::Info, "[WebSocket] Disconnected."), 0, "{}", tab.report());
    tab.finish();
}

#[test]
fn a_good_address_is_used_and_stored_for_the_next_visit() {
    let [own, other] = [Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = opened(&profile, &own);
    // As it stands in the address bar of ImSwitch's own page.
    save(&tab, &format!("  {}  ", other.at("/imswitch/ui/index.html")));
    let verdict = wait_verdict(&tab, "Saved. ImSwitch ");
    assert!(verdict.ends_with(" answers, and its stream is running."), "{verdict}");
    assert_eq!(stored(&tab), Some(other.url()));
    assert_eq!(in_use(&tab), stored_as(&other));
    tab.wait_outside("the page has moved", || (own.connected_clients(), other.connected_clients()) == (0, 1));
    tab.go(&own.url());
    tab.wait_for("the next visit uses it", |page| page.running());
    tab.wait_outside("it has one socket", || (own.connected_clients(), other.connected_clients()) == (0, 1));

    tab.click_link("Settings");
    tab.click_button("Use this page's own server");
    wait_verdict(&tab, "Saved. ImSwitch ");
    assert_eq!(stored(&tab), None, "the page's own server needs no storing");
    tab.reload();
    tab.wait_outside("the page is back at its own server", || {
        (own.connected_clients(), other.connected_clients()) == (1, 0)
    });
    tab.finish();
}

#[test]
fn a_backend_in_the_link_counts_for_this_visit_only() {
    let [own, stored_one, linked] = [Simulator::start(&[]), Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = opened(&profile, &own);
    save(&tab, &stored_one.url());
    wait_verdict(&tab, "Saved. ");
    tab.go(&own.at(&format!("/?backend={}", linked.url())));
    tab.wait_for("the link's backend is used", |page| page.running());
    tab.click_link("Settings");
    assert_eq!(in_use(&tab), format!("{} (named in this page's link)", linked.url()));
    tab.reload();
    tab.wait_true("the link keeps it", "document.querySelector('.in-use')?.textContent.includes('in this page')");
    assert_eq!(stored(&tab), Some(stored_one.url()), "the stored one is left alone");
    tab.go(&own.url());
    tab.wait_for("the next visit uses the stored one", |page| page.ready());
    tab.wait_outside("it has one socket", || stored_one.connected_clients() == 1);
    tab.finish();
}

#[test]
fn what_is_saved_takes_the_place_of_the_links_backend() {
    let [own, linked] = [Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = opened(&profile, &own);
    tab.go(&own.at(&format!("/?view=settings&backend={}", linked.url())));
    assert_eq!(in_use(&tab), format!("{} (named in this page's link)", linked.url()));
    save(&tab, &own.url());
    wait_verdict(&tab, "Saved. ");
    tab.wait_true("the link is gone", "!location.search.includes('backend=')");
    tab.reload();
    assert_eq!(in_use(&tab), stored_as(&own));
    tab.click_link("Live view");
    tab.wait_for("it is used", |page| page.ready());
    tab.finish();
}

#[test]
fn a_bad_backend_in_the_link_is_told_and_not_used() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.at("/?backend=ftp%3A%2F%2Fsomewhere"));
    let page = tab.wait_for("the page's own server is used", |page| page.ready());
    assert!(page.tells("The backend named in this page's link can't be used."), "{page:?}");
    assert_eq!(page.notices[0].kind, "notice notice-error");
    tab.finish();
}

const NONSENSE: [&str; 6] = ["", "null", "☃", "{\"version\":2,\"microscopes\":[]}", "ftp://x", "javascript:alert(1)"];

#[test]
fn nonsense_in_storage_counts_as_nothing() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    for (key, nonsense) in [KEY, OLD_KEY].into_iter().flat_map(|key| NONSENSE.map(|nonsense| (key, nonsense))) {
        tab.evaluate::<()>(&format!("localStorage.clear(); localStorage.setItem('{key}', {})", json!(nonsense)));
        tab.go(&simulator.url());
        let page = tab.wait_for("the page's own server is used", |page| page.ready());
        assert_eq!(page.tells("can’t be read, so it counts as empty."), key == KEY, "{key}: {nonsense:.30}");
    }
    tab.click_link("Settings");
    assert_eq!(in_use(&tab), format!("{} (this page's own server)", simulator.url()));
    tab.finish();
}

#[test]
fn without_storage_the_page_works_and_says_what_it_can_not_keep() {
    let [own, other] = [Simulator::start(&[]), Simulator::start(&["--auto-start"])];
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit { before: NO_STORAGE, ..Visit::to(&own.url()) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_link("Settings");
    save(&tab, &other.url());
    let verdict = wait_verdict(&tab, "ImSwitch ");
    assert!(verdict.contains("so what you change counts for this visit only."), "{verdict}");
    tab.click_link("Live view");
    tab.wait_for("it is used", |page| page.running());
    tab.finish();
}
