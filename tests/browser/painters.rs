//! Painters that fail, or lose what they paint on: what the page says meanwhile, and that the next one comes.

use js_sys::Function;
use lockstep::sync::StreamState;
use lockstep::viewer::image::PixelValue;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::bench::Bench;
use crate::binary_frames::{Kind, frame as binary_frame, lz4, packet, row, samples};
use crate::canvas::GREEN;
use crate::desk::Desk;
use crate::frames::{Id, Payload, frame, good};
use crate::page::{until, wait_ms};

/// Keeps each worker that begins from now on, and lets a channel tell its canvases what a browser would.
const WATCH: &str = r#"
const Real = window.Worker;
const begun = [];
const hooks = `
    const canvases = new Set();
    const get = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function (...given) {
        canvases.add(this);
        return get.apply(this, given);
    };
    new BroadcastChannel("canvases").onmessage = ({ data }) => {
        for (const canvas of canvases) canvas.dispatchEvent(new Event(data));
    };`;
window.Worker = class extends Real {
    constructor(url, options) {
        const script = `${hooks} await import(${JSON.stringify(String(url))});`;
        super(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), options);
        begun.push(this);
    }
};
return (what) => {
    if (what === "restore") window.Worker = Real;
    if (what === "break") begun.at(-1).dispatchEvent(new ErrorEvent("error", { message: "out of paint" }));
    if (what.startsWith("context")) new BroadcastChannel("canvases").postMessage(what);
    return begun.length;
};"#;

/// The workers that began while this lives.
struct Painters(Function);

impl Painters {
    fn watch() -> Self {
        Self(Function::new_no_args(WATCH).call0(&JsValue::NULL).unwrap().unchecked_into())
    }

    /// Says how many have begun so far.
    fn tell(&self, what: &str) -> f64 {
        self.0.call1(&JsValue::NULL, &what.into()).unwrap().as_f64().unwrap()
    }

    fn begun(&self) -> f64 {
        self.tell("")
    }
}

impl Drop for Painters {
    fn drop(&mut self) {
        self.tell("restore");
    }
}

#[wasm_bindgen_test]
async fn one_that_fails_while_nothing_streams_is_replaced_and_nothing_is_told_of_pixels_nobody_knows() {
    let painters = Painters::watch();
    let desk = Desk::without_picture().await;
    desk.page.connect(StreamState::Running);
    desk.page.show(row(0, &[100, 200])).await;
    desk.until_says("Zoom", "20000 %").await;
    desk.pointer("pointermove", 1, (100.0, 150.0));
    desk.until_says("Value", "100").await;
    assert_eq!(painters.tell("break"), 1.0);
    desk.pointer("pointermove", 1, (300.0, 150.0));
    desk.until_says("Pixel", "1, 0").await;
    desk.until_says("Value", "–").await;
    until("another one", || painters.begun() == 2.0).await;
    // If that fails as well, it is tried again too.
    painters.tell("break");
    until("a third one", || painters.begun() == 3.0).await;
    desk.page.show(row(1, &[100, 250])).await;
    desk.until_says("Value", "250").await;
}

#[wasm_bindgen_test]
async fn the_reason_that_is_told_is_that_of_the_latest_frame() {
    let painters = Painters::watch();
    let bench = Bench::new().await;
    let no_jpeg = |id| frame(Id::Integer(id), "jpeg", Payload::Image("bm8ganBlZw=="));
    let packed = lz4(&samples(&[1; 600]));
    let broken = binary_frame(1, "lz4", &packet(Kind::Gray, 600, 1, &packed[..packed.len() - 5]));
    let until_told = async |words: &'static str| {
        let told = || bench.statistics().refusal.is_some_and(|why| why.contains(words));
        until(words, told).await;
    };
    bench.take(no_jpeg(0));
    until_told("a jpeg frame").await;
    bench.take(broken);
    until_told("a binary frame").await;
    bench.take(no_jpeg(2));
    bench.until_acknowledged(&[0, 1, 2]).await;
    until_told("a jpeg frame").await;
    // While there is none, that is why.
    painters.tell("break");
    bench.take(good(3, GREEN));
    bench.until_acknowledged(&[0, 1, 2, 3]).await;
    until_told("out of paint").await;
    bench.until_counted((4, 0, 0, 4)).await;
}

#[wasm_bindgen_test]
async fn one_whose_empty_canvas_was_lost_for_a_moment_paints_the_next_frame() {
    let painters = Painters::watch();
    let bench = Bench::new().await;
    painters.tell("contextlost");
    bench.settle().await;
    painters.tell("contextrestored");
    // A canvas that is lost for so long counts as lost for good.
    wait_ms(5_200).await;
    bench.take(row(0, &[100, 200]));
    bench.until_counted((1, 1, 0, 0)).await;
    assert_eq!(bench.value_at(1, 0).await, Some(PixelValue::Gray16(200)));
    assert_eq!(painters.begun(), 1.0);
}
