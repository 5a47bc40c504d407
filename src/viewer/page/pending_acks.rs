//! The acknowledgements that are pending, and the one that left last.

use std::rc::{Rc, Weak};

use crate::viewer::status::{AckPolicy, AckQueue, FrameSeq};

/// Sends a frame's id back over the socket that the frame came from. One per socket; called once a frame.
pub type Acknowledge = Rc<dyn Fn(u8)>;

/// Which frames are still to be acknowledged, each on the socket that brought it.
#[derive(Default)]
pub(super) struct PendingAcks {
    queue: AckQueue<PendingAck>,
    /// The socket that brought the latest frame.
    socket: Option<Weak<dyn Fn(u8)>>,
    /// The one that left last, for as long as its socket is there.
    last: Option<LastAck>,
}

struct PendingAck {
    frame_id: u8,
    acknowledge: Acknowledge,
}

struct LastAck {
    frame_id: u8,
    again: Weak<dyn Fn(u8)>,
}

impl PendingAcks {
    /// A frame came. The first of a socket is acknowledged at once, painted or not: before that, a backend sends every frame
    /// that it has. Of those of an earlier socket nobody waits for an acknowledgement any more.
    pub(super) fn arrive(&mut self, frame_id: u8, acknowledge: Acknowledge) -> FrameSeq {
        let socket = Rc::downgrade(&acknowledge);
        let is_first = self.socket.as_ref().is_none_or(|before| !before.ptr_eq(&socket));
        let seq = self.queue.arrive(PendingAck { frame_id, acknowledge });
        if is_first {
            self.socket = Some(socket);
            self.queue.hasten();
        }
        seq
    }

    /// A frame was painted, overtaken or found unreadable.
    pub(super) fn complete(&mut self, seq: FrameSeq) {
        self.queue.complete(seq);
    }

    /// The next that may leave: the frame's id, and whom to tell it.
    pub(super) fn next(&mut self, release: AckPolicy) -> Option<(u8, Acknowledge)> {
        let PendingAck { frame_id, acknowledge } = self.queue.next(release)?;
        self.last = Some(LastAck { frame_id, again: Rc::downgrade(&acknowledge) });
        Some((frame_id, acknowledge))
    }

    /// The one that left last, while its socket is there.
    pub(super) fn last(&self) -> Option<(u8, Acknowledge)> {
        let last = self.last.as_ref()?;
        Some((last.frame_id, last.again.upgrade()?))
    }
}
