//! The form for a microscope.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::microscope_form::{Field, MicroscopeForm, Verdict};
use crate::backend::Settings;

const NAME: &str = "microscope-name";
const ADDRESS: &str = "backend-address";
const HINT: &str = "backend-hint";

/// The fields, the buttons, and what is to be said about them.
#[component]
pub(super) fn MicroscopeFields(
    /// What is written in them.
    form: MicroscopeForm,
) -> impl IntoView {
    let is_changing = move || form.changed.with(Option::is_some);
    let testing = move || form.is_testing();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    let title = move || match form.changed.get() {
        Some(name) => format!("Change “{name}”"),
        None => "Add a microscope".to_owned(),
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2 prop:textContent=title></h2>
            <label for=NAME>"Name"</label>
            <input
                id=NAME
                node_ref=form.name_field
                type="text"
                autocomplete="off"
                placeholder="optional, such as Lab 2"
                aria-describedby=HINT
                aria-invalid=move || form.is_bad(Field::Name).to_string()
                bind:value=form.name
                on:input=move |_| form.edited()
            />
            <label for=ADDRESS>"Backend address"</label>
            <input
                id=ADDRESS
                type="url"
                inputmode="url"
                autocomplete="off"
                spellcheck="false"
                placeholder="http://192.168.4.1:8001"
                aria-describedby=HINT
                aria-invalid=move || form.is_bad(Field::Address).to_string()
                bind:value=form.address
                on:input=move |_| form.edited()
            />
            <p
                id=HINT
                class=move || form.verdict.with(Verdict::class)
                role="status"
                prop:textContent=move || form.verdict.with(Verdict::text)
            ></p>
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=testing>
                    "Test and save"
                </button>
                <Show when=is_changing>
                    <button type="button" class="button" on:click=move |_| form.fill(None)>
                        "Cancel"
                    </button>
                </Show>
                <Show when=move || !is_changing() && Settings::of_page().is_some()>
                    <button type="button" class="button" disabled=testing on:click=move |_| form.use_page()>
                        "Use this page's own server"
                    </button>
                </Show>
            </div>
        </form>
    }
}
