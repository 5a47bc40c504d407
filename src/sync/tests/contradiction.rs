//! What was told is past once it is confirmed to be otherwise, and not before.

use super::super::*;
use super::Rig;
use crate::wire::RecordingStatus;

const LED: &str = "LED";

fn number(value: f64) -> Number {
    Number::new(value).unwrap()
}

fn setting(value: f64) -> SettingState {
    SettingState { value: number(value), min: None, max: None, unit: None, is_editable: true }
}

/// Everything is known to be one way: a stream and a recording run, one light is on at 10, exposure 20, gain 2, automatic.
fn known() -> State {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsListed(LightList::Named(vec![LED.into()])));
    let (mut state, now) = (rig.state, rig.now);
    state.recording.known.confirm(RecordingStatus::without_details(true), now);
    state.lights.all[0].known.confirm(LightState { active: true, value: Some(number(10.0)) }, now);
    let camera = CameraSettingsState { exposure: Some(setting(20.0)), gain: Some(setting(2.0)), is_auto: Some(true) };
    state.camera_settings.known.confirm(camera, now);
    state
}

/// What holds in [`known`], and what does not.
fn told() -> [(Holds, Holds); 7] {
    let light = |active| Holds::LightActive(LED.into(), active);
    let value = |value| Holds::LightValue(LED.into(), number(value));
    [
        (Holds::Stream(StreamState::Running), Holds::Stream(StreamState::Stopped)),
        (Holds::Recording(true), Holds::Recording(false)),
        (light(true), light(false)),
        (value(10.0), value(11.0)),
        (Holds::Exposure(number(20.0)), Holds::Exposure(number(30.0))),
        (Holds::Gain(number(2.0)), Holds::Gain(number(3.0))),
        (Holds::Auto(true), Holds::Auto(false)),
    ]
}

#[test]
fn what_is_confirmed_to_be_otherwise_is_past() {
    let state = known();
    for (holds, past) in told() {
        assert!(!state.contradicts(&holds), "{holds:?}");
        assert!(state.contradicts(&past), "{past:?}");
    }
}

#[test]
fn what_is_not_confirmed_makes_nothing_past() {
    let mut state = known();
    state.stream.known.mark_unverified(UnverifiedReason::LinkLost);
    state.recording.known.mark_unverified(UnverifiedReason::LinkLost);
    state.lights.all[0].known.mark_unverified(UnverifiedReason::LinkLost);
    state.camera_settings.known.mark_unverified(UnverifiedReason::LinkLost);
    for holds in told().into_iter().flat_map(|(holds, past)| [holds, past]) {
        assert!(!state.contradicts(&holds), "{holds:?}");
    }
    let other_light = [Holds::LightActive("Laser".into(), false), Holds::LightValue("Laser".into(), number(1.0))];
    assert!(other_light.iter().all(|holds| !known().contradicts(holds)), "nothing is known of it");
}
