//! What the person at the page is told.

use std::fmt;

use super::holds::Holds;
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
    AlreadyRunning {
        /// How its frames travel, where the backend says so.
        protocol: Option<String>,
    },
    /// The backend refuses to start with this exposure, unless told to start anyway.
    LongExposure {
        /// The backend's words.
        message: String,
    },
    /// A long exposure that was set has stopped the stream, as was said before.
    StoppedByExposure,
    /// The backend refused a command.
    Refused {
        /// Which.
        command: StreamCommand,
        /// The backend's words.
        message: String,
    },
    /// A command has no answer that says what came of it.
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
    /// Something about another thing than the stream.
    Of(ThingNotice),
}

/// What is told about another thing than the stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThingNotice {
    /// Which.
    pub subject: Subject,
    /// Is it that the page had drifted? Else it is about a command.
    pub is_drift: bool,
    /// How it is shown.
    pub severity: Severity,
    /// The words.
    pub text: String,
    /// Until when it is worth telling; `None` where that does not depend on the thing.
    pub holds: Option<Holds>,
}

/// Another thing than the stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The recording.
    Recording,
    /// The light of this name.
    Light(String),
    /// What is set of the camera that is looked at.
    CameraSettings,
}

impl Notice {
    /// What is so while this is worth telling; `None` where that does not depend on it.
    #[must_use]
    pub fn holds_while(&self) -> Option<Holds> {
        let stream = match self {
            Self::Of(notice) => return notice.holds.clone(),
            Self::Corrected { now, .. } => Some(*now),
            Self::LongExposure { .. } | Self::StoppedByExposure => Some(StreamState::Stopped),
            // Until somebody has done it after all.
            Self::Refused { command, .. } | Self::NotSent { command } => match command {
                StreamCommand::Start { .. } => Some(StreamState::Stopped),
                StreamCommand::Stop => Some(StreamState::Running),
                StreamCommand::Switch => None,
            },
            Self::AlreadyRunning { .. }
            | Self::Unanswered { .. }
            | Self::TurnLost { .. }
            | Self::ConnectionLost { .. }
            | Self::ConnectionRegained => None,
        };
        stream.map(Holds::Stream)
    }

    /// How it is shown.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::AlreadyRunning { .. } | Self::StoppedByExposure | Self::ConnectionRegained => Severity::Info,
            Self::Corrected { .. }
            | Self::LongExposure { .. }
            | Self::ConnectionLost { .. }
            | Self::TurnLost { .. } => Severity::Warning,
            Self::Refused { .. } | Self::Unanswered { .. } | Self::NotSent { .. } => Severity::Error,
            Self::Of(notice) => notice.severity,
        }
    }
}

pub(super) const fn verb(command: StreamCommand) -> &'static str {
    match command {
        StreamCommand::Start { .. } => "start",
        StreamCommand::Stop => "stop",
        StreamCommand::Switch => "switch",
    }
}

/// What is said names the request that it is about, and an answer that came is not called none.
pub(super) fn unanswered(verb: &str, why: &RequestError) -> String {
    match why {
        RequestError::TimedOut { limit_ms } => format!("No answer to “{verb}” within {} s.", limit_ms / 1_000),
        RequestError::Network(_) => format!("No answer to “{verb}”: {why}."),
        RequestError::Http(_) | RequestError::AskedToWait { .. } => format!("“{verb}” failed: {why}."),
        RequestError::NotUnderstood(what) => format!("The answer to “{verb}” was not understood: {what}."),
    }
}

pub(super) fn not_sent(verb: &str) -> String {
    format!("“{verb}” was not sent: what another tab had sent was not over in time. You can press it again.")
}

pub(super) fn turn_lost(verb: &str) -> String {
    format!("Another tab went on without waiting for this one, which was busy for too long after it had sent “{verb}”.")
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Corrected { now: StreamState::Running, .. } => {
                f.write_str("The stream was found running. This page had it as stopped.")
            }
            Self::Corrected { now: StreamState::Stopped, .. } => {
                f.write_str("The stream was found stopped. This page had it as running.")
            }
            Self::AlreadyRunning { protocol: Some(protocol) } => {
                write!(f, "The stream was running already, as {protocol}.")
            }
            Self::AlreadyRunning { protocol: None } => f.write_str("The stream was running already."),
            Self::LongExposure { message } => {
                write!(f, "Not started, because the exposure is long. The backend says: {message}")
            }
            Self::StoppedByExposure => f.write_str("The long exposure has stopped the stream."),
            Self::Refused { command, message } => match command {
                StreamCommand::Start { .. } => write!(f, "The backend refused to start the stream: {message}"),
                StreamCommand::Stop => write!(f, "The backend refused to stop the stream: {message}"),
                StreamCommand::Switch => write!(f, "The backend refused to switch the stream: {message}"),
            },
            Self::Unanswered { command, why } => f.write_str(&unanswered(verb(*command), why)),
            Self::NotSent { command } => f.write_str(&not_sent(verb(*command))),
            Self::TurnLost { command } => f.write_str(&turn_lost(verb(*command))),
            Self::ConnectionLost { reason } => {
                write!(f, "Connection lost: {}. Reconnecting by itself.", reason.in_words())
            }
            Self::ConnectionRegained => f.write_str("Connected again."),
            Self::Of(notice) => f.write_str(&notice.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_an_answer_is_what_came_of_it() {
        let told = |why| Notice::Unanswered { command: StreamCommand::Stop, why }.to_string();
        let cases = [
            (RequestError::TimedOut { limit_ms: 30_000 }, "No answer to “stop” within 30 s."),
            (RequestError::Network("x".into()), "No answer to “stop”: the backend could not be reached (x)."),
            (RequestError::Http(500), "“stop” failed: the backend answered HTTP 500."),
            (RequestError::Http(401), "“stop” failed: a login is asked for before the backend (HTTP 401)."),
            (RequestError::Http(403), "“stop” failed: this page is not allowed to ask the backend (HTTP 403)."),
            (RequestError::Http(429), "“stop” failed: the backend was asked too often (HTTP 429)."),
            (RequestError::Http(502), "“stop” failed: a proxy gets no answer from the backend (HTTP 502)."),
            (RequestError::NotUnderstood("x".into()), "The answer to “stop” was not understood: x."),
        ];
        for (why, words) in cases {
            assert_eq!(told(why), words);
        }
    }

    #[test]
    fn what_did_not_come_of_a_press_is_told_by_its_name() {
        let command = StreamCommand::Stop;
        let not_sent = Notice::NotSent { command }.to_string();
        assert!(not_sent.starts_with("“stop” was not sent: "), "{not_sent}");
        let turn_lost = Notice::TurnLost { command }.to_string();
        assert!(turn_lost.ends_with(" after it had sent “stop”."), "{turn_lost}");
    }

    #[test]
    fn a_stream_that_was_running_already_is_told_with_its_protocol() {
        let told = |protocol: Option<&str>| Notice::AlreadyRunning { protocol: protocol.map(Into::into) }.to_string();
        assert_eq!(told(Some("binary")), "The stream was running already, as binary.");
        assert_eq!(told(None), "The stream was running already.");
    }
}
