//! Where rules begin and end exactly, one by one: what the tests of whole courses pass by.

use super::super::*;
use super::{Rig, lost};
use crate::wire::CommandAnswer;

#[test]
fn doubts_about_a_check_override_its_cause_only_where_it_is_no_sync() {
    for newer in [CheckReason::Announced, CheckReason::Command, CheckReason::Poll] {
        for kept in [CheckReason::Connect, CheckReason::Resume, CheckReason::LinkLost] {
            assert_eq!(kept.overridden_by(newer), kept);
        }
        assert_eq!(CheckReason::Poll.overridden_by(newer), newer);
        assert_eq!(CheckReason::Command.overridden_by(newer), newer);
    }
    assert_eq!(CheckReason::Connect.overridden_by(CheckReason::LinkLost), CheckReason::LinkLost);
}

#[test]
fn only_a_turn_that_another_tab_has_is_waited_for() {
    let command =
        |stage| PendingCommand { command: StreamCommand::Stop, request: RequestId(1), stage, deadline: Timestamp(9) };
    for stage in [Stage::Waiting, Stage::TakingOver] {
        assert!(command(stage).waits_for_another_tab(), "{stage:?}");
    }
    for stage in [Stage::Queued, Stage::Ready, Stage::Sent, Stage::Orphaned] {
        assert!(!command(stage).waits_for_another_tab(), "{stage:?}");
    }
}

#[test]
fn a_word_about_another_commands_turn_changes_nothing() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let own = rig.state.stream.command.expect("it waits for its turn").request;
    let before = rig.state.stream.command;
    rig.send(StreamEvent::LockHeldElsewhere { request: RequestId(own.0 + 1) });
    rig.send(StreamEvent::LockAcquired { request: RequestId(own.0 + 1) });
    assert_eq!(rig.state.stream.command, before);
    assert!(rig.commands().is_empty());
}

#[test]
fn what_another_tab_says_now_is_not_replaced_by_what_was_remembered() {
    let mut rig = Rig::synced(StreamState::Stopped);
    let start = StreamCommand::Start { force: false };
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(start)));
    rig.send(StreamEvent::SentBefore { command: StreamCommand::Stop, age_ms: 0 });
    assert_eq!(rig.state.stream.other_command.map(|other| other.command), Some(start));
    // Nor is this tab's own, once it is sent.
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.send(StreamEvent::SentBefore { command: StreamCommand::Stop, age_ms: 0 });
    assert_eq!(rig.state.stream.other_command, None);
}

#[test]
fn the_first_try_of_a_socket_that_fails_is_called_the_first() {
    let mut rig = Rig::new();
    rig.send(Event::Opened);
    let generation = rig.state.session.connection.socket().expect("a socket is tried");
    let reason = DisconnectReason::TransportError;
    rig.send(Event::SocketClosed { generation, reason });
    assert!(rig.effects.contains(&Effect::Log(LogLine::ConnectFailed { attempt: 1, reason })), "{:?}", rig.effects);
}

#[test]
fn a_loss_is_told_after_its_time_although_nothing_else_is_due_then() {
    let mut rig = Rig::standing(StreamState::Running);
    let lost_at = rig.now;
    rig.lose_connection();
    let told_at = loop {
        if rig.check_request().is_some() {
            rig.reply(Ok(StreamState::Running));
        }
        if let Some(generation) = rig.state.session.connection.socket() {
            rig.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportError });
        }
        let now = rig.next_timer();
        if rig.notices().iter().any(|notice| matches!(notice, Notice::ConnectionLost { .. })) {
            break now;
        }
    };
    assert_eq!(told_at, lost_at.after(timing::MENDED_WITHIN_MS));
}

#[test]
fn a_hidden_tab_is_not_called_to_tell_a_loss() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    let told_at = rig.now.after(timing::MENDED_WITHIN_MS);
    assert!(rig.state.next_deadline().is_none_or(|due| due > told_at), "{:?}", rig.state.next_deadline());
}

