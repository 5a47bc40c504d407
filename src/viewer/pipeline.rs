//! The way of a frame: arrived, being painted, painted.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;
use web_sys::js_sys::ArrayBuffer;

use super::arrived::Arrived;
use super::easel::{Easel, Readiness};
use super::handle::Acknowledge;
use super::measured::Measured;
use super::tally::{PUBLISH_INTERVAL_MS, Tally};
use super::unreadable::{Kind, Unreadable};
use crate::clock;
use crate::painter::{Complaints, Histograms, Order, Painted, Report};
use crate::picture::{Minute, Receipts, Release, Serial};
use crate::samples::Contrast;
use crate::sync::{Moment, Visibility};
use crate::wire;

/// A painter that took longer over one frame hangs.
const PAINT_TIMEOUT_MS: u64 = 10_000;

/// Takes frames to the canvas, one at a time. Whatever happens to a frame, its receipt leaves once.
pub(super) struct Pipeline {
    visibility: Signal<Visibility>,
    state: RefCell<State>,
}

struct State {
    receipts: Receipts<Receipt>,
    /// The frame that was acknowledged last, for as long as its socket is there.
    acknowledged: Option<Acknowledged>,
    /// The latest frame, until the one before it is done or the canvas can be seen again.
    waiting: Option<Arrived>,
    /// While there is something, frames wait.
    busy: Option<Busy>,
    easel: Easel,
    /// The painter has it while it paints. As large as the largest picture so far, so that a stream needs no new memory.
    spare: Option<ArrayBuffer>,
    measured: Measured,
    tally: Tally,
    complaints: Complaints<Kind>,
    /// Runs only while there is something to publish or to give up.
    timer: Option<Timeout>,
}

enum Busy {
    /// The painter has this frame.
    Painting { arrived: Arrived, since: Moment },
    /// A binary frame was painted that the browser has not shown yet: nobody would see it if the next one came before.
    Showing,
}

/// When the painter gets the next frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Now,
    /// When the browser has shown the page as it is now.
    WhenShown,
}

struct Receipt {
    frame_id: u8,
    acknowledge: Acknowledge,
}

struct Acknowledged {
    frame_id: u8,
    again: Weak<dyn Fn(u8)>,
}

impl Pipeline {
    pub(super) fn new(visibility: Signal<Visibility>, tally: Tally, measured: Measured) -> Rc<Self> {
        let pipeline = Rc::new_cyclic(|pipeline: &Weak<Self>| {
            let pipeline = Weak::clone(pipeline);
            let easel = Easel::new(Rc::new(move |report| {
                if let Some(pipeline) = pipeline.upgrade() {
                    pipeline.heard(report);
                }
            }));
            let state = State {
                receipts: Receipts::default(),
                acknowledged: None,
                waiting: None,
                busy: None,
                easel,
                spare: None,
                measured,
                tally,
                complaints: Complaints::default(),
                timer: None,
            };
            Self { visibility, state: RefCell::new(state) }
        });
        pipeline.state.borrow_mut().start();
        pipeline
    }

    /// A frame came.
    pub(super) fn take(self: &Rc<Self>, message: Vec<u8>, acknowledge: Acknowledge) {
        self.state.borrow_mut().arrive(message, acknowledge);
        self.advance();
    }

