//! Exposure and gain: what the camera's panel shows is what the backend has, and what stops the stream is asked about first.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Allowed, Answer, Key, Level, Profile, Simulator, Tab, to_path};

const WIDE: &str = "WidefieldCamera";
const FOCUS: &str = "FocusLock";
const SET_EXPOSURE: &str = "setDetectorExposureTime";

/// With the panel open it is asked every 5 s; the rest is for the round trip and a busy machine.
const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(5_000 + 4_000);

fn open_camera(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    // What somebody else did is a drift, and written down.
    tab.allow(Allowed::Begins(Level::Warn, "[Camera settings] Mismatch detected. "));
    tab.wait_for("the stream is known", |page| page.running() || page.ready());
    tab.click_button("Camera");
    wait_value(&tab, "Exposure", "10");
    tab
}

fn field(name: &str) -> String {
    format!("document.querySelector('.camera-settings input[aria-label={name}]')")
}

fn wait_value(tab: &Tab, name: &str, value: &str) {
    tab.wait_true(&format!("{name} is {value}"), &format!("{}?.value === '{value}'", field(name)));
}

fn wait_note(tab: &Tab, name: &str, note: &str) {
    let says = format!("{}.closest('.value-field').querySelector('.value-note').textContent", field(name));
    tab.wait_true(&format!("{name} says {note:?}"), &format!("{says} === {}", json!(note)));
}

#[test]
fn what_is_set_is_sent_when_done_and_read_back() {
    let simulator = Simulator::start(&["--camera-limits"]);
    let profile = Profile::new();
    let tab = open_camera(&profile, &simulator);
    tab.write("Exposure", "33,3");
    assert_eq!(simulator.count_requests(SET_EXPOSURE), 0, "what is being typed is not sent");
    tab.press(Key::Enter);
    wait_value(&tab, "Exposure", "33.3");
    tab.wait_outside("the backend has it", || simulator.camera_setting(WIDE, "exposure") == 33.3);
    // Leaving the field is as good as Enter.
    tab.write("Gain", "12");
    tab.press(Key::Tab);
    tab.wait_outside("the backend has it", || simulator.camera_setting(WIDE, "gain") == 12.0);
    wait_note(&tab, "Gain", "");

    for text in ["-5", "0", "10001", "NaN", "long"] {
        tab.write_and_enter("Exposure", text);
        wait_note(&tab, "Exposure", "Exposure takes a number, 0.05 to 10000 ms. Nothing was sent.");
    }
    tab.press(Key::Escape);
    wait_value(&tab, "Exposure", "33.3");
    assert_eq!(simulator.count_requests(SET_EXPOSURE), 1);
    assert_eq!(simulator.camera_setting(FOCUS, "gain"), 0.0, "the other camera is left alone");

    tab.click_button("Auto exposure");
    tab.wait_outside("the camera chooses", || simulator.camera_setting(WIDE, "exposure_mode") == "Auto");
    tab.wait_true("that is shown", "document.querySelector('[aria-label=\"Auto exposure\"]').ariaPressed === 'true'");
    tab.finish();
}

#[test]
fn what_the_backend_accepts_and_does_not_do_is_said() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_camera(&profile, &simulator);
    simulator.fault(&to_path("/setDetectorExposureTime", Answer::Body("null")));
    tab.write_and_enter("Exposure", "-5");
    tab.wait_for("that is told", |page| page.tells("The backend accepted -5 ms, and has 10 ms."));
    wait_value(&tab, "Exposure", "10");
    simulator.clear_faults();
    // Where it does it, it is so.
    tab.write_and_enter("Exposure", "-5");
    tab.wait_outside("it is set", || simulator.camera_setting(WIDE, "exposure") == -5.0);
    wait_note(&tab, "Exposure", "");
    wait_value(&tab, "Exposure", "-5");
    tab.finish();
}

