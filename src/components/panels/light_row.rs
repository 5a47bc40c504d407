//! One light.

use leptos::prelude::*;

use crate::components::value_field::{NewValue, ValueField, ValueNote};
use crate::control::setting::{Limits, SettingView};
use crate::store::use_store;
use crate::wire::visible;

/// Its name, a switch, and its value where it has one.
#[component]
pub fn LightRow(
    /// Its name in the interface.
    name: String,
) -> impl IntoView {
    let lights = use_store().lights;
    lights.watch_while_shown(&name);
    let seen_name = visible(&name).into_owned();
    let of_it = StoredValue::new(name);
    let view = Memo::new(move |_| of_it.with_value(|name| lights.view(name)));
    let range = Memo::new(move |_| of_it.with_value(|name| lights.range(name)));

    let is_on = move || view.with(|view| view.wanted_on.or(view.is_on));
    let is_busy = move || view.with(|view| view.wanted_on.is_some());
    let toggle = move |_| {
        if let Some(on) = untrack(is_on) {
            of_it.with_value(|name| lights.set_on(name, !on));
        }
    };
    let setting = Memo::new(move |_| {
        let range = range.get();
        let limits = Limits { min: range.map(|range| range.min), max: range.map(|range| range.max), unit: None };
        view.with(|view| SettingView { value: view.value, wanted: view.wanted_value, limits })
    });
    let set = move |set: NewValue| {
        // A slider says once more where it was let go.
        if setting.with_untracked(SettingView::shown) != Some(set.value) {
            of_it.with_value(|name| lights.set_value(name, set.value));
        }
    };
    let field_label = format!("{seen_name}: value");
    view! {
        <li class="light" data-name=of_it.get_value()>
            <button
                type="button"
                class="light-switch"
                role="switch"
                aria-label=seen_name.clone()
                aria-checked=move || (is_on() == Some(true)).to_string()
                aria-busy=move || is_busy().to_string()
                // Never `disabled`: a button that is loses the keyboard's focus.
                aria-disabled=move || is_on().is_none().then_some("true")
                on:click=toggle
            >
                <span class="light-knob" aria-hidden="true"></span>
            </button>
            <bdi class="light-name" translate="no">
                {seen_name}
            </bdi>
            <span
                class="light-state"
                data-verified=move || view.with(|view| view.is_verified).to_string()
                prop:textContent=move || view.with(|view| view.words())
            ></span>
            <Show when=move || range.with(Option::is_some)>
                <ValueField
                    label=field_label.clone()
                    caption="Value"
                    setting
                    note=ValueNote::default()
                    on_set=set
                />
            </Show>
        </li>
    }
}
