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
use super::jpeg::{Decoding, Unwrapper};
use super::screen::Screen;
use super::surface::Surface;
use super::unpaintable::{Kind, Unpaintable};
use super::{Complaints, Order, Painted, Report};
use crate::picture::Serial;

/// How long a measurement may wait that came too soon after the one before.
const CATCH_UP_INTERVAL_MS: u32 = 250;

/// What the worker does, for as long as it lives: takes orders, and tells what came of them.
pub fn work() {
    let painter = Rc::new(RefCell::new(Painter::default()));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| take(&painter, &event.data()));
    scope().set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    tell(&Report::Ready);
}

/// The worker.
pub(super) fn scope() -> DedicatedWorkerGlobalScope {
    global().unchecked_into()
}

/// Tells the page.
pub(super) fn tell(report: &Report) {
    if let Err(why) = scope().post_message(&report.to_message()) {
        // Nothing in a report can't be sent, and there is nobody else to tell.
        tracing::error!("[LiveView] The painter can’t tell the page: {why:?}");
    }
}

#[derive(Default)]
struct Painter {
    /// `None` until there is a canvas that can be drawn on.
    screen: Option<Screen>,
    /// The jpeg that is being decoded; of any other nobody wants to know any more.
    awaited: Option<Serial>,
    unwrapper: Unwrapper,
    /// Where a packet comes to, as long as the largest so far.
    packet: Vec<u8>,
    complaints: Complaints<Kind>,
    /// Set only while there is something to catch up with.
    timer: Option<Timeout>,
}

fn take(painter: &Rc<RefCell<Painter>>, message: &JsValue) {
    let Some(order) = Order::from_message(message) else {
        return tell(&Report::Trouble { why: "the painter was told something that is no order".to_owned() });
    };
    match order {
        Order::Jpeg { serial, base64 } => {
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
                let caught_up = state.screen.as_mut().map_or(Ok(()), Screen::catch_up);
                if let Err(why) = caught_up {
                    state.complain(&why);
                }
            }
            catch_up_later(&painter);
        }));
    }
}

impl Painter {
    fn take(&mut self, order: Order) {
        match order {
            Order::Canvas(canvas) => match Surface::new(canvas) {
                Ok(surface) => self.screen = Some(Screen::new(surface)),
                Err(why) => self.complain(&why),
            },
            Order::Packet { serial, packet, compression } => {
                self.awaited = None;
                let packet = fill(&mut self.packet, &packet);
                let painted = self
                    .screen
                    .as_mut()
                    .ok_or_else(no_canvas)
                    .and_then(|it| it.develop(packet, compression.as_deref()));
                self.settle(serial, painted);
            }
            Order::Clear => {
                self.awaited = None;
                self.complaints = Complaints::default();
                self.with(Screen::clear);
            }
            Order::Contrast(contrast) => self.with(|screen| screen.set_contrast(contrast)),
            Order::Histograms(histograms) => self.with(|screen| screen.set_histograms(histograms)),
            Order::Probe { x, y } => {
                let value = self.screen.as_ref().and_then(|screen| screen.value_at(x, y));
                tell(&Report::Probed { x, y, value });
            }
            // It is not done at once, so it does not come here.
            Order::Jpeg { .. } => {}
        }
    }

    fn with(&mut self, act: impl FnOnce(&mut Screen)) {
        if let Some(screen) = &mut self.screen {
            act(screen);
        }
    }

    fn decode(&mut self, serial: Serial, base64: &Uint8Array) -> Option<Decoding> {
        self.awaited = Some(serial);
        match self.unwrapper.decode(base64) {
            Ok(decoding) => Some(decoding),
            Err(why) => {
                self.settle(serial, Err(why));
                None
            }
        }
    }

    fn draw(&mut self, serial: Serial, picture: Result<ImageBitmap, Unpaintable>) {
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

    fn settle(&mut self, serial: Serial, painted: Result<Painted, Unpaintable>) {
        tell(&match painted {
            Ok(painted) => Report::Painted { serial, painted },
            Err(why) => {
                let first = self.complaints.is_first(why.kind());
                Report::Unpaintable { serial, why: first.then(|| why.to_string()) }
            }
        });
    }

    fn complain(&mut self, why: &Unpaintable) {
        if self.complaints.is_first(why.kind()) {
            tell(&Report::Trouble { why: why.to_string() });
        }
    }

    /// In how many milliseconds there is something to catch up with.
    fn catch_up_in_ms(&self) -> Option<u32> {
        let screen = self.screen.as_ref()?;
        if screen.is_stale() { Some(0) } else { screen.is_unmeasured().then_some(CATCH_UP_INTERVAL_MS) }
    }
}

fn no_canvas() -> Unpaintable {
    Unpaintable::Undrawable { why: "there is no canvas".to_owned() }
}