#[test]
fn an_exposure_that_stops_the_stream_is_asked_about_and_followed() {
    let simulator = Simulator::start(&["--auto-start"]);
    simulator.expose_camera_ms(FOCUS, 77.0);
    let before = simulator.count_requests(SET_EXPOSURE);
    let profile = Profile::new();
    let other = Tab::open(&profile, &simulator.url());
    other.wait_for("the stream is known", |page| page.running());
    let tab = open_camera(&profile, &simulator);
    // It looks at another camera.
    let elsewhere = open_camera(&profile, &simulator);
    elsewhere.click_button(FOCUS);
    wait_value(&elsewhere, "Exposure", "77");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.write_and_enter("Exposure", "2500");
    let question = "document.querySelector('.exposure-question').checkVisibility()";
    tab.wait_true("it is asked", question);
    assert_eq!(simulator.count_requests(SET_EXPOSURE), before);
    tab.click_button("Leave it");
    wait_value(&tab, "Exposure", "10");
    assert!(simulator.streams());

    tab.write_and_enter("Exposure", "2500");
    tab.click_button("Set it, and stop the stream");
    tab.wait_for("the stop is followed", |page| page.ready());
    // It was said before, so nobody is warned.
    let page = tab.wait_for("why it stopped is told", |page| page.tells("The long exposure has stopped the stream."));
    assert!(!page.tells("was found stopped"), "{page:?}");
    wait_value(&tab, "Exposure", "2500");
    assert!(!simulator.streams());
    assert_eq!(simulator.count_requests(SET_EXPOSURE), before + 1);
    // While nothing streams there is nothing to ask.
    tab.write_and_enter("Exposure", "3000");
    tab.wait_outside("it is set", || simulator.camera_setting(WIDE, "exposure") == 3_000.0);
    assert!(!tab.evaluate::<bool>(question));
    // The other tabs of this person heard of it.
    for other in [other, elsewhere] {
        other.wait_for("the stop is followed", |page| page.ready());
        assert!(!other.page().tells("was found stopped"), "{:?}", other.page());
        other.finish();
    }
    tab.finish();
}

#[test]
fn each_camera_has_its_own() {
    let simulator = Simulator::start(&[]);
    simulator.expose_camera_ms(FOCUS, 77.0);
    let profile = Profile::new();
    let tab = open_camera(&profile, &simulator);
    tab.click_button(FOCUS);
    wait_value(&tab, "Exposure", "77");
    tab.write_and_enter("Exposure", "5");
    tab.wait_outside("it is set", || simulator.camera_setting(FOCUS, "exposure") == 5.0);
    assert_eq!(simulator.camera_setting(WIDE, "exposure"), 10.0);
    tab.click_button(WIDE);
    wait_value(&tab, "Exposure", "10");
    tab.finish();
}

#[test]
fn what_somebody_else_sets_is_found_announced_or_not() {
    for flags in [&["--no-push"][..], &[]] {
        let simulator = Simulator::start(flags);
        let profile = Profile::new();
        let tab = open_camera(&profile, &simulator);
        simulator.expose_camera_ms(WIDE, 50.0);
        let begun = Instant::now();
        wait_value(&tab, "Exposure", "50");
        assert!(begun.elapsed() < POLL_AND_ROUND_TRIP, "after {:?}{}", begun.elapsed(), tab.report());
        tab.finish();
    }
}

#[test]
fn a_restarted_backend_has_its_own_exposure() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_camera(&profile, &simulator);
    tab.write_and_enter("Exposure", "50");
    tab.wait_outside("it is set", || simulator.camera_setting(WIDE, "exposure") == 50.0);
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the loss is shown", |page| page.connection == "Not connected");
    simulator.restart(&["--exposure-ms", "20"]);
    tab.wait_for("it is connected", |page| page.ready());
    wait_value(&tab, "Exposure", "20");
    assert_eq!(simulator.count_requests(SET_EXPOSURE), 0, "nothing is sent again");
    tab.finish();
}

#[test]
fn a_backend_without_them_is_told_once_and_left_alone() {
    let simulator = Simulator::start(&["--without", "camera"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Camera");
    let says = "document.querySelector('.camera-settings').innerText";
    tab.wait_true("it is said", &format!("{says}.includes('neither exposure nor gain')"));
    let asked = || simulator.count_requests("getDetectorParameter");
    let (before, polls) = (asked(), || simulator.count_requests("getLiveViewActive"));
    let polled = polls();
    tab.wait_outside("three polls", || polls() >= polled + 3);
    assert_eq!(asked(), before, "it is asked no more");
    tab.finish();
}

#[test]
fn odd_answers_are_no_knowledge() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open_camera(&profile, &simulator);
    let asked = || simulator.count_requests("getDetectorParameterTree");
    for body in [
        "null",
        "[]",
        "NaN",
        r#"{"groups":[{"parameters":[{"name":"exposure","value":"50"}]}]}"#,
        r#"{"error":"gone"}"#,
    ] {
        simulator.fault(&to_path("/getDetectorParameterTree", Answer::Body(body)));
        let before = asked();
        tab.wait_outside("it was asked", || asked() >= before + 2);
        wait_value(&tab, "Exposure", "10");
        wait_note(&tab, "Exposure", "unverified");
        simulator.clear_faults();
        wait_note(&tab, "Exposure", "");
    }
    tab.finish();
}

#[test]
fn a_field_with_the_focus_goes_with_its_page() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#microscope-name') !== null");
    tab.click_link("Live view");
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Camera");
    wait_value(&tab, "Exposure", "10");
    tab.evaluate::<()>(&format!("{}.focus()", field("Exposure")));
    tab.evaluate::<()>("history.back()");
    tab.wait_true("the settings are there", "document.querySelector('#microscope-name') !== null");
    tab.click_link("Live view");
    tab.wait_for("Play is offered", |page| page.ready());
    tab.finish();
}
