//! The microscopes that this browser knows.

use leptos::html;
use leptos::prelude::*;

use super::microscope_form::MicroscopeForm;
use crate::backend::Settings;
use crate::control::microscopes::Microscope;
use crate::store::use_store;

/// Each with what can be done to it; where there is none, what to do.
#[component]
pub(super) fn MicroscopeRows(
    /// The form that changes one.
    form: MicroscopeForm,
    /// Called when another one is used: one that the page's link names is then no longer in use.
    on_used: Callback<()>,
) -> impl IntoView {
    let list = use_store().microscopes.list;
    let title = NodeRef::<html::H2>::new();
    let rows = move || list.with(|list| list.microscopes().to_vec());
    view! {
        <section class="microscopes" aria-label="Microscopes">
            // What is removed had the focus.
            <h2 tabindex="-1" node_ref=title>"Microscopes"</h2>
            <p class="hint" hidden=move || list.with(|list| !list.microscopes().is_empty())>
                "None is stored yet. Add one below, and it is there at your next visit."
            </p>
            <ul>
                <For each=rows key=|it| (it.name.to_string(), it.address.clone()) let:microscope>
                    <MicroscopeRow microscope form on_used title/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn MicroscopeRow(
    /// The microscope.
    microscope: Microscope,
    /// The form that changes it.
    form: MicroscopeForm,
    /// Called when it is used.
    on_used: Callback<()>,
    /// What gets the focus when it is removed.
    title: NodeRef<html::H2>,
) -> impl IntoView {
    let store = use_store();
    let Microscope { name, address } = microscope.clone();
    let name = name.to_string();
    let settings = Settings::stored(&address);
    let is_in_use = Memo::new({
        let settings = settings.clone();
        move |_| {
            let address = settings.as_ref().map(|settings| &settings.address);
            store.backend.with(|in_use| in_use.as_ref().map(|in_use| &in_use.address) == address)
        }
    });
    let choose = move |_| {
        if let Some(settings) = settings.clone()
            && !is_in_use.get_untracked()
        {
            if let Err(why) = store.use_backend(settings) {
                store.tell_settings(crate::sync::Severity::Warning, why.to_string(), None);
            }
            on_used.run(());
        }
    };
    let remove = {
        let name = name.clone();
        move |_| {
            store.remove_microscope(&name);
            form.forget(&name);
            if let Some(Err(why)) = title.get_untracked().map(|title| title.focus()) {
                tracing::warn!("[Settings] The focus can’t be moved: {why:?}");
            }
        }
    };
    view! {
        <li class="microscope" aria-current=move || is_in_use.get().then_some("true")>
            <p translate="no">
                <b dir="auto">{name.clone()}</b>
                " "
                <span class="hint">{address}</span>
            </p>
            <div class="form-buttons">
                // Not `disabled`, which would take the focus from whoever has just pressed it.
                <button
                    type="button"
                    class="button"
                    // What is heard has what is seen in it.
                    aria-label={
                        let labels = [format!("In use: {name}"), format!("Use {name}")];
                        move || labels[usize::from(!is_in_use.get())].clone()
                    }
                    aria-disabled=move || is_in_use.get().then_some("true")
                    on:click=choose
                >
                    <span prop:textContent=move || if is_in_use.get() { "In use" } else { "Use" }></span>
                </button>
                <button
                    type="button"
                    class="button"
                    aria-label=format!("Change {name}")
                    on:click=move |_| form.change(&microscope)
                >
                    "Change"
                </button>
                <button type="button" class="button" aria-label=format!("Remove {name}") on:click=remove>
                    "Remove"
                </button>
            </div>
        </li>
    }
}
