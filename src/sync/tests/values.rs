//! Values, by a light.

use super::super::*;
use super::Rig;

const LED: &str = "LED";

fn number(value: f64) -> Number {
    Number::new(value).unwrap()
}

fn light(event: LightEvent) -> Event {
    Event::Light(LED.into(), event)
}

fn at(value: f64) -> LightState {
    LightState { active: true, value: Some(number(value)) }
}

/// Connected, with one light whose row is shown, on and at 10.
fn with_light() -> Rig {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsWatched(Watch::Glance));
    rig.send(Event::LightsListed(LightList::Named(vec![LED.into()])));
    rig.send(light(LightEvent::Watched(Watch::Full)));
    reply(&mut rig, at(10.0));
    rig.effects.clear();
    rig
}

fn request_of(check: &StatusCheck) -> Option<RequestId> {
    match check {
        StatusCheck::InFlight { request, .. } => Some(*request),
        StatusCheck::Idle | StatusCheck::Waiting { .. } => None,
    }
}

fn reply(rig: &mut Rig, known: LightState) {
    let request = request_of(&led(rig).check).expect("a check is in flight");
    rig.send(light(LightEvent::CheckReplied { request, answer: Ok(known) }));
}

fn led(rig: &Rig) -> &Followed<Light> {
    rig.state.lights.get(LED).unwrap()
}

fn set(rig: &mut Rig, value: f64) {
    rig.send(light(LightEvent::Clicked(LightCommand::SetValue(number(value)))));
    take_turn(rig);
}

fn take_turn(rig: &mut Rig) {
    if let Some(PendingCommand { request, stage: Stage::Queued, .. }) = led(rig).command {
        rig.send(light(LightEvent::LockAcquired { request }));
    }
}

fn answer(rig: &mut Rig) {
    let request = led(rig).command.unwrap().request;
    rig.send(light(LightEvent::CommandReplied { request, answer: Ok(()) }));
    take_turn(rig);
}

fn sent(rig: &Rig) -> Vec<LightCommand> {
    let command = |effect: &Effect| match effect {
        Effect::Light(_, FollowedEffect::SendCommand { command, .. }) => Some(*command),
        _ => None,
    };
    rig.effects.iter().filter_map(command).collect()
}

fn told(rig: &Rig) -> Vec<String> {
    rig.notices().iter().map(ToString::to_string).collect()
}

#[test]
fn while_one_value_is_sent_the_latest_waits_behind_it() {
    let mut rig = with_light();
    for value in [11.0, 12.0, 13.0, 14.0] {
        set(&mut rig, value);
    }
    assert_eq!(sent(&rig), [LightCommand::SetValue(number(11.0))]);
    assert_eq!(led(&rig).pending().next(), Some(LightCommand::SetValue(number(14.0))));
    answer(&mut rig);
    rig.wait(timing::SENDING_INTERVAL_MS);
    take_turn(&mut rig);
    assert_eq!(sent(&rig), [11.0, 14.0].map(|value| LightCommand::SetValue(number(value))));
    answer(&mut rig);
    reply(&mut rig, at(14.0));
    assert_eq!(led(&rig).pending().next(), None);
    assert!(told(&rig).is_empty(), "it is as was asked for: {:?}", told(&rig));
}

#[test]
fn dragging_sends_at_most_five_a_second() {
    let mut rig = with_light();
    for step in 0..100 {
        rig.now = rig.now.after(10);
        set(&mut rig, 20.0 + f64::from(step));
        if led(&rig).command.is_some_and(|command| command.stage == Stage::Sent) {
            answer(&mut rig);
        }
    }
    rig.wait(timing::SENDING_INTERVAL_MS);
    take_turn(&mut rig);
    assert!((5..=6).contains(&sent(&rig).len()), "{:?}", sent(&rig));
    assert_eq!(sent(&rig).last(), Some(&LightCommand::SetValue(number(119.0))), "the latest wins");
}

