//! The recording: the same rules, and what is its own.

use super::super::*;
use super::{Rig, lost};
use crate::wire::RecordingStatus;

fn status(is_recording: bool) -> RecordingStatus {
    RecordingStatus::without_details(is_recording)
}

/// Connected, with a stream that does this, and the recording known not to run.
fn watched(stream: StreamState) -> Rig {
    let mut rig = Rig::synced(stream);
    rig.send(RecordingEvent::Watched(Watch::Full));
    reply(&mut rig, Ok(status(false)));
    rig.effects.clear();
    rig
}

fn request(rig: &Rig) -> Option<RequestId> {
    match rig.state.recording.check {
        StatusCheck::InFlight { request, .. } => Some(request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

fn reply(rig: &mut Rig, answer: Result<RecordingStatus, RequestError>) {
    let request = request(rig).expect("a check is in flight");
    rig.send(RecordingEvent::CheckReplied { request, answer });
}

/// A press whose turn comes at once.
fn press(rig: &mut Rig, command: RecordingCommand) {
    rig.send(RecordingEvent::Clicked(command));
    if let Some(PendingCommand { request, stage: Stage::Queued, .. }) = rig.state.recording.command {
        rig.send(RecordingEvent::LockAcquired { request });
    }
}

fn sent(rig: &Rig) -> Vec<RecordingCommand> {
    let command = |effect: &Effect| match effect {
        Effect::Recording(FollowedEffect::SendCommand { command, .. }) => Some(*command),
        _ => None,
    };
    rig.effects.iter().filter_map(command).collect()
}

fn told(rig: &Rig) -> Vec<String> {
    rig.notices().iter().map(ToString::to_string).collect()
}

#[test]
fn it_is_asked_for_only_while_it_is_looked_at() {
    let mut rig = Rig::synced(StreamState::Running);
    assert_eq!(request(&rig), None);
    rig.send(RecordingEvent::Watched(Watch::Full));
    reply(&mut rig, Ok(status(false)));
    rig.wait(timing::QUIET_POLL_MS - 1);
    assert_eq!(request(&rig), None, "not before its time");
    rig.wait(1);
    assert!(request(&rig).is_some());
    rig.send(RecordingEvent::Watched(Watch::Absent));
    rig.wait(60_000);
    assert_eq!(request(&rig), None);
}

#[test]
fn one_that_runs_is_asked_for_more_often() {
    let mut rig = watched(StreamState::Running);
    rig.send(RecordingEvent::Changed { generation: Generation(1) });
    reply(&mut rig, Ok(status(true)));
    rig.wait(timing::RECORDING_POLL_MS);
    assert!(request(&rig).is_some());
}

#[test]
fn it_begins_only_while_a_stream_runs() {
    let mut rig = watched(StreamState::Stopped);
    press(&mut rig, RecordingCommand::Start);
    assert!(sent(&rig).is_empty());
    let mut rig = watched(StreamState::Running);
    press(&mut rig, RecordingCommand::Stop);
    assert!(sent(&rig).is_empty(), "none runs");
    press(&mut rig, RecordingCommand::Start);
    assert_eq!(sent(&rig), [RecordingCommand::Start]);
}

#[test]
fn an_answer_is_no_knowledge_and_is_checked() {
    let mut rig = watched(StreamState::Running);
    press(&mut rig, RecordingCommand::Start);
    let command = rig.state.recording.command.unwrap().request;
    rig.send(RecordingEvent::CommandReplied { request: command, answer: Ok(()) });
    assert_eq!(rig.state.recording.confirmed(), None);
    reply(&mut rig, Ok(status(true)));
    assert_eq!(rig.state.recording.confirmed().map(|now| now.is_recording), Some(true));
    assert!(told(&rig).is_empty(), "it is as was asked for: {:?}", told(&rig));
}

#[test]
fn a_start_that_is_accepted_and_not_done_is_told() {
    let mut rig = watched(StreamState::Running);
    press(&mut rig, RecordingCommand::Start);
    let command = rig.state.recording.command.unwrap().request;
    rig.send(RecordingEvent::CommandReplied { request: command, answer: Ok(()) });
    reply(&mut rig, Ok(status(false)));
    assert_eq!(told(&rig), ["The backend accepted the start of a recording, and records nothing."]);
}

#[test]
fn what_somebody_else_does_is_told_and_more_frames_are_not() {
    let mut rig = watched(StreamState::Running);
    rig.wait(timing::POLL_INTERVAL_MS);
    rig.reply(Ok(StreamState::Running));
    rig.wait(timing::POLL_INTERVAL_MS);
    rig.reply(Ok(StreamState::Running));
    reply(&mut rig, Ok(status(true)));
    assert_eq!(told(&rig), ["A recording was found running. This page had none."]);
    assert_eq!(rig.lines(), ["[Recording] Mismatch detected. Backend: true, Frontend: false"]);
    rig.effects.clear();
    rig.wait(timing::RECORDING_POLL_MS);
    reply(&mut rig, Ok(RecordingStatus { frames: Some(24), ..status(true) }));
    assert!(told(&rig).is_empty());
}

#[test]
fn a_backend_without_it_is_not_asked_again_until_the_next_connect() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(RecordingEvent::Watched(Watch::Full));
    reply(&mut rig, Err(RequestError::Http(404)));
    assert_eq!(rig.state.recording.support, Support::Absent);
    rig.effects.clear();
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    rig.wait(5_000);
    assert_eq!(request(&rig), None);
    assert!(told(&rig).is_empty());
    rig.lose_connection();
    rig.connect();
    assert!(request(&rig).is_some());
}

#[test]
fn while_the_backend_is_away_the_stream_alone_looks_for_it() {
    for away_s in [2, 20] {
        let mut rig = watched(StreamState::Running);
        rig.lose_connection();
        reply(&mut rig, Err(lost()));
        rig.fail();
        assert_eq!(rig.state.recording.known.unverified_reason(), Some(UnverifiedReason::LinkLost));
        for _ in 0..away_s {
            rig.wait(1_000);
            assert_eq!(request(&rig), None);
            if rig.check_request().is_some() {
                rig.fail();
            }
        }
        rig.wait(1_000);
        rig.reply(Ok(StreamState::Stopped));
        rig.wait(1);
        assert!(request(&rig).is_some(), "it is there after {away_s} s, so this is asked for, too");
    }
}

#[test]
fn what_is_told_of_a_recording_names_what_was_asked_for() {
    for (is_recording, command, failed, not_taken) in [
        (
            false,
            RecordingCommand::Start,
            "“start recording” failed: the backend answered HTTP 500.",
            "The backend accepted the start of a recording, and records nothing.",
        ),
        (
            true,
            RecordingCommand::Stop,
            "“stop recording” failed: the backend answered HTTP 500.",
            "The backend accepted the end of the recording, and records still.",
        ),
    ] {
        for (answer, words) in [(Err(RequestError::Http(500)), failed), (Ok(()), not_taken)] {
            let mut rig = Rig::synced(StreamState::Running);
            rig.send(RecordingEvent::Watched(Watch::Full));
            reply(&mut rig, Ok(status(is_recording)));
            rig.effects.clear();
            press(&mut rig, command);
            let request = rig.state.recording.command.unwrap().request;
            rig.send(RecordingEvent::CommandReplied { request, answer });
            reply(&mut rig, Ok(status(is_recording)));
            assert_eq!(told(&rig), [words]);
        }
    }
}

#[test]
fn one_that_can_not_be_asked_for_is_asked_for_less_often() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(RecordingEvent::Watched(Watch::Full));
    reply(&mut rig, Ok(status(true)));
    rig.wait(timing::RECORDING_POLL_MS);
    reply(&mut rig, Err(lost()));
    rig.wait(timing::RECORDING_POLL_MS);
    assert_eq!(request(&rig), None, "it was refused a moment ago");
    rig.wait(timing::POLL_INTERVAL_MS - timing::RECORDING_POLL_MS);
    assert!(request(&rig).is_some());
}

#[test]
fn what_was_confirmed_of_it_is_fresh_for_two_of_its_polls_and_ten_seconds_at_least() {
    for (is_recording, expected_ms) in [(false, 20_000), (true, 10_000)] {
        assert_eq!(Recording.fresh_ms(&status(is_recording), Watch::Full), expected_ms, "{is_recording}");
    }
}

#[test]
fn one_that_could_not_be_ended_is_told_while_it_goes_on() {
    for (command, is_recording) in [(RecordingCommand::Start, false), (RecordingCommand::Stop, true)] {
        let told = Recording.not_sent(&command);
        assert_eq!(told.holds_while(), Some(Holds::Recording(is_recording)), "{command:?}");
    }
}

#[test]
fn it_does_not_begin_before_anything_is_known_of_it() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(RecordingEvent::Watched(Watch::Full));
    press(&mut rig, RecordingCommand::Start);
    assert!(sent(&rig).is_empty());
    reply(&mut rig, Ok(status(false)));
    press(&mut rig, RecordingCommand::Start);
    assert_eq!(sent(&rig), [RecordingCommand::Start]);
}

