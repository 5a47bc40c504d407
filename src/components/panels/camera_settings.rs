//! Exposure and gain of the camera that is looked at.

use leptos::prelude::*;

use crate::components::value_field::{NewValue, ValueField, ValueNote};
use crate::control::setting::{SettingView, written};
use crate::store::use_store;
use crate::sync::StreamState;

/// The fields that the camera has, and who chooses its exposure. Nothing of a backend where nothing can be set but that.
#[component]
pub fn CameraSettings() -> impl IntoView {
    let store = use_store();
    store.watch_camera_settings();
    let view = store.camera_settings;
    let exposure = Memo::new(move |_| view.with(|view| view.exposure.clone()));
    let gain = Memo::new(move |_| view.with(|view| view.gain.clone()));
    let set_gain = move |set: NewValue| {
        if gain.with_untracked(|gain| gain.as_ref().and_then(SettingView::shown)) != Some(set.value) {
            store.set_gain(set.value);
        }
    };
    view! {
        <div class="camera-settings" role="group" aria-label="Exposure and gain">
            <Show when=move || exposure.with(Option::is_some)>
                <ExposureField exposure/>
            </Show>
            <Show when=move || gain.with(Option::is_some)>
                <ValueField
                    label="Gain"
                    caption="Gain"
                    setting=Signal::derive(move || gain.get().unwrap_or_default())
                    note=ValueNote::default()
                    on_set=set_gain
                />
            </Show>
            <p class="camera-settings-note" hidden=move || !view.with(|view| view.is_missing)>
                "This backend has neither exposure nor gain that could be set from here."
            </p>
        </div>
    }
}

/// The exposure. One that would stop the stream is asked about first.
#[component]
fn ExposureField(
    /// As far as it is known.
    exposure: Memo<Option<SettingView>>,
) -> impl IntoView {
    let store = use_store();
    // An exposure that waits for a word.
    let asked = RwSignal::new(None::<f64>);
    let set = move |set: NewValue| {
        let stops = set.value > store.long_exposure_ms.get_untracked()
            && store.stream.get_untracked().state == StreamState::Running;
        asked.set((stops && !set.is_passing).then_some(set.value));
        let is_new =
            exposure.with_untracked(|exposure| exposure.as_ref().and_then(SettingView::shown)) != Some(set.value);
        if !stops && is_new {
            store.set_exposure_ms(set.value);
        }
    };
    let setting = Signal::derive(move || {
        let exposure = exposure.get().unwrap_or_default();
        SettingView { wanted: asked.get().or(exposure.wanted), ..exposure }
    });
    let confirm = move |_| {
        if let Some(exposure_ms) = asked.get_untracked() {
            asked.set(None);
            store.set_long_exposure_ms(exposure_ms);
        }
    };
    let question = move || {
        asked.get().map(|asked| {
            let threshold = written(store.long_exposure_ms.get());
            format!("{} ms stops the stream: the backend streams up to {threshold} ms.", written(asked))
        })
    };
    let view = store.camera_settings;
    let is_auto = move || view.with(|view| view.wanted_auto.or(view.is_auto));
    view! {
        <div class="exposure">
            <ValueField label="Exposure" caption="Exposure" setting note=ValueNote::default() on_set=set>
                <Show when=move || is_auto().is_some()>
                    <button
                        type="button"
                        class="button"
                        title="The camera chooses its exposure"
                        aria-label="Auto exposure"
                        aria-pressed=move || (is_auto() == Some(true)).to_string()
                        aria-disabled=move || (!setting.with(|setting| setting.can_be_set)).then_some("true")
                        on:click=move |_| store.set_auto_exposure(untrack(is_auto) != Some(true))
                    >
                        "Auto"
                    </button>
                </Show>
            </ValueField>
            <div class="exposure-question" role="alert" hidden=move || asked.get().is_none()>
                <span prop:textContent=question></span>
                <button type="button" class="button" on:click=confirm>
                    "Set it, and stop the stream"
                </button>
                <button type="button" class="button" on:click=move |_| asked.set(None)>
                    "Leave it"
                </button>
            </div>
        </div>
    }
}
