//! The handle that components and the socket use.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::Element;
use web_sys::js_sys::ArrayBuffer;

use super::frame_counters::FrameCounters;
use super::measurements::{HistogramWatcher, Measurements, PixelReadout};
use super::pending_acks::Acknowledge;
use super::pending_saves::OnSaved;
use super::pipeline::Pipeline;
use super::statistics::Statistics;
use crate::sync::Visibility;
use crate::viewer::geometry::{Orientation, PixelRect};
use crate::viewer::image::{Clipping, ClippingMarks, Contrast, Histogram, RangeLimits};
use crate::viewer::status::{CameraName, MinuteReport};
use crate::viewer::worker::CanvasReads;

/// Frames to pixels; copies are the same viewer. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Viewer {
    pipeline: StoredValue<Rc<Pipeline>, LocalStorage>,
    statistics: ReadSignal<Statistics>,
    contrast: RwSignal<Contrast>,
    marks: RwSignal<ClippingMarks>,
    limits: ReadSignal<Option<RangeLimits>>,
    clipping: ReadSignal<Option<Clipping>>,
    histogram: ReadSignal<Option<Histogram>>,
    probed: ReadSignal<Option<PixelReadout>>,
    failure: ReadSignal<Option<String>>,
    canvas_reads: ReadSignal<CanvasReads>,
}

/// Where samples come from: a contrast that was set by hand is for these.
#[derive(Clone, Debug, PartialEq)]
struct Source {
    detector: Option<Arc<str>>,
    bit_depth: u16,
}

impl Source {
    /// Where the picture's samples come from; `None` for a jpeg.
    fn of(statistics: &Statistics) -> Option<Self> {
        statistics.bit_depth.map(|bit_depth| Self { detector: statistics.detector.clone(), bit_depth })
    }

    /// Do limits for these values mean something else for the other ones? The same camera may have larger values than it
    /// showed so far.
    fn has_other_values_than(&self, now: &Self) -> bool {
        self.bit_depth > now.bit_depth || (self.bit_depth != now.bit_depth && self.detector != now.detector)
    }
}

/// The viewer of this page.
///
/// # Panics
/// When there is none: a mistake in the page's own structure.
#[must_use]
pub fn use_viewer() -> Viewer {
    expect_context()
}

impl Viewer {
    /// Makes the viewer and gives it to every component below. It paints while `visibility` says that somebody can see
    /// it, and is emptied when `backend`, the address that frames come from, is set again.
    pub fn provide(visibility: Signal<Visibility>, backend: Signal<Option<String>>) -> Self {
        let viewer = Self::new(visibility);
        Effect::watch(move || backend.track(), move |(), _, _| viewer.clear(), false);
        provide_context(viewer);
        viewer
    }

    /// A viewer that paints while `visibility` says that somebody can see it.
    #[must_use]
    pub fn new(visibility: Signal<Visibility>) -> Self {
        let statistics = RwSignal::new(Statistics::default());
        let measurements = Measurements::new();
        let pipeline = StoredValue::new_local(Pipeline::new(visibility, FrameCounters::new(statistics), measurements));
        let contrast = RwSignal::new(Contrast::default());
        let marks = RwSignal::new(ClippingMarks::Off);
        // The signals are made here, so that they live as long as the viewer and not as whoever asks for them.
        let viewer = Self {
            pipeline,
            statistics: statistics.read_only(),
            contrast,
            marks,
            limits: measurements.limits.read_only(),
            clipping: measurements.clipping.read_only(),
            histogram: measurements.histogram.read_only(),
            probed: measurements.probed.read_only(),
            failure: measurements.failure.read_only(),
            canvas_reads: measurements.canvas_reads.read_only(),
        };
        Effect::new(move || {
            visibility.track();
            viewer.with(Pipeline::advance);
        });
        Effect::new(move |before: Option<Option<Source>>| {
            let source = viewer.statistics.with(Source::of).or_else(|| before.clone().flatten());
            if before.flatten().zip(source.as_ref()).is_some_and(|(before, now)| before.has_other_values_than(now)) {
                contrast.set(Contrast::default());
            }
            source
        });
        Effect::new(move || {
            let contrast = contrast.get();
            viewer.with(|pipeline| pipeline.set_contrast(contrast));
        });
        Effect::new(move || {
            let marks = marks.get();
            viewer.with(|pipeline| pipeline.set_marks(marks));
        });
        viewer
    }

    /// Takes one `frame` message's bytes, a MessagePack map. They are given to the painter: nobody else has them then.
    ///
    /// Calls `acknowledge` exactly once with the frame's own id, in the order of arrival: when it is painted, or when
    /// it can't be or is overtaken by a newer one and the one before it is done. While the canvas can't be seen, in a
    /// hidden tab or on another page, acknowledgements wait until it can, but for those beyond
    /// [`MAX_UNACKNOWLEDGED`](crate::viewer::status::MAX_UNACKNOWLEDGED). Never called for a message without a usable
    /// integer id.
    pub fn take(self, message: ArrayBuffer, acknowledge: Acknowledge) {
        self.with(|pipeline| pipeline.take(message, acknowledge));
    }