    /// Does what can be done now: when a frame came or was painted, and when the canvas can be seen again.
    pub(super) fn advance(self: &Rc<Self>) {
        let shown = self.shown();
        if shown {
            self.state.borrow_mut().paint_next();
        }
        self.release(if shown { Release::Settled } else { Release::Held });
        self.publish();
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(self: &Rc<Self>, place: &Element) {
        {
            let state = &mut *self.state.borrow_mut();
            let mounted = state.easel.mount(place);
            state.check(mounted);
        }
        self.advance();
    }

    /// Forgets every frame and empties the canvas.
    pub(super) fn clear(self: &Rc<Self>) {
        {
            let state = &mut *self.state.borrow_mut();
            state.waiting = None;
            state.busy = None;
            state.spare = None;
            state.tally.clear();
            state.complaints = Complaints::default();
            state.order(Order::Clear);
        }
        self.release(Release::All);
        self.publish();
    }

    /// Shows the picture with another contrast.
    pub(super) fn set_contrast(&self, contrast: Contrast) {
        let state = &mut *self.state.borrow_mut();
        let ordered = state.easel.set_contrast(contrast);
        state.check(ordered);
    }

    /// One more wants the histogram.
    pub(super) fn watch_histogram(&self) {
        let state = &mut *self.state.borrow_mut();
        if state.measured.watch() {
            state.set_histograms(Histograms::Wanted);
        }
    }

    /// One fewer wants the histogram.
    pub(super) fn unwatch_histogram(&self) {
        let state = &mut *self.state.borrow_mut();
        if state.measured.unwatch() {
            state.set_histograms(Histograms::Unwanted);
        }
    }

    /// Asks what was measured at a pixel.
    pub(super) fn probe(&self, x: u32, y: u32) {
        let state = &mut *self.state.borrow_mut();
        if state.easel.readiness() == Readiness::Ready && state.measured.ask(x, y) {
            state.order(Order::Probe { x, y });
        }
    }

    /// What happened to frames in the last minute.
    pub(super) fn minute(&self) -> Minute {
        self.state.borrow().tally.minute()
    }

    /// A canvas that nobody sees paints nothing.
    fn shown(&self) -> bool {
        self.visibility.try_get_untracked() == Some(Visibility::Visible) && self.state.borrow().easel.shown()
    }

    /// The painter told something.
    fn heard(self: &Rc<Self>, report: Report) {
        let next = self.state.borrow_mut().hear(report);
        if next == Next::WhenShown {
            let pipeline = Rc::clone(self);
            request_animation_frame(move || pipeline.showed());
        }
        self.advance();
    }

    /// The browser shows the page as it is now.
    fn showed(self: &Rc<Self>) {
        self.state.borrow_mut().busy.take_if(|busy| matches!(busy, Busy::Showing));
        self.advance();
    }

    /// Sends the receipts that may leave. The state is not borrowed meanwhile: who is called may call back.
    fn release(&self, release: Release) {
        while let Some(receipt) = self.next_receipt(release) {
            (receipt.acknowledge)(receipt.frame_id);
        }
    }

    fn next_receipt(&self, release: Release) -> Option<Receipt> {
        let state = &mut *self.state.borrow_mut();
        let receipt = state.receipts.next(release)?;
        let again = Rc::downgrade(&receipt.acknowledge);
        state.acknowledged = Some(Acknowledged { frame_id: receipt.frame_id, again });
        Some(receipt)
    }

    /// Acknowledges the latest frame again; see [`Viewer::acknowledge_again`](super::Viewer::acknowledge_again).
    pub(super) fn acknowledge_again(&self) -> Option<u8> {
        let last = |last: &Acknowledged| Some((last.frame_id, last.again.upgrade()?));
        let (frame_id, acknowledge) = self.state.borrow().acknowledged.as_ref().and_then(last)?;
        acknowledge(frame_id);
        Some(frame_id)
    }

    fn publish(self: &Rc<Self>) {
        let state = &mut *self.state.borrow_mut();
        let come_back = state.tally.publish() || state.busy.is_some() || state.easel.readiness() == Readiness::Soon;
        if come_back && state.timer.is_none() {
            let pipeline = Rc::downgrade(self);
            let woke = move || pipeline.upgrade().map_or((), |pipeline| pipeline.woke());
            state.timer = Some(Timeout::new(PUBLISH_INTERVAL_MS as u32, woke));
        }
    }

    fn woke(self: &Rc<Self>) {
        self.state.borrow_mut().woke();
        self.advance();
    }
}

impl State {
    fn arrive(&mut self, message: Vec<u8>, acknowledge: Acknowledge) {
        let at = clock::now();
        self.tally.received(at, message.len());
        let frame_id = match wire::frame_id(&message) {
            Ok(frame_id) => frame_id,
            Err(why) => {
                // Without an id there is nothing to acknowledge, and a wrong one would do harm.
                self.tally.undecodable();
                return self.complain(&why.into());
            }
        };
        let serial = self.receipts.arrive(Receipt { frame_id, acknowledge });
        match Arrived::read(message, serial, at) {
            Ok(arrived) => {
                self.tally.timed(at, arrived.server_timestamp_s);
                if let Some(overtaken) = self.waiting.replace(arrived) {
                    self.tally.dropped(at);
                    self.receipts.settle(overtaken.serial);
                }
            }
            Err(why) => self.give_up(serial, &why),
        }
    }

    /// Hands the painter the frame that waits, if it has none.
    fn paint_next(&mut self) {
        if self.busy.is_some() || self.waiting.is_none() {
            return;
        }
        self.start();
        match self.easel.readiness() {
            Readiness::Soon => {}
            Readiness::Missing => {
                if let Some(arrived) = self.waiting.take() {
                    self.lose(arrived.serial);
                }
            }
            Readiness::Ready => {
                if let Some(arrived) = self.waiting.take() {
                    let order = arrived.order(self.spare.take());
                    self.busy = Some(Busy::Painting { arrived, since: clock::now() });
                    self.order(order);
                }
            }
        }
    }

