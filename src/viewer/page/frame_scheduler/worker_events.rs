//! What the painter reports, and what follows from it.

use super::{Busy, DisplayError, FrameScheduler, Next, warn_once};
use crate::browser::clock;
use crate::viewer::status::FrameSeq;
use crate::viewer::worker::{Painted, PictureMemory, WorkerCommand, WorkerEvent};

impl FrameScheduler {
    /// Takes what the painter reports, or why it failed. Says when it gets the next frame.
    pub(in crate::viewer::page) fn on_worker_event(&mut self, event: Result<WorkerEvent, String>) -> Next {
        let event = match event {
            Ok(event) => event,
            Err(why) => {
                self.fail(DisplayError::PainterFailed { why });
                return Next::Now;
            }
        };
        match event {
            WorkerEvent::Painted { seq, painted } => return self.painted(seq, painted),
            WorkerEvent::PaintFailed { seq, why } => self.unpaintable(seq, &why),
            WorkerEvent::Ready => {
                let begun = self.host.begin();
                self.check(begun);
            }
            WorkerEvent::Picture(memory) => self.remember(memory),
            WorkerEvent::CanvasReads(reads) => self.measurements.set_canvas_reads(reads),
            WorkerEvent::Failed { why } => self.fail(DisplayError::PainterFailed { why }),
            WorkerEvent::Saved { number, file } => self.saves.finish(number, file),
            WorkerEvent::Trouble { why } => warn_once(&why),
            WorkerEvent::RangeLimits(limits) => self.measurements.set_limits(limits),
            WorkerEvent::Clipping(clipping) => self.measurements.set_clipping(clipping),
            WorkerEvent::Histogram(histogram) => self.measurements.set_histogram(histogram.map(|histogram| *histogram)),
            WorkerEvent::PixelReadout { x, y, value } => {
                if let Some((x, y)) = self.measurements.answer(x, y, value) {
                    self.command(WorkerCommand::Probe { x, y });
                }
            }
        }
        Next::Now
    }

    /// A frame is on the canvas.
    fn painted(&mut self, seq: FrameSeq, painted: Painted) -> Next {
        // Of one that was given up or forgotten meanwhile, that was counted.
        let Some(Busy::Painting { at, info, .. }) = self.take_painting(seq) else { return Next::Now };
        self.counters.painted(at, painted, info, clock::now());
        self.acks.complete(seq);
        self.measurements.painted();
        self.host.painted(painted.size);
        if painted.bit_depth.is_none() {
            return Next::Now;
        }
        self.busy = Some(Busy::Showing);
        Next::WhenShown
    }

    /// The browser lost the picture, or it is there again.
    fn remember(&mut self, memory: PictureMemory) {
        match memory {
            PictureMemory::Lost => {
                warn_once(
                    "the browser lost the picture, as after a reset of the graphics card; it is to be painted again",
                );
                self.host.lose(clock::now());
                self.counters.lose();
            }
            PictureMemory::Regained => {
                self.host.regain();
                self.counters.regain();
            }
        }
    }

    fn unpaintable(&mut self, seq: FrameSeq, why: &str) {
        if let Some(Busy::Painting { at, .. }) = self.take_painting(seq) {
            self.count_unreadable(seq, at, why);
        }
    }

    /// The painter is done with this frame, if that is what it has.
    fn take_painting(&mut self, expected: FrameSeq) -> Option<Busy> {
        self.busy.take_if(|busy| matches!(busy, Busy::Painting { seq, .. } if *seq == expected))
    }
}
