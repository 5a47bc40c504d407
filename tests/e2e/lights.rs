//! Lights: what the panel shows is what the backend has, through restarts, other people and other tabs.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Allowed, Answer, Key, Level, Light, Profile, Simulator, Tab, to_path};

/// With the panel open each light is asked for every 5 s; the rest is for the round trip and a busy machine.
const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(5_000 + 4_000);
/// With the panel closed every 10 s, one after the other.
const AT_REST: Duration = Duration::from_millis(2 * 10_000 + 4_000);

/// What somebody else did is a drift, and written down.
const DRIFT: &str = "[Light ";
const ALL_OFF: &str = "document.querySelector('.lights-off')";

/// What the row of a light says: its state, whether that is vouched for, and its value.
fn row(name: &str) -> String {
    let row = format!("document.querySelector('.light[data-name={name}]')");
    format!(
        "(() => {{
            const row = {row};
            const state = row?.querySelector('.light-state');
            return row === null ? '' : [state.textContent, state.dataset.verified, row.querySelector('input')?.value].join(' ');
        }})()"
    )
}

fn wait_row(tab: &Tab, name: &str, says: &str) {
    tab.wait_true(&format!("{name} says {says}"), &format!("{} === '{says}'", row(name)));
}

/// The same, within a time.
fn wait_row_within(tab: &Tab, limit: Duration, name: &str, says: &str) {
    let begun = Instant::now();
    wait_row(tab, name, says);
    let took = begun.elapsed();
    assert!(took < limit, "{name} says {says} after {took:?}{}", tab.report());
}

fn open_lights(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Warn, DRIFT));
    tab.wait_for("the stream is known", |page| page.running() || page.ready());
    tab.click_button("Lights");
    tab
}

#[test]
fn a_light_is_switched_and_dimmed_by_mouse_and_keyboard() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.press(Key::Character('l'));
    wait_row(&tab, "LED", "Off true 0");
    assert_eq!(tab.evaluate::<Value>(ALL_OFF), Value::Null, "nothing is to be switched off");

    tab.write("LED: value", "500");
    assert_eq!(simulator.count_requests("setLaser"), 0, "what is being typed is not sent");
    tab.press(Key::Enter);
    wait_row(&tab, "LED", "Off true 500");
    tab.click_switch("LED");
    wait_row(&tab, "LED", "On true 500");
    assert_eq!(simulator.light("LED"), Light { on: true, value: 500.0 });
    assert_eq!(simulator.light("LASER"), Light { on: false, value: 0.0 });

    for text in ["40000", "-1", "NaN", "bright", "1,500"] {
        tab.write("LED: value", text);
        tab.press(Key::Enter);
        let refused =
            "document.querySelector('.light[data-name=LED] .value-note').textContent.endsWith('Nothing was sent.')";
        tab.wait_true(&format!("{text} is refused"), refused);
    }
    tab.press(Key::Escape);
    wait_row(&tab, "LED", "On true 500");
    assert_eq!(simulator.count_requests("setLaserValue"), 1);

    // With the panel closed, one press away.
    tab.click_button("Lights");
    tab.click_button("All off");
    tab.wait_true("there is nothing to be switched off", &format!("{ALL_OFF} === null"));
    assert!(!simulator.light("LED").on);
    tab.finish();
}

#[test]
fn a_slider_that_is_dragged_sends_few_values_and_the_last_one() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    let middle = tab.slider("LED: value, slider");
    let begun = Instant::now();
    drag(&tab, middle, 60.0, || {});
    let value = shown_value(&tab, "LED");
    assert!((20_000.0..32_767.0).contains(&value), "{value}");
    tab.wait_outside("the backend has the last value", || simulator.light("LED").value == value);
    wait_row(&tab, "LED", &format!("Off true {value}"));
    let (sent, seconds) = (simulator.count_requests("setLaserValue"), begun.elapsed().as_secs_f64());
    assert!(sent as f64 <= 5.0 * seconds + 2.0, "{sent} values in {seconds} s");
    tab.finish();
}

/// Presses the mouse on a slider's middle and moves it to the right in small steps; `half_way` happens meanwhile.
fn drag(tab: &Tab, (x, y): (f64, f64), by_px: f64, half_way: impl FnOnce()) {
    let mouse = |kind: &str, x: f64| {
        let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1});
        tab.call("Input.dispatchMouseEvent", event);
    };
    let steps = 30_u32;
    let at = |step: u32| x + by_px * f64::from(step) / f64::from(steps);
    mouse("mousePressed", x);
    (0..steps / 2).for_each(|step| mouse("mouseMoved", at(step)));
    half_way();
    (steps / 2..=steps).for_each(|step| mouse("mouseMoved", at(step)));
    mouse("mouseReleased", at(steps));
}

