//! Recording: Record tells the truth about the backend as Play and Stop do, and what is called saved is there.

use std::time::Duration;

use crate::harness::{Allowed, Answer, Key, Level, NO_FRAME_COMES, Page, Profile, Simulator, Tab, to_path};

/// The page asks every 2 s while one runs and every 10 s otherwise; the rest is for the round trip and a busy machine.
const POLL_AND_ROUND_TRIP: Duration = Duration::from_millis(10_000 + 4_000);

/// One that runs for so long has run for longer than another one when that is first seen.
const LONG_S: u32 = 6;

const MISMATCH: &str = "[Recording] Mismatch detected. ";

/// Why the button does nothing, as it is said to people who can't see it.
fn why_not(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.control-record').ariaDescription ?? ''")
}

/// What the bar says of the recording.
fn line(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.status-recording')?.textContent.trim() ?? ''")
}

/// How long it has recorded, by that line.
fn seconds(tab: &Tab) -> Option<u32> {
    let line = line(tab);
    let (minutes, seconds) = line.split_whitespace().find_map(|word| word.split_once(':'))?;
    Some(minutes.parse::<u32>().ok()? * 60 + seconds.parse::<u32>().ok()?)
}

/// A tab whose stream runs, and that could record.
fn streaming(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    // What was asked before it was connected is asked again then.
    tab.wait_for("Record is offered", |page| page.running() && page.offers_record());
    tab
}

/// One that records, begun here.
fn recording(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = streaming(profile, simulator);
    tab.click_button("Record");
    tab.wait_for("it records", Page::records);
    assert!(simulator.is_recording());
    tab
}

#[test]
fn without_a_stream_nothing_is_recorded_and_the_page_says_why() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.wait_outside("it says why not", || why_not(&tab).contains("Press Play first"));
    assert_eq!(tab.page().record, "");
    tab.click_button("Record");
    tab.wait_for("it is told", |page| page.tells("Press Play first"));
    assert_eq!(simulator.count_requests("startRecording"), 0);
    tab.click_button("Play");
    tab.wait_for("the stream runs", |page| page.running());
    tab.wait_for("Record is offered", Page::offers_record);
    tab.finish();
}

#[test]
fn a_recording_is_begun_shown_finished_and_its_file_is_there() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.double_click_button("Record");
    tab.wait_for("it records", Page::records);
    tab.wait_outside("time and frames are shown", || {
        let line = line(&tab);
        line.contains("00:0") && line.contains(" frames · MP4") && !line.contains("unverified")
    });
    assert_eq!(simulator.count_requests("startRecording?mSaveFormat=4&fileName="), 1, "a double click is one request");
    assert_eq!(simulator.count_requests("stopRecording"), 0);
    tab.click_button("Finish recording");
    let page = tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    tab.wait_for("the next can be begun", Page::offers_record);
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
    choose_tiff(&tab);
    tab.write("File name", "no/name");
    tab.click_button("Record");
    tab.wait_for("it is refused", |page| page.tells("Use the letters A to Z"));
    assert_eq!(simulator.count_requests("startRecording"), 0);
    tab.write("File name", "cells_7");
    // Longer than a busy machine takes to load the page again.
    tab.write("Stop after (s)", "10");
    tab.click_button("Record");
    tab.wait_for("it records", Page::records);
    assert_eq!(simulator.count_requests("startRecording?mSaveFormat=1&fileName=cells_7"), 1);
    // A reload keeps what was planned.
    tab.reload();
    tab.wait_for("it stops by itself", Page::offers_record);
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_cells_7.tiff, "));
    assert_eq!(simulator.count_requests("stopRecording"), 1);
    tab.finish();
}

/// Opens the options and chooses the format whose files grow fastest.
fn choose_tiff(tab: &Tab) {
    tab.click_button("Recording options");
    tab.wait_true("the options are there", "document.querySelector('.recording select') !== null");
    tab.evaluate::<()>(
        "(() => {
            const select = document.querySelector('.recording select');
            select.value = 'TIFF';
            select.dispatchEvent(new Event('input', {bubbles: true}));
        })()",
    );
}

