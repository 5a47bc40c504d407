//! What must be at the end, and what may never be. `src/sync/model` checks the same, by the same names I2 to I5.

use lockstep::sync::{
    AvailableCommand, Effect, Event, Evidence, FollowedEffect, FollowedEvent, Intent, State, StreamCommand, StreamState,
};

use crate::backend::Backend;
use crate::network::CALM_WAY_MS;
use crate::tab::Tab;

/// After healing: the longest reconnect wait (5 s + 50 %) or poll interval (5 s + 20 %), and the way there and back for
/// handshake, sync, and the check that a burst puts off.
pub const CONVERGENCE_MS: u64 = 7_500 + 6 * CALM_WAY_MS + 200;

/// The faults are over for long enough: every page must equal the backend.
pub fn check_end(backend: &Backend, tabs: &[Tab]) {
    let expected = if backend.running { AvailableCommand::Stop } else { AvailableCommand::Play };
    for (index, tab) in tabs.iter().enumerate().filter(|(_, tab)| !tab.gone) {
        assert_eq!(tab.state.available_command(), expected, "tab {index} is wrong at the end: {:#?}", tab.state);
        assert!(tab.state.verified(), "tab {index} is unsure at the end: {:#?}", tab.state);
    }
}

/// What one step of a tab may never do; and what it did is noted for the next ones.
pub fn check_step(tab: &mut Tab, before: &State, event: &Event, version: Option<u64>, effects: &[Effect]) {
    if let Event::Stream(FollowedEvent::Clicked(intent)) = event
        && before.stream.command.is_none()
        && tab.state.stream.command.is_some()
    {
        tab.intent = Some(*intent);
    }
    for effect in effects {
        if let Effect::Stream(FollowedEffect::SendCommand { command, .. }) = effect {
            let meant = match command {
                StreamCommand::Start { force: false } => Intent::Play,
                StreamCommand::Start { force: true } => Intent::PlayAnyway,
                StreamCommand::Stop => Intent::Stop,
                StreamCommand::Switch => Intent::Switch,
            };
            assert_eq!(tab.intent, Some(meant), "I3: {:?} caused {command:?}", tab.intent);
        }
    }
    let confirmed = |state: &State| matches!(state.stream.known.evidence, Evidence::Confirmed { .. });
    let learned = confirmed(&tab.state) && before.stream.known != tab.state.stream.known;
    if learned {
        let answered = matches!(
            event,
            Event::Stream(FollowedEvent::CheckReplied { answer: Ok(_), .. })
                | Event::Stream(FollowedEvent::CommandReplied { answer: Ok(_), .. })
        );
        assert!(answered, "I5: {event:?} is no knowledge");
        let version = version.expect("a reply saw the backend");
        assert!(version >= tab.seen_version, "I2: an older observation replaced a newer one");
        tab.seen_version = version;
    }
    if let Some((request, _)) = event.ended_request() {
        tab.open.remove(&request);
    }
}

/// What may never be.
pub fn check_world(tabs: &[Tab]) {
    let sent = |tab: &&Tab| {
        let command = tab.state.stream.command.filter(|command| Some(command.request) != tab.robbed);
        command.is_some_and(|command| command.stage.is_sent())
    };
    let in_flight = tabs.iter().filter(|tab| !tab.gone).filter(sent).count();
    assert!(in_flight <= 1, "I4: {in_flight} commands in flight");
    for tab in tabs {
        match tab.state.available_command() {
            AvailableCommand::Stop => assert_eq!(tab.state.stream.known.state, StreamState::Running),
            AvailableCommand::Play => assert_eq!(tab.state.stream.known.state, StreamState::Stopped),
            AvailableCommand::None => {}
        }
    }
}
