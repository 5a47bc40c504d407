//! The worker, as the page has it.

use std::rc::Rc;

use gloo_events::EventListener;
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::js_sys::Array;
use web_sys::{
    ErrorEvent, Event, HtmlCanvasElement, HtmlLinkElement, MessageEvent, OffscreenCanvas, SecurityPolicyViolationEvent,
    Worker, WorkerOptions, WorkerType,
};

use super::{WorkerCommand, WorkerEvent};
use crate::browser::js_error::in_words;

#[wasm_bindgen(module = "/src/viewer/worker/worker.js")]
extern "C" {
    /// Where the file is that a worker begins with.
    fn worker_url() -> String;
}

/// What `worker.js` posts when it can take the program.
const LOADED: &str = "loaded";

/// Why a worker fails whose script can't be fetched.
const NOT_LOADED: &str = "its script could not be loaded";
/// Why a worker fails that may not be.
const FORBIDDEN: &str =
    "a Content-Security-Policy forbids workers: whoever runs the server has to allow worker-src 'self'";
/// Why a worker fails whose message the browser can't hand over.
const UNREADABLE: &str = "a message of its could not be read";

/// The worker; dropping it ends it at once, whatever it does.
pub struct PaintWorker {
    worker: Worker,
    canvas: HtmlCanvasElement,
    /// Its control, until it is handed to the worker.
    control: Option<OffscreenCanvas>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
    /// Hears that a policy forbids it.
    _on_violation: EventListener,
}

/// Hears what the worker reports, or why it has failed.
pub type OnWorkerEvent = Rc<dyn Fn(Result<WorkerEvent, String>)>;

impl PaintWorker {
    /// Starts a worker. What it reports goes to `on_event`, the first of it [`WorkerEvent::Ready`]; after a failure
    /// nothing is to be expected.
    ///
    /// # Errors
    /// When the browser has no workers, or none that draw.
    pub fn start(on_event: &OnWorkerEvent) -> Result<Self, JsValue> {
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
        canvas.set_width(1);
        canvas.set_height(1);
        let control = canvas.transfer_control_to_offscreen()?;
        let program = program()?;
        let on_violation = EventListener::new(&document(), "securitypolicyviolation", {
            let on_event = Rc::clone(on_event);
            move |event| {
                let violation: &SecurityPolicyViolationEvent = event.unchecked_ref();
                if violation.effective_directive() == "worker-src" {
                    on_event(Err(FORBIDDEN.to_owned()));
                }
            }
        });
        // Last of what may fail: a worker lives until it is ended.
        let worker = worker()?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let (on_event, worker) = (Rc::clone(on_event), worker.clone());
            move |event: MessageEvent| {
                if event.data() == LOADED {
                    if let Err(why) = worker.post_message(&program) {
                        on_event(Err(in_words(&why)));
                    }
                    return;
                }
                let event = WorkerEvent::from_message(&event.data());
                let strange = || WorkerEvent::Trouble { why: "it said something that is no report".to_owned() };
                on_event(Ok(event.unwrap_or_else(strange)));
            }
        });
        let on_error = Closure::<dyn FnMut(Event)>::new({
            let on_event = Rc::clone(on_event);
            move |event: Event| {
                // It is reported here, and nowhere else.
                event.prevent_default();
                on_event(Err(match event.dyn_ref::<ErrorEvent>() {
                    Some(error) => error.message(),
                    None if event.is_instance_of::<MessageEvent>() => UNREADABLE.to_owned(),
                    // An event without a message is no error of the script: it was not loaded.
                    None => NOT_LOADED.to_owned(),
                }));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        let control = Some(control);
        Ok(Self { worker, canvas, control, _on_message: on_message, _on_error: on_error, _on_violation: on_violation })
    }

    /// What it paints on.
    #[must_use]
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Hands over the canvas: the first command.
    ///
    /// # Errors
    /// When the browser does not hand it over.
    pub fn hand_over_canvas(&mut self) -> Result<(), JsValue> {
        self.control.take().map_or(Ok(()), |control| self.send(WorkerCommand::Canvas(control)))
    }

    /// Sends a command, once the worker is ready.
    ///
    /// # Errors
    /// When the browser does not hand it over.
    pub fn send(&self, command: WorkerCommand) -> Result<(), JsValue> {
        let (message, transfer) = command.into_message();
        self.worker.post_message_with_transfer(&message, &transfer)
    }
}

impl Drop for PaintWorker {
    fn drop(&mut self) {
        // What it reported before its end is not received any more: who would hear it is gone.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn worker() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("painter");
    Worker::new_with_options(&worker_url(), &options)
}

/// The page's own script and program, which the browser has already.
fn program() -> Result<Array, JsValue> {
    Ok(Array::of2(&script()?.into(), &wasm_bindgen::module()))
}

/// Where the page's own script is: what the page says that it loads first.
fn script() -> Result<String, JsValue> {
    let link =
        document().query_selector("link[rel=modulepreload]")?.ok_or("the page does not say where its script is")?;
    Ok(link.unchecked_into::<HtmlLinkElement>().href())
}
