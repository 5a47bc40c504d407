//! The acknowledgements that are owed, and the one that left last.

use std::rc::{Rc, Weak};

use super::handle::Acknowledge;
use crate::viewer::status::{AckPolicy, AckQueue, FrameSeq};

/// Which frames are still to be acknowledged, each on the socket that brought it.
#[derive(Default)]
pub(super) struct PendingAcks {
    receipts: AckQueue<Receipt>,
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

impl PendingAcks {
    /// A frame came.
    pub(super) fn arrive(&mut self, frame_id: u8, acknowledge: Acknowledge) -> FrameSeq {
        self.receipts.arrive(Receipt { frame_id, acknowledge })
    }

    /// A frame was painted, overtaken or found unreadable.
    pub(super) fn complete(&mut self, serial: FrameSeq) {
        self.receipts.complete(serial);
    }

    /// The next that may leave: the frame's id, and whom to tell it.
    pub(super) fn next(&mut self, release: AckPolicy) -> Option<(u8, Acknowledge)> {
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
