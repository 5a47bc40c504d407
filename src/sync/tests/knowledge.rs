//! What is known, what is only assumed or announced, and how old it is.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

const START: StreamCommand = StreamCommand::Start { force: false };

impl Rig {
    /// Every try of the check under way fails.
    fn fail_all_tries(&mut self) {
        for delay_ms in timing::RETRY_DELAYS_MS {
            self.fail();
            if self.check_request().is_none() {
                self.wait(delay_ms);
            }
        }
        self.fail();
    }

    fn doubt(&self) -> Option<UnverifiedReason> {
        self.state.stream.known.unverified_reason()
    }
}

#[test]
fn where_nothing_was_ever_seen_nothing_was_last_seen() {
    let mut rig = Rig::new();
    rig.send(StreamEvent::Watched(Watch::Full));
    rig.send(Event::Opened);
    rig.fail();
    rig.send(Event::SocketClosed { generation: Generation(1), reason: DisconnectReason::TransportError });
    rig.send(Event::ReconnectWanted);
    rig.fail_all_tries();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::NotAsked));
    assert_eq!(rig.state.stream.known.last_confirmed(), None);
    rig.wait(1_000);
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().iter().all(|notice| !matches!(notice, Notice::Corrected { .. })), "{:?}", rig.notices());
}

#[test]
fn what_was_last_seen_is_what_was_confirmed_not_what_was_assumed() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    let confirmed = Confirmed { state: StreamState::Running, at: rig.now };
    rig.reconnect();
    rig.fail_all_tries();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::SyncFailed));
    assert_eq!(rig.state.stream.known.state, StreamState::Stopped, "assumed");
    assert_eq!(rig.state.stream.known.last_confirmed(), Some(confirmed));
    rig.lose_connection();
    rig.fail();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::LinkLost));
    assert_eq!(rig.state.stream.known.state, StreamState::Running, "when last seen");
    assert_eq!(rig.state.stream.known.last_confirmed(), Some(confirmed));
}

#[test]
fn without_a_socket_any_failed_check_means_that_the_link_is_lost() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "the backend answers");
    rig.wait(5_000);
    rig.fail();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::LinkLost));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn another_tabs_word_does_not_take_its_meaning_from_the_check_after_a_loss() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.wait(200);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Changed));
    rig.fail();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::LinkLost));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn a_doubt_says_what_it_is_about() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.announce(StreamState::Stopped);
    rig.fail_all_tries();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::Announced(StreamState::Stopped)));
    assert_eq!(rig.state.stream.known.state, StreamState::Stopped, "as announced");
    assert_eq!(rig.state.stream.known.last_confirmed().map(|last| last.state), Some(StreamState::Running));

    let mut rig = Rig::synced(StreamState::Running);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Stop)));
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    assert_eq!(rig.doubt(), Some(UnverifiedReason::ChangedElsewhere));
    assert_eq!(rig.state.stream.known.state, StreamState::Running, "when last seen");

    let mut rig = Rig::synced(StreamState::Running);
    rig.click(Intent::Stop);
    rig.answer(Ok(CommandAnswer::NotRunning));
    assert_eq!(rig.doubt(), Some(UnverifiedReason::NothingToStop));
}

#[test]
fn a_doubt_is_not_replaced_by_a_weaker_one() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.fail();
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Stop)));
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    assert_eq!(rig.doubt(), Some(UnverifiedReason::LinkLost), "hearsay");

    let mut rig = Rig::standing(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.answer(Err(super::lost()));
    rig.lose_connection();
    rig.fail();
    rig.reconnect();
    rig.fail_all_tries();
    assert_eq!(rig.doubt(), Some(UnverifiedReason::CommandUnanswered));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "the start may be under way");
}

#[test]
fn one_of_two_streams_that_ended_while_hidden_is_no_drift() {
    for (truth, told) in [(StreamState::Running, 0), (StreamState::Stopped, 0)] {
        let mut rig = Rig::synced(StreamState::Running);
        rig.send(Event::VisibilityChanged(Visibility::Hidden));
        rig.announce(StreamState::Stopped);
        rig.send(Event::VisibilityChanged(Visibility::Visible));
        rig.reply(Ok(truth));
        assert_eq!(rig.notices().len(), told, "{truth:?}: {:?}", rig.notices());
    }
}

