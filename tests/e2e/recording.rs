//! Recording: Record tells the truth about the backend as Play and Stop do, and what is called saved is there.

use std::time::{Duration, Instant};

use crate::harness::{Allowed, Answer, Key, Level, NO_FRAME_COMES, Profile, Simulator, Tab, Visit, to_path};

/// The page polls every 2 s while it records and every 10 s else; the rest is for the round trip and a busy machine.
const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(10_000 + 4_000);

/// The button, as it is to people who see it or hear it.
#[derive(Debug, PartialEq, Eq, serde::Deserialize)]
struct Button {
    name: String,
    text: String,
    offered: bool,
    why_not: String,
}

fn button(tab: &Tab) -> Button {
    tab.evaluate(
        "(({ariaLabel, ariaDisabled, ariaDescription, textContent}) => ({
            name: ariaLabel, text: textContent.trim(), offered: ariaDisabled !== 'true', why_not: ariaDescription ?? '',
        }))(document.querySelector('.control-record'))",
    )
}

fn wait_button(tab: &Tab, what: &str, within: Duration, condition: impl Fn(&Button) -> bool) -> Duration {
    let begun = Instant::now();
    tab.wait_within(within, what, |_| condition(&button(tab)));
    begun.elapsed()
}

fn records(button: &Button) -> bool {
    button.name == "Finish recording" && button.offered
}

fn can_record(button: &Button) -> bool {
    button.name == "Record" && button.offered
}

const AT_ONCE: Duration = Duration::from_secs(30);

/// What the bar says of the recording.
fn line(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.status-recording')?.textContent.trim() ?? ''")
}

/// A tab whose stream runs, and that could record.
fn streaming(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    wait_button(&tab, "Record is offered", AT_ONCE, can_record);
    tab
}

/// One that records, begun here.
fn recording(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = streaming(profile, simulator);
    tab.click_button("Record");
    wait_button(&tab, "it records", AT_ONCE, records);
    assert!(simulator.is_recording());
    tab
}

#[test]
fn without_a_stream_nothing_is_recorded_and_the_page_says_why() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    wait_button(&tab, "it says why not", AT_ONCE, |it| !it.offered && it.why_not.contains("Press Play first"));
    tab.click_button("Record");
    tab.wait_for("it is told", |page| page.tells("Press Play first"));
    assert_eq!(simulator.count_requests("startRecording"), 0);
    tab.click_button("Play");
    tab.wait_for("the stream runs", |page| page.running());
    wait_button(&tab, "Record is offered", AT_ONCE, can_record);
    tab.finish();
}

#[test]
fn a_recording_is_begun_shown_finished_and_its_file_is_there() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.double_click_button("Record");
    wait_button(&tab, "it records", AT_ONCE, records);
    tab.wait_outside("time and frames are shown", || {
        let line = line(&tab);
        line.contains("00:0") && line.contains(" frames · MP4") && !line.contains("unverified")
    });
    assert_eq!(simulator.count_requests("startRecording?mSaveFormat=4&fileName="), 1, "a double click is one request");
    assert_eq!(simulator.count_requests("stopRecording"), 0);
    tab.click_button("Finish recording");
    let page = tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    wait_button(&tab, "the next can be begun", AT_ONCE, can_record);
    assert!(page.running() && page.picture == "live", "the stream is left alone: {page:?}");
    assert!(!simulator.is_recording());
    let size: u64 = tab.evaluate(
        "fetch(document.querySelector('.notices a').href).then((it) => it.arrayBuffer()).then((it) => it.byteLength)",
    );
    assert!(size > 1_000, "{size}");
    tab.finish();
}

#[test]
fn format_name_and_time_are_those_of_the_panel() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.click_button("Recording options");
    tab.evaluate::<()>(
        "(() => {
            const select = document.querySelector('.recording select');
            select.value = 'TIFF';
            select.dispatchEvent(new Event('input', {bubbles: true}));
        })()",
    );
    tab.write("File name", "no/name");
    tab.click_button("Record");
    tab.wait_true("it is refused", "document.activeElement === document.querySelector('.recording input')");
    tab.write("File name", "cells_7");
    tab.write("Stop after (s)", "3");
    tab.click_button("Record");
    wait_button(&tab, "it records", AT_ONCE, records);
    assert_eq!(simulator.count_requests("startRecording?mSaveFormat=1&fileName=cells_7"), 1);
    // A reload keeps what was planned.
    tab.reload();
    wait_button(&tab, "it stops by itself", AT_ONCE, can_record);
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_cells_7.tiff, "));
    assert_eq!(simulator.count_requests("stopRecording"), 1);
    tab.finish();
}

