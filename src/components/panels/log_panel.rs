//! What has happened.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{LogRows, LogTimeline, ReportPreview};
use crate::browser::js_error::in_words;
use crate::browser::{clipboard, clock};
use crate::components::plural::plural;
use crate::control::journal::{Entry, Kind};
use crate::store::use_store;

/// How many entries are shown at first, and how many more with each press.
const STEP: usize = 200;
/// What the choice of all kinds is called.
const ALL: &str = "Everything";

/// What is shown of the log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogView {
    /// The newest first.
    pub entries: Vec<Entry>,
    /// There are more than are shown.
    has_more: bool,
    /// How many came since it was paused.
    newer: u64,
}

/// The log, newest first, with what narrows it, holds it and takes it along. It follows what happens while it is open.
#[component]
pub fn LogPanel() -> impl IntoView {
    let log = use_store().log;
    let kind = RwSignal::new(None::<Kind>);
    let paused_at = RwSignal::new(None::<u64>);
    let most = RwSignal::new(STEP);
    let shows_report = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let view = Memo::new(move |_| {
        let (latest, paused_at) = (log.latest.get(), paused_at.get());
        let (kind, most) = (kind.get(), most.get());
        let last = paused_at.unwrap_or(latest);
        log.with(|entries| {
            let wanted = |entry: &&Entry| entry.number <= last && kind.is_none_or(|kind| entry.kind == kind);
            let mut entries = entries.newest_first().filter(wanted);
            let shown = entries.by_ref().take(most).cloned().collect();
            LogView { entries: shown, has_more: entries.next().is_some(), newer: latest.saturating_sub(last) }
        })
    });
    // Whoever asks why sees the entry, whatever was chosen before.
    Effect::new(move || {
        let Some(wanted) = log.wanted.get() else { return };
        kind.set(None);
        paused_at.set(None);
        let newer = log.with(|entries| entries.newest_first().take_while(|entry| entry.number > wanted).count());
        most.set(STEP * (newer / STEP + 1));
    });
    on_cleanup(move || {
        log.wanted.try_set(None);
    });
    let is_paused = move || paused_at.get().is_some();
    let pause = move |_| {
        let latest = log.latest.get_untracked();
        paused_at.update(|at| *at = at.is_none().then_some(latest));
    };
    let newer = move || match view.with(|view| view.newer) {
        0 => String::new(),
        1 => "1 more since".to_owned(),
        more => format!("{more} more since"),
    };
    let copy = move |_| {
        let ahead_min = clock::ahead_min();
        let lines: Vec<String> =
            view.with_untracked(|view| view.entries.iter().map(|entry| entry.line(ahead_min)).collect());
        spawn_local(async move {
            let outcome = match clipboard::copy(&lines.join("\n")).await {
                Ok(()) => format!("{} on the clipboard.", plural(lines.len() as u64, "entry is", "entries are")),
                Err(why) => format!("Nothing was copied: {}.", in_words(&why)),
            };
            said.try_set(outcome);
        });
    };
    view! {
        <div class="panel log" role="group" aria-label="Log">
            <LogTimeline/>
            <div class="log-tools">
                <label>
                    "Show"
                    <select
                        prop:value=move || kind.get().map_or(ALL, Kind::label)
                        on:change:target=move |event| {
                            kind.set(Kind::of_label(&event.target().value()));
                            most.set(STEP);
                        }
                    >
                        <option>{ALL}</option>
                        {Kind::ALL.map(|kind| view! { <option>{kind.label()}</option> })}
                    </select>
                </label>
                <button type="button" class="button" aria-pressed=move || is_paused().to_string() on:click=pause>
                    "Pause"
                </button>
                <button type="button" class="button" on:click=copy>
                    "Copy"
                </button>
                <button
                    type="button"
                    class="button"
                    aria-expanded=move || shows_report.get().to_string()
                    on:click=move |_| shows_report.update(|it| *it = !*it)
                >
                    "Report…"
                </button>
                <span class="log-said" role="status" prop:textContent=said></span>
                <span class="log-newer" prop:textContent=newer></span>
            </div>
            <Show when=move || shows_report.get()>
                <ReportPreview on_close=move |()| shows_report.set(false)/>
            </Show>
            <p class="log-empty" hidden=move || view.with(|view| !view.entries.is_empty())>
                "Nothing of this kind has happened."
            </p>
            <LogRows view/>
            <button
                type="button"
                class="link"
                hidden=move || view.with(|view| !view.has_more)
                on:click=move |_| most.update(|most| *most += STEP)
            >
                "Show more"
            </button>
        </div>
    }
}
