//! Which camera is looked at.

use super::FrameScheduler;
use crate::browser::clock;
use crate::viewer::status::CameraName;

impl FrameScheduler {
    /// Another camera is looked at: figures are of its frames alone, and the one that waits is not painted any more.
    pub(super) fn forget_waiting(&mut self) {
        self.counters.begin_stream();
        if let Some((forgotten, _)) = self.waiting.take() {
            self.acks.complete(forgotten);
        }
    }

    /// Looks at this camera from now on, as soon as it has frames.
    pub(in crate::viewer::page) fn look_at(&mut self, name: CameraName) {
        self.cameras.look_at(name, clock::now());
    }

    /// Nothing streams: whatever comes next is looked at.
    pub(in crate::viewer::page) fn end_streams(&mut self) {
        self.cameras.end();
    }
}
