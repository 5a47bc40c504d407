//! Which frames are still to be acknowledged.

use std::collections::VecDeque;

/// How many acknowledgements are held back at most. The backend keeps 4 frames in flight once the first on a connection was
/// acknowledged; one that has more under way does not hold back, and gets the oldest.
pub const MAX_UNACKNOWLEDGED: usize = 16;

/// The place of a frame in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameSeq(pub u64);

/// Which acknowledgements may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AckPolicy {
    /// Those of settled frames, in order.
    Completed,
    /// None, but for those that were [hastened](AckQueue::hasten) and those beyond [`MAX_UNACKNOWLEDGED`].
    Hold,
    /// All of them, settled or not.
    Flush,
}

/// Pending acknowledgements in the order of arrival: each comes out once, and never before an older one.
///
/// The order matters: the backend counts what is in flight from the id acknowledged last, so an older id after a
/// newer one would set its count back. And a frame that was overtaken waits for the one being decoded, which is how
/// the backend's rate comes to follow what this machine can show.
#[derive(Debug)]
pub struct AckQueue<R> {
    /// The number of the first in the queue.
    first: u64,
    queue: VecDeque<Entry<R>>,
    /// How many at the front leave in any case.
    hastened: usize,
}

#[derive(Debug)]
struct Entry<R> {
    receipt: R,
    settled: bool,
}

impl<R> Default for AckQueue<R> {
    fn default() -> Self {
        Self { first: 0, queue: VecDeque::with_capacity(MAX_UNACKNOWLEDGED + 1), hastened: 0 }
    }
}

impl<R> AckQueue<R> {
    /// A frame came.
    pub fn arrive(&mut self, receipt: R) -> FrameSeq {
        let seq = FrameSeq(self.first + self.queue.len() as u64);
        self.queue.push_back(Entry { receipt, settled: false });
        seq
    }

    /// All receipts so far leave, whatever holds them back and whether they are settled or not.
    pub fn hasten(&mut self) {
        self.hastened = self.queue.len();
    }

    /// A frame was painted, overtaken or found unreadable.
    pub fn complete(&mut self, seq: FrameSeq) {
        let place = seq.0.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        if let Some(entry) = place.and_then(|place| self.queue.get_mut(place)) {
            entry.settled = true;
        }
    }

    /// The next receipt to send, until there is none.
    pub fn next(&mut self, release: AckPolicy) -> Option<R> {
        let due = self.hastened > 0
            || match release {
                AckPolicy::Completed => self.queue.front()?.settled,
                AckPolicy::Hold => false,
                AckPolicy::Flush => true,
            };
        if !due && self.queue.len() <= MAX_UNACKNOWLEDGED {
            return None;
        }
        let entry = self.queue.pop_front()?;
        self.first += 1;
        self.hastened = self.hastened.saturating_sub(1);
        Some(entry.receipt)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AckPolicy, AckQueue, MAX_UNACKNOWLEDGED};

    fn drain(queue: &mut AckQueue<u32>, release: AckPolicy) -> Vec<u32> {
        std::iter::from_fn(|| queue.next(release)).collect()
    }

    #[test]
    fn an_overtaken_frame_waits_for_the_older_one() {
        let mut queue = AckQueue::default();
        let decoding = queue.arrive(1);
        let overtaken = queue.arrive(2);
        queue.arrive(3);
        queue.complete(overtaken);
        assert_eq!(drain(&mut queue, AckPolicy::Completed), [0_u32; 0]);
        queue.complete(decoding);
        assert_eq!(drain(&mut queue, AckPolicy::Completed), [1, 2]);
        assert_eq!(drain(&mut queue, AckPolicy::Flush), [3]);
    }

    #[test]
    fn held_back_receipts_leave_later() {
        let mut queue = AckQueue::default();
        for id in 0..4 {
            let seq = queue.arrive(id);
            queue.complete(seq);
        }
        assert_eq!(drain(&mut queue, AckPolicy::Hold), [0_u32; 0]);
        assert_eq!(drain(&mut queue, AckPolicy::Completed), [0, 1, 2, 3]);
    }

    #[test]
    fn the_oldest_leaves_when_too_many_are_held() {
        let mut queue = AckQueue::default();
        let first = queue.arrive(0);
        for id in 1..=MAX_UNACKNOWLEDGED as u32 {
            queue.arrive(id);
        }
        assert_eq!(drain(&mut queue, AckPolicy::Hold), [0]);
        queue.complete(first); // settled after its receipt left: nothing to do
        assert_eq!(drain(&mut queue, AckPolicy::Completed), [0_u32; 0]);
        assert_eq!(drain(&mut queue, AckPolicy::Flush).len(), MAX_UNACKNOWLEDGED);
    }

    #[test]
    fn hastened_receipts_are_not_held_back() {
        let mut queue = AckQueue::default();
        let first = queue.arrive(1);
        queue.hasten();
        queue.arrive(2);
        assert_eq!(drain(&mut queue, AckPolicy::Hold), [1]);
        queue.complete(first);
        assert_eq!(drain(&mut queue, AckPolicy::Completed), [0_u32; 0]);
        assert_eq!(drain(&mut queue, AckPolicy::Flush), [2]);
    }

    proptest! {
        #[test]
        fn each_leaves_once_in_order_and_few_are_held(steps in prop::collection::vec((0..5_u8, any::<prop::sample::Index>()), 0..300)) {
            let mut queue = AckQueue::default();
            let mut serials = Vec::new();
            let mut left = Vec::new();
            for (kind, which) in steps {
                match kind {
                    0 => serials.push(queue.arrive(serials.len() as u32)),
                    1 if !serials.is_empty() => queue.complete(*which.get(&serials)),
                    4 => queue.hasten(),
                    2 => left.extend(drain(&mut queue, AckPolicy::Completed)),
                    _ => left.extend(drain(&mut queue, AckPolicy::Hold)),
                }
                prop_assert!(serials.len() - left.len() <= MAX_UNACKNOWLEDGED || kind < 2 || kind == 4);
            }
            left.extend(drain(&mut queue, AckPolicy::Flush));
            prop_assert_eq!(left, (0..serials.len() as u32).collect::<Vec<_>>());
        }
    }
}
