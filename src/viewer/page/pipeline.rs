//! The way of a frame: arrived, being painted, painted.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::Element;
use web_sys::js_sys::ArrayBuffer;

use super::canvas_host::CanvasHost;
use super::frame_counters::{FrameCounters, PUBLISH_INTERVAL_MS};
use super::frame_scheduler::{FrameScheduler, Next};
use super::measurements::{HistogramWatcher, Measurements};
use super::pending_acks::Acknowledge;
use super::pending_saves::OnSaved;
use crate::sync::Visibility;
use crate::viewer::geometry::{Orientation, PixelRect};
use crate::viewer::image::{ClippingMarks, Contrast};
use crate::viewer::status::{AckPolicy, CameraName, MinuteReport};
use crate::viewer::worker::WorkerEvent;

/// Takes frames to the canvas, one at a time. Whatever happens to a frame, its acknowledgement leaves once.
pub(super) struct Pipeline {
    visibility: Signal<Visibility>,
    state: RefCell<FrameScheduler>,
}

impl Pipeline {
    pub(super) fn new(visibility: Signal<Visibility>, counters: FrameCounters, measurements: Measurements) -> Rc<Self> {
        let pipeline = Rc::new_cyclic(|pipeline: &Weak<Self>| {
            let pipeline = Weak::clone(pipeline);
            let host = CanvasHost::new(Rc::new(move |event| {
                if let Some(pipeline) = pipeline.upgrade() {
                    pipeline.on_event(event);
                }
            }));
            let state = FrameScheduler::new(host, counters, measurements);
            Self { visibility, state: RefCell::new(state) }
        });
        pipeline.state.borrow_mut().start();
        pipeline
    }

    /// A frame came.
    pub(super) fn take(self: &Rc<Self>, message: ArrayBuffer, acknowledge: Acknowledge) {
        self.state.borrow_mut().arrive(&message, acknowledge);
        self.advance();
    }

    /// Does what can be done now: when a frame came or was painted, and when the canvas can be seen again.
    pub(super) fn advance(self: &Rc<Self>) {
        let shown = self.is_visible();
        self.state.borrow_mut().set_visibility(if shown { Visibility::Visible } else { Visibility::Hidden });
        if shown {
            self.state.borrow_mut().paint_next();
        }
        self.release(if shown { AckPolicy::Completed } else { AckPolicy::Hold });
        self.tell_saved();
        self.publish();
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(self: &Rc<Self>, place: &Element) {
        self.state.borrow_mut().mount(place);
        self.advance();
    }

    /// Forgets every frame and empties the canvas.
    pub(super) fn clear(self: &Rc<Self>) {
        self.state.borrow_mut().clear();
        self.release(AckPolicy::Flush);
        self.publish();
    }

    /// Shows the picture with another contrast.
    pub(super) fn set_contrast(&self, contrast: Contrast) {
        self.state.borrow_mut().set_contrast(contrast);
    }

    /// Marks what is black and what is saturated, or no more.
    pub(super) fn set_marks(&self, marks: ClippingMarks) {
        self.state.borrow_mut().set_marks(marks);
    }

    /// Looks at this camera from now on.
    pub(super) fn look_at(&self, name: CameraName) {
        self.state.borrow_mut().look_at(name);
    }

    /// Nothing streams.
    pub(super) fn end_streams(&self) {
        self.state.borrow_mut().end_streams();
    }

    /// One more wants the histogram.
    pub(super) fn watch_histogram(&self, watcher: HistogramWatcher) {
        self.state.borrow_mut().watch_histogram(watcher);
    }

    /// One fewer wants the histogram.
    pub(super) fn unwatch_histogram(&self, watcher: HistogramWatcher) {
        self.state.borrow_mut().unwatch_histogram(watcher);
    }

    /// Asks what was measured at a pixel.
    pub(super) fn probe(&self, x: u32, y: u32) {
        self.state.borrow_mut().probe(x, y);
    }

    /// Asks for a file of a part of what is shown.
    pub(super) fn save(&self, part: PixelRect, orientation: Orientation, on_saved: OnSaved) {
        self.state.borrow_mut().save(part, orientation, on_saved);
        self.tell_saved();
    }

    /// What happened to frames in the last minute.
    pub(super) fn minute(&self) -> MinuteReport {
        self.state.borrow().minute()
    }

    /// A canvas that nobody sees paints nothing.
    fn is_visible(&self) -> bool {
        self.visibility.try_get_untracked() == Some(Visibility::Visible) && self.state.borrow().is_mounted()
    }

    /// The painter reported something, or has failed.
    fn on_event(self: &Rc<Self>, event: Result<WorkerEvent, String>) {
        let next = self.state.borrow_mut().on_worker_event(event);
        if next == Next::WhenShown {
            let pipeline = Rc::clone(self);
            request_animation_frame(move || pipeline.on_animation_frame());
        }
        self.advance();
    }

    /// The browser shows the page as it is now.
    fn on_animation_frame(self: &Rc<Self>) {
        self.state.borrow_mut().on_animation_frame();
        self.advance();
    }

    /// Sends the acknowledgements that may leave. The state is not borrowed meanwhile: who is called may call back.
    fn release(&self, release: AckPolicy) {
        loop {
            let ack = self.state.borrow_mut().acks.next(release);
            let Some((frame_id, acknowledge)) = ack else { return };
            acknowledge(frame_id);
        }
    }

    /// Tells of files that are there, or why they are not. The state is not borrowed meanwhile, as above.
    fn tell_saved(&self) {
        loop {
            let saved = self.state.borrow_mut().saves.next();
            let Some((on_saved, file)) = saved else { return };
            on_saved(file);
        }
    }

    /// Acknowledges the latest frame again; see [`Viewer::acknowledge_again`](super::Viewer::acknowledge_again).
    pub(super) fn acknowledge_again(&self) -> Option<u8> {
        let (frame_id, acknowledge) = self.state.borrow().acks.last()?;
        acknowledge(frame_id);
        Some(frame_id)
    }

    fn publish(self: &Rc<Self>) {
        let state = &mut *self.state.borrow_mut();
        if state.publish() && state.timer.is_none() {
            let pipeline = Rc::downgrade(self);
            let timer_fired = move || pipeline.upgrade().map_or((), |pipeline| pipeline.timer_fired());
            state.timer = Some(Timeout::new(PUBLISH_INTERVAL_MS as u32, timer_fired));
        }
    }

    fn timer_fired(self: &Rc<Self>) {
        self.state.borrow_mut().timer_fired();
        self.advance();
    }
}
