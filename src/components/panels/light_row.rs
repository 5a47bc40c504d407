//! One light.

use leptos::prelude::*;

use crate::components::value_field::{NewValue, ValueField, ValueNote};
use crate::control::light::LightLimits;
use crate::control::setting::{Limits, SettingView};
use crate::store::use_store;
use crate::sync::Connection;
use crate::wire::visible;

/// Its name, a switch, and its value where it has one.
#[component]
pub fn LightRow(
    /// Its name in the interface.
    name: String,
) -> impl IntoView {
    let store = use_store();
    store.watch_light(&name);
    let seen_name = visible(&name).into_owned();
    let of_it = StoredValue::new(name);
    let view = Memo::new(move |_| of_it.with_value(|name| store.light(name)));
    let limits = Memo::new(move |_| of_it.with_value(|name| store.light_limits(name)));
    let connected = Memo::new(move |_| store.connection.with(Connection::connected_generation));
    Effect::new(move |_| {
        // Another connection may be to a backend that has other lights.
        if let Some(connection) = connected.get() {
            of_it.with_value(|name| store.want_light_limits(name, connection));
        }
    });

    let is_on = move || view.with(|view| view.wanted_on.or(view.is_on));
    let is_busy = move || view.with(|view| view.wanted_on.is_some());
    let toggle = move |_| {
        if let Some(on) = untrack(is_on) {
            of_it.with_value(|name| store.switch_light(name, !on));
        }
    };
    let setting = Memo::new(move |_| {
        let range = if let Some(LightLimits::Between(range)) = limits.get() { Some(range) } else { None };
        let limits = Limits { min: range.map(|range| range.min), max: range.map(|range| range.max), unit: None };
        view.with(|view| SettingView {
            value: view.value,
            wanted: view.wanted_value,
            limits,
            is_verified: view.is_verified,
            can_be_set: view.can_be_set,
        })
    });
    let set = move |set: NewValue| {
        // A slider says once more where it was let go.
        if setting.with_untracked(SettingView::shown) != Some(set.value) {
            of_it.with_value(|name| store.set_light_value(name, set.value));
        }
    };
    // What it can be is asked first: nothing is set beyond it.
    let has_value = move || match limits.get() {
        Some(LightLimits::Between(_)) => true,
        Some(LightLimits::NotSaid) => view.with(|view| view.value.is_some()),
        Some(LightLimits::NoValue) | None => false,
    };
    let can_be_set = Memo::new(move |_| view.with(|view| view.can_be_set));
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
                aria-disabled=move || (!can_be_set.get()).then_some("true")
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
            <Show when=has_value>
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
