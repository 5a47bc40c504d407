//! Whose frames are shown where several cameras stream at once: by another client, or by a stream that leaked.

use std::sync::Arc;

use super::Rate;
use crate::sync::Timestamp;

/// How long a stream that was seen may be silent before the frames of another one are shown, at least.
const MIN_PATIENCE_MS: u64 = 500;
/// The same in frames that did not come.
const PATIENCE_FRAMES: u64 = 3;
/// The same for a stream whose rhythm is not known: one that is awaited, or of which one frame came.
const UNKNOWN_PATIENCE_MS: u64 = 3_000;
/// How long another stream is seen before it is told: the last frames of one that was stopped are none.
const TOLD_AFTER_MS: u64 = 1_000;
/// More streams at once are not told apart.
const MAX_OTHERS: usize = 16;

/// A camera's name; `None` where its frames don't say it.
pub type CameraName = Option<Arc<str>>;

/// A camera that streams beside the one that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCamera {
    /// Which one.
    pub name: CameraName,
    /// How many of its frames came, since it was not looked at.
    pub frames: u64,
}

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// It is of the camera that is looked at.
    LookedAt,
    /// The same, and the frame before it was of another one.
    NewlyLookedAt,
    /// It is of another one, and not shown.
    Other,
}

/// Sorts frames by their camera: one is looked at, and the others are counted.
#[derive(Debug, Default)]
pub struct CameraSorter {
    looked_at: Option<LookedAt>,
    others: Vec<Other>,
}

#[derive(Debug)]
struct LookedAt {
    name: CameraName,
    /// When its latest frame came, or since when it is awaited.
    last_at: Timestamp,
    rate: Rate,
    /// It was shown before, so that what is shown next is new only if another one was shown meanwhile.
    shown: Shown,
}

/// Whose frame was shown last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Nobody's.
    Nothing,
    /// That of the stream that is looked at.
    ThisStream,
    /// That of another one.
    AnotherStream,
}

#[derive(Debug)]
struct Other {
    name: CameraName,
    since: Timestamp,
    last_at: Timestamp,
    frames: u64,
}

impl CameraSorter {
    /// A frame of this camera came `at`. While the stream that is looked at goes on, others are not shown; where it
    /// ended, the first other one is looked at.
    pub fn arrive(&mut self, name: &CameraName, at: Timestamp) -> Sorted {
        match &mut self.looked_at {
            Some(looked_at) if looked_at.name == *name => {
                looked_at.last_at = at;
                looked_at.rate.note(at);
                match std::mem::replace(&mut looked_at.shown, Shown::ThisStream) {
                    Shown::AnotherStream => Sorted::NewlyLookedAt,
                    Shown::Nothing | Shown::ThisStream => Sorted::LookedAt,
                }
            }
            Some(looked_at) if at.ms_since(looked_at.last_at) <= looked_at.patience_ms() => {
                self.count_other(name, at);
                Sorted::Other
            }
            _ => {
                self.look_at(name.clone(), at);
                self.arrive(name, at)
            }
        }
    }

    /// From `now` on, this camera is looked at, as soon as it has frames.
    pub fn look_at(&mut self, name: CameraName, now: Timestamp) {
        let shown = match &self.looked_at {
            Some(before) if before.name == name => return,
            Some(LookedAt { shown: Shown::Nothing, .. }) | None => Shown::Nothing,
            Some(_) => Shown::AnotherStream,
        };
        self.others.retain(|other| other.name != name);
        self.looked_at = Some(LookedAt { name, last_at: now, rate: Rate::default(), shown });
    }

    /// Nothing streams: whatever comes next is looked at.
    pub fn end(&mut self) {
        self.others.clear();
        if let Some(looked_at) = &mut self.looked_at {
            looked_at.last_at = Timestamp(0);
            looked_at.rate = Rate::default();
        }
    }

    /// The cameras that stream beside the one that is looked at.
    #[must_use]
    pub fn others(&self, now: Timestamp) -> Vec<OtherCamera> {
        let is_told = |other: &&Other| {
            now.ms_since(other.last_at) <= UNKNOWN_PATIENCE_MS && other.last_at.ms_since(other.since) >= TOLD_AFTER_MS
        };
        let told = self.others.iter().filter(is_told);
        told.map(|other| OtherCamera { name: other.name.clone(), frames: other.frames }).collect()
    }

    fn count_other(&mut self, name: &CameraName, at: Timestamp) {
        self.others.retain(|other| at.ms_since(other.last_at) <= UNKNOWN_PATIENCE_MS);
        if let Some(other) = self.others.iter_mut().find(|other| other.name == *name) {
            other.last_at = at;
            other.frames += 1;
        } else if self.others.len() < MAX_OTHERS {
            self.others.push(Other { name: name.clone(), since: at, last_at: at, frames: 1 });
        }
    }
}

