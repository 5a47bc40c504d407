//! Play and Stop.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

#[test]
fn play_sends_one_start_however_often_it_is_clicked() {
    let mut rig = Rig::synced(StreamState::Stopped);
    for intent in [Intent::Play, Intent::Play, Intent::Stop, Intent::PlayAnyway] {
        rig.click(intent);
    }
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn stop_never_starts_and_play_never_stops() {
    let mut stopped = Rig::synced(StreamState::Stopped);
    stopped.click(Intent::Stop);
    assert!(stopped.commands().is_empty());
    let mut running = Rig::synced(StreamState::Running);
    running.click(Intent::Play).click(Intent::PlayAnyway);
    assert!(running.commands().is_empty());
    running.click(Intent::Stop);
    assert_eq!(running.commands(), [StreamCommand::Stop]);
}

#[test]
fn a_status_reply_from_before_a_click_is_dropped() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.wait(5_000);
    let poll = rig.check_request().unwrap();
    rig.click(Intent::Play);
    assert!(rig.effects.contains(&Effect::Abort { request: poll }));
    rig.answer(Ok(CommandAnswer::Success));
    rig.send(StreamEvent::CheckReplied { request: poll, answer: Ok(StreamState::Stopped) });
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert!(rig.effects.contains(&Effect::Log(LogLine::LateReply { request: poll })));
}

#[test]
fn every_answer_has_its_meaning() {
    let long = CommandAnswer::LongExposure { message: "slow".into() };
    let refused = CommandAnswer::Refused { message: "'Nope'".into() };
    let start = StreamCommand::Start { force: false };
    let cases = [
        (CommandAnswer::Success, StreamState::Running, AvailableCommand::Stop, None),
        (
            CommandAnswer::AlreadyRunning { protocol: Some("binary".into()) },
            StreamState::Running,
            AvailableCommand::Stop,
            Some(Notice::AlreadyRunning { protocol: Some("binary".into()) }),
        ),
        (CommandAnswer::NotRunning, StreamState::Stopped, AvailableCommand::Play, None),
        (long, StreamState::Stopped, AvailableCommand::Play, Some(Notice::LongExposure { message: "slow".into() })),
        (
            refused,
            StreamState::Stopped,
            AvailableCommand::Play,
            Some(Notice::Refused { command: start, message: "'Nope'".into() }),
        ),
    ];
    for (answer, truth, offer, notice) in cases {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.click(Intent::Play);
        rig.answer(Ok(answer.clone()));
        assert_eq!(rig.notices(), notice.iter().collect::<Vec<_>>(), "{answer:?}");
        // Who hears that it runs need not ask first.
        let is_told = truth == StreamState::Running;
        let offered_at_once = if is_told { offer } else { AvailableCommand::None };
        assert_eq!(rig.state.available_command(), offered_at_once, "{answer:?}");
        rig.reply(Ok(truth));
        assert_eq!(rig.state.available_command(), offer, "{answer:?}");
    }
}

#[test]
fn a_long_exposure_can_be_started_anyway() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::LongExposure { message: String::new() }));
    assert_eq!(
        rig.state.available_command(),
        AvailableCommand::None,
        "it says nothing about the stream, so a check comes first"
    );
    rig.reply(Ok(StreamState::Stopped));
    rig.click(Intent::PlayAnyway);
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }, StreamCommand::Start { force: true }]);
}

#[test]
fn a_stop_with_nothing_to_stop_is_drift() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.click(Intent::Stop);
    rig.answer(Ok(CommandAnswer::NotRunning));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }]);
}

#[test]
fn a_lost_answer_ends_in_a_check_not_in_a_guess() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.wait(30_000);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    assert!(rig.state.syncing());
    for delay_ms in [250, 500, 1_000] {
        rig.fail();
        rig.wait(delay_ms);
    }
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "nothing is confirmed yet");
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn a_stop_that_left_something_streaming_is_found_out() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.click(Intent::Stop);
    rig.answer(Ok(CommandAnswer::Success));
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Stopped, now: StreamState::Running }]);
}

