//! A field for a word.

use leptos::html;
use leptos::prelude::*;

/// A field for a word that may be left out.
#[component]
pub fn TextField(
    /// What it is called.
    label: &'static str,
    /// What stands in it while it is empty.
    placeholder: &'static str,
    /// Which keys a keyboard on the screen has.
    #[prop(default = "text")]
    input_mode: &'static str,
    /// The id of the line that says what is wrong with it.
    hint: &'static str,
    /// Is anything wrong with it?
    #[prop(into)]
    is_wrong: Signal<bool>,
    /// What is written in it.
    #[prop(into)]
    text: Signal<String>,
    /// Called with what somebody writes.
    #[prop(into)]
    on_write: Callback<String>,
    /// The field itself, for the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <label>
            {label}
            <input
                node_ref=node_ref
                type="text"
                inputmode=input_mode
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=hint
                aria-invalid=move || is_wrong.get().then_some("true")
                prop:value=text
                on:input:target=move |event| on_write.run(event.target().value())
            />
        </label>
    }
}