#[test]
fn switch_and_value_do_not_take_each_others_place() {
    let mut rig = with_light();
    set(&mut rig, 11.0);
    set(&mut rig, 12.0);
    rig.send(light(LightEvent::Clicked(LightCommand::SetActive(false))));
    answer(&mut rig);
    for _ in 0..2 {
        rig.wait(timing::SENDING_INTERVAL_MS);
        take_turn(&mut rig);
        answer(&mut rig);
    }
    let expected =
        [LightCommand::SetValue(number(11.0)), LightCommand::SetValue(number(12.0)), LightCommand::SetActive(false)];
    assert_eq!(sent(&rig), expected);
    reply(&mut rig, LightState { active: false, value: Some(number(12.0)) });
    assert!(told(&rig).is_empty(), "{:?}", told(&rig));
}

#[test]
fn what_the_backend_accepts_and_does_not_do_is_told() {
    let mut rig = with_light();
    set(&mut rig, -5.0);
    answer(&mut rig);
    assert_eq!(led(&rig).confirmed(), None, "an answer is no knowledge");
    reply(&mut rig, at(10.0));
    assert_eq!(told(&rig), ["The backend accepted -5 for “LED”, and has 10."]);
    let notice = rig.notices()[0].clone();
    let holds = notice.holds_while().unwrap();
    assert!(!rig.state.contradicts(&holds));
    rig.wait(timing::SENDING_INTERVAL_MS);
    rig.effects.clear();
    set(&mut rig, 7.0);
    answer(&mut rig);
    reply(&mut rig, at(7.0));
    assert!(rig.state.contradicts(&holds), "it is no longer so");
    assert!(told(&rig).is_empty());
}

#[test]
fn what_is_set_while_the_backend_is_lost_is_not_sent_to_the_next_one() {
    let mut rig = with_light();
    set(&mut rig, 11.0);
    rig.lose_connection();
    // What is let go before the loss is known waits for its time.
    set(&mut rig, 12.0);
    let request = led(&rig).command.unwrap().request;
    rig.send(light(LightEvent::CommandReplied { request, answer: Err(super::lost()) }));
    rig.fail();
    rig.effects.clear();
    rig.wait(timing::SENDING_INTERVAL_MS);
    take_turn(&mut rig);
    // What is let go after it is refused, though the last command has no answer either.
    set(&mut rig, 13.0);
    rig.wait(timing::SENDING_INTERVAL_MS);
    take_turn(&mut rig);
    assert!(sent(&rig).is_empty(), "{:?}", sent(&rig));
    assert_eq!(led(&rig).pending().next(), None);
}

#[test]
fn two_people_at_one_slider_do_not_flood() {
    let mut rig = with_light();
    for step in 1..=20 {
        rig.send(light(LightEvent::Changed { generation: Generation(1) }));
        reply(&mut rig, at(10.0 + f64::from(step)));
        rig.now = rig.now.after(timing::CHECK_SPACING_MS);
    }
    assert_eq!(rig.lines()[0], "[Light LED] Mismatch detected. Backend: true at 11, Frontend: true at 10");
    // At once, when 2 s are over, and what is left.
    rig.wait(timing::TELLING_INTERVAL_MS);
    let told = told(&rig);
    assert!((2..=3).contains(&told.len()), "{told:?}");
    assert!(told.last().unwrap().starts_with("The light “LED” was found at 30."), "{told:?}");
}

#[test]
fn a_value_is_not_replayed_after_a_reconnect() {
    let mut rig = with_light();
    set(&mut rig, 11.0);
    set(&mut rig, 12.0);
    rig.lose_connection();
    assert!(led(&rig).wanted.is_empty());
    assert_eq!(led(&rig).command.map(|command| command.stage), Some(Stage::Orphaned));
}

