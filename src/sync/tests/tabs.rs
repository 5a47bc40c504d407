//! Several tabs of one browser.

use super::super::*;
use super::{Rig, lost};

const START: StreamCommand = StreamCommand::Start { force: false };

#[test]
fn a_command_that_another_tab_made_needless_is_not_sent() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "the other tab has the lock");
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    rig.reply(Ok(StreamState::Stopped));
    rig.send(StreamEvent::Clicked(Intent::Play));
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    rig.take_turn();
    assert!(rig.commands().is_empty());
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn what_a_page_that_is_gone_has_sent_is_honoured_until_it_is_confirmed_or_over() {
    let start = StreamCommand::Start { force: false };
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::SentBefore { command: start, age_ms: 2_000 });
    assert_eq!(rig.state.stream.other_command.unwrap().age_ms(rig.now), 2_000);
    for _ in 0..5 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Stopped));
        assert_eq!(rig.state.available_command(), AvailableCommand::None, "a start is invisible until it is done");
    }
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
    assert!(rig.effects.contains(&Effect::Stream(FollowedEffect::ForgetSent(start))));
    assert!(rig.notices().is_empty(), "it was ordered");

    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::SentBefore { command: start, age_ms: 55_000 });
    rig.wait(5_000);
    assert!(rig.effects.contains(&Effect::Stream(FollowedEffect::ForgetSent(start))));
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);

    rig.send(StreamEvent::SentBefore { command: start, age_ms: 60_000 });
    assert_eq!(rig.state.stream.other_command, None);
}

#[test]
fn a_stop_that_was_sent_before_keeps_no_button_from_a_backend_that_answers() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(StreamEvent::SentBefore { command: StreamCommand::Stop, age_ms: 0 });
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "the stop never arrived");
}

#[test]
fn another_tabs_command_is_over_when_the_backend_says_so() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "that tab may have crashed");
}

#[test]
fn another_tabs_command_is_shown_and_its_end_is_checked() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.click(Intent::Play);
    assert!(rig.commands().is_empty());
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn another_tab_that_was_closed_in_mid_command_is_not_waited_for_for_ever() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Stop)));
    for _ in 0..6 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Stopped));
    }
    assert_eq!(rig.state.stream.other_command, None);
}

#[test]
fn whether_the_tab_that_commands_is_there_is_asked_each_second() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.wait(timing::SENDER_MS - 1);
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::FindSender)));
    for _ in 0..3 {
        rig.effects.clear();
        rig.wait(timing::SENDER_MS);
        assert_eq!(rig.effects, [Effect::Stream(FollowedEffect::FindSender)]);
    }
    // Of a page that is gone it is known.
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::SentBefore { command: START, age_ms: 0 });
    rig.wait(timing::SENDER_MS);
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::FindSender)));
}

#[test]
fn a_free_turn_ends_what_another_tab_said_and_is_checked() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.send(StreamEvent::SenderGone { sent: None });
    assert_eq!(rig.state.stream.other_command, None);
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "it may have done what it said");
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    rig.effects.clear();
    rig.send(StreamEvent::SenderGone { sent: None });
    assert_eq!(rig.effects, [], "nobody had said anything");
}

#[test]
fn what_a_tab_that_is_gone_has_sent_goes_on_although_its_turn_is_free() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.send(StreamEvent::SenderGone { sent: Some((START, 4_000)) });
    let other = rig.state.stream.other_command.unwrap();
    assert_eq!((other.sender, other.age_ms(rig.now)), (Sender::Gone, 4_000));
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "a start is invisible until it is done");
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);

    // What is longer ago than any command takes is over.
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(START)));
    rig.send(StreamEvent::SenderGone { sent: Some((START, timing::COMMAND_LONGEST_MS)) });
    assert_eq!(rig.state.stream.other_command, None);
}

#[test]
fn a_correction_is_told_to_the_other_tabs_but_not_echoed() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Stopped));
    assert!(rig.effects.contains(&Effect::Stream(FollowedEffect::Broadcast(TabMessage::Changed))));
    rig.effects.clear();
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Changed));
    rig.reply(Ok(StreamState::Running));
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::Broadcast(TabMessage::Changed))));
}

#[test]
fn what_another_tab_said_it_would_do_is_no_drift() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
    assert_eq!(rig.lines(), ["[Tabs] The stream is running, as another page of this browser had ordered"]);
    // What it said is for once: the next change is a surprise again.
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }]);
}

#[test]
fn a_change_while_another_tab_commands_is_no_drift() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.announce(StreamState::Running);
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
}

#[test]
fn what_another_tab_failed_to_do_is_no_excuse() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Start { force: false })));
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    rig.reply(Ok(StreamState::Stopped));
    rig.wait(5_000);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Stopped, now: StreamState::Running }]);
}

