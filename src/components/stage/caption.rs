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
    // The announcer says what connection and stream do. The age stands apart from the words, so that a screen reader
    // hears the words once and not each second.
    let live = move || if caption.with(Caption::is_about_frames) { "polite" } else { "off" };
    // Why frames can't be shown is said where the picture should be.
    let statistics = use_viewer().statistics();
    let words = Memo::new(move |_| {
        let (words, message) = caption.with(|caption| (caption.words(), caption.message));
        match message {
            Some(CaptionKind::Unreadable) => statistics.with(|statistics| words_with_reason(words, statistics)),
            _ => words.to_owned(),
        }
    });
    let age = move || caption.with(|caption| caption.age).map(|age| format!(", {age} old")).unwrap_or_default();
    view! {
        <p class="live-view-caption" data-tone=tone hidden=move || words.get().is_empty()>
            <span role="status" aria-live=live prop:textContent=words></span>
            <span prop:textContent=age></span>
        </p>
    }
}

fn words_with_reason(words: &str, statistics: &Statistics) -> String {
    statistics.refusal.as_ref().map_or_else(|| words.to_owned(), |why| format!("{words} ({why})"))
}