fn shown_value(tab: &Tab, name: &str) -> f64 {
    let text: String = tab.evaluate(&format!("document.querySelector('.light[data-name={name}] input').value"));
    text.parse().unwrap()
}

#[test]
fn a_restarted_backend_has_its_lights_off_and_they_are_shown_so() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    tab.wait_true("the light is not vouched for", &format!("{}.startsWith('On, unverified false')", row("LED")));
    simulator.restart(&[]);
    tab.wait_for("it is connected", |page| page.ready());
    wait_row(&tab, "LED", "Off true 0");
    tab.wait_true("nothing is to be switched off", &format!("{ALL_OFF} === null"));
    assert_eq!(simulator.light("LED"), Light { on: false, value: 0.0 });
    assert_eq!(simulator.count_requests("setLaser"), 0, "nothing is sent again");
    tab.finish();
}

#[test]
fn a_restarted_backend_whose_lights_are_on_is_shown_so() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LASER", "Off true 0");
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    simulator.restart(&["--lights-on"]);
    tab.wait_for("it is connected", |page| page.ready());
    tab.wait_true("the light is on", &format!("{}.startsWith('On true 10922')", row("LASER")));
    tab.wait_true("it can be switched off", &format!("{ALL_OFF} !== null"));
    assert_eq!(simulator.count_requests("setLaser"), 0);
    tab.finish();
}

/// A tab whose panel is open, and in which the first light was switched on at 500.
fn lit(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = open_lights(profile, simulator);
    wait_row(&tab, "LED", "Off true 0");
    tab.write("LED: value", "500");
    tab.press(Key::Enter);
    tab.click_switch("LED");
    wait_row(&tab, "LED", "On true 500");
    tab
}

#[test]
fn what_somebody_else_does_to_a_light_is_found_by_the_poll() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    simulator.switch_light("LED", false);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LED", "Off true 500");
    let page = tab.page();
    assert!(page.tells("LED"), "the drift is told: {page:?}");
    simulator.dim_light("LASER", 77.0);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LASER", "Off true 77");

    // Also with the panel closed, by the button that switches it off.
    tab.click_button("Lights");
    simulator.switch_light("LASER", true);
    let begun = Instant::now();
    tab.wait_true("it can be switched off", &format!("{ALL_OFF} !== null"));
    assert!(begun.elapsed() < AT_REST, "after {:?}{}", begun.elapsed(), tab.report());
    tab.finish();
}

