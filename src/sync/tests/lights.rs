//! Lights: many of them, and who looks.

use super::super::*;
use super::light_rig::{LED, at, led, light, number, reply, request_of, sent, set, told, with_light};
use super::{Rig, lost};

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

#[test]
fn a_light_whose_sync_fails_is_shown_as_it_was_and_not_vouched_for() {
    let mut rig = with_light();
    rig.fail_sync_of(
        |rig| request_of(&led(rig).check),
        |request| light(LightEvent::CheckReplied { request, answer: Err(lost()) }),
    );
    assert_eq!(led(&rig).known.unverified_reason(), Some(UnverifiedReason::SyncFailed));
    assert_eq!(led(&rig).known.state, at(10.0));
}

#[test]
fn a_light_that_is_no_longer_looked_at_is_not_asked_for_to_the_end() {
    let mut rig = with_light();
    rig.send(light(LightEvent::Changed { generation: Generation(1) }));
    let request = request_of(&led(&rig).check).expect("it is asked for");
    rig.send(Event::LightsWatched(Watch::Absent));
    assert_eq!(led(&rig).check, StatusCheck::Idle);
    assert!(rig.effects.contains(&Effect::Abort { request }));
}

#[test]
fn a_light_is_asked_for_at_the_time_that_is_said() {
    let mut rig = with_light();
    for _ in 0..10 {
        let due = rig.next_timer();
        if let Some(request) = rig.check_request() {
            rig.send(StreamEvent::CheckReplied { request, answer: Ok(StreamState::Running) });
        }
        if request_of(&led(&rig).check).is_some() {
            assert_eq!(due, Timestamp(1_000).after(timing::POLL_INTERVAL_MS));
            return;
        }
    }
    panic!("it is due again and again, and not asked for");
}

#[test]
fn a_light_is_set_only_where_it_was_seen_since_the_connection_and_by_a_tab_that_is_shown() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsWatched(Watch::Glance));
    rig.send(Event::LightsListed(LightList::Named(vec![LED.into()])));
    let on = || light(LightEvent::Clicked(LightCommand::SetActive(true)));
    rig.send(on());
    assert_eq!(led(&rig).command, None, "nothing is known of it");
    let mut rig = with_light();
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.send(on());
    assert_eq!(led(&rig).command, None, "nobody looks");
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    rig.send(on());
    assert!(led(&rig).command.is_some());
}

#[test]
fn a_light_that_could_not_be_set_is_told_with_the_reason() {
    let mut rig = with_light();
    set(&mut rig, 20.0);
    let request = led(&rig).command.unwrap().request;
    rig.send(light(LightEvent::CommandReplied { request, answer: Err(RequestError::Http(500)) }));
    assert_eq!(told(&rig), ["“set LED to 20” failed: the backend answered HTTP 500."]);
}

#[test]
fn once_the_backend_is_away_what_waits_to_ask_it_about_a_light_does_not() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsWatched(Watch::Glance));
    let names: Vec<String> = (0..2 * timing::MAX_LIGHT_CHECKS).map(|number| format!("light {number}")).collect();
    rig.send(Event::LightsListed(LightList::Named(names.clone())));
    let waiting = |rig: &Rig| {
        let lights = rig.state.lights.all.iter();
        lights.filter(|light| matches!(light.check, StatusCheck::Waiting { .. })).count()
    };
    for name in &names {
        let request = request_of(&rig.state.lights.get(name).unwrap().check).expect("its turn has come");
        let answer = Ok(LightState { active: false, value: None });
        rig.send(Event::Light(name.clone(), LightEvent::CheckReplied { request, answer }));
        rig.wait(1);
    }
    rig.lose_connection();
    rig.send(Event::TimerFired);
    assert_eq!(waiting(&rig), timing::MAX_LIGHT_CHECKS, "the backend may answer all the same");
    rig.fail();
    rig.next_timer();
    assert_eq!(waiting(&rig), 0);
    let doubt = rig.state.lights.get(names.last().unwrap()).unwrap().known.unverified_reason();
    assert_eq!(doubt, Some(UnverifiedReason::LinkLost));
}

#[test]
fn lights_that_were_listed_before_are_asked_for_once_somebody_looks() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::LightsListed(LightList::Named(vec![LED.into()])));
    assert_eq!(request_of(&led(&rig).check), None);
    rig.send(Event::LightsWatched(Watch::Glance));
    assert!(request_of(&led(&rig).check).is_some());
}
