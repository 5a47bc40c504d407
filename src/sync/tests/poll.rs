//! The poll, and when it rests.

use super::super::*;
use super::Rig;

#[test]
fn a_failed_poll_changes_nothing_but_the_mark() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert_eq!(rig.state.stream.known.state, StreamState::Running);
    assert!(!rig.state.verified());
    assert_eq!(
        rig.lines(),
        ["[StreamControls] Failed to check live view status: the backend could not be reached (refused)"]
    );
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert!(rig.state.verified());
}

#[test]
fn polls_come_every_second_while_they_fail_and_return_to_five_seconds() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::Closed);
    let mut waits = Vec::new();
    for _ in 0..6 {
        let due = rig.state.next_deadline().unwrap();
        waits.push(due.ms_since(rig.now));
        rig.now = due;
        rig.send(Event::TimerFired);
        rig.fail();
    }
    // How they back off later is in `away`.
    assert_eq!(waits, [5_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
    rig.wait(1_000);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.next_deadline(), Some(rig.now.after(5_000)));
}

#[test]
fn polls_do_not_back_off_while_the_socket_is_up() {
    let mut rig = Rig::synced(StreamState::Stopped);
    for _ in 0..4 {
        rig.wait(5_000);
        rig.fail();
        assert_eq!(rig.state.next_deadline(), Some(rig.now.after(5_000)));
    }
}

#[test]
fn a_poll_corrects_drift_and_tells() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    assert_eq!(rig.lines(), ["[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true"]);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }]);
}

#[test]
fn a_hidden_tab_asks_nothing_and_syncs_when_shown() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.announce(StreamState::Running);
    assert_eq!(rig.state.next_deadline(), None);
    rig.wait(600_000);
    assert!(rig.effects.is_empty());
    assert_eq!(rig.state.stream.known.state, StreamState::Running);
    assert!(!rig.state.verified());
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    assert!(rig.state.syncing());
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn without_buttons_nothing_is_polled() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Watched(Watch::Absent));
    assert_eq!(rig.state.next_deadline(), None);
    rig.now = rig.now.after(11_000);
    rig.send(StreamEvent::Watched(Watch::Full));
    assert!(rig.state.syncing(), "what was known may have aged meanwhile");
}

fn asked_to_wait(wait_ms: u64) -> RequestError {
    RequestError::AskedToWait { status: 503, wait_ms }
}

#[test]
fn polls_wait_for_as_long_as_the_backend_asks_but_not_for_more_than_a_minute() {
    for (wait_ms, waited_ms) in [(0, 5_000), (2_000, 5_000), (30_000, 30_000), (86_400_000, 60_000)] {
        let mut rig = Rig::synced(StreamState::Running);
        rig.wait(5_000);
        rig.reply(Err(asked_to_wait(wait_ms)));
        assert_eq!(rig.state.stream.poll.due, rig.now.after(waited_ms), "asked to wait for {wait_ms} ms");
        assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
        assert!(!rig.state.verified());
    }
}

#[test]
fn a_sync_that_is_asked_to_wait_is_not_tried_again_at_once() {
    let mut rig = Rig::new();
    rig.send(StreamEvent::Watched(Watch::Full));
    rig.connect();
    rig.reply(Err(asked_to_wait(20_000)));
    rig.wait(19_999);
    assert_eq!(rig.check_request(), None);
    rig.wait(1);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}
