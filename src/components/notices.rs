//! The notices.

use leptos::prelude::*;

use super::newer_build::NewerBuildNotice;
use crate::control::journal::Kind;
use crate::control::notices::{Action, ActiveNotice, Topic};
use crate::store::use_store;
use crate::sync::{Intent, Severity};

/// What the person is told, newest first. Each can be dismissed.
#[component]
pub fn Notices(
    /// Called when somebody asks why: the log is on the page with the picture.
    #[prop(optional, into)]
    on_why: Option<Callback<()>>,
) -> impl IntoView {
    let store = use_store();
    let newest_first = move || store.notices.with(|notices| notices.posted().iter().rev().cloned().collect::<Vec<_>>());
    view! {
        <section class="notices" aria-label="Notices" aria-live="polite">
            // One that came again is a new one to the page, and so is read out again.
            <For each=newest_first key=|notice| (notice.message.topic, notice.at, notice.count) let:notice>
                <NoticeCard notice on_why/>
            </For>
            <NewerBuildNotice/>
        </section>
    }
}

/// One notice: its words, when and how often it came, and what can be done about it.
#[component]
fn NoticeCard(
    /// What is told.
    notice: ActiveNotice,
    /// Called when somebody asks why.
    on_why: Option<Callback<()>>,
) -> impl IntoView {
    let store = use_store();
    let ActiveNotice { message, count, time_of_day, .. } = notice;
    let (class, mark) = match message.severity {
        Severity::Info => ("notice notice-info", "i"),
        Severity::Warning => ("notice notice-warning", "!"),
        Severity::Error => ("notice notice-error", "×"),
    };
    // The announcer says so.
    let live = (message.topic == Topic::Connection).then_some("off");
    let came = if count > 1 { format!("{time_of_day} · {count} times") } else { time_of_day };
    view! {
        <div class=class aria-live=live>
            <span class="notice-mark" aria-hidden="true">{mark}</span>
            <p class="notice-text">
                <span>{message.text}</span>
                " "
                <span class="notice-meta">{came}</span>
            </p>
            {(message.topic == Topic::Drift).then(|| view! { <WhyButton on_why/> })}
            {message.action.map(|action| view! { <ActionButton action/> })}
            <button
                type="button"
                class="notice-dismiss"
                aria-label="Dismiss this notice"
                on:click=move |_| store.dismiss(message.topic)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M4 4l8 8M12 4l-8 8"></path>
                </svg>
            </button>
        </div>
    }
}

/// Leads to the entry of the log about the latest correction.
#[component]
fn WhyButton(
    /// Called as well.
    on_why: Option<Callback<()>>,
) -> impl IntoView {
    let log = use_store().log;
    let show = move |_| {
        log.explain(&[Kind::Corrected]);
        if let Some(on_why) = on_why {
            on_why.run(());
        }
    };
    view! {
        <button type="button" class="button" aria-label="Why was this corrected?" on:click=show>
            "Why?"
        </button>
    }
}

/// What can be done about a notice, while it can be.
#[component]
fn ActionButton(
    /// What a press does.
    action: Action,
) -> impl IntoView {
    let store = use_store();
    match action {
        Action::StartAnyway(choice) => view! {
            <button
                type="button"
                class="button"
                disabled=move || !store.offers(Intent::PlayAnyway)
                on:click=move |_| store.start_anyway(choice.clone())
            >
                "Start anyway"
            </button>
        }
        .into_any(),
        Action::Fetch { url, name } => view! {
            <a class="button" target="_blank" rel="noopener" href=url download=name>
                "Download"
            </a>
        }
        .into_any(),
        Action::PutBack { place, microscope, was_current } => view! {
            <button type="button" class="button" on:click=move |_| store.put_back(place, &microscope, was_current)>
                "Undo"
            </button>
        }
        .into_any(),
    }
}
