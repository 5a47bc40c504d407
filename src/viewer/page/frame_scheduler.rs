//! Where every frame stands, and what is to be done with it next.

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::Element;
use web_sys::js_sys::ArrayBuffer;

use super::canvas_host::{CanvasHost, Readiness};
use super::display_error::{DisplayError, Kind};
use super::frame_counters::FrameCounters;
use super::frame_info::FrameInfo;
use super::frame_reader::FrameReader;
use super::handle::Acknowledge;
use super::measurements::Measurements;
use super::pending_acks::PendingAcks;
use super::queued_frame::QueuedFrame;
use crate::browser::clock;
use crate::browser::js_error::in_words;
use crate::sync::Timestamp;
use crate::viewer::image::Contrast;
use crate::viewer::status::{FrameSeq, MinuteReport};
use crate::viewer::worker::{Histograms, LogOnce, Painted, WorkerCommand, WorkerEvent};

/// A painter that took longer over one frame hangs.
const PAINT_TIMEOUT_MS: u64 = 10_000;

/// Where every frame stands. It calls nobody: the pipeline does what it says.
pub(super) struct FrameScheduler {
    pub(super) owed: PendingAcks,
    reader: FrameReader,
    /// The latest frame, until the one before it is done or the canvas can be seen again.
    waiting: Option<(FrameSeq, QueuedFrame)>,
    /// While there is something, frames wait.
    busy: Option<Busy>,
    easel: CanvasHost,
    measured: Measurements,
    tally: FrameCounters,
    complaints: LogOnce<Kind>,
    /// Runs only while there is something to publish or to give up.
    pub(super) timer: Option<Timeout>,
}

enum Busy {
    /// The painter has this frame's picture. It came `at`, and was handed over `since`.
    Painting { serial: FrameSeq, at: Timestamp, said: FrameInfo, since: Timestamp },
    /// A binary frame was painted that the browser has not shown yet: nobody would see it if the next one came before.
    Showing,
}

/// When the painter gets the next frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Now,
    /// When the browser has shown the page as it is now.
    WhenShown,
}

impl FrameScheduler {
    pub(super) fn new(easel: CanvasHost, tally: FrameCounters, measured: Measurements) -> Self {
        Self {
            owed: PendingAcks::default(),
            reader: FrameReader::default(),
            waiting: None,
            busy: None,
            easel,
            measured,
            tally,
            complaints: LogOnce::default(),
            timer: None,
        }
    }

    /// Can the canvas be seen, as far as the document knows?
    pub(super) fn is_mounted(&self) -> bool {
        self.easel.shown()
    }

    pub(super) fn mount(&mut self, place: &Element) {
        let mounted = self.easel.mount(place);
        self.check(mounted);
    }

    /// Forgets all frames but their receipts.
    pub(super) fn clear(&mut self) {
        self.waiting = None;
        self.busy = None;
        self.tally.clear();
        self.complaints = LogOnce::default();
        self.order(WorkerCommand::Clear);
    }

    pub(super) fn set_contrast(&mut self, contrast: Contrast) {
        let ordered = self.easel.set_contrast(contrast);
        self.check(ordered);
    }

    pub(super) fn watch_histogram(&mut self) {
        if self.measured.watch() {
            self.set_histograms(Histograms::Wanted);
        }
    }

    pub(super) fn unwatch_histogram(&mut self) {
        if self.measured.unwatch() {
            self.set_histograms(Histograms::Unwanted);
        }
    }

    pub(super) fn probe(&mut self, x: u32, y: u32) {
        if self.easel.readiness() == Readiness::Ready && self.measured.ask(x, y) {
            self.order(WorkerCommand::Probe { x, y });
        }
    }

    pub(super) fn minute(&self) -> MinuteReport {
        self.tally.minute()
    }

    /// Shows the canvas that is painted on, and publishes figures if it is time. Says whether to come back later: for
    /// that, or for what may take too long.
    pub(super) fn publish(&mut self) -> bool {
        let turned = self.easel.turn();
        self.check(turned);
        self.tally.publish() || self.busy.is_some() || self.easel.readiness() == Readiness::Soon
    }

    /// The browser shows the page as it is now.
    pub(super) fn showed(&mut self) {
        self.busy.take_if(|busy| matches!(busy, Busy::Showing));
    }

    pub(super) fn arrive(&mut self, message: &ArrayBuffer, acknowledge: Acknowledge) {
        let at = clock::now();
        self.tally.received(at, message.byte_length());
        let read = self.reader.read(message, at);
        let id = read.as_ref().map_or_else(|_| self.reader.frame_id(message), |arrived| Ok(arrived.frame_id));
        let frame_id = match id {
            Ok(frame_id) => frame_id,
            Err(why) => {
                // Without an id there is nothing to acknowledge, and a wrong one would do harm.
                self.tally.undecodable();
                return self.complain(&why);
            }
        };
        let serial = self.owed.arrive(frame_id, acknowledge);
        match read {
            Ok(arrived) => {
                self.tally.timed(at, arrived.said.server_timestamp_s);
                if let Some((overtaken, _)) = self.waiting.replace((serial, arrived)) {
                    self.tally.dropped(at);
                    self.owed.complete(overtaken);
                }
            }
            Err(why) => self.give_up(serial, &why),
        }
    }