#[test]
fn tries_of_the_socket_stand_half_way_between_polls_wherever_their_spread_puts_these() {
    for seed in 1..200 {
        let mut rig = Rig { state: State::new(Visibility::Visible, Backoff::new(seed)), ..Rig::new() };
        rig.send(StreamEvent::Watched(Watch::Full));
        rig.connect();
        rig.reply(Ok(StreamState::Running));
        rig.lose_connection();
        while rig.state.session.away_since.is_none() || rig.state.stream.check != StatusCheck::Idle {
            match rig.check_request() {
                Some(request) => rig.send(StreamEvent::CheckReplied { request, answer: Err(lost()) }),
                None => {
                    rig.next_timer();
                    continue;
                }
            };
        }
        let Connection::Waiting { at, .. } = rig.state.session.connection else { continue };
        let (poll, half_ms) = (rig.state.stream.poll.due, timing::LOOKING_INTERVAL_MS / 2);
        let takes_turns = at.after(half_ms) <= poll || at == poll.after(half_ms);
        assert!(takes_turns, "seed {seed}: {at:?} and {poll:?} at {:?}", rig.now);
    }
}

#[test]
fn an_announcement_that_the_second_check_contradicts_is_doubted_until_one_more_has_ended() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.wait(timing::CHECK_SPACING_MS);
    assert!(rig.check_request().is_some(), "{:?}", rig.state.stream.check);
    // Each of them while the check is under way that the one before has asked for.
    rig.announce(StreamState::Running);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.stream.known.unverified_reason(), Some(UnverifiedReason::Announced(StreamState::Running)));
    rig.wait(timing::CHECK_SPACING_MS);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.stream.known.unverified_reason(), None);

    // One that the second check agrees with leaves no doubt, though one more runs.
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.stream.known.unverified_reason(), None);
    assert!(rig.state.stream.check.reason().is_some());
}

#[test]
fn a_reply_to_another_request_is_no_answer_to_the_command() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    let own = rig.state.stream.command.expect("it is sent");
    rig.send(StreamEvent::CommandReplied { request: RequestId(own.request.0 + 1), answer: Ok(CommandAnswer::Success) });
    assert_eq!(rig.state.stream.command, Some(own));
    // Nor is one to a command that was not sent yet.
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let own = rig.state.stream.command.expect("it waits for its turn");
    rig.send(StreamEvent::CommandReplied { request: own.request, answer: Ok(CommandAnswer::Success) });
    assert_eq!(rig.state.stream.command, Some(own));
}

#[test]
fn what_an_announced_check_finds_is_told_as_it_was_found() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.announce(StreamState::Running);
    rig.wait(timing::CHECK_SPACING_MS);
    rig.reply(Ok(StreamState::Running));
    let told = Notice::Corrected { was: StreamState::Stopped, now: StreamState::Running };
    assert!(rig.notices().contains(&&told), "{:?}", rig.notices());
}

#[test]
fn a_turn_is_taken_over_until_its_limit_is_5_s_past() {
    for (late_ms, is_taken_over) in [(0, true), (timing::LATE_MS - 1, true), (timing::LATE_MS, false)] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.send(StreamEvent::Clicked(Intent::Play));
        let own = rig.state.stream.command.expect("it waits for its turn");
        while rig.state.next_deadline().is_some_and(|due| due < own.deadline) {
            rig.next_timer();
            if rig.check_request().is_some() {
                rig.reply(Ok(StreamState::Stopped));
            }
        }
        rig.now = own.deadline.after(late_ms);
        rig.send(Event::TimerFired);
        let stolen = rig.effects.contains(&Effect::Stream(FollowedEffect::StealLock { request: own.request }));
        assert_eq!((stolen, rig.state.stream.command.is_some()), (is_taken_over, is_taken_over), "{late_ms} ms late");
    }
}

#[test]
fn the_end_of_every_request_is_one_whatever_it_was_about() {
    let request = RequestId(3);
    let ends: [Event; 5] = [
        StreamEvent::CheckReplied { request, answer: Err(lost()) }.into(),
        StreamEvent::CommandReplied { request, answer: Err(lost()) }.into(),
        RecordingEvent::CheckReplied { request, answer: Err(lost()) }.into(),
        Event::Light("LED".into(), LightEvent::CheckReplied { request, answer: Err(lost()) }),
        CameraEvent::CheckReplied { request, answer: Err(lost()) }.into(),
    ];
    for event in ends {
        assert_eq!(event.ended_request(), Some((request, false)), "{event:?}");
    }
}
