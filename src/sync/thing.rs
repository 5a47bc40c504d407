//! What makes a followed thing: the stream, the recording, a light, what is set of a camera.
//!
//! [`Followed`](super::Followed) keeps the rules, which are the same for all of them. A [`Thing`] says what is its own: what is
//! known and sent, what an answer means, how often it is asked for, and the words.

use std::hash::Hash;

use super::known::{Data, Known};
use super::{
    Cameras, CheckReason, LogLine, Notice, RequestError, Session, StreamState, Timestamp, Tracked, UnverifiedReason,
    Watch, timing,
};

/// One followed thing, and all that is its own.
pub trait Thing: Data + Eq + Hash {
    /// What is known of it.
    type Known: Known;
    /// What is sent about it: never a toggle.
    type Command: Data + Eq + Hash + Copy;
    /// What somebody asks for.
    type Intent: Data + Copy;
    /// What the backend answers to a command.
    type Answer: Data;

    /// What it is called among tabs and in the browser's storage; empty for the stream, and else without line
    /// breaks. No two things have the same.
    fn key(&self) -> String;

    /// The command that somebody asks for, if the state allows it.
    fn allowed(intent: Self::Intent, standing: Standing<'_, Self::Known>) -> Option<Self::Command>;
    /// May the command wait behind another one, where the latest of its kind takes the place of those before it? Else it is
    /// refused meanwhile.
    fn can_wait(_command: &Self::Command) -> bool {
        false
    }
    /// Are both about the same, so that the newer takes the place of the older?
    fn replaces(_newer: &Self::Command, _older: &Self::Command) -> bool {
        true
    }
    /// Is there nothing left to do where this is known?
    fn is_done(command: &Self::Command, known: &Self::Known) -> bool;
    /// Is this what comes of the command?
    fn brings_about(command: &Self::Command, known: &Self::Known) -> bool {
        Self::is_done(command, known)
    }
    /// Is it no surprise, while the command is under way, to find this?
    fn explains(command: &Self::Command, found: &Self::Known) -> bool {
        Self::brings_about(command, found)
    }
    /// A command that nobody here waits for: is it over, where this is found? By `has_arrived` it has reached the backend,
    /// or never will.
    fn is_over(command: &Self::Command, found: &Self::Known, has_arrived: bool) -> bool {
        has_arrived || Self::is_done(command, found)
    }
    /// What was known, but for what the command is about: that counts as it was found.
    fn beside(command: &Self::Command, was: Self::Known, found: &Self::Known) -> Self::Known;
    /// What the answer says.
    fn meaning(command: &Self::Command, answer: &Result<Self::Answer, RequestError>) -> Meaning<Self::Known>;

    /// Time between two polls.
    fn poll_interval_ms(&self, known: &Self::Known, watch: Watch) -> u64;
    /// For so long what was confirmed is fresh: two polls at least.
    fn fresh_ms(&self, known: &Self::Known, watch: Watch) -> u64 {
        timing::FRESH_MS.max(2 * self.poll_interval_ms(known, watch))
    }
    /// The least time between two words about drift.
    fn telling_interval_ms() -> u64 {
        0
    }
    /// Does it stand for the backend as a whole: whether that is there, what becomes of the connection?
    fn stands_for_backend() -> bool {
        false
    }

    /// The command that a button would send that toggles what it shows, without a look: one of the mistakes that the model
    /// has to find.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn toggle(known: &Self::Known) -> Option<Self::Command>;
    /// What a page would show that takes the answer to a command for what came of it: another of these mistakes.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn wished(_command: &Self::Command, _known: &Self::Known) -> Option<Self::Known> {
        None
    }

    /// How the course of checks is logged, where it is.
    fn line(&self, word: Word<'_, Self::Known>) -> Option<LogLine>;
    /// What a command is called.
    fn verb(&self, command: &Self::Command) -> String;
    /// The page had drifted.
    fn corrected(&self, was: &Self::Known, now: &Self::Known) -> Notice;
    /// What is told of an answer, if anything.
    fn told_of_answer(&self, command: &Self::Command, answer: Result<Self::Answer, RequestError>) -> Option<Notice>;
    /// What is told in place of a drift, where it was said before that this would come of something else.
    fn foretold(_found: &Self::Known, _session: &mut Session, _now: Timestamp) -> Option<Notice> {
        None
    }
    /// The backend has accepted the command, and done something else.
    fn not_taken(&self, command: &Self::Command, found: &Self::Known) -> Option<Notice>;
    /// The command was not sent, because another tab's did not end.
    fn not_sent(&self, command: &Self::Command) -> Notice;
    /// Another tab took the turn over.
    fn turn_lost(&self, command: &Self::Command) -> Notice;
}

/// How things stand, as far as a command may depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a, K> {
    /// What is known.
    pub known: &'a Tracked<K>,
    /// Is a command in flight, of this tab or another?
    pub is_busy: bool,
    /// Is a check under way that has to be waited for?
    pub is_syncing: bool,
    /// Was it seen since the backend was last lost?
    pub can_be_set: bool,
    /// Whether there is a camera.
    pub cameras: Cameras,
    /// What the stream does, where that is confirmed.
    pub stream: Option<StreamState>,
}

/// What an answer says of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning<K> {
    /// This is so now.
    Confirmed(K),
    /// The command was taken. What came of it has to be asked for.
    Taken,
    /// Nothing that can be relied on.
    Doubtful(UnverifiedReason<K>),
}

/// What there is to log of a check.
#[derive(Clone, Copy, Debug)]
pub enum Word<'a, K> {
    /// A sync begins.
    Syncing,
    /// What the backend answered to a sync.
    Answered(&'a K),
    /// The store holds it now.
    Synced(&'a K),
    /// The backend could not be reached, and answers.
    AnswersAgain(&'a K),
    /// It is another than the page had.
    Mismatch {
        /// What the backend says.
        backend: &'a K,
        /// What the page had.
        frontend: &'a K,
    },
    /// It changed as another page of this browser had ordered.
    AsOrdered(&'a K),
    /// A check failed.
    Failed(CheckReason, &'a RequestError),
    /// Somebody asked for what the state does not allow.
    Refused,
}