#[test]
fn a_command_from_before_a_reconnect_only_leads_to_a_check() {
    let mut rig = Rig::standing(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.lose_connection();
    rig.fail();
    rig.wait(500);
    let generation = rig.state.session.connection.socket().unwrap();
    rig.send(Event::SocketConnected { generation, sid: "new".into() });
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "never two commands in flight");
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "the answer may be from before the restart");
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn a_command_that_was_not_sent_before_the_connection_was_lost_is_never_sent() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    rig.lose_connection();
    rig.send(StreamEvent::LockAcquired { request });
    assert!(rig.commands().is_empty());
}

#[test]
fn a_click_that_waits_for_its_turn_survives_the_connect() {
    let mut rig = Rig::new();
    rig.send(Event::Opened).send(StreamEvent::Watched(Watch::Full));
    rig.reply(Ok(StreamState::Stopped));
    rig.send(StreamEvent::Clicked(Intent::Play));
    rig.connect();
    rig.take_turn();
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
}

#[test]
fn what_an_own_command_brought_about_is_no_drift() {
    let mut rig = Rig::new();
    rig.send(Event::Opened).send(StreamEvent::Watched(Watch::Full));
    rig.reply(Ok(StreamState::Stopped));
    rig.click(Intent::Play);
    rig.connect();
    rig.answer(Ok(CommandAnswer::Success));
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert!(rig.notices().is_empty());
}

#[test]
fn what_an_own_command_brought_about_is_no_drift_either_where_its_answer_is_still_to_come() {
    let mut rig = Rig::standing(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
    assert!(!rig.lines().iter().any(|line| line.contains("mismatch")), "{:?}", rig.lines());
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::Broadcast(TabMessage::Changed))));
}

#[test]
fn a_switch_is_one_command_and_only_for_a_stream_that_runs() {
    let mut stopped = Rig::synced(StreamState::Stopped);
    stopped.click(Intent::Switch);
    assert!(stopped.commands().is_empty(), "choosing starts nothing");
    let mut rig = Rig::synced(StreamState::Running);
    rig.click(Intent::Switch).click(Intent::Switch).click(Intent::Stop);
    assert_eq!(rig.commands(), [StreamCommand::Switch]);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    // What is announced on the way is no reason to ask: the answer will tell.
    rig.announce(StreamState::Stopped);
    rig.announce(StreamState::Running);
    assert_eq!(rig.check_request(), None);
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().is_empty());
}

#[test]
fn a_switch_whose_start_is_refused_leaves_it_stopped_and_says_so() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.click(Intent::Switch);
    rig.answer(Ok(CommandAnswer::Refused { message: "'Nope'".into() }));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "whether it was stopped is not known yet");
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    let refused = Notice::Refused { command: StreamCommand::Switch, message: "'Nope'".into() };
    assert_eq!(rig.notices()[0], &refused);
}

#[test]
fn a_switch_that_waited_while_another_tab_stopped_the_stream_does_not_start_it() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(StreamEvent::Clicked(Intent::Switch));
    rig.announce(StreamState::Stopped);
    rig.reply(Ok(StreamState::Stopped));
    rig.take_turn();
    assert!(rig.commands().is_empty());
    assert_eq!(rig.state.stream.command, None);
}

#[test]
fn without_a_camera_nothing_can_be_started_and_what_runs_can_be_stopped() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::CamerasListed(Cameras::Absent));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.click(Intent::Play);
    assert_eq!(rig.state.stream.command, None, "the guard is in the machine");
    rig.send(Event::CamerasListed(Cameras::Unknown));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::CamerasListed(Cameras::Absent));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    rig.send(Event::BackendChanged);
    assert_eq!(rig.state.session.cameras, Cameras::Unknown);
}

#[test]
fn a_start_that_outlasts_the_wait_is_not_sent_again() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.wait(30_000);
    // The backend says so until its camera is up.
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "what was sent is confirmed");
}
