//! Figures about the frames.

use leptos::prelude::*;

use crate::store::use_store;
use crate::viewer::status::Age;
use crate::viewer::{Statistics, use_viewer};
use crate::wire::visible;

const NONE: &str = "–";

/// A row of figures for those who look for them: never announced.
#[component]
pub fn FrameStats() -> impl IntoView {
    let statistics = use_viewer().statistics();
    let now = use_store().now;
    // Statistics come several times a second and mostly say the same again, which memos keep off the page.
    let rate = Memo::new(move |_| statistics.with(|it| rate_text(it.frames_per_second)));
    let age = Memo::new(move |_| match statistics.with(|it| it.last_frame_at) {
        Some(at) => format!("{} ago", Age::from_ms(now.get().ms_since(at))),
        None => NONE.to_owned(),
    });
    let size = Memo::new(move |_| statistics.with(size_text));
    let detector =
        Memo::new(move |_| statistics.with(|it| visible(it.detector.as_deref().unwrap_or(NONE)).into_owned()));
    let undecodable = Memo::new(move |_| statistics.with(|it| it.undecodable));
    view! {
        <dl class="live-view-figures">
            <div>
                <dt>"Rate"</dt>
                <dd prop:textContent=rate></dd>
            </div>
            <div>
                <dt>"Last frame"</dt>
                <dd prop:textContent=age></dd>
            </div>
            <div>
                <dt>"Picture"</dt>
                <dd prop:textContent=size></dd>
            </div>
            <div class="live-view-detector">
                <dt>"Camera"</dt>
                <dd translate="no" prop:textContent=detector></dd>
            </div>
            <Show when=move || { undecodable.get() > 0 }>
                <div>
                    <dt>"Unreadable"</dt>
                    <dd prop:textContent=move || undecodable.get().to_string()></dd>
                </div>
            </Show>
        </dl>
    }
}

/// From ten on without tenths: those flicker, and each change is laid out and painted anew.
fn rate_text(frames_per_second: f64) -> String {
    if frames_per_second < 9.95 {
        format!("{frames_per_second:.1} fps")
    } else {
        format!("{} fps", frames_per_second.round())
    }
}

fn size_text(statistics: &Statistics) -> String {
    statistics.size.map_or_else(|| NONE.to_owned(), |size| format!("{size} px"))
}
