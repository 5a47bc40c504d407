//! Exposure, gain, and who chooses the exposure.

use super::super::*;
use super::{Rig, lost};
use crate::wire::ExposureMode;

fn number(value: f64) -> Number {
    Number::new(value).unwrap()
}

fn setting(value: f64) -> Option<SettingState> {
    Some(SettingState { value: number(value), min: None, max: None, unit: None, is_editable: true })
}

fn known(exposure_ms: f64, gain: f64, is_auto: bool) -> CameraSettingsState {
    CameraSettingsState { exposure: setting(exposure_ms), gain: setting(gain), is_auto: Some(is_auto) }
}

/// Connected, with the camera's panel open: 10 ms, a gain of 1, set by hand.
fn with_camera() -> Rig {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(CameraEvent::Watched(Watch::Full));
    reply(&mut rig, known(10.0, 1.0, false));
    rig.effects.clear();
    rig
}

fn camera(rig: &Rig) -> &Followed<CameraSettings> {
    &rig.state.camera_settings
}

fn request(rig: &Rig) -> Option<RequestId> {
    match camera(rig).check {
        StatusCheck::InFlight { request, .. } => Some(request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

fn reply(rig: &mut Rig, known: CameraSettingsState) {
    let request = request(rig).expect("a check is in flight");
    rig.send(CameraEvent::CheckReplied { request, answer: Ok(known) });
}

fn set(rig: &mut Rig, command: CameraCommand) {
    rig.send(CameraEvent::Clicked(command));
    take_turn(rig);
}

fn take_turn(rig: &mut Rig) {
    if let Some(PendingCommand { request, stage: Stage::Queued, .. }) = camera(rig).command {
        rig.send(CameraEvent::LockAcquired { request });
    }
}

fn answer(rig: &mut Rig, answer: Result<(), RequestError>) {
    let request = camera(rig).command.unwrap().request;
    rig.send(CameraEvent::CommandReplied { request, answer });
    take_turn(rig);
}

fn told(rig: &Rig) -> Vec<String> {
    rig.notices().iter().map(ToString::to_string).collect()
}

/// Keeps the stream's own polls answered.
fn wait(rig: &mut Rig, ms: u64) {
    rig.wait(ms);
    if rig.check_request().is_some() {
        rig.reply(Ok(StreamState::Running));
    }
}

#[test]
fn another_camera_is_another_thing() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(CameraEvent::Watched(Watch::Full));
    let first = request(&rig).unwrap();
    let known = known(10.0, 1.0, false);
    rig.send(CameraEvent::CheckReplied { request: first, answer: Ok(known.clone()) });
    assert_eq!(camera(&rig).confirmed(), Some(&known));
    rig.send(Event::CameraChosen(Some("Other".into())));
    assert_eq!(camera(&rig).known.unverified_reason(), Some(UnverifiedReason::NotAsked));
    assert!(request(&rig).is_some(), "it is asked for at once");
    rig.send(CameraEvent::CheckReplied { request: first, answer: Ok(known) });
    assert_eq!(camera(&rig).confirmed(), None, "a late answer is about the other one");
}

#[test]
fn what_a_camera_chooses_by_itself_is_no_drift() {
    let mut rig = with_camera();
    for (found, words) in [
        (known(10.0, 1.0, true), Some("Automatic exposure was found on. This page had it as off.")),
        (known(20.0, 1.0, true), None),
        (known(20.0, 1.0, false), Some("Automatic exposure was found off. This page had it as on.")),
        (known(30.0, 1.0, false), Some("The exposure was found at 30 ms. This page had 20 ms.")),
        (known(30.0, 5.0, false), Some("The gain was found at 5. This page had 1.")),
    ] {
        wait(&mut rig, timing::POLL_INTERVAL_MS);
        rig.effects.clear();
        reply(&mut rig, found);
        assert_eq!(told(&rig), words.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn who_chooses_the_exposure_is_not_said_each_time_and_that_is_no_drift() {
    let mut rig = with_camera();
    for is_auto in [None, Some(false), None] {
        wait(&mut rig, timing::POLL_INTERVAL_MS);
        reply(&mut rig, CameraSettingsState { is_auto, ..known(10.0, 1.0, false) });
        assert!(told(&rig).is_empty(), "{:?}", told(&rig));
    }
}

#[test]
fn the_latest_exposure_takes_the_place_of_one_that_waits_and_of_nothing_else() {
    let mut rig = with_camera();
    let [first, second, long] = [11.0, 12.0, 2_000.0].map(number);
    let [gain, more_gain] = [2.0, 3.0].map(|value| CameraCommand::SetGain(number(value)));
    set(&mut rig, CameraCommand::SetExposure(first));
    for command in [
        CameraCommand::SetExposure(second),
        gain,
        CameraCommand::SetAuto(true),
        CameraCommand::SetLongExposure(long),
        more_gain,
        CameraCommand::SetAuto(false),
    ] {
        set(&mut rig, command);
    }
    assert_eq!(camera(&rig).wanted, [CameraCommand::SetLongExposure(long), more_gain, CameraCommand::SetAuto(false)]);
}

#[test]
fn what_was_accepted_and_is_not_so_is_told() {
    let cases = [
        (CameraCommand::SetExposure(number(-5.0)), "The backend accepted -5 ms, and has 10 ms."),
        (CameraCommand::SetLongExposure(number(9_000.0)), "The backend accepted 9000 ms, and has 10 ms."),
        (CameraCommand::SetGain(number(-1.0)), "The backend accepted -1 as gain, and has 1."),
        (CameraCommand::SetAuto(true), "The backend accepted to switch automatic exposure on, and it is off."),
    ];
    for (command, words) in cases {
        let mut rig = with_camera();
        set(&mut rig, command);
        answer(&mut rig, Ok(()));
        reply(&mut rig, known(10.0, 1.0, false));
        assert_eq!(told(&rig), [words]);
    }
}

#[test]
fn what_was_asked_for_is_no_drift_and_what_changed_beside_it_is() {
    let auto = "Automatic exposure was found on. This page had it as off.";
    for (command, found, words) in [
        (CameraCommand::SetExposure(number(20.0)), known(20.0, 1.0, false), None),
        (
            CameraCommand::SetExposure(number(20.0)),
            known(20.0, 5.0, false),
            Some("The gain was found at 5. This page had 1."),
        ),
        (CameraCommand::SetGain(number(5.0)), known(10.0, 5.0, false), None),
        (
            CameraCommand::SetGain(number(5.0)),
            known(20.0, 5.0, false),
            Some("The exposure was found at 20 ms. This page had 10 ms."),
        ),
        (CameraCommand::SetGain(number(5.0)), known(10.0, 5.0, true), Some(auto)),
        // Who chooses the exposure changes it.
        (CameraCommand::SetAuto(true), known(20.0, 1.0, true), None),
        (CameraCommand::SetAuto(true), known(20.0, 5.0, true), Some("The gain was found at 5. This page had 1.")),
    ] {
        let mut rig = with_camera();
        set(&mut rig, command);
        answer(&mut rig, Ok(()));
        reply(&mut rig, found.clone());
        assert_eq!(told(&rig), words.into_iter().collect::<Vec<_>>(), "{command:?}, {found:?}");
        assert_eq!(camera(&rig).confirmed(), Some(&found));
    }
}

#[test]
fn a_command_without_an_answer_is_told_by_its_name() {
    for (command, words) in [
        (CameraCommand::SetExposure(number(20.0)), "No answer to “set the exposure to 20 ms” within 5 s."),
        (CameraCommand::SetGain(number(5.0)), "No answer to “set the gain to 5” within 5 s."),
        (CameraCommand::SetAuto(true), "No answer to “switch automatic exposure on” within 5 s."),
        (CameraCommand::SetAuto(false), "No answer to “switch automatic exposure off” within 5 s."),
    ] {
        let mut rig = with_camera();
        set(&mut rig, command);
        answer(&mut rig, Err(RequestError::TimedOut { limit_ms: 5_000 }));
        assert_eq!(told(&rig), [words]);
    }
}

#[test]
fn an_open_panel_asks_every_five_seconds_and_a_closed_one_does_not() {
    let mut rig = with_camera();
    wait(&mut rig, timing::POLL_INTERVAL_MS - 1);
    assert_eq!(request(&rig), None);
    wait(&mut rig, 1);
    assert!(request(&rig).is_some());
    reply(&mut rig, known(10.0, 1.0, false));
    rig.send(CameraEvent::Watched(Watch::Absent));
    wait(&mut rig, timing::POLL_INTERVAL_MS);
    assert_eq!(request(&rig), None);
}

#[test]
fn two_people_at_one_camera_do_not_flood() {
    let mut rig = with_camera();
    for step in 1..=4 {
        rig.send(CameraEvent::Changed { generation: Generation(1) });
        reply(&mut rig, known(10.0 + f64::from(step), 1.0, false));
        rig.now = rig.now.after(timing::CHECK_SPACING_MS);
    }
    assert_eq!(told(&rig).len(), 1, "{:?}", told(&rig));
    wait(&mut rig, timing::TELLING_INTERVAL_MS);
    assert_eq!(told(&rig)[1..], ["The exposure was found at 14 ms. This page had 11 ms."]);
}

#[test]
fn what_is_last_known_of_a_camera_stays_while_it_is_not_sure() {
    let mut rig = with_camera();
    wait(&mut rig, timing::POLL_INTERVAL_MS);
    let request = request(&rig).unwrap();
    rig.send(CameraEvent::CheckReplied { request, answer: Err(lost()) });
    assert_eq!(camera(&rig).known.state, known(10.0, 1.0, false));
}

#[test]
fn a_change_that_nobody_asks_about_takes_the_certainty_away() {
    let mut rig = with_camera();
    rig.send(CameraEvent::Watched(Watch::Absent));
    rig.send(CameraEvent::Changed { generation: Generation(1) });
    assert_eq!(request(&rig), None, "the panel is closed");
    assert_eq!(camera(&rig).known.unverified_reason(), Some(UnverifiedReason::ChangedElsewhere));
}

#[test]
fn who_chooses_the_exposure_is_what_the_backend_says() {
    for (mode, is_auto) in
        [(Some(ExposureMode::Auto), Some(true)), (Some(ExposureMode::Manual), Some(false)), (None, None)]
    {
        let answered = crate::wire::CameraSettings { exposure: None, gain: None, exposure_mode: mode };
        assert_eq!(CameraSettingsState::from(answered).is_auto, is_auto, "{mode:?}");
    }
}

#[test]
fn what_somebody_else_has_set_is_written_to_the_console() {
    let mut rig = with_camera();
    rig.wait(timing::POLL_INTERVAL_MS);
    reply(&mut rig, known(20.0, 1.0, false));
    let lines = rig.lines();
    assert!(lines.iter().any(|line| line.starts_with("[Camera settings] Mismatch detected. ")), "{lines:?}");
}

#[test]
fn settings_whose_sync_fails_are_shown_as_they_were_and_not_vouched_for() {
    let mut rig = with_camera();
    rig.fail_sync_of(request, |request| CameraEvent::CheckReplied { request, answer: Err(lost()) }.into());
    assert_eq!(camera(&rig).known.unverified_reason(), Some(UnverifiedReason::SyncFailed));
    assert_eq!(camera(&rig).known.state, known(10.0, 1.0, false));
}
