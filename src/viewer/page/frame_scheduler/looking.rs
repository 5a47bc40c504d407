//! How the picture is shown, and what is asked about it.

use super::{FrameScheduler, Readiness};
use crate::viewer::geometry::{Orientation, PixelRect};
use crate::viewer::image::{ClippingMarks, Contrast};
use crate::viewer::page::OnSaved;
use crate::viewer::page::measurements::HistogramWatcher;
use crate::viewer::worker::{Histograms, WorkerCommand};

impl FrameScheduler {
    pub(in crate::viewer::page) fn set_contrast(&mut self, contrast: Contrast) {
        let ordered = self.host.set_contrast(contrast);
        self.check(ordered);
    }

    pub(in crate::viewer::page) fn set_marks(&mut self, marks: ClippingMarks) {
        let ordered = self.host.set_marks(marks);
        self.check(ordered);
    }

    pub(in crate::viewer::page) fn watch_histogram(&mut self, watcher: HistogramWatcher) {
        let wanted = self.measurements.watch(watcher);
        self.set_histograms(wanted);
    }

    pub(in crate::viewer::page) fn unwatch_histogram(&mut self, watcher: HistogramWatcher) {
        let wanted = self.measurements.unwatch(watcher);
        self.set_histograms(wanted);
    }

    pub(in crate::viewer::page) fn probe(&mut self, x: u32, y: u32) {
        if self.host.readiness() == Readiness::Ready && self.measurements.ask(x, y) {
            self.command(WorkerCommand::Probe { x, y });
        }
    }

    pub(in crate::viewer::page) fn save(&mut self, part: PixelRect, orientation: Orientation, on_saved: OnSaved) {
        if self.host.readiness() != Readiness::Ready {
            self.saves.refuse(on_saved, "what paints it is being started".to_owned());
        } else if let Some(number) = self.saves.ask(on_saved) {
            self.command(WorkerCommand::Save { number, part, orientation });
        }
    }

    fn set_histograms(&mut self, histograms: Histograms) {
        let ordered = self.host.set_histograms(histograms);
        self.check(ordered);
    }
}