    fn hear(&mut self, report: Report) -> Next {
        match report {
            Report::Painted { serial, painted, buffer } => {
                self.spare = Some(buffer);
                return self.painted(serial, painted);
            }
            Report::Unpaintable { serial, why, buffer } => {
                self.spare = Some(buffer);
                self.unpaintable(serial, why.as_deref());
            }
            Report::Ready => {
                let begun = self.easel.begin();
                self.check(begun);
            }
            Report::Failed { why } => self.fail(&Unreadable::PainterFailed { why }),
            Report::Trouble { why } => complain(&why),
            Report::Limits(limits) => self.measured.set_limits(limits),
            Report::Histogram(histogram) => self.measured.set_histogram(histogram),
            Report::Probed { x, y, value } => {
                if let Some((x, y)) = self.measured.answer(x, y, value) {
                    self.order(Order::Probe { x, y });
                }
            }
        }
        Next::Now
    }

    /// A frame is on the canvas.
    fn painted(&mut self, serial: Serial, painted: Painted) -> Next {
        // Of one that was given up or forgotten meanwhile, that was counted.
        let Some(arrived) = self.take_painting(serial) else { return Next::Now };
        self.tally.painted(arrived.at, painted, arrived.metadata().as_ref());
        self.receipts.settle(serial);
        let shown = self.easel.painted();
        self.check(shown);
        if painted.bit_depth.is_none() {
            return Next::Now;
        }
        self.busy = Some(Busy::Showing);
        Next::WhenShown
    }

    fn unpaintable(&mut self, serial: Serial, why: Option<&str>) {
        if self.take_painting(serial).is_some() {
            if let Some(why) = why {
                complain(why);
            }
            self.lose(serial);
        }
    }

    fn take_painting(&mut self, serial: Serial) -> Option<Arrived> {
        let awaited = |busy: &mut Busy| matches!(busy, Busy::Painting { arrived, .. } if arrived.serial == serial);
        match self.busy.take_if(awaited)? {
            Busy::Painting { arrived, .. } => Some(arrived),
            Busy::Showing => None,
        }
    }

    fn start(&mut self) {
        let started = self.easel.start(clock::now());
        self.check(started);
    }

    fn set_histograms(&mut self, histograms: Histograms) {
        let ordered = self.easel.set_histograms(histograms);
        self.check(ordered);
    }

    fn order(&mut self, order: Order) {
        let sent = self.easel.send(order);
        self.check(sent);
    }

    /// What the browser does not do for the painter, it will not do the next time either.
    fn check(&mut self, done: Result<(), JsValue>) {
        if let Err(why) = done {
            let why = why.as_string().unwrap_or_else(|| format!("{why:?}"));
            self.fail(&Unreadable::PainterFailed { why });
        }
    }

    /// The painter can't go on. What it had is lost.
    fn fail(&mut self, why: &Unreadable) {
        self.complain(why);
        self.easel.fail(clock::now());
        self.measured.forget();
        if let Some(Busy::Painting { arrived, .. }) = self.busy.take() {
            self.lose(arrived.serial);
        }
    }

    fn give_up(&mut self, serial: Serial, why: &Unreadable) {
        self.complain(why);
        self.lose(serial);
    }

    fn lose(&mut self, serial: Serial) {
        self.tally.undecodable();
        self.receipts.settle(serial);
    }

    fn complain(&mut self, why: &Unreadable) {
        if self.complaints.is_first(why.kind()) {
            complain(&why.to_string());
        }
    }

    /// Gives up what took too long.
    fn woke(&mut self) {
        self.timer = None;
        let now = clock::now();
        match &self.busy {
            Some(Busy::Painting { since, .. }) if now.ms_since(*since) >= PAINT_TIMEOUT_MS => {
                self.fail(&Unreadable::TimedOut { limit_ms: PAINT_TIMEOUT_MS });
            }
            // The browser shows nothing at the moment, but frames have to be acknowledged.
            Some(Busy::Showing) => self.busy = None,
            Some(Busy::Painting { .. }) | None => {}
        }
        if self.easel.is_overdue(now) {
            self.fail(&Unreadable::PainterFailed { why: "it takes too long to start".to_owned() });
        }
    }
}

fn complain(why: &str) {
    tracing::warn!("[LiveView] {why} (said once; more of this kind are counted)");
}
