//! Whose turn it is to send a command, among the tabs of one browser.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

#[test]
fn a_command_waits_for_its_turn_among_the_tabs() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    assert!(rig.commands().is_empty());
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.take_turn();
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
    let request = rig.state.stream.command.unwrap().request;
    rig.answer(Ok(CommandAnswer::Success));
    assert!(rig.effects.contains(&Effect::ReleaseLock { request }));
}

#[test]
fn a_turn_that_never_comes_is_taken_over_and_one_that_comes_late_is_passed_on() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    rig.send(StreamEvent::LockHeldElsewhere { request });
    assert_eq!(rig.state.stream.command.unwrap().stage, Stage::Waiting);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.wait(35_000);
    assert!(rig.effects.contains(&Effect::Stream(FollowedEffect::StealLock { request })));
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
    rig.wait(timing::TAKE_OVER_MS);
    assert_eq!(rig.notices(), [&Notice::NotSent { command: StreamCommand::Start { force: false } }]);
    rig.effects.clear();
    rig.send(StreamEvent::LockAcquired { request });
    assert_eq!(rig.effects, [Effect::ReleaseLock { request }]);
}

#[test]
fn a_turn_that_is_taken_over_sends() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    rig.send(StreamEvent::LockHeldElsewhere { request });
    for _ in 0..7 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Stopped));
    }
    rig.send(StreamEvent::LockAcquired { request });
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
}

#[test]
fn a_command_that_waited_asleep_takes_no_turn_over() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    rig.wait(3_600_000);
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::StealLock { request })));
    assert_eq!(rig.state.stream.command, None);
}

#[test]
fn a_tab_that_wakes_without_its_turn_takes_its_answer_for_old() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    let request = rig.state.stream.command.unwrap().request;
    rig.send(StreamEvent::LockLost { request });
    assert_eq!(rig.notices(), [&Notice::TurnLost { command: StreamCommand::Start { force: false } }]);
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play, "the other tab has stopped it");
}

#[test]
fn a_browser_that_refuses_a_turn_does_not_keep_a_command_waiting() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    rig.send(StreamEvent::LockRefused { request });
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
}

#[test]
fn a_turn_that_comes_before_the_word_waits_for_it_a_moment() {
    let starting = TabMessage::Commanding(StreamCommand::Start { force: false });
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    rig.send(StreamEvent::TabMessageReceived(starting));
    rig.take_turn();
    assert!(rig.commands().is_empty(), "what the other tab sent is not over");
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);

    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    rig.send(StreamEvent::TabMessageReceived(starting));
    rig.take_turn();
    // The other tab has crashed: its start goes on.
    rig.wait(timing::WORD_MS);
    assert!(rig.commands().is_empty());
    assert_eq!(rig.notices(), [&Notice::NotSent { command: StreamCommand::Start { force: false } }]);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn a_turn_that_comes_long_after_the_click_sends_nothing() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::Clicked(Intent::Play));
    let request = rig.state.stream.command.unwrap().request;
    // The computer slept: no timer has gone off meanwhile.
    rig.now = rig.now.after(3_600_000);
    rig.send(StreamEvent::LockAcquired { request });
    assert!(rig.commands().is_empty());
    assert!(rig.effects.contains(&Effect::ReleaseLock { request }));
    assert_eq!(rig.state.stream.command, None);
}
