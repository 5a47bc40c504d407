//! Takes one command after the other.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::Uint8Array;
use web_sys::{Blob, MessageEvent, OffscreenCanvas};

use super::buffer::fill;
use super::canvas_2d::Canvas2d;
use super::frame_painter::{FramePainter, Saved};
use super::jpeg::{Decoding, Jpeg, Unwrapper};
use super::paint_error::{ErrorKind, PaintError};
use super::scope::{post, scope};
use super::{LogOnce, Painted, WorkerCommand, WorkerEvent};
use crate::viewer::geometry::{Orientation, PixelRect};
use crate::viewer::status::FrameSeq;

/// How long a measurement may wait that came too soon after the one before.
const CATCH_UP_INTERVAL_MS: u32 = 250;

/// What the worker does, for as long as it lives: takes commands, and reports what came of them.
pub fn work() {
    let painter = Rc::new(RefCell::new(Painter::default()));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| take(&painter, &event.data()));
    scope().set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    post(&WorkerEvent::Ready);
}

#[derive(Default)]
struct Painter {
    /// `None` until there is a canvas that can be drawn on.
    painter: Option<FramePainter>,
    /// Hear when the browser loses what was painted, and when it can be painted again.
    listeners: Vec<EventListener>,
    /// The jpeg that is being decoded; of any other nobody wants to know any more.
    expected: Option<FrameSeq>,
    unwrapper: Unwrapper,
    /// Where a packet comes to, as long as the largest so far.
    packet: Vec<u8>,
    logged: LogOnce<ErrorKind>,
    /// Set only while there is something to catch up with.
    timer: Option<Timeout>,
}

fn take(painter: &Rc<RefCell<Painter>>, message: &JsValue) {
    let Some(command) = WorkerCommand::from_message(message) else {
        return post(&WorkerEvent::Trouble { why: "the painter was told something that is no order".to_owned() });
    };
    match command {
        WorkerCommand::Jpeg { seq, base64 } => {
            let decoding = painter.borrow_mut().decode(seq, &base64);
            if let Some(decoding) = decoding {
                let painter = Rc::clone(painter);
                spawn_local(async move {
                    let picture = decoding.finish().await;
                    painter.borrow_mut().draw(seq, picture);
                    catch_up_later(&painter);
                });
            }
        }
        WorkerCommand::Save { number, part, orientation } => {
            let saved = painter.borrow_mut().save(part, orientation);
            spawn_local(async move {
                let file = match saved {
                    Ok(saved) => saved.finish().await,
                    Err(why) => Err(why),
                };
                post(&WorkerEvent::Saved { number, file: file.map_err(|why| why.to_string()) });
            });
        }
        WorkerCommand::Canvas(canvas) => begin(painter, canvas),
        command => painter.borrow_mut().take(command),
    }
    catch_up_later(painter);
}

/// Takes over the canvas. Without one that can be drawn on, this worker is of no use, and the page replaces it.
fn begin(painter: &Rc<RefCell<Painter>>, canvas: OffscreenCanvas) {
    let frame_painter = match Canvas2d::new(canvas) {
        Ok(canvas) => FramePainter::new(canvas),
        Err(why) => return post(&WorkerEvent::Failed { why: why.to_string() }),
    };
    let listen = |name: &'static str, act: fn(&Rc<RefCell<Painter>>)| {
        let painter = Rc::clone(painter);
        EventListener::new(frame_painter.canvas(), name, move |_| act(&painter))
    };
    let listeners = vec![
        listen("contextlost", |painter| painter.borrow_mut().with(FramePainter::lose)),
        listen("contextrestored", regain),
    ];
    let state = &mut *painter.borrow_mut();
    state.listeners = listeners;
    state.painter = Some(frame_painter);
}

/// Paints the last picture again. Where that fails it stays lost, as the page says.
fn regain(painter: &Rc<RefCell<Painter>>) {
    let file = painter.borrow_mut().painter.as_mut().map_or(Ok(None), FramePainter::regain);
    let decoding = file.and_then(|file: Option<Blob>| file.map(Decoding::begin).transpose());
    let painter = Rc::clone(painter);
    spawn_local(async move {
        let redrawn = match decoding {
            Ok(None) => Ok(()),
            Ok(Some(decoding)) => {
                let jpeg = decoding.finish().await;
                let state = &mut *painter.borrow_mut();
                jpeg.and_then(|jpeg| {
                    let redrawn = state.painter.as_mut().map_or(Ok(()), |painter| painter.redraw(&jpeg));
                    jpeg.bitmap.close();
                    redrawn
                })
            }
            Err(why) => Err(why),
        };
        if let Err(why) = redrawn {
            painter.borrow_mut().warn_once(&why);
        }
        catch_up_later(&painter);
    });
}