#[test]
fn a_restarted_backend_records_nothing_and_the_page_says_what_became_of_the_file() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let (_simulator, tab) = restarted(&profile, simulator, &["--auto-start"]);
    wait_button(&tab, "Record is offered", AT_ONCE, can_record);
    tab.wait_for("the file is told", |page| {
        page.tells("The backend went away while it recorded 1_recording.mp4. The file is not there.")
    });
    tab.finish();
}

#[test]
fn a_restarted_backend_that_records_by_itself_is_shown_as_recording() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let (simulator, tab) = restarted(&profile, simulator, &["--auto-start", "--auto-record"]);
    wait_button(&tab, "it records", AT_ONCE, records);
    assert!(simulator.is_recording());
    tab.click_button("Finish recording");
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    tab.finish();
}

/// A tab that has begun a recording, and whose backend was killed and is there again with these flags.
fn restarted(profile: &Profile, mut simulator: Simulator, flags: &[&str]) -> (Simulator, Tab) {
    let tab = recording(profile, &simulator);
    tab.wait_outside("frames are shown", || line(&tab).contains(" frames"));
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    wait_button(&tab, "nothing is offered", AT_ONCE, |it| !it.offered);
    tab.wait_outside("what is shown is not vouched for", || line(&tab).contains("unverified"));
    simulator.restart(flags);
    (simulator, tab)
}

#[test]
fn a_stop_by_somebody_else_is_found_by_the_poll() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = recording(&profile, &simulator);
    simulator.stop_recording();
    wait_button(&tab, "Record is offered", POLL_AND_ROUND_TRIP, can_record);
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    // And a start.
    simulator.start_recording();
    wait_button(&tab, "it records", POLL_AND_ROUND_TRIP, records);
    tab.finish();
}

#[test]
fn two_tabs_of_one_person_follow_each_other() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    follow_each_other(&simulator, [&profile, &profile]);
}

#[test]
fn two_tabs_of_two_persons_follow_each_other_by_the_poll_alone() {
    let simulator = Simulator::start(&["--auto-start", "--no-push"]);
    let profiles = [Profile::new(), Profile::new()];
    follow_each_other(&simulator, profiles.each_ref());
}

fn follow_each_other(simulator: &Simulator, profiles: [&Profile; 2]) {
    let [a, b] = profiles.map(|profile| streaming(profile, simulator));
    a.click_button("Record");
    wait_button(&a, "A records", AT_ONCE, records);
    wait_button(&b, "B follows the start in A", POLL_AND_ROUND_TRIP, records);
    b.click_button("Finish recording");
    wait_button(&b, "B stopped it", AT_ONCE, can_record);
    wait_button(&a, "A follows the stop in B", POLL_AND_ROUND_TRIP, can_record);
    for tab in [&a, &b] {
        tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    }
    assert_eq!((simulator.count_requests("startRecording"), simulator.count_requests("stopRecording")), (1, 1));
    a.finish();
    b.finish();
}

#[test]
fn a_reload_shows_what_runs() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = recording(&profile, &simulator);
    tab.reload();
    wait_button(&tab, "it records", AT_ONCE, records);
    tab.finish();
}

#[test]
fn the_key_records_and_finishes_and_its_repeats_do_nothing() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.hold(Key::Character('r'), 40);
    wait_button(&tab, "it records", AT_ONCE, records);
    assert_eq!((simulator.count_requests("startRecording"), simulator.count_requests("stopRecording")), (1, 0));
    tab.press(Key::Character('r'));
    wait_button(&tab, "it does no longer", AT_ONCE, can_record);
    assert_eq!((simulator.count_requests("startRecording"), simulator.count_requests("stopRecording")), (1, 1));
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    tab.finish();
}

#[test]
fn a_backend_that_does_not_record_is_not_asked_again_and_the_panel_says_so() {
    let simulator = Simulator::start(&["--auto-start", "--without", "recording"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("the stream runs", |page| page.running());
    wait_button(&tab, "it says why not", AT_ONCE, |it| !it.offered && it.why_not.contains("does not record"));
    tab.click_button("Recording options");
    tab.wait_true("the panel says so", "!document.querySelector('.recording-absent').hidden");
    assert!(tab.page().notices.is_empty(), "{:?}", tab.page());
    tab.finish();
}

#[test]
fn odd_and_lost_answers_end_in_what_is_so() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.allow(Allowed::FailedRequests);
    // It has begun, and nobody hears so.
    simulator.fault(&to_path("startRecording", Answer::CutOff));
    tab.click_button("Record");
    tab.wait_for("it is told", |page| page.tells("record"));
    let begun = simulator.is_recording();
    wait_button(&tab, "the button is right", AT_ONCE, |it| if begun { records(it) } else { can_record(it) });
    simulator.clear_faults();
    tab.finish();
}
