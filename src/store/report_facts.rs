//! What a report says about page, browser and backend.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::js_sys::Reflect;
use web_sys::window;

use super::handle::Store;
use super::log_store::LogStore;
use crate::backend::AddressSource;
use crate::browser::clock;
use crate::control::journal::{Circumstances, Fact, Report};

/// A report, as a file to play again and as people read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenReport {
    /// In JSON.
    pub json: String,
    /// In words.
    pub text: String,
}

impl Store {
    /// Writes a report; `frames` says how the frames went.
    #[must_use]
    pub fn report(self, frames: Fact) -> WrittenReport {
        let mut facts = vec![("Page", page_address()), ("Backend", self.backend_words())];
        facts.extend(capabilities());
        facts.push(("Stored in this tab", yes_no(LogStore::can_be_kept())));
        facts.push(("Open for", format!("{} s", clock::now().0 / 1_000)));
        facts.push(frames);
        let circumstances = Circumstances {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            unix_ms: clock::unix_ms(),
            ahead_min: clock::ahead_min(),
            browser: window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default(),
            facts,
        };
        let earlier = self.log.earlier_recording();
        self.log
            .journal
            .try_with_value(|journal| {
                let report = Report::new(journal, earlier.as_deref(), circumstances);
                WrittenReport { json: report.to_json(), text: report.to_text() }
            })
            .unwrap_or_default()
    }

    fn backend_words(self) -> String {
        self.backend.with_untracked(|settings| match settings {
            None => "none chosen".to_owned(),
            Some(settings) => {
                let origin = match settings.origin {
                    AddressSource::Link => "named in the page's link",
                    AddressSource::Stored => "stored in the browser",
                    AddressSource::Page => "the page's own server",
                    AddressSource::Visit => "chosen for this visit",
                };
                format!("{} ({origin})", settings.address)
            }
        })
    }
}

fn page_address() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// What the browser has for this page.
fn capabilities() -> [Fact; 6] {
    let window = window().map(JsValue::from).unwrap_or_default();
    let navigator = part(&window, "navigator");
    let has = |of: &JsValue, name| yes_no(!part(of, name).is_undefined());
    [
        ("Secure page", yes_no(part(&window, "isSecureContext").is_truthy())),
        ("Web Locks", has(&navigator, "locks")),
        ("IndexedDB", has(&window, "indexedDB")),
        ("Broadcast channel", has(&window, "BroadcastChannel")),
        ("Worker", has(&window, "Worker")),
        ("Offscreen canvas", has(&window, "OffscreenCanvas")),
    ]
}

fn part(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn yes_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
