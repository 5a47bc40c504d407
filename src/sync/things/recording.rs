//! The recording as a followed thing: Record.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::super::known::Known;
use super::super::notice::{Severity, Subject, ThingNotice, not_sent, turn_lost, unanswered};
use super::super::thing::{Meaning, Standing, Thing, Word};
use super::super::{
    Holds, LogLine, Notice, RecordingCommand, RequestError, StreamState, UnverifiedReason, Watch, timing,
};
use super::lines::line;
use crate::wire::RecordingStatus;

/// The recording of the backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Recording;

impl Known for RecordingStatus {
    fn unknown() -> Self {
        Self::without_details(false)
    }

    /// How long it has lasted, and how many frames it has, grows by itself.
    fn is_same(&self, other: &Self) -> bool {
        self.is_recording == other.is_recording
    }

    fn assumed(last: Option<&Self>) -> Option<Self> {
        last.cloned()
    }
}

impl Thing for Recording {
    type Known = RecordingStatus;
    type Command = RecordingCommand;
    type Intent = RecordingCommand;
    type Answer = ();

    fn key(&self) -> String {
        "recording".to_owned()
    }

    /// Without a stream the backend answers with success, and writes no file.
    fn allowed(intent: RecordingCommand, standing: Standing<'_, RecordingStatus>) -> Option<RecordingCommand> {
        let is_settled = !standing.is_busy && !standing.is_syncing && standing.known.is_confirmed();
        let fits = match intent {
            RecordingCommand::Start => {
                !standing.known.state.is_recording && standing.stream == Some(StreamState::Running)
            }
            RecordingCommand::Stop => standing.known.state.is_recording,
        };
        (is_settled && fits).then_some(intent)
    }

    fn is_done(command: &RecordingCommand, known: &RecordingStatus) -> bool {
        known.is_recording == (*command == RecordingCommand::Start)
    }

    fn beside(_command: &RecordingCommand, _was: RecordingStatus, found: &RecordingStatus) -> RecordingStatus {
        found.clone()
    }

    fn meaning(_command: &RecordingCommand, answer: &Result<(), RequestError>) -> Meaning<RecordingStatus> {
        match answer {
            Ok(()) => Meaning::Taken,
            Err(_) => Meaning::Doubtful(UnverifiedReason::CommandUnanswered),
        }
    }

    fn poll_interval_ms(&self, known: &RecordingStatus, _watch: Watch) -> u64 {
        if known.is_recording { timing::RECORDING_POLL_MS } else { timing::QUIET_POLL_MS }
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn toggle(known: &RecordingStatus) -> Option<RecordingCommand> {
        Some(if known.is_recording { RecordingCommand::Stop } else { RecordingCommand::Start })
    }

    fn line(&self, word: Word<'_, RecordingStatus>) -> Option<LogLine> {
        line("Recording", word, |known| known.is_recording.to_string())
    }

    fn verb(&self, command: &RecordingCommand) -> String {
        verb(*command).to_owned()
    }

    fn corrected(&self, _was: &RecordingStatus, now: &RecordingStatus) -> Notice {
        let text = if now.is_recording {
            "A recording was found running. This page had none."
        } else {
            "The recording was found ended. This page had it as running."
        };
        Notice::Of(ThingNotice {
            subject: Subject::Recording,
            is_drift: true,
            severity: Severity::Warning,
            text: text.to_owned(),
            holds: Some(Holds::Recording(now.is_recording)),
        })
    }

    fn told_of_answer(&self, command: &RecordingCommand, answer: Result<(), RequestError>) -> Option<Notice> {
        answer.err().map(|why| told(Severity::Error, unanswered(verb(*command), &why), None))
    }

    fn not_taken(&self, command: &RecordingCommand, found: &RecordingStatus) -> Option<Notice> {
        let text = match command {
            RecordingCommand::Start => "The backend accepted the start of a recording, and records nothing.",
            RecordingCommand::Stop => "The backend accepted the end of the recording, and records still.",
        };
        Some(told(Severity::Error, text.to_owned(), Some(Holds::Recording(found.is_recording))))
    }

    fn not_sent(&self, command: &RecordingCommand) -> Notice {
        told(Severity::Error, not_sent(verb(*command)), Some(Holds::Recording(*command == RecordingCommand::Stop)))
    }

    fn turn_lost(&self, command: &RecordingCommand) -> Notice {
        told(Severity::Warning, turn_lost(verb(*command)), None)
    }
}

const fn verb(command: RecordingCommand) -> &'static str {
    match command {
        RecordingCommand::Start => "start recording",
        RecordingCommand::Stop => "stop recording",
    }
}

fn told(severity: Severity, text: String, holds: Option<Holds>) -> Notice {
    Notice::Of(ThingNotice { subject: Subject::Recording, is_drift: false, severity, text, holds })
}
