//! The picture: it moves while the stream runs, and is honest when there is none.

use std::cell::RefCell;

use serde_json::json;

use crate::harness::{Allowed, Key, Level, NO_FRAME_COMES, Profile, Simulator, Tab};

/// The element that has the keyboard's focus, by its name.
fn focused(tab: &Tab) -> String {
    tab.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
}

/// Waits until the page polls.
fn wait_for_poll(simulator: &Simulator, tab: &Tab) {
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    tab.wait_outside("the next poll comes", || polls() > before);
}

#[test]
fn it_moves_each_frame_is_acknowledged_once_and_stop_ends_it() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    let page = tab.wait_for("Play is offered, and the stage is there", |page| page.ready() && page.picture == "absent");
    assert_eq!(page.caption, "Stream is stopped");
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live" && page.caption.is_empty());
    tab.wait_moving();
    tab.wait_picture_size_px((640, 480));
    tab.wait_outside("a hundred frames were acknowledged", || simulator.clients()[0].acks_received >= 100);
    assert!(simulator.clients()[0].acknowledged_in_order());
    tab.wait_true(
        "the rate is shown",
        "/[1-9][0-9.]* fps/.test(document.querySelector('.live-view-figures').textContent)",
    );

    tab.click_button("Stop");
    let page = tab.wait_for("the stream is stopped", |page| page.ready() && page.picture == "past");
    assert!(page.caption.starts_with("Stream is stopped: this is the last frame"), "{page:?}");
    tab.wait_outside("each frame is acknowledged once", || simulator.clients()[0].acknowledged_all());
    let frames = simulator.clients()[0].frames_sent;
    // When a picture that was painted comes to the page is the browser's affair: between two polls it has come.
    wait_for_poll(&simulator, &tab);
    let picture = tab.pixels();
    wait_for_poll(&simulator, &tab);
    assert_eq!(simulator.clients()[0].frames_sent, frames, "no frame comes after Stop");
    assert_eq!(tab.pixels(), picture, "the last picture stays");
    assert_eq!(simulator.clients().len(), 1, "there was one socket");
    tab.finish();
}

#[test]
fn the_keyboard_is_enough() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    // Only in the window in front is the focus drawn.
    let front = tab.in_front();
    let seen = RefCell::new(Vec::new());
    tab.wait_outside("Tab leads to Play", || {
        tab.press(Key::Tab);
        seen.borrow_mut().push(focused(&tab));
        assert!(seen.borrow().len() < 20, "Tab leads to {:?}, never to Play", seen.borrow());
        seen.borrow().last().is_some_and(|name| name == "Play")
    });
    let visible: bool = tab.evaluate("document.activeElement.matches(':focus-visible')");
    assert!(visible, "the focus can be seen");
    drop(front);
    tab.press(Key::Enter);
    tab.wait_for("the stream runs", |page| page.running());
    tab.wait_outside("the focus goes to Stop", || focused(&tab) == "Stop");
    tab.press(Key::Enter);
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("the focus goes back to Play", || focused(&tab) == "Play");
    tab.press(Key::Space);
    tab.wait_for("the space bar starts it as well", |page| page.running());
    assert_eq!(simulator.count_requests("startLiveView"), 2);
    assert_eq!(simulator.count_requests("stopLiveView"), 1);
    tab.finish();
}

#[test]
fn it_goes_on_after_a_look_at_the_settings() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.click_link("Live view");
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("each frame is acknowledged once", || simulator.clients()[0].acknowledged_all());
    assert_eq!(simulator.clients().len(), 1, "there was one socket");
    tab.finish();
}

#[test]
fn a_stream_without_frames_is_said_to_be_one() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    simulator.fault(&json!({"fault": "stall_frames"}));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    let page = tab.wait_for("it is no longer live", |page| page.picture == "past");
    assert!(page.caption.starts_with("The stream runs, but no new frame comes: this is the last one"), "{page:?}");
    assert!(page.running(), "{page:?}");
    simulator.clear_faults();
    tab.wait_for("it is live again", |page| page.picture == "live" && page.caption.is_empty());
    tab.finish();
}

#[test]
fn a_stream_that_waits_for_a_lost_acknowledgement_is_healed() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_outside("frames are acknowledged", || simulator.clients()[0].acks_received > 5);
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    simulator.fault(&json!({"fault": "lose_acks"}));
    let frames_sent = || simulator.clients()[0].frames_sent;
    // The backend sends what its window holds, and then nothing. The page has acknowledged all of it, in vain, when it
    // calls that a stall; then it acknowledges the last one again and again.
    let line = tab.wait_for_line(Level::Warn, NO_FRAME_COMES);
    assert!(line.text.contains(": acknowledged the last one ("), "{line}");
    let stalled_at = frames_sent();
    assert!(stalled_at >= simulator.clients()[0].acks_received + 4, "its window is full");
    simulator.clear_faults();
    tab.wait_for("it is live again", |page| page.picture == "live" && page.caption.is_empty());
    tab.wait_outside("frames come as before", || frames_sent() > stalled_at + 20);
    assert_eq!(simulator.clients().len(), 1, "on the same socket");
    tab.finish();
}

#[test]
fn frames_that_should_not_be_there_are_said_to_be_some() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    simulator.fault(&json!({"fault": "ghost_frames"}));
    let page = tab.wait_for("the frames are shown", |page| page.picture == "live");
    assert_eq!(page.caption, "Frames arrive although the backend says the stream is stopped");
    assert!(page.ready(), "the backend's word counts: {page:?}");
    tab.finish();
}

/// All that stood over the picture while it was looked at, each once.
fn captions(tab: &Tab) -> Vec<String> {
    let mut captions: Vec<String> = tab.recorded().into_iter().map(|look| look.page.caption).collect();
    captions.sort();
    captions.dedup();
    captions
}

#[test]
fn frames_of_a_long_exposure_are_waited_for_as_long_as_it_takes() {
    let simulator = Simulator::start(&["--exposure-ms", "4500"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the long exposure is told", |page| page.tells("the exposure is long"));
    tab.click_button("Start anyway");
    tab.wait_for("the first picture is live", |page| page.running() && page.picture == "live");
    tab.record();
    tab.wait_outside("two more frames came", || simulator.clients()[0].frames_sent >= 3);
    assert_eq!(captions(&tab), [""], "each was live until the next one came");
    tab.finish();
}

#[test]
fn a_late_frame_is_not_said_to_be_one_that_cannot_be_shown() {
    // One every 5 s, by a camera that exposes for 10 ms: late, as far as anybody can tell.
    let simulator = Simulator::start(&["--fps", "0.2"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    tab.record();
    tab.click_button("Play");
    tab.wait_outside("two frames came", || simulator.clients()[0].acks_received >= 2);
    tab.wait_for("it is live", |page| page.picture == "live" && page.caption.is_empty());
    let captions = captions(&tab);
    assert!(!captions.iter().any(|caption| caption.contains("can’t be shown")), "{captions:#?}");
    tab.finish();
}