#[test]
fn a_disk_that_gets_full_is_said_to_be_so_and_ends_the_recording() {
    let simulator = Simulator::start(&["--auto-start", "--disk-mib", "24"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    tab.wait_true(
        "what is left is said",
        "document.querySelector('.status-disk').textContent === '25 MB left on the backend’s disk'",
    );
    choose_tiff(&tab);
    tab.click_button("Record");
    tab.wait_for("the full disk is told", |page| page.tells("The backend’s disk is full"));
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.tiff, "));
    tab.wait_for("it records no longer", Page::offers_record);
    tab.finish();
}

#[test]
fn a_restarted_backend_records_nothing_and_the_page_says_what_became_of_the_file() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let (_simulator, tab) = restarted(&profile, simulator, &["--auto-start"]);
    tab.wait_for("Record is offered", Page::offers_record);
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
    tab.wait_for("it records", Page::records);
    assert!(simulator.is_recording());
    tab.click_button("Finish recording");
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    tab.finish();
}

#[test]
fn two_tabs_whose_backend_is_killed_while_it_records_say_what_became_of_the_file() {
    for (flags, records) in [(&["--auto-start"][..], false), (&["--auto-start", "--auto-record"][..], true)] {
        let mut simulator = Simulator::start(&["--auto-start"]);
        let profile = Profile::new();
        let a = recording(&profile, &simulator);
        let b = Tab::open(&profile, &simulator.url());
        b.wait_for("it records there too", Page::records);
        let tabs = [a, b];
        for tab in &tabs {
            tab.wait_outside("it has recorded for a while", || seconds(tab).is_some_and(|seconds| seconds >= LONG_S));
            tab.allow(Allowed::BackendDown);
            tab.allow(Allowed::FailedRequests);
            tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
        }
        simulator.kill();
        for tab in &tabs {
            tab.wait_for("nothing is offered", |page| page.record.is_empty());
            tab.wait_outside("what is shown is not vouched for", || line(tab).contains("unverified"));
        }
        simulator.restart(flags);
        for tab in &tabs {
            tab.wait_within(POLL_AND_ROUND_TRIP, "the button is right", |page| {
                if records { page.records() } else { page.offers_record() }
            });
            assert_eq!(simulator.is_recording(), records);
            tab.wait_for("the file is told", |page| {
                page.tells("The backend went away while it recorded 1_recording.mp4.")
            });
        }
        assert_eq!(simulator.count_requests("startRecording"), 0, "nothing is replayed");
        tabs.into_iter().for_each(Tab::finish);
    }
}

/// A tab that has begun a recording, and whose backend was killed and is there again with these flags.
fn restarted(profile: &Profile, mut simulator: Simulator, flags: &[&str]) -> (Simulator, Tab) {
    let tab = recording(profile, &simulator);
    tab.wait_outside("frames are shown", || line(&tab).contains(" frames"));
    simulator.kill();
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("nothing is offered", |page| page.record.is_empty());
    tab.wait_outside("what is shown is not vouched for", || line(&tab).contains("unverified"));
    simulator.restart(flags);
    (simulator, tab)
}

#[test]
fn a_stop_by_somebody_else_is_found_by_the_poll() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = recording(&profile, &simulator);
    tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    simulator.stop_recording();
    tab.wait_within(POLL_AND_ROUND_TRIP, "Record is offered", Page::offers_record);
    tab.wait_for("the file is told", |page| page.tells("Saved as 1_recording.mp4, "));
    // And a start.
    simulator.start_recording();
    tab.wait_within(POLL_AND_ROUND_TRIP, "it records", Page::records);
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
    for tab in [&a, &b] {
        tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    }
    a.click_button("Record");
    a.wait_for("A records", Page::records);
    b.wait_within(POLL_AND_ROUND_TRIP, "B follows the start in A", Page::records);
    b.click_button("Finish recording");
    b.wait_for("B stopped it", Page::offers_record);
    a.wait_within(POLL_AND_ROUND_TRIP, "A follows the stop in B", Page::offers_record);
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
    tab.wait_for("it records", Page::records);
    tab.finish();
}

#[test]
fn the_key_records_and_finishes_and_its_repeats_do_nothing() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = streaming(&profile, &simulator);
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.hold(Key::Character('r'), 40);
    tab.wait_for("it records", Page::records);
    assert_eq!((simulator.count_requests("startRecording"), simulator.count_requests("stopRecording")), (1, 0));
    tab.press(Key::Character('r'));
    tab.wait_for("it does no longer", Page::offers_record);
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
    tab.wait_outside("it says why not", || why_not(&tab).contains("does not record"));
    assert_eq!(tab.page().record, "");
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
    tab.wait_for("the button is right", |page| if begun { page.records() } else { page.offers_record() });
    simulator.clear_faults();
    tab.finish();
}
