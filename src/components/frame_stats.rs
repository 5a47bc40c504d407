//! Figures about the frames.

use leptos::prelude::*;

use super::other_cameras::OtherCameras;
use super::stage::use_viewer_controls;
use crate::store::use_store;
use crate::viewer::geometry::Subsampling;
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
    let subsampling = use_viewer_controls().subsampling;
    let size = Memo::new(move |_| statistics.with(|it| size_text(it, subsampling.get())));
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
            <OtherCameras/>
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

/// In the picture's own pixels, and of which of the camera's they are made.
fn size_text(statistics: &Statistics, subsampling: Subsampling) -> String {
    match (statistics.size, subsampling) {
        (None, _) => NONE.to_owned(),
        (Some(size), Subsampling::Factor(factor)) if factor > 1 => format!("{size} px (1 in {factor})"),
        (Some(size), _) => format!("{size} px"),
    }
}
