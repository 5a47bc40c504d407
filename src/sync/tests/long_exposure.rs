//! A long exposure stops the stream: where the page has said so, that is no surprise.

use super::super::*;
use super::{Rig, lost};

const TOLD: &str = "The long exposure has stopped the stream.";
const DRIFT: &str = "The stream was found stopped. This page had it as running.";

fn exposed(ms: f64) -> CameraSettingsState {
    let value = Number::new(ms).unwrap();
    let exposure = SettingState { value, min: None, max: None, unit: None, is_editable: true };
    CameraSettingsState { exposure: Some(exposure), gain: None, is_auto: None }
}

fn long() -> CameraCommand {
    CameraCommand::SetLongExposure(Number::new(2_500.0).unwrap())
}

/// Connected, with a stream that runs, and an exposure that is shown.
fn streaming() -> Rig {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(CameraEvent::Watched(Watch::Full));
    let StatusCheck::InFlight { request, .. } = rig.state.camera_settings.check else { panic!("it is asked for") };
    rig.send(CameraEvent::CheckReplied { request, answer: Ok(exposed(10.0)) });
    rig.effects.clear();
    rig
}

fn set(rig: &mut Rig, command: CameraCommand) -> RequestId {
    rig.send(CameraEvent::Clicked(command));
    let request = rig.state.camera_settings.command.unwrap().request;
    rig.send(CameraEvent::LockAcquired { request });
    request
}

fn stops(rig: &mut Rig) {
    rig.announce(StreamState::Stopped);
    rig.reply(Ok(StreamState::Stopped));
}

fn told(rig: &Rig) -> Vec<String> {
    rig.notices().iter().map(ToString::to_string).collect()
}

#[test]
fn what_was_said_before_is_no_warning() {
    let mut rig = streaming();
    let request = set(&mut rig, long());
    rig.send(CameraEvent::CommandReplied { request, answer: Ok(()) });
    stops(&mut rig);
    assert_eq!(told(&rig), [TOLD]);
    assert_eq!(rig.notices()[0].severity(), Severity::Info);
    assert_eq!(rig.lines(), ["[StreamControls] The long exposure has stopped the stream."]);
}

#[test]
fn another_tab_of_this_person_has_heard_of_it() {
    let mut rig = streaming();
    rig.send(Event::LongExposureForetold);
    stops(&mut rig);
    assert_eq!(told(&rig), [TOLD]);
}

#[test]
fn what_was_not_said_is_a_drift() {
    let mut rig = streaming();
    set(&mut rig, CameraCommand::SetExposure(Number::new(2_500.0).unwrap()));
    stops(&mut rig);
    assert_eq!(told(&rig), [DRIFT]);
}

#[test]
fn it_explains_one_stop_and_for_a_while() {
    let mut rig = streaming();
    set(&mut rig, long());
    stops(&mut rig);
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    rig.effects.clear();
    rig.wait(timing::CHECK_SPACING_MS);
    stops(&mut rig);
    assert_eq!(told(&rig), [DRIFT], "somebody else did that");

    let mut rig = streaming();
    set(&mut rig, long());
    rig.wait(timing::COMMAND_TIMEOUT_MS + 1);
    rig.reply(Ok(StreamState::Running));
    rig.effects.clear();
    stops(&mut rig);
    assert_eq!(told(&rig), [DRIFT]);
}

#[test]
fn a_restart_has_causes_of_its_own() {
    let mut rig = streaming();
    let request = set(&mut rig, long());
    rig.lose_connection();
    rig.send(CameraEvent::CommandReplied { request, answer: Err(lost()) });
    rig.reply(Ok(StreamState::Stopped));
    assert!(!told(&rig).contains(&TOLD.to_owned()), "{:?}", told(&rig));
}

#[test]
fn it_explains_nothing_of_another_backend() {
    let mut rig = streaming();
    set(&mut rig, long());
    rig.send(Event::BackendChanged);
    rig.connect();
    rig.reply(Ok(StreamState::Running));
    rig.effects.clear();
    stops(&mut rig);
    assert_eq!(told(&rig), [DRIFT]);
}

#[test]
fn the_latest_exposure_waits_however_long_it_is() {
    let mut rig = streaming();
    set(&mut rig, CameraCommand::SetExposure(Number::new(20.0).unwrap()));
    rig.send(CameraEvent::Clicked(CameraCommand::SetExposure(Number::new(30.0).unwrap())));
    rig.send(CameraEvent::Clicked(long()));
    assert_eq!(rig.state.camera_settings.wanted, [long()]);
}
