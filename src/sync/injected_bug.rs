//! Deliberate mistakes, in test builds only: the model checker has to find each of them.

/// A machine with one of its rules broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum InjectedBug {
    /// Rule 2 broken: a failed check is read as “stopped”.
    FailureIsKnowledge,
    /// Rule 3 broken: every reply counts, however late.
    LateRepliesCount,
    /// Rule 4 broken: a click toggles whatever is believed, without a guard.
    BlindToggle,
    /// Rule 5 broken: what a page has sent is forgotten with it.
    SentIsForgotten,
    /// The same: what a tab has sent ends with its turn, whatever became of it.
    FreeTurnEndsAll,
    /// Rule 12 broken: what is asked for while a value is sent is dropped, and the first wins.
    FirstWins,
    /// The same: the answer to a set is taken for the value.
    TakenIsKnowledge,
    /// Rule 12 broken: what waited when the backend was lost is sent to the one that comes after it.
    LostIsReplayed,
    /// Rule 10 broken: after a sleep the page goes on as if no time had passed.
    SleepIsUnnoticed,
}
