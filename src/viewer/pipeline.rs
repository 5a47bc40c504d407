//! The way of a frame: arrived, being decoded, painted.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ImageBitmap};

use super::arrived::{Arrived, Encoded};
use super::handle::Acknowledge;
use super::screen::{Measured, Painted, Screen};
use super::surface::Surface;
use super::tally::{PUBLISH_INTERVAL_MS, Tally};
use super::unreadable::{Complaints, Unreadable};
use crate::clock;
use crate::picture::{Minute, Receipts, Release, Serial};
use crate::samples::{Contrast, PixelValue};
use crate::sync::{Moment, Visibility};
use crate::wire;

/// A decoder that took longer has failed without saying so.
const DECODE_TIMEOUT_MS: u64 = 10_000;

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
    screen: Screen,
    tally: Tally,
    complaints: Complaints,
    scratch: Vec<u8>,
    /// Runs only while there is something to publish or to give up.
    timer: Option<Timeout>,
}

enum Busy {
    /// The browser decodes this frame.
    Decoding { serial: Serial, since: Moment },
    /// A binary frame was painted that the browser has not shown yet: nobody would see it if the next one came before.
    Showing,
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
        let mut complaints = Complaints::default();
        let surface = Surface::new().inspect_err(|why| complaints.say(why)).ok();
        let state = State {
            receipts: Receipts::default(),
            acknowledged: None,
            waiting: None,
            busy: None,
            screen: Screen::new(surface, measured),
            tally,
            complaints,
            scratch: Vec::new(),
            timer: None,
        };
        Rc::new(Self { visibility, state: RefCell::new(state) })
    }

    /// A frame came.
    pub(super) fn take(self: &Rc<Self>, message: Vec<u8>, acknowledge: Acknowledge) {
        self.state.borrow_mut().arrive(message, acknowledge);
        self.advance();
    }

    /// Does what can be done now: when a frame came or was decoded, and when the canvas can be seen again.
    pub(super) fn advance(self: &Rc<Self>) {
        let shown = self.shown();
        if shown {
            self.decode_next();
        }
        self.release(if shown { Release::Settled } else { Release::Held });
        self.publish();
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(self: &Rc<Self>, place: &Element) {
        {
            let state = &mut *self.state.borrow_mut();
            if let Err(why) = state.screen.mount(place) {
                state.complaints.say(&why);
            }
        }
        self.advance();
    }

    /// Forgets every frame and empties the canvas.
    pub(super) fn clear(self: &Rc<Self>) {
        {
            let state = &mut *self.state.borrow_mut();
            state.waiting = None;
            state.busy = None;
            state.tally.clear();
            state.complaints = Complaints::default();
            state.screen.clear();
        }
        self.release(Release::All);
        self.publish();
    }

    /// Shows the picture with another contrast, at once.
    pub(super) fn set_contrast(&self, contrast: Contrast) {
        let state = &mut *self.state.borrow_mut();
        if let Err(why) = state.screen.set_contrast(contrast) {
            state.complaints.say(&why);
        }
    }

    /// One more wants the histogram.
    pub(super) fn watch_histogram(self: &Rc<Self>) {
        self.state.borrow_mut().screen.watch();
        self.publish();
    }

    /// One fewer wants the histogram.
    pub(super) fn unwatch_histogram(&self) {
        self.state.borrow_mut().screen.unwatch();
    }

    /// What was measured at a pixel.
    pub(super) fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        self.state.borrow().screen.value_at(x, y)
    }

    /// What happened to frames in the last minute.
    pub(super) fn minute(&self) -> Minute {
        self.state.borrow().tally.minute()
    }

    /// A canvas that nobody sees paints nothing.
    fn shown(&self) -> bool {
        self.visibility.try_get_untracked() == Some(Visibility::Visible) && self.state.borrow().screen.shown()
    }

    fn decode_next(self: &Rc<Self>) {
        let state = &mut *self.state.borrow_mut();
        if state.busy.is_some() {
            return;
        }
        let Some(arrived) = state.waiting.take() else {
            return;
        };
        match arrived.encoded() {
            Encoded::Jpeg(jpeg) => match jpeg.decode(&mut state.scratch) {
                Ok(decoding) => {
                    state.busy = Some(Busy::Decoding { serial: arrived.serial, since: clock::now() });
                    let pipeline = Rc::clone(self);
                    spawn_local(async move { pipeline.decoded(&arrived, decoding.finish().await) });
                }
                Err(why) => state.give_up(arrived.serial, &why),
            },
            Encoded::Packet(packet) => {
                let metadata = arrived.metadata();
                let compression = metadata.and_then(|metadata| metadata.compression_algorithm);
                let painted = state.screen.develop(packet, compression);
                if matches!(painted, Ok(Some(_))) {
                    state.busy = Some(Busy::Showing);
                    let pipeline = Rc::clone(self);
                    request_animation_frame(move || pipeline.showed());
                }
                state.settle(&arrived, painted);
            }
        }
    }

    fn decoded(self: &Rc<Self>, arrived: &Arrived, picture: Result<ImageBitmap, Unreadable>) {
        self.state.borrow_mut().paint(arrived, picture);
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
        let mut come_back = state.tally.publish() || state.busy.is_some();
        match state.screen.catch_up() {
            Ok(later) => come_back |= later,
            Err(why) => state.complaints.say(&why),
        }
        if come_back && state.timer.is_none() {
            let pipeline = Rc::clone(self);
            state.timer = Some(Timeout::new(PUBLISH_INTERVAL_MS as u32, move || pipeline.woke()));
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
                return self.complaints.say(&why.into());
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

    fn paint(&mut self, arrived: &Arrived, picture: Result<ImageBitmap, Unreadable>) {
        let awaited = |busy: &mut Busy| matches!(busy, Busy::Decoding { serial, .. } if *serial == arrived.serial);
        if self.busy.take_if(awaited).is_some() {
            let painted = picture.and_then(|bitmap| {
                let painted = self.screen.draw(&bitmap);
                bitmap.close();
                painted
            });
            self.settle(arrived, painted);
        } else if let Ok(bitmap) = picture {
            bitmap.close(); // Given up or forgotten meanwhile, and counted then.
        }
    }

    fn settle(&mut self, arrived: &Arrived, painted: Result<Option<Painted>, Unreadable>) {
        match painted {
            Ok(Some(painted)) => {
                self.tally.painted(arrived.at, painted, arrived.metadata().as_ref());
                self.receipts.settle(arrived.serial);
            }
            Ok(None) => {
                // There is no canvas, which was said when it could not be made.
                self.tally.undecodable();
                self.receipts.settle(arrived.serial);
            }
            Err(why) => self.give_up(arrived.serial, &why),
        }
    }

    fn give_up(&mut self, serial: Serial, why: &Unreadable) {
        self.tally.undecodable();
        self.complaints.say(why);
        self.receipts.settle(serial);
    }

    fn woke(&mut self) {
        self.timer = None;
        let now = clock::now();
        match self.busy {
            Some(Busy::Decoding { serial, since }) if now.ms_since(since) >= DECODE_TIMEOUT_MS => {
                self.busy = None;
                self.give_up(serial, &Unreadable::DecodeTimedOut { limit_ms: DECODE_TIMEOUT_MS });
            }
            // The browser shows nothing at the moment, but frames have to be acknowledged.
            Some(Busy::Showing) => self.busy = None,
            Some(Busy::Decoding { .. }) | None => {}
        }
    }
}
