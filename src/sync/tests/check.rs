//! Checks: syncs, their retries, announcements.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

#[test]
fn every_connect_syncs_and_says_so() {
    let mut rig = Rig::new();
    rig.connect();
    assert!(rig.state.syncing());
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert_eq!(
        rig.lines(),
        [
            "WebSocket connected with socket id: abc",
            "[WebSocket] Syncing livestream status with backend...",
            "[WebSocket] Backend livestream status: true",
            "[WebSocket] Livestream status synced: true",
        ]
    );
    assert!(rig.notices().is_empty(), "the page claimed nothing before, so nothing is corrected");
}

#[test]
fn a_failed_sync_is_tried_three_times_more_then_play_is_offered_unverified() {
    let mut rig = Rig::new();
    rig.connect();
    for delay_ms in [250, 500, 1_000] {
        rig.fail();
        assert_eq!(rig.state.available_command(), AvailableCommand::None);
        assert!(rig.state.syncing());
        rig.wait(delay_ms - 1);
        assert_eq!(rig.check_request(), None, "not before its time");
        rig.wait(1);
    }
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    assert!(!rig.state.verified());
    assert_eq!(rig.state.stream.known.unverified_reason(), Some(UnverifiedReason::SyncFailed));
    let failed = rig.lines().iter().filter(|line| line.contains("Failed to sync livestream status")).count();
    assert_eq!(failed, 4);
}

#[test]
fn a_try_that_is_replaced_because_it_is_late_has_not_failed() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::Success));
    for limit_ms in timing::QUICK_TRIES_MS {
        rig.wait(limit_ms);
        assert!(rig.check_request().is_some());
        assert!(rig.state.verified(), "the answer confirmed it a moment ago");
    }
    rig.fail();
    assert!(!rig.state.verified());
    // Nor does it make good for one that has.
    rig.wait(timing::RETRY_DELAYS_MS[2]);
    assert!(rig.check_request().is_some() && !rig.state.verified());
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::Success));
    rig.fail();
    rig.wait(timing::RETRY_DELAYS_MS[0]);
    rig.wait(timing::QUICK_TRIES_MS[1]);
    assert!(rig.check_request().is_some() && !rig.state.verified());
}

#[test]
fn a_poll_after_a_failed_sync_does_not_take_play_away() {
    let mut rig = Rig::new();
    rig.send(StreamEvent::Watched(Watch::Full));
    rig.connect();
    for wait_ms in [250, 500, 1_000] {
        rig.fail();
        rig.wait(wait_ms);
    }
    rig.fail();
    rig.now = rig.state.stream.next_poll(&rig.state.session).unwrap();
    rig.wait(0);
    assert!(rig.check_request().is_some(), "the poll is due");
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    assert!(!rig.state.syncing());
}

#[test]
fn a_sync_that_succeeds_on_a_retry_is_as_good_as_any() {
    let mut rig = Rig::new();
    rig.connect();
    rig.fail();
    rig.wait(250);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert!(rig.state.verified());
}

#[test]
fn a_slow_poll_times_out_as_a_failure() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    let request = rig.check_request().unwrap();
    rig.wait(5_000);
    assert!(rig.effects.contains(&Effect::Abort { request }));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Stopped) });
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "a reply after the limit is dropped");
}

#[test]
fn an_announcement_is_checked_at_once_and_the_page_stops_vouching() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.announce(StreamState::Stopped);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn an_announcement_outdates_the_check_in_flight() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    let poll = rig.check_request().unwrap();
    rig.now = rig.now.after(50);
    rig.announce(StreamState::Stopped);
    rig.send(StreamEvent::CheckReplied { request: poll, answer: Ok(StreamState::Running) });
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.wait(50);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn a_burst_of_announcements_becomes_two_requests() {
    let mut rig = Rig::synced(StreamState::Stopped);
    for stream in [StreamState::Running, StreamState::Stopped, StreamState::Running, StreamState::Stopped] {
        rig.announce(stream);
    }
    rig.wait(100);
    rig.reply(Ok(StreamState::Stopped));
    let fetches = rig
        .effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Stream(FollowedEffect::FetchStatus { .. })))
        .count();
    assert_eq!(fetches, 2);
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn the_mark_appears_with_the_first_failed_check_not_the_last() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::Success));
    assert!(rig.state.verified());
    rig.fail();
    assert!(!rig.state.verified(), "three tries are still to come");
    rig.wait(250);
    assert!(!rig.state.verified());
    rig.reply(Ok(StreamState::Running));
    assert!(rig.state.verified());
}

#[test]
fn an_announcement_that_the_answer_contradicts_is_checked_again_soon() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play, "the answer counts");
    rig.wait(timing::RECHECK_MS - 1);
    assert_eq!(rig.check_request(), None);
    rig.wait(1);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    rig.wait(timing::RECHECK_MS);
    assert_eq!(rig.check_request(), None, "one that is borne out is not");
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    rig.wait(timing::RECHECK_MS);
    assert_eq!(rig.check_request(), None, "nor is one that says nothing new");
}

#[test]
fn a_check_that_is_no_connect_leaves_the_buttons_while_what_they_show_is_fresh() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    rig.now = rig.now.after(4_000);
    rig.send(Event::ReconnectWanted);
    assert!(rig.check_request().is_some());
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "confirmed 4 s ago");
    rig.reply(Ok(StreamState::Running));
    rig.lose_connection();
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "confirmed just now");
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn a_check_takes_the_buttons_away_once_what_they_show_is_old() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.wait(11_000);
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Running));
    rig.send(Event::ReconnectWanted);
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    rig.wait(1_000);
    rig.wait(5_000);
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "confirmed 6 s ago");
    rig.wait(4_000);
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "not while it takes that long");
}
