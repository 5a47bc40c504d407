//! A field for one parameter of a stream.

use leptos::html;
use leptos::prelude::*;

use crate::control::camera::{Parameter, ParameterError};
use crate::store::use_store;

/// Shows the value in use, and sends another one when it was written. A field of text, because the backend may use any
/// JSON.
#[component]
pub fn ParameterField(
    /// What is set.
    parameter: Parameter,
    /// What is wrong with the value that was written; it was not sent then.
    error: RwSignal<Option<ParameterError>>,
    /// Called when another value is sent.
    #[prop(into)]
    on_send: Callback<()>,
    /// The id of the element that says so.
    described_by: &'static str,
) -> impl IntoView {
    let store = use_store();
    let field = NodeRef::<html::Input>::new();
    let text = RwSignal::new(String::new());
    // Was something read while somebody was in the field?
    let passed_over = StoredValue::new(false);
    let applies = move || store.choice.with(|choice| parameter.is_of(choice.format));

    let in_use = Memo::new(move |_| {
        store.choice.with(|choice| {
            store.camera_info.with(|info| info.setup.as_ref().and_then(|setup| setup.value(choice, parameter)))
        })
    });
    Effect::new(move |_| {
        // A value that was refused gives way as well, where what is in use stays.
        store.camera_info.track();
        let in_use = in_use.get();
        // What somebody is typing is theirs, and so is what was not sent.
        let is_unsent = error.with(Option::is_some);
        let is_theirs = has_focus(field) || is_unsent;
        passed_over.set_value(is_theirs);
        if !is_theirs {
            text.set(in_use.unwrap_or_default());
        }
    });
    let leave = move |_| {
        // The browser may tell of a field that goes with its panel.
        let is_unsent = error.try_with_untracked(Option::is_some) != Some(false);
        if !is_unsent && passed_over.try_get_value() == Some(true) {
            text.set(in_use.get_untracked().unwrap_or_default());
        }
    };

    let send = move |written: &str| {
        // The browser may tell of a field that goes with its panel.
        if text.is_disposed() {
            return;
        }
        passed_over.set_value(false);
        match parameter.read(written) {
            Ok(value) => {
                error.set(None);
                on_send.run(());
                store.set_parameter(parameter, value);
            }
            Err(why) => error.set(Some(why)),
        }
    };
    view! {
        <label class="camera-parameter" data-parameter=parameter.key() hidden=move || !applies()>
            {parameter.name()}
            <input
                node_ref=field
                inputmode="numeric"
                autocomplete="off"
                name=parameter.key()
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                bind:value=text
                on:change:target=move |event| send(&event.target().value())
                on:blur=leave
            />
        </label>
    }
}

/// Is somebody in this field? Also while the window itself is not in front.
fn has_focus(field: NodeRef<html::Input>) -> bool {
    let focused = document().active_element();
    field.with_untracked(|field| field.as_ref().is_some_and(|field| focused.as_ref() == Some(field)))
}