#[test]
fn a_light_that_is_announced_is_right_at_once() {
    let simulator = Simulator::start(&["--hardware-lights"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    let before = simulator.count_requests("getLaserActive?laserName=LED");
    simulator.switch_light("LED", true);
    wait_row_within(&tab, POLL_AND_ROUND_TRIP, "LED", "On true 0");
    let asked = simulator.count_requests("getLaserActive?laserName=LED") - before;
    assert!(asked <= 3, "asked {asked} times");
    tab.finish();
}

#[test]
fn two_tabs_follow_each_other_and_two_people_at_one_slider_end_with_what_the_backend_has() {
    let simulator = Simulator::start(&[]);
    let profiles = [Profile::new(), Profile::new()];
    let tabs = profiles.each_ref().map(|profile| open_lights(profile, &simulator));
    let [a, b] = &tabs;
    for tab in &tabs {
        wait_row(tab, "LED", "Off true 0");
    }
    a.click_switch("LED");
    wait_row(a, "LED", "On true 0");
    wait_row_within(b, POLL_AND_ROUND_TRIP, "LED", "On true 0");

    let middle = a.slider("LED: value, slider");
    drag(a, middle, -40.0, || drag(b, b.slider("LED: value, slider"), 50.0, || {}));
    let has = || simulator.light("LED").value;
    a.wait_outside("both show what the backend has", || {
        let value = has();
        tabs.iter().all(|tab| shown_value(tab, "LED") == value)
    });
    b.click_switch("LED");
    wait_row_within(a, POLL_AND_ROUND_TRIP, "LED", &format!("Off true {}", has()));
    tabs.into_iter().for_each(Tab::finish);
}

#[test]
fn a_backend_that_is_killed_while_a_light_is_dragged_is_shown_as_it_is() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = lit(&profile, &simulator);
    tab.allow(Allowed::BackendDown);
    let middle = tab.slider("LED: value, slider");
    drag(&tab, middle, 60.0, || simulator.kill());
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    tab.wait_true("the light is not vouched for", &format!("!{}.includes(' true ')", row("LED")));
    simulator.restart(&[]);
    tab.wait_for("it is connected", |page| page.ready());
    wait_row(&tab, "LED", "Off true 0");
    assert_eq!(simulator.light("LED"), Light { on: false, value: 0.0 }, "nothing of the drag is sent afterwards");
    tab.finish();
}

#[test]
fn three_hundred_lights_are_searched_and_asked_for_slowly() {
    let simulator = Simulator::start(&["--lights", "300"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    tab.wait_true("twenty are shown", "document.querySelectorAll('.light').length === 20");
    tab.search("Search: Lights", "light 287");
    tab.wait_true("one is left", "document.querySelectorAll('.light').length === 1");
    tab.wait_true("it is known", "document.querySelector('.light-state').textContent === 'Off'");
    tab.click_switch("Light 287");
    tab.wait_true("it is on", "document.querySelector('.light-state').textContent === 'On'");
    assert!(simulator.light("Light%20287").on);

    // On is seen, whatever is searched for; and off is one press away.
    tab.search("Search: Lights", "nothing of the kind");
    tab.wait_true("it says so", "document.querySelector('.lights').innerText.includes('No light has a name')");
    tab.click_button("All off");
    tab.wait_outside("it is off", || !simulator.light("Light%20287").on);
    tab.search("Search: Lights", "");
    tab.wait_true("twenty are shown", "document.querySelectorAll('.light').length === 20");
    tab.finish();
}

#[test]
fn names_that_are_hard_on_addresses_are_names() {
    let simulator = Simulator::start(&["--lights", "4"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    let blue = r#"Blue 470/10 nm "old""#;
    tab.write(&format!("{blue}: value"), "12,5");
    tab.press(Key::Enter);
    tab.click_switch(blue);
    tab.click_switch("Bob's lamp & switch?");
    tab.wait_outside("both are on", || {
        simulator.light("Blue%20470%2F10%20nm%20%22old%22") == Light { on: true, value: 12.5 }
            && simulator.light("Bob's%20lamp%20%26%20switch%3F").on
    });
    let fields = "document.querySelectorAll('.light input[inputmode]').length";
    tab.wait_true("one of them has no value", &format!("{fields} === 3"));
    tab.finish();
}

#[test]
fn a_backend_without_lights_is_told_once_and_left_alone() {
    let simulator = Simulator::start(&["--without", "lights"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Lights");
    let says = "document.querySelector('.lights').innerText";
    tab.wait_true("it is said", &format!("{says}.includes('This backend has no lights that can be set from here')"));
    let asked = simulator.count_requests("LaserController");
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    tab.wait_outside("three polls", || polls() >= before + 3);
    assert_eq!(simulator.count_requests("LaserController"), asked, "it is asked no more");
    assert!(tab.page().notices.is_empty());
    tab.finish();
}

#[test]
fn odd_answers_are_no_knowledge() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    wait_row(&tab, "LED", "Off true 0");
    tab.allow(Allowed::FailedRequests);
    for body in ["null", "1", "\"on\"", "[true]", r#"{"active":true}"#, "NaN"] {
        simulator.fault(&to_path("/getLaserActive", Answer::Body(body)));
        let asked = simulator.count_requests("getLaserActive?laserName=LED");
        tab.wait_outside("it was asked", || simulator.count_requests("getLaserActive?laserName=LED") >= asked + 2);
        let says: String = tab.evaluate(&row("LED"));
        assert!(says.starts_with("Off"), "{body}: {says}");
        simulator.clear_faults();
    }
    wait_row(&tab, "LED", "Off true 0");

    // The backend takes it, says so, and does nothing.
    simulator.fault(&to_path("/setLaserActive", Answer::Body("null")));
    tab.click_switch("LED");
    tab.wait_for("that is told", |page| page.tells("LED"));
    wait_row(&tab, "LED", "Off true 0");
    simulator.clear_faults();

    // A light that is gone.
    simulator.fault(&to_path("/setLaserActive", Answer::Known("server_error")));
    tab.click_switch("LED");
    tab.wait_outside("it was sent", || simulator.count_requests("setLaserActive") >= 2);
    wait_row(&tab, "LED", "Off true 0");
    tab.finish();
}

#[test]
fn without_a_light_the_stage_says_why_it_is_black() {
    let simulator = Simulator::start(&["--auto-start", "--dark-without-light"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let said = "document.querySelector('.no-light')?.checkVisibility() === true";
    tab.wait_true("why it is black", said);
    tab.click_button("Open lights");
    tab.write("LED: value", "10000");
    tab.press(Key::Enter);
    tab.click_switch("LED");
    tab.wait_true("it is light", &format!("!({said})"));
    tab.click_button("All off");
    tab.wait_true("it is black again", said);
    tab.finish();
}

#[test]
fn a_bright_picture_without_a_light_is_not_remarked_on() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    // Counting has gone on and off a few times by then.
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    let said = "document.querySelector('.no-light')?.checkVisibility() === true";
    tab.wait_outside("three polls", || {
        assert!(!tab.evaluate::<bool>(said));
        polls() >= before + 3
    });
    tab.finish();
}
