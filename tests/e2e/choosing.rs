//! Choosing camera, format and parameters: what streams follows, by guarded commands, and what is said about it is true.

use serde_json::{Value, json};

use crate::harness::{Allowed, Answer, Key, Level, NO_FRAME_COMES, Need, Profile, Simulator, Tab, lacks, to_path};

const WIDE: &str = "WidefieldCamera";
const FOCUS: &str = "FocusLock";

/// A tab before this simulator with the camera's panel open, and all of it read.
fn open(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.wait_for("the stream is known", |page| page.running() || page.ready());
    tab.click_button("Camera");
    wait_chosen(&tab, WIDE, "jpeg");
    tab
}

fn wait_chosen(tab: &Tab, detector: &str, protocol: &str) {
    let names =
        "[...document.querySelectorAll('.camera [aria-pressed=true]')].map((button) => button.dataset.name).join()";
    tab.wait_true(&format!("{detector} is chosen as {protocol}"), &format!("{names} === '{detector},{protocol}'"));
}

/// What is said below a button's name.
fn wait_marked(tab: &Tab, name: &str, mark: &str) {
    let said = format!("document.querySelector('.camera [data-name={name}] .camera-mark').textContent");
    tab.wait_true(&format!("{name} is marked “{mark}”"), &format!("{said} === '{mark}'"));
}

fn press(tab: &Tab, name: &str) {
    tab.evaluate::<Value>(&format!("document.querySelector('.camera [data-name={name}]').click()"));
}

fn only_stream(simulator: &Simulator) -> Value {
    simulator.state()["active_streams"].clone()
}

fn stream(detector: &str, protocol: &str) -> Value {
    json!([{"detector": detector, "protocol": protocol}])
}

#[test]
fn the_camera_is_switched_in_mid_stream() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let other = Tab::open(&profile, &simulator.url());
    other.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let tab = open(&profile, &simulator);
    wait_marked(&tab, WIDE, "streams jpeg");
    tab.click_button(FOCUS);
    tab.wait_for("the other camera’s picture is live", |page| page.running() && page.picture == "live");
    // Another tab of this person warns of none of it; a mismatch in its console fails the test as well.
    other.wait_for("the stream goes on", |page| page.running() && page.picture == "live");
    assert!(!other.page().tells("was found"), "{:?}", other.page());
    other.finish();
    wait_chosen(&tab, FOCUS, "jpeg");
    wait_marked(&tab, FOCUS, "streams jpeg");
    wait_marked(&tab, WIDE, "");
    tab.wait_true("it is named", "document.querySelector('.live-view-detector dd').textContent === 'FocusLock'");
    assert_eq!(only_stream(&simulator), stream(FOCUS, "jpeg"));

    // What is seen to stream is what Play begins again, also on a page that chose nothing.
    tab.reload();
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Stop");
    tab.wait_for("it is stopped", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("it runs", |page| page.running());
    assert_eq!(only_stream(&simulator), stream(FOCUS, "jpeg"));
    let state = simulator.state();
    assert_eq!((&state["most_commands_in_flight"], &state["leaked_workers"]), (&json!(1), &json!(0)));
    tab.finish();
}

#[test]
fn the_format_is_switched_in_mid_stream() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    tab.record();
    for (name, protocol) in [("Binary, 16 bits", "binary"), ("JPEG", "jpeg")] {
        tab.click_button(name);
        wait_marked(&tab, protocol, "in use");
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        assert_eq!(only_stream(&simulator), stream(WIDE, protocol));
        wait_marked(&tab, WIDE, &format!("streams {protocol}"));
    }
    let offered = tab.recorded().into_iter().find(|look| look.page.offers_play());
    assert!(offered.is_none(), "Play is never offered on the way: {offered:#?}");
    tab.finish();
}

#[test]
fn what_is_chosen_while_nothing_streams_is_what_play_starts() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    press(&tab, FOCUS);
    press(&tab, "binary");
    wait_chosen(&tab, FOCUS, "binary");
    assert_eq!(simulator.count_requests("LiveView?"), 0, "choosing sends no command");
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    assert_eq!(only_stream(&simulator), stream(FOCUS, "binary"));
    wait_marked(&tab, FOCUS, "streams binary");
    tab.finish();
}

