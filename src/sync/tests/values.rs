//! Values, by a light.

use super::super::*;
use super::light_rig::{answer, at, led, light, number, reply, sent, set, take_turn, told, with_light};

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
fn what_was_accepted_before_a_cut_is_no_drift_after_it() {
    let mut rig = with_light();
    set(&mut rig, 50.0);
    answer(&mut rig);
    rig.lose_connection();
    rig.reconnect();
    rig.reply(Ok(StreamState::Running));
    reply(&mut rig, at(50.0));
    assert!(told(&rig).is_empty(), "{:?}", told(&rig));
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
fn what_another_tab_sent_and_is_not_so_goes_on_until_it_must_have_arrived() {
    for (waited_ms, goes_on) in [(timing::ARRIVAL_MS - 1, true), (timing::ARRIVAL_MS, false)] {
        let mut rig = with_light();
        let theirs = LightCommand::SetValue(number(20.0));
        rig.send(light(LightEvent::TabMessageReceived(TabMessage::Commanding(theirs))));
        rig.now = rig.now.after(waited_ms);
        rig.send(light(LightEvent::Changed { generation: Generation(1) }));
        reply(&mut rig, at(10.0));
        assert_eq!(led(&rig).other_command.is_some(), goes_on, "after {waited_ms} ms");
    }
}
