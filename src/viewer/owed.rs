//! The acknowledgements that are owed, and the one that left last.

use std::rc::{Rc, Weak};

use super::handle::Acknowledge;
use crate::picture::{Receipts, Release, Serial};

/// Which frames are still to be acknowledged, each on the socket that brought it.
#[derive(Default)]
pub(super) struct Owed {
    receipts: Receipts<Receipt>,
    /// The one that left last, for as long as its socket is there.
    last: Option<Last>,
}

struct Receipt {
    frame_id: u8,
    acknowledge: Acknowledge,
}

struct Last {
    frame_id: u8,
    again: Weak<dyn Fn(u8)>,
}

impl Owed {
    /// A frame came.
    pub(super) fn arrive(&mut self, frame_id: u8, acknowledge: Acknowledge) -> Serial {
        self.receipts.arrive(Receipt { frame_id, acknowledge })
    }

    /// A frame was painted, overtaken or found unreadable.
    pub(super) fn settle(&mut self, serial: Serial) {
        self.receipts.settle(serial);
    }

    /// The next that may leave: the frame's id, and whom to tell it.
    pub(super) fn next(&mut self, release: Release) -> Option<(u8, Acknowledge)> {
        let Receipt { frame_id, acknowledge } = self.receipts.next(release)?;
        self.last = Some(Last { frame_id, again: Rc::downgrade(&acknowledge) });
        Some((frame_id, acknowledge))
    }

    /// The one that left last, while its socket is there.
    pub(super) fn last(&self) -> Option<(u8, Acknowledge)> {
        let last = self.last.as_ref()?;
        Some((last.frame_id, last.again.upgrade()?))
    }
}
