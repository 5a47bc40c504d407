//! What the bar says of a recording, and of the disk that it goes to.

use leptos::prelude::*;

use super::words::{RecordWords, disk_words, record_words};
use crate::store::use_store;

/// A line of the status while there is something to say: a recording runs or may run, or the disk gets low.
#[component]
pub fn RecordLine() -> impl IntoView {
    let store = use_store();
    let words = Memo::new(move |_| record_words(store));
    let disk = Memo::new(move |_| disk_words(store));
    let is_needed = Memo::new(move |_| words.with(|words| !words.is_empty()) || disk.with(|disk| !disk.is_empty()));
    view! {
        <Show when=move || is_needed.get()>
            <p class=move || format!("status-line status-record {}", words.with(RecordWords::class))>
                <span class="status-label">"Record"</span>
                <span class="status-dot" aria-hidden="true"></span>
                <span>
                    <span class="status-recording">
                        <span class="status-word" prop:textContent=move || words.with(|it| it.words.clone())></span>
                        " "
                        <span
                            class=move || words.with(RecordWords::note_class)
                            prop:textContent=move || words.with(|it| it.note.clone())
                        ></span>
                    </span>
                    " "
                    <Show when=move || disk.with(|disk| !disk.is_empty())>
                        <span class="status-disk" prop:textContent=disk></span>
                    </Show>
                </span>
            </p>
        </Show>
    }
}
