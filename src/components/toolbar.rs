//! Buttons under the picture.

use leptos::prelude::*;

use super::stage::{ViewerAction, use_viewer_controls};

/// A group of buttons.
#[component]
pub fn Toolbar(
    /// The group's name.
    label: &'static str,
    /// What its buttons do, in their order.
    actions: &'static [ViewerAction],
    /// Its classes.
    #[prop(default = "view-tools")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <div class=class role="group" aria-label=label>
            {actions.iter().map(|&action| view! { <ToolButton action/> }).collect_view()}
        </div>
    }
}

#[component]
fn ToolButton(
    /// What it does.
    action: ViewerAction,
) -> impl IntoView {
    let controls = use_viewer_controls();
    let (label, shortcut) = (action.label(), action.shortcut());
    view! {
        <button
            type="button"
            class="view-tool"
            aria-label=label
            aria-keyshortcuts=shortcut
            title=match action.hint() {
                Some(hint) => format!("{label}: {hint} ({shortcut})"),
                None => format!("{label} ({shortcut})"),
            }
            aria-pressed=move || controls.is_pressed(action).map(|pressed| pressed.to_string())
            disabled=move || !controls.is_available(action)
            on:click=move |_| controls.perform(action)
        >
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d=action.icon()></path>
            </svg>
            <span>{label}</span>
        </button>
    }
}
