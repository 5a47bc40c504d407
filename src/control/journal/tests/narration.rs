//! What is told of what happened.

use super::rig::{Rig, lost};
use crate::sync::*;
use crate::wire::{CommandAnswer, RecordingStatus};

#[test]
fn a_day_is_told_as_it_went() {
    let mut rig = Rig::synced(StreamState::Stopped);
    assert_eq!(
        rig.told(),
        [
            "Page: The page was opened · ",
            "Connection: Connected · socket 1",
            "Sync: Asking the backend what its stream does · ",
            "Sync: Synced: the stream is stopped · request #2 after 12 ms",
        ]
    );
    let request = rig.press(Intent::Play);
    rig.now_ms += 340;
    rig.send(StreamEvent::CommandReplied { request, answer: Ok(CommandAnswer::Success) });
    assert_eq!(
        rig.told(),
        [
            "Command: Play was pressed · ",
            "Command: “start” was sent · request #3",
            "Command: “start” was answered: done · request #3 after 340 ms",
        ]
    );
    rig.reply(Ok(StreamState::Running)).wait(5_000).reply(Ok(StreamState::Running));
    assert!(rig.told().is_empty(), "polls as ever are not told");
    rig.wait(5_000).reply(Ok(StreamState::Stopped));
    assert_eq!(
        rig.told(),
        ["Corrected: The stream was found stopped. This page had it as running. · request #6 after 12 ms"]
    );
    rig.send(Event::VisibilityChanged(Visibility::Hidden)).send(Event::VisibilityChanged(Visibility::Hidden));
    assert_eq!(rig.told(), ["Page: The tab was hidden: no request leaves meanwhile · "]);
}

#[test]
fn a_backend_that_dies_and_comes_back_is_told() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    rig.cut().reply(Err(lost()));
    let told = rig.told();
    assert_eq!(told[0], "Connection: Disconnected: the backend closed the connection · transport close");
    assert!(told[1].starts_with("Failure: A status check failed: the backend could not be reached"), "{told:?}");
    assert!(told[1].ends_with(" · request #3 after 12 ms"), "{told:?}");
    assert_eq!(
        told[2],
        "Unverified: Unverified: neither connection nor requests get through · running was confirmed 12 ms before"
    );
    assert_eq!(told.len(), 3);
    let is_polling = |state: &State| matches!(state.stream.check, StatusCheck::InFlight { .. });
    while !is_polling(&rig.state) {
        rig.wait(100);
    }
    rig.told();
    rig.reply(Ok(StreamState::Stopped));
    let told = rig.told();
    assert_eq!(told[0], "Sync: The backend answers again: the stream is stopped · request #4 after 12 ms");
    assert!(told[1].starts_with("Corrected: "), "{told:?}");
}

#[test]
fn a_failed_poll_and_its_end_are_told_once() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    for _ in 0..3 {
        rig.wait(10_000);
        if matches!(rig.state.stream.check, StatusCheck::InFlight { .. }) {
            rig.reply(Err(RequestError::Http(500)));
        }
    }
    let told = rig.told();
    let unverified = told.iter().filter(|entry| entry.starts_with("Unverified: What is shown")).count();
    assert_eq!(unverified, 1, "{told:?}");
    while !matches!(rig.state.stream.check, StatusCheck::InFlight { .. }) {
        rig.wait(1_000);
    }
    rig.told();
    rig.reply(Ok(StreamState::Running));
    let told = rig.told();
    assert!(told[0].starts_with("Sync: Confirmed: the stream is running · request #"), "{told:?}");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn what_comes_too_late_is_told_with_what_it_said() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    rig.send(StreamEvent::CheckReplied { request: RequestId(99), answer: Ok(StreamState::Stopped) });
    rig.send(Event::SocketClosed { generation: Generation(77), reason: DisconnectReason::PingTimeout });
    assert_eq!(
        rig.told(),
        [
            "Failure: A late reply was dropped: nobody waited for it any more · request #99, the stream is stopped",
            "Failure: A word from a connection that was given up was dropped · socket 77",
        ]
    );
}

#[test]
fn a_tab_that_is_gone_is_told_with_what_becomes_of_its_command() {
    let start = StreamCommand::Start { force: false };
    for (sent, told) in [
        (None, "The other tab is gone, or has ended what it sent"),
        (Some((start, 4_000)), "The other tab is gone: what it has sent may go on"),
    ] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(start)));
        rig.send(StreamEvent::SenderGone { sent }).send(StreamEvent::SenderGone { sent });
        let lines = rig.told();
        assert_eq!(lines.iter().filter(|line| line.contains(told)).count(), 1, "{lines:?}");
    }
}

#[test]
fn no_secret_is_written_down() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.told();
    let request = rig.press(Intent::Play);
    let message = "can't write /home/anna/cells.tif, token=abc".to_owned();
    rig.send(StreamEvent::CommandReplied { request, answer: Ok(CommandAnswer::Refused { message }) });
    let told = rig.told();
    assert!(told[2].contains("can't write ‹file›, token=…"), "{told:?}");
}

#[test]
fn what_is_sent_about_other_things_is_told_by_its_name() {
    let mut rig = Rig::synced(StreamState::Running);
    let led = |event| Event::Light("LED".into(), event);
    rig.send(Event::LightsListed(LightList::Named(vec!["LED".into()])));
    rig.send(led(FollowedEvent::Watched(Watch::Full))).send(CameraEvent::Watched(Watch::Full));
    rig.send(RecordingEvent::Watched(Watch::Full));
    let asked = |check: &StatusCheck| match check {
        StatusCheck::InFlight { request, .. } => *request,
        other => panic!("it is asked for: {other:?}"),
    };
    let request = asked(&rig.state.lights.get("LED").unwrap().check);
    rig.send(led(FollowedEvent::CheckReplied { request, answer: Ok(LightState { active: false, value: None }) }));
    let request = asked(&rig.state.camera_settings.check);
    let answer = Ok(CameraSettingsState { exposure: None, gain: None, is_auto: Some(false) });
    rig.send(CameraEvent::CheckReplied { request, answer });
    let request = asked(&rig.state.recording.check);
    rig.send(RecordingEvent::CheckReplied { request, answer: Ok(RecordingStatus::without_details(false)) });
    rig.told();

    rig.send(led(FollowedEvent::Clicked(LightCommand::SetActive(true))));
    let light = rig.state.lights.get("LED").unwrap().command.unwrap().request;
    rig.send(led(FollowedEvent::LockAcquired { request: light }));
    rig.send(CameraEvent::Clicked(CameraCommand::SetAuto(true)));
    let camera = rig.state.camera_settings.command.unwrap().request;
    rig.send(CameraEvent::LockAcquired { request: camera });
    rig.send(RecordingEvent::Clicked(RecordingCommand::Start));
    let recording = rig.state.recording.command.unwrap().request;
    rig.send(RecordingEvent::LockAcquired { request: recording });
    assert_eq!(
        rig.told(),
        [
            format!("Command: “switch LED on” was sent · request {light}"),
            format!("Command: “switch automatic exposure on” was sent · request {camera}"),
            format!("Command: “start recording” was sent · request {recording}"),
        ]
    );
}
