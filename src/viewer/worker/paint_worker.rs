//! The worker, as the page has it.

use std::rc::Rc;

use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Array;
use web_sys::{
    Blob, BlobPropertyBag, ErrorEvent, Event, HtmlCanvasElement, HtmlLinkElement, MessageEvent, OffscreenCanvas, Url,
    Worker, WorkerOptions, WorkerType,
};

use super::{WorkerCommand, WorkerEvent};

/// What the worker runs first: the page's own script and program, which the browser has already. Orders come after
/// [`WorkerEvent::Ready`], so no message is lost while it is loaded. What fails is thrown, for the page to hear.
const SCRIPT: &str = "onmessage = async ({ data: [script, program] }) => {
    onmessage = null;
    try {
        const page = await import(script);
        await page.default({ module_or_path: program });
        page.paint();
    } catch (why) {
        setTimeout(() => { throw why; });
    }
};";

/// The worker; dropping it ends it at once, whatever it does.
pub struct PaintWorker {
    worker: Worker,
    /// Where its script is, in the browser's memory.
    address: String,
    canvas: HtmlCanvasElement,
    /// Its control, until it is handed to the worker.
    control: Option<OffscreenCanvas>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

/// Hears what the worker tells, or why it has failed.
pub type OnWorkerEvent = Rc<dyn Fn(Result<WorkerEvent, String>)>;

impl PaintWorker {
    /// Starts a worker. What it tells goes to `heard`, the first of it [`WorkerEvent::Ready`]; after a failure
    /// nothing is to be expected.
    ///
    /// # Errors
    /// When the browser has no workers, or none that draw.
    pub fn start(heard: &OnWorkerEvent) -> Result<Self, JsValue> {
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
        canvas.set_width(1);
        canvas.set_height(1);
        let control = canvas.transfer_control_to_offscreen()?;
        let (worker, address) = worker()?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let heard = Rc::clone(heard);
            move |event: MessageEvent| {
                let report = WorkerEvent::from_message(&event.data());
                let strange = || WorkerEvent::Trouble { why: "it said something that is no report".to_owned() };
                heard(Ok(report.unwrap_or_else(strange)));
            }
        });
        let on_error = Closure::<dyn FnMut(Event)>::new({
            let heard = Rc::clone(heard);
            move |event: Event| {
                // It is told here, and nowhere else.
                event.prevent_default();
                let why = event.dyn_ref().map_or_else(|| "the browser tells no reason".to_owned(), ErrorEvent::message);
                heard(Err(why));
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&Array::of2(&script()?.into(), &wasm_bindgen::module()))?;
        Ok(Self { worker, address, canvas, control: Some(control), _on_message: on_message, _on_error: on_error })
    }

    /// What it paints on.
    #[must_use]
    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Hands over the canvas: the first order.
    ///
    /// # Errors
    /// When the browser does not hand it over.
    pub fn hand_over_canvas(&mut self) -> Result<(), JsValue> {
        self.control.take().map_or(Ok(()), |control| self.send(WorkerCommand::Canvas(control)))
    }

    /// Orders something, once the worker is ready.
    ///
    /// # Errors
    /// When the browser does not hand it over.
    pub fn send(&self, order: WorkerCommand) -> Result<(), JsValue> {
        let (message, given) = order.into_message();
        self.worker.post_message_with_transfer(&message, &given)
    }
}

impl Drop for PaintWorker {
    fn drop(&mut self) {
        // What it told before its end is not heard any more: who would hear it is gone.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
        if let Err(why) = Url::revoke_object_url(&self.address) {
            tracing::warn!("[LiveView] The painter’s script stays in memory: {why:?}");
        }
    }
}

fn worker() -> Result<(Worker, String), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let file = Blob::new_with_str_sequence_and_options(&Array::of1(&SCRIPT.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&file)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("painter");
    Ok((Worker::new_with_options(&address, &options)?, address))
}

/// Where the page's own script is: what the page says that it loads first.
fn script() -> Result<String, JsValue> {
    let link =
        document().query_selector("link[rel=modulepreload]")?.ok_or("the page does not say where its script is")?;
    Ok(link.unchecked_into::<HtmlLinkElement>().href())
}