impl LookedAt {
    fn patience_ms(&self) -> u64 {
        self.rate
            .interval_ms()
            .map_or(UNKNOWN_PATIENCE_MS, |interval_ms| interval_ms.saturating_mul(PATIENCE_FRAMES).max(MIN_PATIENCE_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::{CameraName, CameraSorter, OtherCamera, Sorted};
    use crate::sync::Timestamp;

    fn camera(name: &str) -> CameraName {
        Some(name.into())
    }

    fn arrive(sorter: &mut CameraSorter, name: &str, at_ms: u64) -> Sorted {
        sorter.arrive(&camera(name), Timestamp(at_ms))
    }

    #[test]
    fn one_stream_is_looked_at_and_the_other_is_counted() {
        let mut sorter = CameraSorter::default();
        for at_ms in (1_000..4_000).step_by(50) {
            assert_eq!(arrive(&mut sorter, "Wide", at_ms), Sorted::LookedAt);
            assert_eq!(arrive(&mut sorter, "Focus", at_ms + 25), Sorted::Other);
        }
        let other = OtherCamera { name: camera("Focus"), frames: 60 };
        assert_eq!(sorter.others(Timestamp(4_000)), [other]);
        assert_eq!(sorter.others(Timestamp(9_000)), [], "it ended");
    }

    #[test]
    fn the_other_one_is_looked_at_when_it_is_chosen() {
        let mut sorter = CameraSorter::default();
        arrive(&mut sorter, "Wide", 1_000);
        arrive(&mut sorter, "Wide", 1_050);
        assert_eq!(arrive(&mut sorter, "Focus", 1_060), Sorted::Other);
        sorter.look_at(camera("Focus"), Timestamp(1_070));
        assert_eq!(arrive(&mut sorter, "Wide", 1_100), Sorted::Other);
        assert_eq!(arrive(&mut sorter, "Focus", 1_110), Sorted::NewlyLookedAt);
        assert_eq!(arrive(&mut sorter, "Focus", 1_160), Sorted::LookedAt);
        sorter.look_at(camera("Focus"), Timestamp(1_170));
        assert_eq!(arrive(&mut sorter, "Focus", 1_210), Sorted::LookedAt, "it was looked at before");
    }

    #[test]
    fn where_the_stream_ended_the_next_one_is_looked_at_at_once() {
        let mut sorter = CameraSorter::default();
        (0..20).for_each(|n| assert_ne!(arrive(&mut sorter, "Wide", n * 50), Sorted::Other));
        assert_eq!(arrive(&mut sorter, "Focus", 1_400), Sorted::Other);
        assert_eq!(arrive(&mut sorter, "Focus", 1_500), Sorted::NewlyLookedAt);
        assert_eq!(sorter.others(Timestamp(1_500)), []);
        // Of a slow one, its end has to be told.
        let mut slow = CameraSorter::default();
        arrive(&mut slow, "Wide", 1_000);
        arrive(&mut slow, "Wide", 31_000);
        assert_eq!(arrive(&mut slow, "Focus", 60_000), Sorted::Other);
        slow.end();
        assert_eq!(arrive(&mut slow, "Focus", 60_100), Sorted::NewlyLookedAt);
    }

    #[test]
    fn a_stream_that_was_chosen_and_never_comes_is_not_waited_for_for_ever() {
        let mut sorter = CameraSorter::default();
        arrive(&mut sorter, "Wide", 1_000);
        sorter.look_at(camera("Gone"), Timestamp(1_010));
        assert_eq!(arrive(&mut sorter, "Wide", 4_010), Sorted::Other);
        assert_eq!(arrive(&mut sorter, "Wide", 4_011), Sorted::NewlyLookedAt);
    }

    #[test]
    fn what_is_left_of_a_stream_that_was_switched_off_is_not_told() {
        let mut sorter = CameraSorter::default();
        arrive(&mut sorter, "Wide", 1_000);
        sorter.look_at(camera("Focus"), Timestamp(1_010));
        for at_ms in (1_050..2_000).step_by(50) {
            arrive(&mut sorter, "Wide", at_ms);
        }
        assert_eq!(sorter.others(Timestamp(2_000)), []);
    }

    #[test]
    fn few_are_kept() {
        let mut sorter = CameraSorter::default();
        arrive(&mut sorter, "Wide", 1_000);
        for n in 0..1_000 {
            arrive(&mut sorter, &n.to_string(), 1_020);
        }
        assert!(sorter.others.len() <= super::MAX_OTHERS);
    }
}