#[test]
fn the_machine_says_when_what_is_shown_of_it_is_no_longer_fresh() {
    let rig = watched(StreamState::Running);
    let ages_at = rig.now.after(2 * timing::QUIET_POLL_MS);
    assert_eq!(rig.state.recording.next_deadline(&rig.state.session, true), Some(ages_at));
}

#[test]
fn a_second_press_while_the_first_is_under_way_does_nothing() {
    let mut rig = watched(StreamState::Running);
    press(&mut rig, RecordingCommand::Start);
    let first = rig.state.recording.command;
    press(&mut rig, RecordingCommand::Start);
    assert_eq!(rig.state.recording.command, first);
    assert_eq!(sent(&rig), [RecordingCommand::Start]);
}

#[test]
fn it_does_not_begin_by_what_was_known_before_the_tab_was_hidden() {
    let mut rig = watched(StreamState::Running);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.now = rig.now.after(60_000);
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    press(&mut rig, RecordingCommand::Start);
    assert!(sent(&rig).is_empty(), "it is asked for first");
    rig.reply(Ok(StreamState::Running));
    reply(&mut rig, Ok(status(false)));
    press(&mut rig, RecordingCommand::Start);
    assert_eq!(sent(&rig), [RecordingCommand::Start]);
}

#[test]
fn one_whose_sync_fails_is_shown_as_it_was_and_not_vouched_for() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(RecordingEvent::Watched(Watch::Full));
    reply(&mut rig, Ok(status(true)));
    rig.fail_sync_of(request, |request| RecordingEvent::CheckReplied { request, answer: Err(lost()) }.into());
    assert_eq!(rig.state.recording.known.unverified_reason(), Some(UnverifiedReason::SyncFailed));
    assert!(rig.state.recording.known.state.is_recording);
}
