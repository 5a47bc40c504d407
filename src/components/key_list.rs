//! The list of keys.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::stage::{PanKeys, ViewerAction};

/// The key that opens the list.
const KEY: &str = "?";

/// The button that opens the list.
#[component]
pub fn KeysButton(
    /// The list.
    dialog: NodeRef<html::Dialog>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="keys-button"
            aria-label="Keys"
            aria-haspopup="dialog"
            aria-keyshortcuts=KEY
            title=format!("Keys ({KEY})")
            on:click=move |_| show(dialog)
        >
            {KEY}
        </button>
    }
}

/// The list of keys, which its key opens over whatever page is shown. It stands apart from its button, which is not there on
/// the whole screen.
#[component]
pub fn KeyList(
    /// The list's element.
    dialog: NodeRef<html::Dialog>,
) -> impl IntoView {
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.key() == KEY && !is_altered(&event) && !is_text(&event) {
            event.prevent_default();
            show(dialog);
        }
    });
    on_cleanup(move || listener.remove());
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="keys" node_ref=dialog aria-labelledby="keys-title">
            <div class="keys-head">
                <h2 id="keys-title">"Keys"</h2>
                // It has the focus, so it stands where the list begins.
                <button type="button" class="button" autofocus on:click=close>
                    "Close"
                </button>
            </div>
            <p class="hint">"They work while the picture has the focus: click it, or reach it with Tab."</p>
            <dl>
                <KeyRow key=PanKeys::NAME label=PanKeys::LABEL hint=Some(PanKeys::HINT)/>
                {ViewerAction::all()
                    .map(|action| view! { <KeyRow key=action.shortcut() label=action.label() hint=action.hint()/> })
                    .collect_view()}
                <KeyRow key=KEY label="Keys" hint=Some("this list, wherever the focus is but in a field")/>
            </dl>
        </dialog>
    }
}

/// What a key does.
#[component]
fn KeyRow(
    /// The key.
    key: &'static str,
    /// What it does, as its button is called.
    label: &'static str,
    /// What that is, where the name does not tell.
    hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div>
            <dt>
                <kbd>{key}</kbd>
            </dt>
            <dd>{label} {hint.map(|hint| view! { <span class="hint">": " {hint}</span> })}</dd>
        </div>
    }
}

fn show(dialog: NodeRef<html::Dialog>) {
    let Some(dialog) = dialog.get_untracked().filter(|dialog| !dialog.open()) else { return };
    if let Err(why) = dialog.show_modal() {
        tracing::warn!("[Keys] The list of keys can’t be opened: {why:?}");
    }
}

fn is_altered(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing()
}

/// Is it text for a field?
fn is_text(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
