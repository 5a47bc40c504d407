//! A machine with one light.

use super::super::*;
use super::Rig;

pub(super) const LED: &str = "LED";

pub(super) fn number(value: f64) -> Number {
    Number::new(value).unwrap()
}

pub(super) fn light(event: LightEvent) -> Event {
    Event::Light(LED.into(), event)
}

pub(super) fn at(value: f64) -> LightState {
    LightState { active: true, value: Some(number(value)) }
}

/// Connected, with one light whose row is shown, on and at 10.
pub(super) fn with_light() -> Rig {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsWatched(Watch::Glance));
    rig.send(Event::LightsListed(LightList::Named(vec![LED.into()])));
    rig.send(light(LightEvent::Watched(Watch::Full)));
    reply(&mut rig, at(10.0));
    rig.effects.clear();
    rig
}

pub(super) fn request_of(check: &StatusCheck) -> Option<RequestId> {
    match check {
        StatusCheck::InFlight { request, .. } => Some(*request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

pub(super) fn reply(rig: &mut Rig, known: LightState) {
    let request = request_of(&led(rig).check).expect("a check is in flight");
    rig.send(light(LightEvent::CheckReplied { request, answer: Ok(known) }));
}

pub(super) fn led(rig: &Rig) -> &Followed<Light> {
    rig.state.lights.get(LED).unwrap()
}

pub(super) fn set(rig: &mut Rig, value: f64) {
    rig.send(light(LightEvent::Clicked(LightCommand::SetValue(number(value)))));
    take_turn(rig);
}

pub(super) fn take_turn(rig: &mut Rig) {
    if let Some(PendingCommand { request, stage: Stage::Queued, .. }) = led(rig).command {
        rig.send(light(LightEvent::LockAcquired { request }));
    }
}

pub(super) fn answer(rig: &mut Rig) {
    let request = led(rig).command.unwrap().request;
    rig.send(light(LightEvent::CommandReplied { request, answer: Ok(()) }));
    take_turn(rig);
}

pub(super) fn sent(rig: &Rig) -> Vec<LightCommand> {
    let command = |effect: &Effect| match effect {
        Effect::Light(_, FollowedEffect::SendCommand { command, .. }) => Some(*command),
        _ => None,
    };
    rig.effects.iter().filter_map(command).collect()
}

pub(super) fn told(rig: &Rig) -> Vec<String> {
    rig.notices().iter().map(ToString::to_string).collect()
}