    /// Acknowledges the latest frame again, and says its id: a backend that waits for an acknowledgement that it never
    /// got sends no frame until it gets it. `None` when no frame was acknowledged on the socket that is open now.
    #[must_use]
    pub fn acknowledge_again(self) -> Option<u8> {
        self.pipeline.try_get_value().and_then(|pipeline| pipeline.acknowledge_again())
    }

    /// Looks at this camera from now on, as soon as it has frames. Those of others are acknowledged and counted, and not
    /// shown while it streams.
    pub fn look_at(self, name: CameraName) {
        self.with(|pipeline| pipeline.look_at(name));
    }

    /// Nothing streams: whichever camera has the next frame is looked at.
    pub fn end_streams(self) {
        self.with(|pipeline| pipeline.end_streams());
    }

    /// Figures about the frames so far.
    #[must_use]
    pub fn statistics(self) -> ReadSignal<Statistics> {
        self.statistics
    }

    /// What happened to frames in the last minute. It is counted always, and made into figures only when asked for.
    #[must_use]
    pub fn minute(self) -> MinuteReport {
        self.pipeline.try_get_value().map(|pipeline| pipeline.minute()).unwrap_or_default()
    }

    /// How 16-bit samples are shown; what came as jpeg is shown as it is. Setting it repaints the picture soon, also when
    /// no stream runs.
    #[must_use]
    pub fn contrast(self) -> RwSignal<Contrast> {
        self.contrast
    }

    /// The values that are black and white now, whoever chose them; `None` while contrast has no effect, because the
    /// picture came as jpeg or there is none.
    #[must_use]
    pub fn limits(self) -> ReadSignal<Option<RangeLimits>> {
        self.limits
    }

    /// Whether black and saturated pixels are marked. Of a jpeg they are not where the browser falsifies what is read from a
    /// canvas.
    #[must_use]
    pub fn marks(self) -> RwSignal<ClippingMarks> {
        self.marks
    }

    /// How much of the picture is at the ends of its range, at most four times a second. It is known where values are
    /// counted for somebody who looks: for the histogram, for marks, and of binary frames for automatic contrast.
    #[must_use]
    pub fn clipping(self) -> ReadSignal<Option<Clipping>> {
        self.clipping
    }

    /// How often values occur in the picture, at most four times a second: of a binary frame its samples, of a jpeg the
    /// 8-bit colours. It is counted only while the component (or other reactive owner) that called this lives.
    #[must_use]
    pub fn histogram(self) -> ReadSignal<Option<Histogram>> {
        self.watch_histogram(HistogramWatcher::Shown);
        self.histogram
    }

    /// Whether the picture is dark; `None` until its values are counted. They are counted as for [`Viewer::histogram`], and
    /// nothing else is told of them.
    #[must_use]
    pub fn darkness(self) -> Signal<Option<bool>> {
        self.watch_histogram(HistogramWatcher::Unseen);
        Signal::derive(move || self.histogram.with(|histogram| histogram.as_ref().map(Histogram::is_dark)))
    }

    fn watch_histogram(self, watcher: HistogramWatcher) {
        self.with(|pipeline| pipeline.watch_histogram(watcher));
        on_cleanup(move || self.with(|pipeline| pipeline.unwatch_histogram(watcher)));
    }

    /// Asks what is measured at a pixel of the picture, counted from its top left: [`Viewer::probed`] has the answer
    /// soon. Of pixels asked for meanwhile, the last one is asked next.
    pub fn probe(self, x: u32, y: u32) {
        self.with(|pipeline| pipeline.probe(x, y));
    }

    /// What was measured at the pixel that was answered last.
    #[must_use]
    pub fn probed(self) -> ReadSignal<Option<PixelReadout>> {
        self.probed
    }

    /// Why nothing can be painted at the moment; it is tried again by itself. `None` as long as painting works.
    #[must_use]
    pub fn failure(self) -> ReadSignal<Option<String>> {
        self.failure
    }

    /// Whether what is read from a canvas is what was painted. Where it is not, a jpeg has neither values nor a histogram.
    #[must_use]
    pub fn canvas_reads(self) -> ReadSignal<CanvasReads> {
        self.canvas_reads
    }

    /// Makes a PNG file of a part of what is shown, which is turned so. Where the browser falsifies what is read from a canvas,
    /// none is read: of a jpeg, the file is all of it as it came then. Calls `on_saved` once, unless the painter never ends.
    pub fn save(self, part: PixelRect, orientation: Orientation, on_saved: OnSaved) {
        self.with(|pipeline| pipeline.save(part, orientation, on_saved));
    }

    /// Moves the canvas into `place`. Painting goes on while that is in the document.
    pub fn mount(self, place: &Element) {
        self.with(|pipeline| pipeline.mount(place));
    }

    /// Forgets every frame, acknowledging what was not yet, and empties canvas and statistics. A contrast that was set by
    /// hand was set for that picture.
    pub fn clear(self) {
        self.with(Pipeline::clear);
        self.contrast.try_set(Contrast::default());
    }

    fn with(self, act: impl FnOnce(&Rc<Pipeline>)) {
        // The viewer is gone only when the page is. Cloned out, so that what is called may call back.
        if let Some(pipeline) = self.pipeline.try_get_value() {
            act(&pipeline);
        }
    }
}
