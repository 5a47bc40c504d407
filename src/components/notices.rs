//! The notices.

use leptos::prelude::*;

use crate::notices::{Action, Posted};
use crate::store::Store;
use crate::sync::{Event, Intent, Offer, Severity};

/// What the person is told, newest first. Each can be dismissed.
#[component]
pub fn Notices() -> impl IntoView {
    let store = Store::expect();
    let posted = move || store.board().with(|board| board.posted().iter().rev().cloned().collect::<Vec<_>>());
    view! {
        <section class="notices" aria-label="Notices" aria-live="polite">
            // A notice whose count or time changed is a new one to the page, and so is read out again.
            <For each=posted key=|posted| (posted.message.topic, posted.at, posted.count) let:posted>
                <Note posted/>
            </For>
        </section>
    }
}

#[component]
fn Note(posted: Posted) -> impl IntoView {
    let store = Store::expect();
    let Posted { message, count, time_of_day, .. } = posted;
    let (class, mark) = match message.severity {
        Severity::Info => ("notice notice-info", "i"),
        Severity::Warning => ("notice notice-warning", "!"),
        Severity::Error => ("notice notice-error", "×"),
    };
    let topic = message.topic;
    let action = message.action.map(|Action::StartAnyway| {
        view! {
            <button
                type="button"
                class="button"
                disabled=move || store.offer().get() != Offer::Play
                on:click=move |_| store.dispatch(Event::Clicked(Intent::PlayAnyway))
            >
                "Start anyway"
            </button>
        }
    });
    view! {
        <div class=class>
            <span class="notice-mark" aria-hidden="true">{mark}</span>
            <p class="notice-text">
                {message.text} " "
                <span class="notice-meta">
                    {time_of_day} {(count > 1).then(|| format!(" · {count} times"))}
                </span>
            </p>
            {action}
            <button
                type="button"
                class="notice-dismiss"
                aria-label="Dismiss this notice"
                on:click=move |_| store.dismiss(topic)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
            </button>
        </div>
    }
}
