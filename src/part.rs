//! A part of the page that is loaded when it is first wanted.

use std::pin::Pin;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use web_sys::Element;

use crate::components::block::block;
use crate::listener::{Listener, button_of};

/// How long to wait before each further try.
const RETRY_WAITS_MS: [u32; 3] = [500, 1_500, 4_000];

const LOADING: &str = r#"<div class="part"><p class="part-wait">Loading…</p></div>"#;

const MISSING: &str = r#"<div class="part" role="alert">
        <p>This part of the page could not be loaded.</p>
        <button type="button" class="button">Try again</button>
    </div>"#;

/// What a part shows.
pub type Show = fn() -> AnyView;

/// Loads a part; one that is there already is not loaded again.
pub type Load = fn() -> Pin<Box<dyn Future<Output = Result<Show, SplitLoaderError>>>>;

/// A part of the page; copies are the same part. It lives as long as what it was made in.
#[derive(Clone, Copy)]
pub struct Part {
    load: Load,
    standing: RwSignal<Standing>,
}

/// How far a part is.
#[derive(Clone, Copy, Debug)]
enum Standing {
    /// Nobody wanted it yet.
    Unwanted,
    Loading,
    /// All tries failed.
    Missing,
    Here(Show),
}

impl Part {
    /// Nothing is loaded yet.
    #[must_use]
    pub fn new(load: Load) -> Self {
        Self { load, standing: RwSignal::new(Standing::Unwanted) }
    }

    /// Loads it, unless it is there or on its way.
    pub fn want(self) {
        if !matches!(self.standing.get_untracked(), Standing::Unwanted | Standing::Missing) {
            return;
        }
        self.standing.set(Standing::Loading);
        spawn_local(async move {
            let mut answer = (self.load)().await;
            for wait_ms in RETRY_WAITS_MS {
                if answer.is_ok() {
                    break;
                }
                TimeoutFuture::new(wait_ms).await;
                answer = (self.load)().await;
            }
            // The person may have left the page meanwhile.
            self.standing.try_set(answer.map_or_else(
                |why| {
                    tracing::error!("[Page] A part of the page is missing: {why}");
                    Standing::Missing
                },
                Standing::Here,
            ));
        });
    }

    /// What it shows as soon as it is there. Until then there is an element of this class, which shows `unwanted` until
    /// the part is wanted; should it never come, the element says so.
    pub fn view(self, class: &'static str, unwanted: &'static str) -> impl IntoView {
        move || {
            let markup = match self.standing.get() {
                Standing::Here(show) => return show(),
                Standing::Unwanted => unwanted,
                Standing::Loading => LOADING,
                Standing::Missing => MISSING,
            };
            let begin = Box::new(move |place: Element| {
                StoredValue::new_local(Listener::new(&place, &["click"], move |event| {
                    if button_of(&event).is_some() {
                        self.want();
                    }
                }));
            });
            block("div", class, markup.to_owned(), begin).into_any()
        }
    }
}
