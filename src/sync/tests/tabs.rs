//! Several tabs of one browser.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

#[test]
fn a_command_waits_for_its_turn_among_the_tabs() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::Clicked(Intent::Play));
    assert!(rig.commands().is_empty());
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.take_turn();
    assert_eq!(rig.commands(), [StreamCommand::Start { force: false }]);
    let request = rig.state.command.unwrap().request;
    rig.answer(Ok(CommandAnswer::Success));
    assert!(rig.effects.contains(&Effect::ReleaseLock { request }));
}

#[test]
fn a_command_that_another_tab_made_needless_is_not_sent() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "the other tab has the lock");
    rig.send(Event::TabMessageReceived(TabMessage::Done));
    rig.reply(Ok(StreamState::Stopped));
    rig.send(Event::Clicked(Intent::Play));
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    rig.take_turn();
    assert!(rig.commands().is_empty());
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn a_turn_that_never_comes_is_told_and_one_that_comes_late_is_passed_on() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::Clicked(Intent::Play));
    let request = rig.state.command.unwrap().request;
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.wait(35_000);
    assert_eq!(rig.notices(), [&Notice::LockTimedOut { command: StreamCommand::Start { force: false } }]);
    rig.effects.clear();
    rig.send(Event::LockAcquired { request });
    assert_eq!(rig.effects, [Effect::ReleaseLock { request }]);
}

#[test]
fn another_tabs_command_is_shown_and_its_end_is_checked() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.click(Intent::Play);
    assert!(rig.commands().is_empty());
    rig.send(Event::TabMessageReceived(TabMessage::Done));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn another_tab_that_was_closed_in_mid_command_is_not_waited_for_for_ever() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::TabMessageReceived(TabMessage::Commanding(StreamCommand::Stop)));
    for _ in 0..6 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Stopped));
    }
    assert_eq!(rig.state.other_command, None);
}

#[test]
fn a_correction_is_told_to_the_other_tabs_but_not_echoed() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Stopped));
    assert!(rig.effects.contains(&Effect::Broadcast(TabMessage::Changed)));
    rig.effects.clear();
    rig.send(Event::TabMessageReceived(TabMessage::Changed));
    rig.reply(Ok(StreamState::Running));
    assert!(!rig.effects.contains(&Effect::Broadcast(TabMessage::Changed)));
}