#[test]
fn somebody_elses_switch_is_seen_without_an_announcement() {
    let simulator = Simulator::start(&["--auto-start", "--no-push"]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    tab.wait_for("the picture is live", |page| page.picture == "live");
    // Between two polls, so that it is the frames that tell.
    simulator.stop_stream();
    simulator.start_stream_of(FOCUS);
    wait_chosen(&tab, FOCUS, "jpeg");
    wait_marked(&tab, FOCUS, "streams jpeg");
    tab.wait_for("it still runs", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.finish();
}

#[test]
fn a_camera_that_is_gone_is_refused_and_the_stream_is_shown_as_stopped() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    simulator.fault(&to_path("/startLiveView", Answer::Body(r#"{"status":"error","message":"'FocusLock'"}"#)));
    press(&tab, FOCUS);
    let page = tab.wait_for("it is stopped", |page| page.ready());
    assert!(page.tells("refused to switch the stream: 'FocusLock'"), "{page:?}");
    assert!(!simulator.streams());
    simulator.clear_faults();
    // The choice stays, and Play tries it again.
    tab.click_button("Play");
    tab.wait_for("it runs", |page| page.running());
    assert_eq!(only_stream(&simulator), stream(FOCUS, "jpeg"));
    tab.finish();
}

#[test]
fn a_stream_that_others_stopped_is_not_started_by_a_switch() {
    let simulator = Simulator::start(&["--auto-start", "--no-push"]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    simulator.stop_stream();
    press(&tab, FOCUS);
    tab.wait_for("it is stopped", |page| page.ready());
    assert_eq!(simulator.count_requests("startLiveView"), 0);
    tab.finish();
}

#[test]
fn parameters_are_sent_when_valid_and_what_is_in_use_is_said() {
    if lacks(&[Need::DevTools]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = open(&profile, &simulator);
    // The first frame shows which camera streams, and what it uses is read once more: what is said of it is the last word.
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let value = |key: &str| format!("document.querySelector('.camera [name={key}]').value");
    let verdict = "document.querySelector('.camera .verdict').textContent";
    tab.wait_true("the quality in use is shown", &format!("{} === '80'", value("jpeg_quality")));
    let set = |key: &str, text: &str| {
        tab.evaluate::<Value>(&format!("document.querySelector('.camera [name={key}]').focus()"));
        tab.evaluate::<Value>(&format!("document.querySelector('.camera [name={key}]').select()"));
        tab.call("Input.insertText", json!({"text": text}));
        tab.press(Key::Enter);
    };
    set("jpeg_quality", "101");
    let refused = "Quality takes whole numbers from 1 to 100. Nothing was sent.";
    tab.wait_true("it is refused", &format!("{verdict} === '{refused}'"));
    assert_eq!(simulator.count_requests("setStreamParameters"), 0);

    set("jpeg_quality", "30");
    tab.wait_true("it is set", &format!("{verdict} === 'Quality is 30 now.'"));
    assert_eq!(simulator.parameter_in_use(WIDE, "jpeg_quality"), 30);
    set("subsampling_factor", "8");
    tab.wait_true("fewer pixels come", "document.querySelector('.live-view canvas').width === 320");

    // The backend says that all is well, and does nothing.
    simulator.fault(&to_path("/setStreamParameters", Answer::Body(r#"{"status":"success"}"#)));
    set("jpeg_quality", "40");
    let swallowed = "Quality was set to 40, but the backend says that it uses 30.";
    tab.wait_true("it is not believed", &format!("{verdict} === '{swallowed}'"));
    simulator.clear_faults();

    // Somebody else sets what no stream can use.
    simulator.set_parameters("jpeg", &json!({"throttle_ms": "hello"}));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    set("jpeg_quality", "50");
    tab.wait_true("it is set", &format!("{verdict} === 'Quality is 50 now.'"));
    tab.wait_for("no frame comes, and that is said", |page| page.running() && page.picture == "past");
    set("throttle_ms", "50");
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.finish();
}

#[test]
fn settings_that_cannot_be_read_are_said_to_be_so() {
    let simulator = Simulator::start(&[]);
    simulator.fault(&to_path("/getStreamParameters", Answer::Body("[]")));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Camera");
    let verdict = "document.querySelector('.camera .verdict').textContent";
    tab.wait_true("the panel is there", "document.querySelector('.camera .verdict') !== null");
    tab.wait_true("it is said", &format!("{verdict}.startsWith('The camera’s settings could not be read: ')"));
    tab.click_button("Play");
    tab.wait_for("the stream runs all the same", |page| page.running());
    simulator.clear_faults();
    tab.click_button("Stop");
    tab.wait_for("it is stopped", |page| page.ready());
    tab.wait_true("it was read again", &format!("{verdict} === ''"));
    wait_chosen(&tab, WIDE, "jpeg");
    tab.finish();
}
