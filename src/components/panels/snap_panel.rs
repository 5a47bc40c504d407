//! A picture, taken and saved by the backend.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::SnapResult;
use crate::components::text_field::TextField;
use crate::control::snap::{Format, Phase, SnapForm};
use crate::store::use_store;

/// The line that says what is wrong with the file name.
const HINT: &str = "snap-hint";

/// What to snap, how it goes, and what came of it. The snap itself goes on when the panel is closed, and what was
/// written stays.
#[component]
pub fn SnapPanel() -> impl IntoView {
    let snap = use_store().snap;
    let form = snap.form;
    let file_name = NodeRef::<html::Input>::new();
    let error = Memo::new(move |_| form.with(SnapForm::request).err());
    let goes_on = move || snap.phase.with(Phase::is_going);
    let is_cancellable = move || snap.phase.with(Phase::is_cancellable);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if snap.start().is_err() {
            // What is wrong stands below the field.
            focus(file_name);
        }
    };
    view! {
        <div class="panel snap" role="group" aria-label="Snap">
            <form class="snap-form" novalidate on:submit=submit>
                <label>
                    "Format"
                    <select
                        prop:value=move || form.with(|form| form.format.number())
                        on:input:target=move |event| {
                            let format = Format::of_number(&event.target().value()).unwrap_or_default();
                            form.update(|form| form.format = format);
                        }
                    >
                        {Format::ALL
                            .map(|format| view! { <option value=format.number()>{format.label()}</option> })}
                    </select>
                </label>
                <TextField
                    node_ref=file_name
                    label="File name"
                    placeholder="optional"
                    hint=HINT
                    is_wrong=Signal::derive(move || error.with(Option::is_some))
                    text=Signal::derive(move || form.with(|form| form.file_name.clone()))
                    on_write=move |text| form.update(|form| form.file_name = text)
                />
                // Never `disabled`: a button that is loses the keyboard's focus.
                <button
                    type="submit"
                    class="button button-primary"
                    aria-disabled=move || goes_on().then_some("true")
                >
                    "Take snap"
                </button>
                <button
                    type="button"
                    class="button"
                    aria-disabled=move || (!is_cancellable()).then_some("true")
                    on:click=move |_| snap.cancel()
                >
                    "Cancel"
                </button>
                <p
                    id=HINT
                    role="status"
                    prop:textContent=move || error.get().map(|error| error.to_string()).unwrap_or_default()
                ></p>
            </form>
            <SnapResult/>
            <p class="snap-note">
                "The backend takes a picture and keeps the file. “Save as PNG” saves what is shown here, to this computer."
            </p>
        </div>
    }
}

fn focus(field: NodeRef<html::Input>) {
    if let Some(Err(why)) = field.get_untracked().map(|field| field.focus()) {
        tracing::warn!("[Snap] The field can’t be focused: {why:?}");
    }
}
