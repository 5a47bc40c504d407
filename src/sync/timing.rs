//! The machine's figures: every wait and limit in one place.

/// Time between two polls while the backend answers.
pub const POLL_INTERVAL_MS: u64 = 5_000;
/// The longest time between two polls of a backend that can't be reached.
pub const POLL_MAX_MS: u64 = 60_000;
/// How far a wait between polls is spread, so that many pages do not ask in step.
pub const POLL_SPREAD_PERCENT: u64 = 20;

/// For so long after a backend was lost somebody is looking, and waits for it.
pub const LOOKING_MS: u64 = 60_000;
/// Time between two polls, and between two tries of the socket, meanwhile.
pub const LOOKING_INTERVAL_MS: u64 = 1_000;

/// For so long what was confirmed is fresh: two polls.
pub const FRESH_MS: u64 = 2 * POLL_INTERVAL_MS;

/// Waits before the quick retries of a check that must succeed.
pub const RETRY_DELAYS_MS: [u64; 3] = [250, 500, 1_000];
/// The least time between two checks asked for from outside (pushes, other tabs): a burst of them becomes two requests.
pub const CHECK_SPACING_MS: u64 = 100;
/// The next poll, where the backend's answer contradicts what it announced a moment before.
pub const RECHECK_MS: u64 = 500;

/// First wait before a reconnect; it doubles with every failure.
pub const RECONNECT_FIRST_MS: u64 = 500;
/// The longest wait before a reconnect.
pub const RECONNECT_MAX_MS: u64 = 5_000;
/// How far a reconnect's wait is spread.
pub const RECONNECT_SPREAD_PERCENT: u64 = 50;
/// A connection that has stood for so long counts as made: by then the backend has pinged.
pub const STANDS_AFTER_MS: u64 = 30_000;
/// A loss that is mended within this time, while requests are answered, is not worth a word.
pub const MENDED_WITHIN_MS: u64 = 2_000;
/// A socket that has not shaken hands by then is given up.
pub const HANDSHAKE_TIMEOUT_MS: u64 = 10_000;

/// A timer that is late by so much was not late: the computer slept, or the page was frozen.
pub const ASLEEP_MS: u64 = 10_000;

/// Limit for a status request. Generous, because a backend that stops a stream answers nothing meanwhile.
pub const STATUS_TIMEOUT_MS: u64 = 5_000;
/// After so long the first and the second try of a check that the page waits for are replaced: they may be lost. Longer
/// than the way to a backend and back takes, or every sync would ask twice.
pub const QUICK_TRIES_MS: [u64; 2] = [300, 600];
/// How long a command waits for the lock among the tabs: as long as another tab's may take, and a little.
pub const LOCK_TIMEOUT_MS: u64 = 35_000;
/// How long the tab that has the turn is waited for once it is taken from it.
pub const TAKE_OVER_MS: u64 = 5_000;
/// How long a tab that has its turn waits for the word that the command before its own is over.
pub const WORD_MS: u64 = 1_000;
/// How often it is asked whether a tab still has the turn that said that it sends a command.
pub const SENDER_MS: u64 = 1_000;
/// A limit that is noticed this late was passed asleep: what waited for it is not sent any more.
pub const LATE_MS: u64 = 5_000;
/// How long the backend may be busy with a command, also when nobody waits for the answer any more.
pub const COMMAND_LONGEST_MS: u64 = 60_000;
/// By then a command has reached the backend, or never will.
pub const ARRIVAL_MS: u64 = 3_000;
/// Limit for a start or stop: cameras take seconds, and a slow answer is not a dead backend.
pub const COMMAND_TIMEOUT_MS: u64 = 30_000;

/// Time between two polls of what changes seldom: a recording while none runs, and the lights, which take turns.
pub const QUIET_POLL_MS: u64 = 10_000;
/// Time between two polls of a recording that runs.
pub const RECORDING_POLL_MS: u64 = 2_000;
/// The least time between the polls of two lights, of which each takes two requests.
pub const LIGHT_SPACING_MS: u64 = 500;
/// The most requests about lights that are under way at once.
pub const MAX_LIGHT_CHECKS: usize = 4;

/// The least time between two commands of a value while somebody drags it: five a second.
pub const SENDING_INTERVAL_MS: u64 = 200;
/// The least time between two words about the drift of a value.
pub const TELLING_INTERVAL_MS: u64 = 2_000;

/// How long after a stop frames that were under way may still come.
pub const UNDER_WAY_MS: u64 = 1_000;