#[test]
fn leaving_in_mid_command_does_not_call_it_done() {
    for event in [Event::Closed, Event::BackendChanged] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.click(Intent::Play);
        rig.send(event.clone());
        let done = Effect::Stream(FollowedEffect::Broadcast(TabMessage::Done));
        assert!(!rig.effects.contains(&done), "{event:?}: the backend is still starting");
    }
}

#[test]
fn a_request_that_ends_because_the_page_is_left_may_have_arrived() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.send(Event::Closed);
    rig.answer(Err(lost()));
    assert!(
        !rig.effects.contains(&Effect::Stream(FollowedEffect::ForgetSent(START))),
        "who comes after does not know of it"
    );
    assert!(!rig.effects.contains(&Effect::Stream(FollowedEffect::Broadcast(TabMessage::Done))));
    // Back out of the browser's cache.
    rig.connect();
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "the backend may still be starting");
}

#[test]
fn a_page_that_slept_and_is_left_then_does_not_connect_again() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    rig.now = rig.now.after(25_000);
    rig.send(Event::Closed);
    rig.answer(Err(lost()));
    assert_eq!(rig.state.session.connection, Connection::Closed);
    assert!(
        !rig.effects.contains(&Effect::Stream(FollowedEffect::ForgetSent(START))),
        "who comes after does not know of it"
    );
}

#[test]
fn each_thing_is_told_of_by_a_name_of_its_own_which_older_pages_know() {
    let camera = |detector: Option<&str>| CameraSettings { detector: detector.map(str::to_owned) }.key();
    let light = |name: &str| Light { name: name.to_owned(), crowd: 1 }.key();
    let keys = [Stream.key(), Recording.key(), camera(None), camera(Some("A B")), light("µ B")];
    assert_eq!(keys, ["", "recording", "camera:", "camera:A B", "light:µ B"]);
    let keys = [camera(Some("A\nB")), light("A\nB"), light(r"A\nB"), light("A B")];
    assert_eq!(keys, [r"camera:A\nB", r"light:A\nB", r"light:A\\nB", "light:A B"], "and no two have the same");
    let of_cameras = keys.each_ref().map(|key| CameraSettings::is_key(key));
    assert_eq!(of_cameras, [true, false, false, false]);
}

#[test]
fn what_another_tab_did_not_bring_about_is_a_drift() {
    for command in [StreamCommand::Switch, StreamCommand::Start { force: false }] {
        let mut rig = Rig::synced(StreamState::Running);
        rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(command)));
        rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
        rig.reply(Ok(StreamState::Stopped));
        let told = Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped };
        assert_eq!(rig.notices(), [&told], "{command:?}");
    }
}

#[test]
fn what_is_as_before_after_another_tabs_command_is_soon_asked_for_again() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(StreamCommand::Stop)));
    rig.send(StreamEvent::TabMessageReceived(TabMessage::Done));
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.next_deadline(), Some(rig.now.after(timing::RECHECK_MS)));
    rig.next_timer();
    rig.reply(Ok(StreamState::Stopped));
}

#[test]
fn only_what_another_tab_has_ordered_is_found_without_a_word() {
    let ordered = [
        (StreamState::Running, StreamCommand::Stop, StreamState::Stopped, false),
        (StreamState::Running, StreamCommand::Switch, StreamState::Stopped, false),
        (StreamState::Stopped, StreamCommand::Start { force: false }, StreamState::Running, false),
        (StreamState::Running, StreamCommand::Start { force: false }, StreamState::Stopped, true),
        (StreamState::Stopped, StreamCommand::Stop, StreamState::Running, true),
    ];
    for (was, command, now, is_told) in ordered {
        let mut rig = Rig::synced(was);
        rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(command)));
        rig.wait(2 * timing::POLL_INTERVAL_MS);
        rig.reply(Ok(now));
        let told = rig.notices().contains(&&Notice::Corrected { was, now });
        assert_eq!(told, is_told, "{command:?} and then {now:?}: {:?}", rig.notices());
    }
}

#[test]
fn a_switch_in_another_tab_is_found_without_a_word_at_each_of_its_steps() {
    let mut rig = Rig::synced(StreamState::Running);
    for command in [StreamCommand::Switch, StreamCommand::Start { force: false }] {
        rig.send(StreamEvent::TabMessageReceived(TabMessage::Commanding(command)));
    }
    for found in [StreamState::Stopped, StreamState::Running] {
        rig.wait(2 * timing::POLL_INTERVAL_MS);
        rig.reply(Ok(found));
        assert!(rig.notices().is_empty(), "{found:?}: {:?}", rig.notices());
    }
    // It is over by that.
    rig.wait(2 * timing::POLL_INTERVAL_MS);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.notices(), [&Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }]);
}