#[test]
fn of_many_lights_few_are_asked_for_at_once_and_then_in_turn() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsWatched(Watch::Glance));
    let names: Vec<String> = (0..300).map(|number| format!("light {number}")).collect();
    rig.send(Event::LightsListed(LightList::Named(names)));
    let mut asked = 0;
    for _ in 0..400 {
        let out: Vec<(String, RequestId)> = rig
            .state
            .lights
            .all
            .iter()
            .filter_map(|light| Some((light.thing.name.clone(), request_of(&light.check)?)))
            .collect();
        assert!(out.len() <= timing::MAX_LIGHT_CHECKS);
        let Some((name, request)) = out.into_iter().next() else { break };
        asked += 1;
        let answer = Ok(LightState { active: false, value: None });
        rig.send(Event::Light(name, LightEvent::CheckReplied { request, answer }));
        rig.wait(1);
    }
    assert_eq!(asked, 300, "each of them once");
    rig.effects.clear();
    for _ in 0..60 {
        rig.wait(1_000);
        let answer = Ok(LightState { active: false, value: None });
        let out =
            rig.state.lights.all.iter().find_map(|light| Some((light.thing.name.clone(), request_of(&light.check)?)));
        if let Some((name, request)) = out {
            rig.send(Event::Light(name, LightEvent::CheckReplied { request, answer }));
        }
        if let Some(request) = rig.check_request() {
            rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Running) });
        }
    }
    let polls =
        rig.effects.iter().filter(|effect| matches!(effect, Effect::Light(_, FollowedEffect::FetchStatus { .. })));
    assert!((5..=7).contains(&polls.count()), "six a minute");
}

#[test]
fn a_light_that_is_listed_twice_is_one() {
    let mut rig = Rig::synced(StreamState::Running);
    let names = |rig: &Rig| rig.state.lights.all.iter().map(|light| light.thing.name.clone()).collect::<Vec<_>>();
    rig.send(Event::LightsListed(LightList::Named(["Laser", LED, "Laser"].map(Into::into).into())));
    assert_eq!(names(&rig), ["Laser", LED]);
    rig.send(Event::LightsListed(LightList::Named([LED, LED, "Laser"].map(Into::into).into())));
    assert_eq!(names(&rig), [LED, "Laser"]);
}

#[test]
fn what_was_accepted_and_is_not_so_is_told_in_place_of_a_drift_of_the_same_value() {
    let mut rig = with_light();
    // Somebody else is at the slider, of which not each step is told.
    for value in [20.0, 30.0] {
        rig.send(light(LightEvent::Changed { generation: Generation(1) }));
        reply(&mut rig, at(value));
        rig.now = rig.now.after(timing::CHECK_SPACING_MS);
    }
    set(&mut rig, -5.0);
    answer(&mut rig);
    rig.effects.clear();
    reply(&mut rig, at(30.0));
    assert_eq!(told(&rig), ["The backend accepted -5 for “LED”, and has 30."]);
    rig.wait(timing::TELLING_INTERVAL_MS);
    assert_eq!(told(&rig).len(), 1, "{:?}", told(&rig));
}

#[test]
fn a_value_is_sent_also_where_it_is_believed_to_be_so() {
    let mut rig = with_light();
    // Somebody else may have set another one since it was asked for.
    set(&mut rig, 10.0);
    assert_eq!(sent(&rig), [LightCommand::SetValue(number(10.0))]);
    answer(&mut rig);
    reply(&mut rig, at(10.0));
    assert!(told(&rig).is_empty(), "{:?}", told(&rig));
}

#[test]
fn a_change_while_a_command_is_under_way_waits_for_its_end_and_takes_no_knowledge_away() {
    let mut rig = with_light();
    set(&mut rig, 11.0);
    rig.effects.clear();
    rig.send(light(LightEvent::Changed { generation: Generation(1) }));
    assert_eq!(led(&rig).confirmed(), Some(&at(10.0)));
    assert!(!rig.effects.iter().any(|it| matches!(it, Effect::Light(_, FollowedEffect::FetchStatus { .. }))));
}

#[test]
fn what_another_tab_does_is_no_drift_and_what_it_does_not_is() {
    for (found, is_told) in [(20.0, false), (30.0, true)] {
        let mut rig = with_light();
        let theirs = LightCommand::SetValue(number(20.0));
        rig.send(light(LightEvent::TabMessageReceived(TabMessage::Commanding(theirs))));
        rig.send(light(LightEvent::Changed { generation: Generation(1) }));
        reply(&mut rig, at(found));
        assert_eq!(told(&rig).len(), usize::from(is_told), "during it, at {found}: {:?}", told(&rig));

        let mut rig = with_light();
        rig.send(light(LightEvent::TabMessageReceived(TabMessage::Commanding(theirs))));
        rig.send(light(LightEvent::TabMessageReceived(TabMessage::Done)));
        reply(&mut rig, at(found));
        assert_eq!(told(&rig).len(), usize::from(is_told), "after it, at {found}: {:?}", told(&rig));
    }
}

