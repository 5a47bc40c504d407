//! What happens when: a clock that jumps from one scheduled to the next.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::scheduled::Scheduled;

#[derive(Debug, Default)]
pub struct Schedule {
    now_ms: u64,
    /// Counts what was ever put in: of two happenings at one time, the older one comes first.
    sequence: u64,
    /// Time and number of each, the earliest first.
    queue: BinaryHeap<Reverse<(u64, u64)>>,
    /// Them by number.
    happenings: BTreeMap<u64, Scheduled>,
}

impl Schedule {
    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// Lets something happen at this time, or now if that is over.
    pub fn at(&mut self, time_ms: u64, scheduled: Scheduled) {
        self.sequence += 1;
        self.queue.push(Reverse((time_ms.max(self.now_ms), self.sequence)));
        self.happenings.insert(self.sequence, scheduled);
    }

    pub fn after(&mut self, delay_ms: u64, scheduled: Scheduled) {
        self.at(self.now_ms + delay_ms, scheduled);
    }

    /// Goes on to the next.
    pub fn advance(&mut self) -> Scheduled {
        let Reverse((time_ms, key)) = self.queue.pop().expect("the world goes on until it is judged");
        self.now_ms = time_ms;
        self.take(key)
    }

    /// Lets all that is still to come happen now, in its order; only wake-ups keep their time.
    pub fn hurry(&mut self) {
        let mut late: Vec<(u64, u64)> = self.queue.drain().map(|Reverse(entry)| entry).collect();
        late.sort_unstable();
        for (time_ms, key) in late {
            let scheduled = self.take(key);
            let wake = matches!(scheduled, Scheduled::Wake { .. });
            self.at(if wake { time_ms } else { self.now_ms }, scheduled);
        }
    }

    fn take(&mut self, key: u64) -> Scheduled {
        self.happenings.remove(&key).expect("queued")
    }
}