#[test]
fn announcements_without_end_do_not_starve_the_check() {
    let mut rig = Rig::synced(StreamState::Running);
    let mut stream = StreamState::Stopped;
    let mut under_way: Option<(Timestamp, RequestId)> = None;
    let mut answered = 0;
    // Every second something is announced, and the backend takes 1.2 s to answer.
    for tick in 1..=600 * 10 {
        rig.wait(100);
        if tick % 10 == 0 {
            rig.announce(stream);
            stream = StreamState::from_active(!stream.active());
        }
        if rig.check_request() != under_way.map(|(_, request)| request) {
            under_way = rig.check_request().map(|request| (rig.now.after(1_200), request));
        }
        if let Some((_, request)) = under_way.filter(|(at, _)| *at <= rig.now) {
            rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Running) });
            answered += 1;
        }
        rig.effects.clear();
    }
    assert!(answered >= 200, "{answered} answers in 600 s");
}

#[test]
fn words_of_other_tabs_without_end_do_not_starve_the_check() {
    let mut rig = Rig::synced(StreamState::Running);
    let mut under_way: Option<(Timestamp, RequestId)> = None;
    let begin = rig.now;
    // Every 150 ms a tab says that something changed, and the backend takes 200 ms to answer.
    for tick in 1..=20 {
        rig.wait(50);
        if tick % 3 == 0 {
            rig.send(StreamEvent::TabMessageReceived(TabMessage::Changed));
        }
        if rig.check_request() != under_way.map(|(_, request)| request) {
            under_way = rig.check_request().map(|request| (rig.now.after(200), request));
        }
        if let Some((_, request)) = under_way.filter(|(at, _)| *at <= rig.now) {
            rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Stopped) });
        }
        if rig.state.available_command() == AvailableCommand::Play {
            return assert!(rig.now.ms_since(begin) <= 600, "{:?}", rig.now);
        }
    }
    panic!("it was never found out: {:?}", rig.state);
}

#[test]
fn after_a_check_that_was_outdated_one_more_runs() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.announce(StreamState::Stopped);
    rig.wait(100);
    rig.announce(StreamState::Running);
    let second = rig.check_request().unwrap();
    rig.wait(50);
    rig.announce(StreamState::Stopped);
    assert_eq!(rig.check_request(), Some(second), "the second is let end");
    rig.reply(Ok(StreamState::Running));
    rig.wait(timing::CHECK_SPACING_MS);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    rig.wait(timing::CHECK_SPACING_MS);
    assert_eq!(rig.check_request(), None, "one, not more");
}

#[test]
fn a_confirmation_outranks_what_another_tab_said_before() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "it may still be under way");
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.stream.other_command, None);
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn an_answer_that_left_before_another_tabs_word_does_not_outrank_it() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.now = rig.now.after(50);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.reply(Ok(StreamState::Running));
    assert_ne!(rig.state.stream.other_command, None);
}

#[test]
fn a_page_that_was_away_does_not_know_what_other_tabs_do() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.send(Event::Closed);
    rig.send(Event::ReconnectWanted);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn after_a_sleep_nothing_is_vouched_for_and_nothing_is_sent_before_a_sync() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.now = rig.now.after(8 * 3_600_000);
    rig.click(Intent::Stop);
    assert!(rig.commands().is_empty());
    assert!(!rig.state.verified());
    assert!(rig.state.syncing());
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn a_command_that_waited_for_its_turn_is_not_sent_after_a_sleep() {
    for sleep_ms in [20_000, 3_600_000] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.send(StreamEvent::Clicked(Intent::Play));
        rig.now = rig.now.after(sleep_ms);
        rig.take_turn();
        assert!(rig.commands().is_empty(), "after {sleep_ms} ms");
        assert_eq!(rig.state.stream.command, None, "after {sleep_ms} ms");
    }
}

#[test]
fn an_answer_from_before_a_sleep_is_dropped() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    let request = rig.check_request().unwrap();
    rig.now = rig.now.after(3_600_000);
    rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Running) });
    assert!(!rig.state.verified());
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn what_is_older_than_two_polls_is_not_verified() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.wait(4_999);
    assert!(rig.state.verified(), "the poll may still be answered");
    rig.wait(1);
    assert!(!rig.state.verified());
}

#[test]
fn a_sync_that_fails_assumes_nothing_that_the_backend_has_denied() {
    for (announced, doubt) in [
        (StreamState::Running, UnverifiedReason::Announced(StreamState::Running)),
        (StreamState::Stopped, UnverifiedReason::SyncFailed),
    ] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.send(Event::VisibilityChanged(Visibility::Hidden));
        rig.announce(announced);
        rig.send(Event::VisibilityChanged(Visibility::Visible));
        for wait_ms in [250, 500, 1_000] {
            rig.fail();
            rig.wait(wait_ms);
        }
        rig.fail();
        assert_eq!(
            (rig.state.stream.known.state, rig.state.stream.known.unverified_reason()),
            (announced, Some(doubt))
        );
    }
}
