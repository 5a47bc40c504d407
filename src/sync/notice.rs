//! What the person at the page is told.

use std::fmt;

use super::{DisconnectReason, RequestError, StreamCommand, StreamState};

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Good to know; leaves by itself.
    Info,
    /// Something was off.
    Warning,
    /// Something that the person asked for did not happen.
    Error,
}

/// One thing to tell; its text comes from `Display`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The page had drifted from the backend.
    Corrected {
        /// What the page had shown.
        was: StreamState,
        /// What the backend says.
        now: StreamState,
    },
    /// Play was pressed, and the stream was running already.
    AlreadyRunning,
    /// The backend refuses to start with this exposure, unless told to start anyway.
    LongExposure {
        /// The backend's words.
        message: String,
    },
    /// The backend refused a command.
    Refused {
        /// Which.
        command: StreamCommand,
        /// The backend's words.
        message: String,
    },
    /// A command's answer was lost.
    Unanswered {
        /// Which.
        command: StreamCommand,
        /// How.
        why: RequestError,
    },
    /// A command was not sent, because another tab's did not end.
    NotSent {
        /// Which.
        command: StreamCommand,
    },
    /// Another tab took the turn over, because this one was not heard of for too long.
    TurnLost {
        /// The command that this tab had sent.
        command: StreamCommand,
    },
    /// The connection is lost.
    ConnectionLost {
        /// Why.
        reason: DisconnectReason,
    },
    /// The connection is back.
    ConnectionRegained,
}

impl Notice {
    /// How it is shown.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::AlreadyRunning | Self::ConnectionRegained => Severity::Info,
            Self::Corrected { .. }
            | Self::LongExposure { .. }
            | Self::ConnectionLost { .. }
            | Self::TurnLost { .. } => Severity::Warning,
            Self::Refused { .. } | Self::Unanswered { .. } | Self::NotSent { .. } => Severity::Error,
        }
    }
}

const fn verb(command: StreamCommand) -> &'static str {
    match command {
        StreamCommand::Start { .. } => "start",
        StreamCommand::Stop => "stop",
        StreamCommand::Switch => "switch",
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrected { now: StreamState::Running, .. } => {
                f.write_str("The stream is running. This page had it as stopped, and is corrected.")
            }
            Self::Corrected { now: StreamState::Stopped, .. } => {
                f.write_str("The stream is stopped. This page had it as running, and is corrected.")
            }
            Self::AlreadyRunning => f.write_str("The stream was running already."),
            Self::LongExposure { message } => {
                write!(f, "Not started, because the exposure is long. The backend says: {message}")
            }
            Self::Refused { command, message } => {
                write!(f, "The backend refused to {} the stream: {message}", verb(*command))
            }
            Self::Unanswered { command, why } => {
                write!(f, "No answer to “{}”: {why}. Checking what the stream does.", verb(*command))
            }
            Self::NotSent { command } => write!(
                f,
                "“{}” was not sent: what another tab had sent was not over in time. You can press it again.",
                verb(*command)
            ),
            Self::TurnLost { command } => write!(
                f,
                "Another tab went on without waiting for this one, which was busy for too long after it had sent “{}”.",
                verb(*command)
            ),
            Self::ConnectionLost { reason } => {
                write!(f, "Connection lost: {}. Reconnecting by itself.", reason.in_words())
            }
            Self::ConnectionRegained => f.write_str("Connected again."),
        }
    }
}
