//! The notices that are on the page now.

use super::content::NoticeContent;
use super::topic::Topic;
use crate::sync::{Holds, Severity, Timestamp};

/// How long a notice that needs nothing from anybody stays, in milliseconds.
pub const INFO_LIFETIME_MS: u64 = 6_000;

/// The most lights that are told of at once.
const MAX_LIGHT_NOTICES: usize = 3;

/// A message on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveNotice {
    /// The words and what they are about.
    pub message: NoticeContent,
    /// How often it came, from 1.
    pub count: u32,
    /// What is so while this is worth telling; `None` where that does not depend on it.
    pub holds_while: Option<Holds>,
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
        self.post_while(message, None, at, time_of_day);
    }

    /// The same, for one that is worth telling only while this is so.
    pub fn post_while(
        &mut self,
        message: NoticeContent,
        holds_while: Option<Holds>,
        at: Timestamp,
        time_of_day: String,
    ) {
        let before = self.posted.iter().position(|posted| posted.message.topic == message.topic);
        let before = before.map(|index| self.posted.remove(index));
        let repeats = before.filter(|posted| posted.message == message).map_or(0, |posted| posted.count);
        let count = repeats.saturating_add(1);
        if message.topic.is_of_light() {
            self.make_room_for_light();
        }
        self.posted.push(ActiveNotice { message, count, holds_while, at, time_of_day });
    }

    /// Somebody may switch three hundred lights: only the latest are told of.
    fn make_room_for_light(&mut self) {
        let is_light = |posted: &ActiveNotice| posted.message.topic.is_of_light();
        if self.posted.iter().filter(|posted| is_light(posted)).count() >= MAX_LIGHT_NOTICES
            && let Some(oldest) = self.posted.iter().position(is_light)
        {
            self.posted.remove(oldest);
        }
    }

    /// Takes the message on this topic down.
    pub fn dismiss(&mut self, topic: Topic) {
        self.posted.retain(|posted| posted.message.topic != topic);
    }

    /// Takes down what is no longer so. Was there any?
    pub fn outdate(&mut self, is_over: impl Fn(&Holds) -> bool) -> bool {
        let before = self.posted.len();
        self.posted.retain(|posted| !posted.holds_while.as_ref().is_some_and(&is_over));
        self.posted.len() < before
    }

    /// Takes down what has been up long enough. Was there any?
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.posted.len();
        // What offers to do something stays until that is decided.
        self.posted.retain(|posted| {
            let leaves = posted.message.severity == Severity::Info && posted.message.action.is_none();
            !leaves || now.ms_since(posted.at) < INFO_LIFETIME_MS
        });
        self.posted.len() < before
    }

    /// What is up.
    #[must_use]
    pub fn posted(&self) -> &[ActiveNotice] {
        &self.posted
    }
}
