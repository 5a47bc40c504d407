//! The quick way from one microscope to another.

use leptos::prelude::*;

use crate::backend::{AddressSource, Settings};
use crate::store::{Store, use_store};
use crate::sync::Severity;

/// A microscope that can be switched to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Choice {
    settings: Settings,
    label: String,
}

/// Says which microscope is shown, and switches to another one. It is there while there are several.
#[component]
pub fn MicroscopeSwitch(
    /// Called when another one was chosen: one that the page's link names is then no longer in use.
    on_switch: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let choices = choices(store);
    let are_several = Memo::new(move |_| choices.with(|choices| choices.len() > 1));
    let in_use = Memo::new(move |_| store.backend.with(|it| it.as_ref().map(|it| it.address.to_string())));
    let switch_to = move |address: String| {
        let chosen = choices.with_untracked(|choices| {
            choices.iter().find(|it| it.settings.address.to_string() == address).map(|it| it.settings.clone())
        });
        let Some(settings) = chosen else { return };
        if let Err(why) = store.use_backend(settings) {
            store.tell_settings(Severity::Warning, why.to_string(), None);
        }
        on_switch.run(());
    };
    view! {
        <Show when=move || are_several.get()>
            <select
                class="microscope-switch"
                aria-label="Microscope"
                translate="no"
                on:change:target=move |event| switch_to(event.target().value())
            >
                <For each=move || choices.get() key=|it| (it.settings.address.to_string(), it.label.clone()) let:choice>
                    {
                        let address = choice.settings.address.to_string();
                        let value = address.clone();
                        view! {
                            <option value=value prop:selected=move || in_use.with(|it| it.as_ref() == Some(&address))>
                                {choice.label}
                            </option>
                        }
                    }
                </For>
            </select>
        </Show>
    }
}

/// The microscopes of the list; and before them what the visit began with or uses, where it is none of these.
fn choices(store: Store) -> Memo<Vec<Choice>> {
    // Once another one was chosen, the link names it no longer.
    let began = store.backend.get_untracked().and_then(|began| match began.origin {
        AddressSource::Stored => None,
        AddressSource::Page => Some(began),
        AddressSource::Link | AddressSource::Visit => Some(Settings { origin: AddressSource::Visit, ..began }),
    });
    Memo::new(move |_| {
        store.microscopes.list.with(|list| {
            let stored = list
                .microscopes()
                .iter()
                .filter_map(|it| Some(Choice { settings: Settings::stored(&it.address)?, label: it.name.to_string() }));
            let mut choices: Vec<Choice> = stored.collect();
            for settings in [store.backend.get(), began.clone()].into_iter().flatten() {
                if !choices.iter().any(|it| it.settings.address == settings.address) {
                    let label = match settings.origin {
                        AddressSource::Page => "This page’s own server".to_owned(),
                        _ => settings.address.to_string(),
                    };
                    choices.insert(0, Choice { settings, label });
                }
            }
            choices
        })
    })
}
