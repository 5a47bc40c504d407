//! What is said about the picture.

use leptos::prelude::*;

use crate::viewer::status::{Caption, CaptionKind, Tone};
use crate::viewer::{Statistics, use_viewer};

/// What is said about the picture; hidden while there is nothing to say.
#[component]
pub fn StageCaption(
    /// What stands over the picture.
    caption: Memo<Caption>,
) -> impl IntoView {
    let tone = move || match caption.with(Caption::tone) {
        Tone::Calm => "calm",
        Tone::Warning => "warning",
    };
    // The age stands apart from the words, so that a screen reader hears the words once and not each second.
    let words = Memo::new(move |_| caption.with(Caption::words));
    // Why frames can't be shown is said where the picture should be.
    let statistics = use_viewer().statistics();
    let reason = Memo::new(move |_| {
        caption.with(|caption| caption.message == Some(CaptionKind::Unreadable)).then(|| statistics.with(reason))
    });
    let age = move || caption.with(|caption| caption.age).map(|age| format!(", {age} old"));
    view! {
        <p class="live-view-caption" data-tone=tone hidden=move || words.get().is_empty()>
            <span role="status" aria-live="polite">
                {words} <span class="live-view-reason">{move || reason.get().flatten()}</span>
            </span>
            <span>{age}</span>
        </p>
    }
}

fn reason(statistics: &Statistics) -> Option<String> {
    statistics.refusal.as_ref().map(|why| format!(" ({why})"))
}
