//! Log lines to the browser's console, each by the method of its level.
//!
//! In development builds `tracing-wasm` adds performance marks beside them. It does not write the lines: it has
//! `console.log` for every level.

use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use wasm_bindgen::JsValue;
use web_sys::console;

/// Sends every log line of this page to the console. Later calls change nothing.
pub fn init() {
    // An error means that a subscriber is there already, as in tests that start the page twice.
    drop(set_global());
}

#[cfg(not(debug_assertions))]
fn set_global() -> Result<(), tracing::subscriber::SetGlobalDefaultError> {
    tracing::subscriber::set_global_default(Console)
}

#[cfg(debug_assertions)]
fn set_global() -> Result<(), tracing::subscriber::SetGlobalDefaultError> {
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_wasm::{ConsoleConfig, WASMLayer, WASMLayerConfigBuilder};
    let mut timings = WASMLayerConfigBuilder::new();
    timings.set_report_logs_in_timings(true).set_console_config(ConsoleConfig::NoReporting);
    let subscriber = tracing_subscriber::registry().with(WASMLayer::new(timings.build())).with(Console);
    tracing::subscriber::set_global_default(subscriber)
}

struct Console;

impl Subscriber for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        // Never asked for: spans are not enabled.
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write(event);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[cfg(debug_assertions)]
impl<S: Subscriber> tracing_subscriber::Layer<S> for Console {
    fn on_event(&self, event: &Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        write(event);
    }
}

fn write(event: &Event<'_>) {
    let mut text = Text(String::new());
    event.record(&mut text);
    let line = JsValue::from(text.0);
    match *event.metadata().level() {
        Level::ERROR => console::error_1(&line),
        Level::WARN => console::warn_1(&line),
        Level::INFO => console::info_1(&line),
        Level::DEBUG | Level::TRACE => console::debug_1(&line),
    }
}

/// The message of an event, and its other fields after it.
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = if field.name() == "message" {
            write!(self.0, "{value:?}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
    }

    // Nobody writes these. The standard library's ways to write them come along all the same, unless they are replaced.
    fn record_i128(&mut self, field: &Field, value: i128) {
        self.record_f64(field, value as f64);
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.record_f64(field, value as f64);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.record_debug(field, &format_args!("{value}"));
    }
}
