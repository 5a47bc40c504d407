//! Which frames are still to be acknowledged.

use std::collections::VecDeque;

/// How many receipts are held back at most. The backend keeps 4 frames in flight; more than that are only under way
/// before the first acknowledgement on a connection, so releasing the oldest is what makes it hold back.
pub const MAX_UNACKNOWLEDGED: usize = 16;

/// The place of a frame in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serial(pub u64);

/// Which receipts may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Those of settled frames, in order.
    Settled,
    /// None, but for those beyond [`MAX_UNACKNOWLEDGED`].
    Held,
    /// All of them, settled or not.
    All,
}

/// Receipts in the order of arrival: each comes out once, and never before an older one.
///
/// The order matters: the backend counts what is in flight from the id acknowledged last, so an older id after a
/// newer one would set its count back. And a frame that was overtaken waits for the one being decoded, which is how
/// the backend's rate comes to follow what this machine can show.
#[derive(Debug)]
pub struct Receipts<R> {
    /// The serial number of the first in the queue.
    first: u64,
    queue: VecDeque<Entry<R>>,
}

#[derive(Debug)]
struct Entry<R> {
    receipt: R,
    settled: bool,
}

impl<R> Default for Receipts<R> {
    fn default() -> Self {
        Self { first: 0, queue: VecDeque::with_capacity(MAX_UNACKNOWLEDGED + 1) }
    }
}

impl<R> Receipts<R> {
    /// A frame came.
    pub fn arrive(&mut self, receipt: R) -> Serial {
        let serial = Serial(self.first + self.queue.len() as u64);
        self.queue.push_back(Entry { receipt, settled: false });
        serial
    }

    /// A frame was painted, overtaken or found unreadable.
    pub fn settle(&mut self, serial: Serial) {
        let place = serial.0.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        if let Some(entry) = place.and_then(|place| self.queue.get_mut(place)) {
            entry.settled = true;
        }
    }

    /// The next receipt to send, until there is none.
    pub fn next(&mut self, release: Release) -> Option<R> {
        let due = match release {
            Release::Settled => self.queue.front()?.settled,
            Release::Held => false,
            Release::All => true,
        };
        if !due && self.queue.len() <= MAX_UNACKNOWLEDGED {
            return None;
        }
        let entry = self.queue.pop_front()?;
        self.first += 1;
        Some(entry.receipt)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_UNACKNOWLEDGED, Receipts, Release};

    fn drain(receipts: &mut Receipts<u32>, release: Release) -> Vec<u32> {
        std::iter::from_fn(|| receipts.next(release)).collect()
    }

    #[test]
    fn an_overtaken_frame_waits_for_the_older_one() {
        let mut receipts = Receipts::default();
        let decoding = receipts.arrive(1);
        let overtaken = receipts.arrive(2);
        receipts.arrive(3);
        receipts.settle(overtaken);
        assert_eq!(drain(&mut receipts, Release::Settled), [0_u32; 0]);
        receipts.settle(decoding);
        assert_eq!(drain(&mut receipts, Release::Settled), [1, 2]);
        assert_eq!(drain(&mut receipts, Release::All), [3]);
    }

    #[test]
    fn held_back_receipts_leave_later() {
        let mut receipts = Receipts::default();
        for id in 0..4 {
            let serial = receipts.arrive(id);
            receipts.settle(serial);
        }
        assert_eq!(drain(&mut receipts, Release::Held), [0_u32; 0]);
        assert_eq!(drain(&mut receipts, Release::Settled), [0, 1, 2, 3]);
    }

    #[test]
    fn the_oldest_leaves_when_too_many_are_held() {
        let mut receipts = Receipts::default();
        let first = receipts.arrive(0);
        for id in 1..=MAX_UNACKNOWLEDGED as u32 {
            receipts.arrive(id);
        }
        assert_eq!(drain(&mut receipts, Release::Held), [0]);
        receipts.settle(first); // settled after its receipt left: nothing to do
        assert_eq!(drain(&mut receipts, Release::Settled), [0_u32; 0]);
        assert_eq!(drain(&mut receipts, Release::All).len(), MAX_UNACKNOWLEDGED);
    }

    proptest! {
        #[test]
        fn each_leaves_once_in_order_and_few_are_held(steps in prop::collection::vec((0..4_u8, any::<prop::sample::Index>()), 0..300)) {
            let mut receipts = Receipts::default();
            let mut serials = Vec::new();
            let mut left = Vec::new();
            for (kind, which) in steps {
                match kind {
                    0 => serials.push(receipts.arrive(serials.len() as u32)),
                    1 if !serials.is_empty() => receipts.settle(*which.get(&serials)),
                    2 => left.extend(drain(&mut receipts, Release::Settled)),
                    _ => left.extend(drain(&mut receipts, Release::Held)),
                }
                prop_assert!(serials.len() - left.len() <= MAX_UNACKNOWLEDGED || kind < 2);
            }
            left.extend(drain(&mut receipts, Release::All));
            prop_assert_eq!(left, (0..serials.len() as u32).collect::<Vec<_>>());
        }
    }
}
