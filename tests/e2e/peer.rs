//! The same promises kept with python-socketio: nothing in the page depends on the simulator's Socket.IO library.

use std::time::{Duration, Instant};

use crate::harness::{Allowed, Level, Page, Peer, Profile, Tab, connect_lines, disconnected};

/// An announced change is shown within a round trip; the rest is for a busy machine. The next poll is 5 s away.
const WELL_UNDER_A_POLL: Duration = Duration::from_secs(4);

const CHECK_FAILED: &str = "[StreamControls] Failed to check live view status: the backend could not be reached (";
const MISMATCH: &str = "[StreamControls] Backend status mismatch detected. ";

#[test]
fn connecting_to_a_stopped_backend() {
    let peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = ready(&profile, &peer);
    assert_eq!(tab.said(), connect_lines(&peer.only_client().sid, false));
    tab.finish();
}

#[test]
fn connecting_to_a_running_backend() {
    let peer = Peer::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &peer.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    assert_eq!(tab.said(), connect_lines(&peer.only_client().sid, true));
    tab.finish();
}

#[test]
fn each_frame_is_painted_and_acknowledged_once_and_stop_ends_it() {
    let peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = streaming(&profile, &peer);
    tab.wait_moving();
    tab.wait_picture_size_px((160, 120));
    // Frame ids begin again after 255.
    for count in [100, 200, 300] {
        tab.wait_outside("more frames are acknowledged", || peer.only_client().acks_received >= count);
    }
    assert!(peer.only_client().acknowledged_in_order());

    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready() && page.picture == "past");
    assert!(!peer.streams());
    tab.wait_outside("each frame is acknowledged once", || peer.only_client().acknowledged_all());
    let frames = peer.only_client().frames_sent;
    // When a picture that was painted comes to the page is the browser's affair: between two polls it has come.
    wait_for_poll(&peer, &tab);
    let pixels = tab.pixels();
    wait_for_poll(&peer, &tab);
    assert_eq!(peer.only_client().frames_sent, frames, "no frame comes after Stop");
    assert_eq!(tab.pixels(), pixels, "the last picture stays");
    assert!(peer.only_client().acknowledged_all(), "nothing was acknowledged twice");
    assert_eq!((peer.count_requests("startLiveView"), peer.count_requests("stopLiveView")), (1, 1));
    assert_eq!(tab.said(), connect_lines(&peer.only_client().sid, false));
    tab.finish();
}

#[test]
fn a_recording_is_begun_finished_and_found() {
    let peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = streaming(&profile, &peer);
    tab.wait_for("Record is offered", Page::offers_record);
    tab.click_button("Record");
    tab.wait_for("it records", Page::records);
    tab.click_button("Finish recording");
    tab.wait_for("it does no longer", Page::offers_record);
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_peer.mp4, 1.5 kB."));
    assert_eq!((peer.count_requests("startRecording"), peer.count_requests("stopRecording")), (1, 1));
    tab.finish();
}

#[test]
fn a_stop_and_a_start_by_somebody_else_are_pushed() {
    let peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = streaming(&profile, &peer);
    tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    // Right after a poll, so that the next one is far away.
    wait_for_poll(&peer, &tab);
    let stopped_at = Instant::now();
    peer.stop_stream();
    tab.wait_within(WELL_UNDER_A_POLL, "Play is offered", |page| page.ready());
    let stop_took = stopped_at.elapsed();

    wait_for_poll(&peer, &tab);
    let started_at = Instant::now();
    peer.start_stream();
    tab.wait_within(WELL_UNDER_A_POLL, "Stop is offered", |page| page.running());
    println!("shown after {stop_took:?} and {:?}", started_at.elapsed());
    tab.wait_for("the picture is live", |page| page.picture == "live");
    let mismatches = [(false, true), (true, false)]
        .map(|(backend, frontend)| (Level::Warn, format!("{MISMATCH}Backend: {backend}, Frontend: {frontend}")));
    assert_eq!(tab.said()[4..], mismatches, "{}", tab.report());
    tab.finish();
}

#[test]
fn a_kill_while_it_streams_and_a_restart_are_shown_as_stopped() {
    let mut peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = streaming(&profile, &peer);
    const DRIFTED: &str = "[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true";
    tab.allow(Allowed::Begins(Level::Warn, DRIFTED));
    kill_and_restart(&mut peer, &tab, &[]);
    tab.wait_for("Play is offered", |page| page.ready());
    assert!(!peer.streams());
    let mut said = said_since_the_kill(&tab);
    // A server that takes long to start may be found by a poll first, before the page is connected again.
    if said.first() == Some(&(Level::Warn, DRIFTED.to_owned())) {
        said.remove(0);
    }
    assert_eq!(said, connect_lines(&peer.only_client().sid, false), "{}", tab.report());

    tab.click_button("Play");
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    tab.wait_outside("frames are acknowledged again", || peer.only_client().acks_received >= 20);
    assert!(peer.only_client().acknowledged_in_order());
    tab.finish();
}

#[test]
fn a_kill_and_a_restart_that_streams_by_itself_are_shown_as_running() {
    let mut peer = Peer::start(&[]);
    let profile = Profile::new();
    let tab = streaming(&profile, &peer);
    kill_and_restart(&mut peer, &tab, &["--auto-start"]);
    let page =
        tab.wait_for("Stop is offered, and the picture is live", |page| page.running() && page.picture == "live");
    assert!(!page.tells("This page had it"), "nothing drifted: {page:?}");
    assert_eq!(said_since_the_kill(&tab), connect_lines(&peer.only_client().sid, true), "{}", tab.report());
    tab.wait_moving();
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert!(!peer.streams());
    tab.wait_outside("each frame is acknowledged once", || peer.only_client().acknowledged_all());
    tab.finish();
}

/// A tab in which Play can be pressed.
fn ready(profile: &Profile, peer: &Peer) -> Tab {
    let tab = Tab::open(profile, &peer.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab
}

/// A tab in which Play was pressed, and whose picture is live.
fn streaming(profile: &Profile, peer: &Peer) -> Tab {
    let tab = ready(profile, peer);
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    assert!(peer.streams());
    tab
}

/// Waits until the page asks for the status again.
fn wait_for_poll(peer: &Peer, tab: &Tab) {
    let polls = || peer.count_requests("getLiveViewActive");
    let before = polls();
    tab.wait_outside("the next poll comes", || polls() > before);
}

/// Kills the server while frames are on their way, and starts it again once the page has noticed.
fn kill_and_restart(peer: &mut Peer, tab: &Tab, flags: &[&str]) {
    tab.allow(Allowed::BackendDown);
    peer.kill();
    tab.wait_for_line(Level::Warn, CHECK_FAILED);
    tab.wait_for("the lost connection is shown, and nothing is offered", |page| {
        page.connection == "Not connected" && page.offers_neither()
    });
    peer.restart(flags);
}

/// What the page wrote since the connection was lost, but for checks that failed.
fn said_since_the_kill(tab: &Tab) -> Vec<(Level, String)> {
    let failed = |(level, text): &(Level, String)| *level == Level::Warn && text.starts_with(CHECK_FAILED);
    let mut said: Vec<_> = tab.said().into_iter().filter(|line| !failed(line)).skip(4).collect();
    let lost = said.remove(0);
    // How TCP ends when a process is killed depends on what was still unread.
    assert!(["transport close", "transport error"].map(disconnected).contains(&lost), "{lost:?}{}", tab.report());
    said
}
