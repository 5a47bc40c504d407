//! The entries of the log.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::log_panel::LogView;
use crate::browser::clock;
use crate::control::journal::{Entry, Kind};
use crate::store::use_store;

/// One line an entry: when, what it is about, what happened, and what that goes by.
#[component]
pub fn LogRows(
    /// What is shown.
    view: Memo<LogView>,
) -> impl IntoView {
    let wanted = use_store().log.wanted;
    let list = NodeRef::<html::Ol>::new();
    let ahead_min = clock::ahead_min();
    // Once the entry is on the page that somebody asked for, it has the focus.
    Effect::new(move || {
        if let Some(wanted) = wanted.get() {
            request_animation_frame(move || {
                let place = || view.try_with_untracked(|view| view.entries.iter().position(|it| it.number == wanted));
                focus(list, place().flatten());
            });
        }
    });
    view! {
        // Whoever has no mouse scrolls it by keys, so it takes the focus.
        <ol class="log-rows" tabindex="0" aria-label="Entries, newest first" node_ref=list>
            <For each=move || view.with(|view| view.entries.clone()) key=|entry| entry.number let:entry>
                {row(entry, ahead_min, wanted)}
            </For>
        </ol>
    }
}

fn row(entry: Entry, ahead_min: i32, wanted: RwSignal<Option<u64>>) -> impl IntoView {
    let time = entry.time_of_day(ahead_min);
    let Entry { number, kind, text, evidence, .. } = entry;
    let is_wanted = move || (wanted.get() == Some(number)).then_some("true");
    view! {
        <li class=class(kind) tabindex="-1" aria-current=is_wanted>
            <span class="log-time" translate="no">{time}</span>
            <span class="log-kind">{kind.label()}</span>
            <span class="log-text">{text}</span>
            <span class="log-evidence" translate="no">{evidence}</span>
        </li>
    }
}

const fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Unverified | Kind::Corrected => "log-row log-doubt",
        Kind::Failure => "log-row log-failure",
        Kind::Connection | Kind::Sync | Kind::Command | Kind::Picture | Kind::Page => "log-row",
    }
}

/// Moves the focus to the entry at this place, or to the list where the entry is gone. Browsers scroll to what gets it.
fn focus(list: NodeRef<html::Ol>, place: Option<usize>) {
    let Some(Some(list)) = list.try_get_untracked() else { return };
    let entry = place.and_then(|place| list.children().item(u32::try_from(place).ok()?));
    let focused = match entry.and_then(|entry| entry.dyn_into::<HtmlElement>().ok()) {
        Some(entry) => entry.focus(),
        None => list.focus(),
    };
    if let Err(why) = focused {
        tracing::warn!("[Log] The focus can’t be moved: {why:?}");
    }
}