/// Does later what may be late: the next commands come first.
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
                let caught_up = state.painter.as_mut().map_or(Ok(()), FramePainter::catch_up);
                if let Err(why) = caught_up {
                    state.warn_once(&why);
                }
            }
            catch_up_later(&painter);
        }));
    }
}

impl Painter {
    fn take(&mut self, command: WorkerCommand) {
        match command {
            WorkerCommand::Packet { seq, packet, compression } => {
                self.expected = None;
                let packet = fill(&mut self.packet, &packet);
                let painted = self
                    .painter
                    .as_mut()
                    .ok_or_else(no_canvas)
                    .and_then(|it| it.draw_samples(packet, compression.as_deref()));
                self.settle(seq, painted);
            }
            WorkerCommand::BeginStream => self.with(FramePainter::begin_stream),
            WorkerCommand::Clear => {
                self.expected = None;
                self.logged = LogOnce::default();
                self.with(FramePainter::clear);
            }
            WorkerCommand::Contrast(contrast) => self.with(|painter| painter.set_contrast(contrast)),
            WorkerCommand::Histograms(histograms) => self.with(|painter| painter.set_histograms(histograms)),
            WorkerCommand::Probe { x, y } => {
                let value = self.painter.as_ref().and_then(|painter| painter.value_at(x, y));
                post(&WorkerEvent::PixelReadout { x, y, value });
            }
            WorkerCommand::Marks(marks) => self.with(|painter| painter.set_marks(marks)),
            // They are not done at once, or not by this alone, so they do not come here.
            WorkerCommand::Jpeg { .. } | WorkerCommand::Save { .. } | WorkerCommand::Canvas(_) => {}
        }
    }

    fn save(&mut self, part: PixelRect, orientation: Orientation) -> Result<Saved, PaintError> {
        self.painter.as_mut().ok_or_else(no_canvas)?.save(part, orientation)
    }

    fn with(&mut self, act: impl FnOnce(&mut FramePainter)) {
        if let Some(painter) = &mut self.painter {
            act(painter);
        }
    }

    fn decode(&mut self, seq: FrameSeq, base64: &Uint8Array) -> Option<Decoding> {
        self.expected = Some(seq);
        match self.unwrapper.decode(base64) {
            Ok(decoding) => Some(decoding),
            Err(why) => {
                self.settle(seq, Err(why));
                None
            }
        }
    }

    fn draw(&mut self, seq: FrameSeq, picture: Result<Jpeg, PaintError>) {
        let expected = self.expected.take_if(|expected| *expected == seq).is_some();
        let painted = picture.and_then(|jpeg| {
            let painted = match &mut self.painter {
                Some(painter) if expected => painter.draw(&jpeg),
                _ => Err(no_canvas()),
            };
            jpeg.bitmap.close();
            painted
        });
        // Of a picture that was given up or forgotten meanwhile, the page knows.
        if expected {
            self.settle(seq, painted);
        }
    }

    fn settle(&mut self, seq: FrameSeq, painted: Result<Painted, PaintError>) {
        post(&match painted {
            Ok(painted) => WorkerEvent::Painted { seq, painted },
            Err(why) => {
                self.warn_once(&why);
                WorkerEvent::PaintFailed { seq, why: why.to_string() }
            }
        });
    }

    fn warn_once(&mut self, why: &PaintError) {
        if self.logged.is_first(why.kind()) {
            post(&WorkerEvent::Trouble { why: why.to_string() });
        }
    }

    /// In how many milliseconds there is something to catch up with.
    fn catch_up_in_ms(&self) -> Option<u32> {
        let painter = self.painter.as_ref()?;
        if painter.is_stale() { Some(0) } else { painter.is_unmeasured().then_some(CATCH_UP_INTERVAL_MS) }
    }
}

fn no_canvas() -> PaintError {
    PaintError::Undrawable { why: "there is no canvas".to_owned() }
}
