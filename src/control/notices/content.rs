//! What a notice says.

use super::action::Action;
use super::topic::Topic;
use crate::control::camera::Choice;
use crate::sync::{Notice, Severity};

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeContent {
    /// What it is about.
    pub topic: Topic,
    /// How it is shown.
    pub severity: Severity,
    /// The words.
    pub text: String,
    /// What can be done about it.
    pub action: Option<Action>,
}

impl NoticeContent {
    /// What is told about a command, or about the connection. `choice` is what the latest command was about.
    #[must_use]
    pub fn new(notice: &Notice, choice: &Choice) -> Self {
        let topic = match notice {
            Notice::Corrected { .. } => Topic::Drift,
            Notice::Of(notice) => Topic::of(notice),
            Notice::ConnectionLost { .. } | Notice::ConnectionRegained => Topic::Connection,
            Notice::AlreadyRunning { .. }
            | Notice::LongExposure { .. }
            | Notice::StoppedByExposure
            | Notice::Refused { .. }
            | Notice::Unanswered { .. }
            | Notice::NotSent { .. }
            | Notice::TurnLost { .. } => Topic::Command,
        };
        let action = matches!(notice, Notice::LongExposure { .. }).then(|| Action::StartAnyway(choice.clone()));
        Self { topic, severity: notice.severity(), text: notice.to_string(), action }
    }
}