#[test]
fn what_another_tab_sent_is_over_where_it_is_found_to_be_so() {
    let mut rig = with_light();
    let theirs = LightCommand::SetValue(number(20.0));
    rig.send(light(LightEvent::TabMessageReceived(TabMessage::Commanding(theirs))));
    assert!(led(&rig).other_command.is_some());
    rig.now = rig.now.after(timing::CHECK_SPACING_MS);
    rig.send(light(LightEvent::Changed { generation: Generation(1) }));
    reply(&mut rig, at(20.0));
    assert!(led(&rig).other_command.is_none(), "it is as that tab wanted it");
}

#[test]
fn a_hidden_tab_gives_up_what_it_asked() {
    let mut rig = with_light();
    rig.send(light(LightEvent::Changed { generation: Generation(1) }));
    let request = request_of(&led(&rig).check).expect("a check is in flight");
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    assert!(rig.effects.contains(&Effect::Abort { request }));
    assert_eq!(led(&rig).check, StatusCheck::Idle);
}

#[test]
fn a_turn_that_comes_for_a_light_that_is_gone_goes_to_the_next_tab() {
    let mut rig = with_light();
    rig.send(light(LightEvent::Clicked(LightCommand::SetValue(number(11.0)))));
    let request = led(&rig).command.unwrap().request;
    rig.send(Event::LightsListed(LightList::Named(vec!["Laser".into()])));
    for granted in [LightEvent::LockAcquired { request }, LightEvent::LockRefused { request }] {
        rig.effects.clear();
        rig.send(light(granted));
        assert!(rig.effects.contains(&Effect::ReleaseLock { request }), "{:?}", rig.effects);
    }
    assert!(sent(&rig).is_empty());
}

#[test]
fn what_was_confirmed_of_a_light_is_fresh_for_two_of_its_polls() {
    let mut rig = with_light();
    for (waited_ms, is_fresh) in [(2 * timing::POLL_INTERVAL_MS - 1, true), (2 * timing::POLL_INTERVAL_MS, false)] {
        rig.state.session.stepped_at = Timestamp(1_000).after(waited_ms);
        assert_eq!(led(&rig).is_fresh(&rig.state.session), is_fresh, "after {waited_ms} ms");
    }
}

#[test]
fn who_looks_at_more_is_not_content_with_what_is_asked_for_less() {
    let mut rig = with_light();
    rig.send(light(LightEvent::Watched(Watch::Glance)));
    rig.wait(2 * timing::QUIET_POLL_MS);
    let asked = request_of(&led(&rig).check).expect("its turn has come");
    rig.send(light(LightEvent::Watched(Watch::Full)));
    let again = request_of(&led(&rig).check).expect("it is asked for");
    assert_ne!(asked, again);
    rig.send(light(LightEvent::Watched(Watch::Full)));
    assert_eq!(request_of(&led(&rig).check), Some(again), "who looks already has asked");
}

#[test]
fn a_light_that_was_switched_is_told_as_that_whatever_its_value() {
    for (found, words) in [
        (LightState { active: false, value: Some(number(20.0)) }, "was found off. This page had it as on."),
        (LightState { active: true, value: Some(number(20.0)) }, "was found at 20. This page had 10."),
        (LightState { active: false, value: None }, "was found off. This page had it as on."),
    ] {
        let mut rig = with_light();
        rig.send(light(LightEvent::Changed { generation: Generation(1) }));
        reply(&mut rig, found);
        assert_eq!(told(&rig), [format!("The light “LED” {words}")]);
    }
}

#[test]
fn lights_that_take_turns_stay_fresh_for_two_rounds() {
    let known = LightState { active: true, value: None };
    for (crowd, watch, expected_ms) in [
        (0, Watch::Glance, 2 * timing::QUIET_POLL_MS),
        (3, Watch::Glance, 6 * timing::QUIET_POLL_MS),
        (3, Watch::Full, 2 * timing::POLL_INTERVAL_MS),
        (300, Watch::Full, 600 * timing::LIGHT_SPACING_MS),
    ] {
        let light = Light { name: LED.to_owned(), crowd };
        assert_eq!(light.fresh_ms(&known, watch), expected_ms, "{crowd} lights, {watch:?}");
    }
}
