//! The stream as a followed thing: Play and Stop.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::super::known::Known;
use super::super::notice::verb;
use super::super::thing::{Meaning, Standing, Thing, Word};
use super::super::{
    Cameras, Evidence, Intent, LogLine, Notice, RequestError, Session, StreamCommand, StreamState, Timestamp,
    UnverifiedReason, Watch, timing,
};
use crate::wire::CommandAnswer;

/// The stream of the backend, whichever camera it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Stream;

/// Which button can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AvailableCommand {
    /// Play.
    Play,
    /// Stop.
    Stop,
    /// Neither: the truth is not known right now.
    None,
}

/// Which button can be pressed now. The guard of every command, too.
pub(in super::super) fn available(standing: Standing<'_, StreamState>) -> AvailableCommand {
    if standing.is_busy || standing.is_syncing {
        return AvailableCommand::None;
    }
    match (standing.known.evidence, standing.known.state) {
        (Evidence::Confirmed { .. }, StreamState::Running) => AvailableCommand::Stop,
        // There is nothing to start.
        (_, StreamState::Stopped) if standing.cameras == Cameras::Absent => AvailableCommand::None,
        // After a failed sync a start is harmless: the backend answers `already_running`.
        (
            Evidence::Confirmed { .. } | Evidence::Unverified { reason: UnverifiedReason::SyncFailed, .. },
            StreamState::Stopped,
        ) => AvailableCommand::Play,
        (Evidence::Unverified { .. }, _) => AvailableCommand::None,
    }
}

impl Known for StreamState {
    fn unknown() -> Self {
        Self::Stopped
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }

    fn assumed(_last: Option<&Self>) -> Option<Self> {
        Some(Self::Stopped)
    }
}

impl Thing for Stream {
    type Known = StreamState;
    type Command = StreamCommand;
    type Intent = Intent;
    type Answer = CommandAnswer;

    fn key(&self) -> String {
        String::new()
    }

    fn allowed(intent: Intent, standing: Standing<'_, StreamState>) -> Option<StreamCommand> {
        match (intent, available(standing)) {
            (Intent::Play, AvailableCommand::Play) => Some(StreamCommand::Start { force: false }),
            (Intent::PlayAnyway, AvailableCommand::Play) => Some(StreamCommand::Start { force: true }),
            (Intent::Stop, AvailableCommand::Stop) => Some(StreamCommand::Stop),
            (Intent::Switch, AvailableCommand::Stop) => Some(StreamCommand::Switch),
            _ => None,
        }
    }

    fn is_done(command: &StreamCommand, known: &StreamState) -> bool {
        match command {
            StreamCommand::Start { .. } | StreamCommand::Stop => *known == command.goal(),
            // What has ended meanwhile is not begun again.
            StreamCommand::Switch => *known == StreamState::Stopped,
        }
    }

    fn brings_about(command: &StreamCommand, known: &StreamState) -> bool {
        command.goal() == *known
    }

    fn explains(command: &StreamCommand, found: &StreamState) -> bool {
        *command == StreamCommand::Switch || command.goal() == *found
    }

    fn is_over(command: &StreamCommand, found: &StreamState, has_arrived: bool) -> bool {
        // While it stops a stream, the backend answers nothing: if it answers, it has done so, or never will.
        match (command, found) {
            (StreamCommand::Start { .. }, StreamState::Running) | (StreamCommand::Stop, StreamState::Stopped) => true,
            (StreamCommand::Stop | StreamCommand::Switch, StreamState::Running) => has_arrived,
            // A start is invisible until it is done.
            (StreamCommand::Start { .. } | StreamCommand::Switch, StreamState::Stopped) => false,
        }
    }

    fn beside(_command: &StreamCommand, was: StreamState, _found: &StreamState) -> StreamState {
        was
    }

    fn meaning(command: &StreamCommand, answer: &Result<CommandAnswer, RequestError>) -> Meaning<StreamState> {
        match (command, answer) {
            (_, Ok(CommandAnswer::Success)) => Meaning::Confirmed(command.goal()),
            (StreamCommand::Start { .. } | StreamCommand::Switch, Ok(CommandAnswer::AlreadyRunning { .. })) => {
                Meaning::Confirmed(StreamState::Running)
            }
            // Nothing ran, whatever the page believed.
            (_, Ok(CommandAnswer::NotRunning)) => Meaning::Doubtful(UnverifiedReason::NothingToStop),
            // The answer says nothing about the stream.
            _ => Meaning::Doubtful(UnverifiedReason::CommandUnanswered),
        }
    }

    fn poll_interval_ms(&self, _known: &StreamState, _watch: Watch) -> u64 {
        timing::POLL_INTERVAL_MS
    }

    fn stands_for_backend() -> bool {
        true
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn toggle(known: &StreamState) -> Option<StreamCommand> {
        Some(match known {
            StreamState::Running => StreamCommand::Stop,
            StreamState::Stopped => StreamCommand::Start { force: false },
        })
    }

    fn line(&self, word: Word<'_, StreamState>) -> Option<LogLine> {
        Some(match word {
            Word::Syncing => LogLine::Syncing,
            Word::Answered(stream) => LogLine::BackendStatus(*stream),
            Word::Synced(stream) => LogLine::Synced(*stream),
            Word::AnswersAgain(stream) => LogLine::AnswersAgain(*stream),
            Word::Mismatch { backend, frontend } => LogLine::Mismatch { backend: *backend, frontend: *frontend },
            Word::AsOrdered(stream) => LogLine::AsOrdered(*stream),
            Word::Failed(reason, why) if reason.is_sync() => LogLine::SyncFailed(why.clone()),
            Word::Failed(_, why) => LogLine::CheckFailed(why.clone()),
            Word::Refused => LogLine::ClickRefused,
        })
    }

    fn verb(&self, command: &StreamCommand) -> String {
        verb(*command).to_owned()
    }

    fn corrected(&self, was: &StreamState, now: &StreamState) -> Notice {
        Notice::Corrected { was: *was, now: *now }
    }

    fn told_of_answer(&self, command: &StreamCommand, answer: Result<CommandAnswer, RequestError>) -> Option<Notice> {
        let command = *command;
        match answer {
            Ok(CommandAnswer::Success | CommandAnswer::NotRunning) => None,
            Ok(CommandAnswer::AlreadyRunning { protocol }) => Some(Notice::AlreadyRunning { protocol }),
            Ok(CommandAnswer::LongExposure { message, .. }) => Some(Notice::LongExposure { message }),
            Ok(CommandAnswer::Refused { message }) => Some(Notice::Refused { command, message }),
            Err(why) => Some(Notice::Unanswered { command, why }),
        }
    }

    fn foretold(found: &StreamState, session: &mut Session, now: Timestamp) -> Option<Notice> {
        let until = session.exposure_stops_until.take_if(|_| *found == StreamState::Stopped)?;
        (now <= until).then_some(Notice::StoppedByExposure)
    }

    fn not_taken(&self, _command: &StreamCommand, _found: &StreamState) -> Option<Notice> {
        None
    }

    fn not_sent(&self, command: &StreamCommand) -> Notice {
        Notice::NotSent { command: *command }
    }

    fn turn_lost(&self, command: &StreamCommand) -> Notice {
        Notice::TurnLost { command: *command }
    }
}