    /// Hands the painter the frame that waits, if it has none.
    pub(super) fn paint_next(&mut self) {
        if self.busy.is_some() || self.waiting.is_none() {
            return;
        }
        self.start();
        let readiness = self.easel.readiness();
        if readiness == Readiness::Soon {
            return;
        }
        let Some((serial, arrived)) = self.waiting.take() else { return };
        if readiness == Readiness::Missing {
            return self.lose(serial);
        }
        let QueuedFrame { at, said, message, picture, .. } = arrived;
        self.busy = Some(Busy::Painting { serial, at, said, since: clock::now() });
        self.order(picture.order(serial, &message));
    }

    pub(super) fn hear(&mut self, report: Result<WorkerEvent, String>) -> Next {
        let report = match report {
            Ok(report) => report,
            Err(why) => {
                self.fail(&DisplayError::PainterFailed { why });
                return Next::Now;
            }
        };
        match report {
            WorkerEvent::Painted { serial, painted } => return self.painted(serial, painted),
            WorkerEvent::PaintError { serial, why } => self.unpaintable(serial, why.as_deref()),
            WorkerEvent::Ready => {
                let begun = self.easel.begin();
                self.check(begun);
            }
            WorkerEvent::Trouble { why } => complain(&why),
            WorkerEvent::RangeLimits(limits) => self.measured.set_limits(limits),
            WorkerEvent::Histogram(histogram) => self.measured.set_histogram(histogram.map(|histogram| *histogram)),
            WorkerEvent::PixelReadout { x, y, value } => {
                if let Some((x, y)) = self.measured.answer(x, y, value) {
                    self.order(WorkerCommand::Probe { x, y });
                }
            }
        }
        Next::Now
    }

    /// A frame is on the canvas.
    fn painted(&mut self, serial: FrameSeq, painted: Painted) -> Next {
        // Of one that was given up or forgotten meanwhile, that was counted.
        let Some(Busy::Painting { at, said, .. }) = self.take_painting(serial) else { return Next::Now };
        self.tally.painted(at, painted, said, clock::now());
        self.owed.complete(serial);
        self.measured.painted();
        self.easel.painted(painted.size);
        if painted.bit_depth.is_none() {
            return Next::Now;
        }
        self.busy = Some(Busy::Showing);
        Next::WhenShown
    }

    fn unpaintable(&mut self, serial: FrameSeq, why: Option<&str>) {
        if self.take_painting(serial).is_some() {
            if let Some(why) = why {
                complain(why);
            }
            self.lose(serial);
        }
    }

    /// The painter is done with this frame, if that is what it has.
    fn take_painting(&mut self, awaited: FrameSeq) -> Option<Busy> {
        self.busy.take_if(|busy| matches!(busy, Busy::Painting { serial, .. } if *serial == awaited))
    }

    pub(super) fn start(&mut self) {
        let started = self.easel.start(clock::now());
        self.check(started);
    }

    fn set_histograms(&mut self, histograms: Histograms) {
        let ordered = self.easel.set_histograms(histograms);
        self.check(ordered);
    }

    fn order(&mut self, order: WorkerCommand) {
        let sent = self.easel.send(order);
        self.check(sent);
    }

    /// What the browser does not do for the painter, it will not do the next time either.
    fn check(&mut self, done: Result<(), JsValue>) {
        if let Err(why) = done {
            self.fail(&DisplayError::PainterFailed { why: in_words(&why) });
        }
    }

    /// The painter can't go on. What it had is lost.
    fn fail(&mut self, why: &DisplayError) {
        self.complain(why);
        self.easel.fail(clock::now());
        self.measured.fail(why.reason());
        if let Some(Busy::Painting { serial, .. }) = self.busy.take() {
            self.lose(serial);
        }
    }

    fn give_up(&mut self, serial: FrameSeq, why: &DisplayError) {
        self.complain(why);
        self.lose(serial);
    }

    fn lose(&mut self, serial: FrameSeq) {
        self.tally.undecodable();
        self.owed.complete(serial);
    }

    fn complain(&mut self, why: &DisplayError) {
        if self.complaints.is_first(why.kind()) {
            complain(&why.to_string());
        }
    }

    /// Gives up what took too long.
    pub(super) fn woke(&mut self) {
        self.timer = None;
        let now = clock::now();
        match &self.busy {
            Some(Busy::Painting { since, .. }) if now.ms_since(*since) >= PAINT_TIMEOUT_MS => {
                self.fail(&DisplayError::TimedOut { limit_ms: PAINT_TIMEOUT_MS });
            }
            // The browser shows nothing at the moment, but frames have to be acknowledged.
            Some(Busy::Showing) => self.busy = None,
            Some(Busy::Painting { .. }) | None => {}
        }
        if self.easel.is_overdue(now) {
            self.fail(&DisplayError::PainterFailed { why: "it takes too long to start".to_owned() });
        }
    }
}

fn complain(why: &str) {
    tracing::warn!("[LiveView] {why} (said once; more of this kind are counted)");
}
