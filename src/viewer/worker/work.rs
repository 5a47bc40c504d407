//! Takes one order after the other.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::{Uint8Array, global};
use web_sys::{DedicatedWorkerGlobalScope, ImageBitmap, MessageEvent};

use super::buffer::fill;
use super::canvas_2d::Canvas2d;
use super::frame_painter::FramePainter;
use super::jpeg::{Decoding, Unwrapper};
use super::paint_error::{Kind, PaintError};
use super::{LogOnce, Painted, WorkerCommand, WorkerEvent};
use crate::viewer::status::FrameSeq;

/// How long a measurement may wait that came too soon after the one before.
const CATCH_UP_INTERVAL_MS: u32 = 250;

/// What the worker does, for as long as it lives: takes orders, and tells what came of them.
pub fn work() {
    let painter = Rc::new(RefCell::new(Painter::default()));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| take(&painter, &event.data()));
    scope().set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    tell(&WorkerEvent::Ready);
}

/// The worker.
pub(super) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Tells the page.
pub(super) fn tell(report: &WorkerEvent) {
    if let Err(why) = scope().post_message(&report.to_message()) {
        // Nothing in a report can't be sent, and there is nobody else to tell.
        tracing::error!("[LiveView] The painter can’t tell the page: {why:?}");
    }
}

#[derive(Default)]
struct Painter {
    /// `None` until there is a canvas that can be drawn on.
    screen: Option<FramePainter>,
    /// The jpeg that is being decoded; of any other nobody wants to know any more.
    awaited: Option<FrameSeq>,
    unwrapper: Unwrapper,
    /// Where a packet comes to, as long as the largest so far.
    packet: Vec<u8>,
    complaints: LogOnce<Kind>,
    /// Set only while there is something to catch up with.
    timer: Option<Timeout>,
}

fn take(painter: &Rc<RefCell<Painter>>, message: &JsValue) {
    let Some(order) = WorkerCommand::from_message(message) else {
        return tell(&WorkerEvent::Trouble { why: "the painter was told something that is no order".to_owned() });
    };
    match order {
        WorkerCommand::Jpeg { serial, base64 } => {
            let decoding = painter.borrow_mut().decode(serial, &base64);
            if let Some(decoding) = decoding {
                let painter = Rc::clone(painter);
                spawn_local(async move {
                    let picture = decoding.finish().await;
                    painter.borrow_mut().draw(serial, picture);
                    catch_up_later(&painter);
                });
            }
        }
        order => painter.borrow_mut().take(order),
    }
    catch_up_later(painter);
}

/// Does later what may be late: the next orders come first.
fn catch_up_later(painter: &Rc<RefCell<Painter>>) {
    let state = &mut *painter.borrow_mut();
    let Some(wait_ms) = state.catch_up_in_ms() else { return };
    // What is to be done now does not wait for what is to be done later.
    if state.timer.is_none() || wait_ms == 0 {
        let painter = Rc::clone(painter);
        state.timer = Some(Timeout::new(wait_ms, move || {
            {
                let state = &mut *painter.borrow_mut();
                state.timer = None;
                let caught_up = state.screen.as_mut().map_or(Ok(()), FramePainter::catch_up);
                if let Err(why) = caught_up {
                    state.complain(&why);
                }
            }
            catch_up_later(&painter);
        }));
    }
}

impl Painter {
    fn take(&mut self, order: WorkerCommand) {
        match order {
            WorkerCommand::Canvas(canvas) => match Canvas2d::new(canvas) {
                Ok(surface) => self.screen = Some(FramePainter::new(surface)),
                Err(why) => self.complain(&why),
            },
            WorkerCommand::Packet { serial, packet, compression } => {
                self.awaited = None;
                let packet = fill(&mut self.packet, &packet);
                let painted = self
                    .screen
                    .as_mut()
                    .ok_or_else(no_canvas)
                    .and_then(|it| it.to_rgba(packet, compression.as_deref()));
                self.settle(serial, painted);
            }
            WorkerCommand::Clear => {
                self.awaited = None;
                self.complaints = LogOnce::default();
                self.with(FramePainter::clear);
            }
            WorkerCommand::Contrast(contrast) => self.with(|screen| screen.set_contrast(contrast)),
            WorkerCommand::Histograms(histograms) => self.with(|screen| screen.set_histograms(histograms)),
            WorkerCommand::Probe { x, y } => {
                let value = self.screen.as_ref().and_then(|screen| screen.value_at(x, y));
                tell(&WorkerEvent::PixelReadout { x, y, value });
            }
            // It is not done at once, so it does not come here.
            WorkerCommand::Jpeg { .. } => {}
        }
    }

    fn with(&mut self, act: impl FnOnce(&mut FramePainter)) {
        if let Some(screen) = &mut self.screen {
            act(screen);
        }
    }

    fn decode(&mut self, serial: FrameSeq, base64: &Uint8Array) -> Option<Decoding> {
        self.awaited = Some(serial);
        match self.unwrapper.decode(base64) {
            Ok(decoding) => Some(decoding),
            Err(why) => {
                self.settle(serial, Err(why));
                None
            }
        }
    }

    fn draw(&mut self, serial: FrameSeq, picture: Result<ImageBitmap, PaintError>) {
        let awaited = self.awaited.take_if(|awaited| *awaited == serial).is_some();
        let painted = picture.and_then(|bitmap| {
            let painted = match &mut self.screen {
                Some(screen) if awaited => screen.draw(&bitmap),
                _ => Err(no_canvas()),
            };
            bitmap.close();
            painted
        });
        // Of a picture that was given up or forgotten meanwhile, the page knows.
        if awaited {
            self.settle(serial, painted);
        }
    }

    fn settle(&mut self, serial: FrameSeq, painted: Result<Painted, PaintError>) {
        tell(&match painted {
            Ok(painted) => WorkerEvent::Painted { serial, painted },
            Err(why) => {
                let first = self.complaints.is_first(why.kind());
                WorkerEvent::PaintError { serial, why: first.then(|| why.to_string()) }
            }
        });
    }

    fn complain(&mut self, why: &PaintError) {
        if self.complaints.is_first(why.kind()) {
            tell(&WorkerEvent::Trouble { why: why.to_string() });
        }
    }

    /// In how many milliseconds there is something to catch up with.
    fn catch_up_in_ms(&self) -> Option<u32> {
        let screen = self.screen.as_ref()?;
        if screen.is_stale() { Some(0) } else { screen.is_unmeasured().then_some(CATCH_UP_INTERVAL_MS) }
    }
}

fn no_canvas() -> PaintError {
    PaintError::Undrawable { why: "there is no canvas".to_owned() }
}
