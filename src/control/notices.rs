//! The notices on the page: one a topic, repeats folded with a count, so that they never pile up.

use crate::sync::{Notice, Severity, Timestamp};

/// How long a notice that needs nothing from anybody stays, in milliseconds.
pub const INFO_LIFETIME_MS: u64 = 6_000;

/// What a notice is about. A newer one takes the place of an older one on the same topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The page had drifted.
    Drift,
    /// A start or a stop.
    Command,
    /// The connection.
    Connection,
    /// The address in use.
    Settings,
    /// The picture.
    Picture,
}

/// What a person can do about a notice, beside dismissing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Start although the exposure is long.
    StartAnyway,
}

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

impl From<Notice> for NoticeContent {
    fn from(notice: Notice) -> Self {
        let topic = match &notice {
            Notice::Corrected { .. } => Topic::Drift,
            Notice::ConnectionLost { .. } | Notice::ConnectionRegained => Topic::Connection,
            Notice::AlreadyRunning
            | Notice::LongExposure { .. }
            | Notice::Refused { .. }
            | Notice::Unanswered { .. }
            | Notice::NotSent { .. }
            | Notice::TurnLost { .. } => Topic::Command,
        };
        let action = matches!(notice, Notice::LongExposure { .. }).then_some(Action::StartAnyway);
        Self { topic, severity: notice.severity(), text: notice.to_string(), action }
    }
}

/// A message on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveNotice {
    /// The words and what they are about.
    pub message: NoticeContent,
    /// How often it came, from 1.
    pub count: u32,
    /// When it last came.
    pub at: Timestamp,
    /// The same, as a time of day.
    pub time_of_day: String,
}

/// What is on the page now, oldest first; at most one a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeList {
    posted: Vec<ActiveNotice>,
}

impl NoticeList {
    /// Puts a message up, in place of the one on the same topic.
    pub fn post(&mut self, message: NoticeContent, at: Timestamp, time_of_day: String) {
        let before = self.posted.iter().position(|posted| posted.message.topic == message.topic);
        let before = before.map(|index| self.posted.remove(index));
        let repeats = before.filter(|posted| posted.message == message).map_or(0, |posted| posted.count);
        self.posted.push(ActiveNotice { message, count: repeats.saturating_add(1), at, time_of_day });
    }

    /// Takes the message on this topic down.
    pub fn dismiss(&mut self, topic: Topic) {
        self.posted.retain(|posted| posted.message.topic != topic);
    }

    /// Takes down what has been up long enough. Was there any?
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.posted.len();
        self.posted
            .retain(|posted| posted.message.severity != Severity::Info || now.ms_since(posted.at) < INFO_LIFETIME_MS);
        self.posted.len() < before
    }

    /// What is up.
    #[must_use]
    pub fn posted(&self) -> &[ActiveNotice] {
        &self.posted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::{DisconnectReason, StreamState};

    fn post(board: &mut NoticeList, notice: Notice, at_ms: u64) {
        board.post(notice.into(), Timestamp(at_ms), String::new());
    }

    fn lost() -> Notice {
        Notice::ConnectionLost { reason: DisconnectReason::TransportClose }
    }

    #[test]
    fn repeats_are_folded_and_other_words_take_their_place() {
        let mut board = NoticeList::default();
        for at_ms in 0..3 {
            post(&mut board, lost(), at_ms);
        }
        assert_eq!(board.posted().len(), 1);
        assert_eq!(board.posted()[0].count, 3);
        assert_eq!(board.posted()[0].at, Timestamp(2));
        post(&mut board, Notice::ConnectionRegained, 9);
        assert_eq!(board.posted().len(), 1);
        assert_eq!(board.posted()[0].count, 1);
    }

    #[test]
    fn there_is_one_a_topic_and_each_can_be_dismissed() {
        let mut board = NoticeList::default();
        post(&mut board, lost(), 0);
        post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
        post(&mut board, Notice::LongExposure { message: "3 s".into() }, 0);
        assert_eq!(board.posted().len(), 3);
        assert_eq!(board.posted()[2].message.action, Some(Action::StartAnyway));
        board.dismiss(Topic::Drift);
        assert!(board.posted().iter().all(|posted| posted.message.topic != Topic::Drift));
    }

    #[test]
    fn only_what_needs_nothing_leaves_by_itself() {
        let mut board = NoticeList::default();
        post(&mut board, Notice::ConnectionRegained, 0);
        post(&mut board, Notice::AlreadyRunning, 1_000);
        post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
        board.expire(Timestamp(INFO_LIFETIME_MS));
        let topics: Vec<Topic> = board.posted().iter().map(|posted| posted.message.topic).collect();
        assert_eq!(topics, [Topic::Command, Topic::Drift]);
    }
}
