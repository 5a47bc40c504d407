//! Making the store.

use leptos::prelude::*;

use super::camera_info::CameraInfo;
use super::camera_settings::USUAL_THRESHOLD_MS;
use super::environment;
use super::handle::Store;
use super::in_flight::InFlight;
use super::light_ranges::LightRanges;
use super::log_store::LogStore;
use super::microscope_list::Microscopes;
use super::recording_store::RecordingStore;
use super::snap_store::SnapStore;
use crate::backend::{Settings, SettingsError, microscope_storage};
use crate::browser::clock;
use crate::control::camera::{CameraSettingsView, Choice};
use crate::control::disk::Disk;
use crate::control::light;
use crate::control::notices::NoticeList;
use crate::sync::{Backoff, Severity, State};

/// Makes the store and gives it to every component below. It listens to the tab from now on, and does nothing else
/// until the first event.
pub fn provide_store() -> Store {
    let loaded = microscope_storage::load();
    let (settings, error) = Settings::load(&loaded.list);
    let state = RwSignal::new(State::new(environment::visibility(), backoff()));
    let backend = RwSignal::new(settings);
    let failure = RwSignal::new(None);
    let notices = RwSignal::new(NoticeList::default());
    let disk = RwSignal::new(Disk::default());
    let now = RwSignal::new(clock::now());
    let (choice, set_choice) = signal(Choice::default());
    let (camera_info, set_camera_info) = signal(CameraInfo::default());
    let visibility = memo(state, |state| state.session.visibility);
    let store = Store {
        stream: memo(state, |state| state.stream.known),
        connection: memo(state, |state| state.session.connection.clone()),
        socket: memo(state, |state| state.session.connection.socket()),
        command: memo(state, |state| state.stream.command),
        other_command: memo(state, |state| state.stream.other_command),
        cameras_known: memo(state, |state| state.session.cameras),
        available: memo(state, State::available_command),
        syncing: memo(state, State::syncing),
        verified: memo(state, State::verified),
        socket_is_refused: memo(state, State::socket_is_refused),
        visibility,
        now: now.read_only(),
        backend: backend.read_only(),
        microscopes: Microscopes::new(loaded.list),
        failure: failure.read_only(),
        notices: notices.read_only(),
        choice,
        camera_info,
        lights: memo(state, light::listed),
        any_light_on: memo(state, light::any_is_lit),
        any_light_can_be_switched_off: memo(state, light::any_can_be_switched_off),
        all_lights_off: memo(state, light::all_are_off),
        camera_settings: memo(state, |state| CameraSettingsView::of(&state.camera_settings, &state.session)),
        long_exposure_ms: RwSignal::new(USUAL_THRESHOLD_MS),
        light_ranges: LightRanges::new(),
        snap: SnapStore::new(backend, visibility),
        recording: RecordingStore::new(state, backend, visibility),
        disk: disk.read_only(),
        log: LogStore::restored(&state.read_untracked()),
        state,
        set_now: now.write_only(),
        set_backend: backend.write_only(),
        set_failure: failure.write_only(),
        set_notices: notices.write_only(),
        set_disk: disk.write_only(),
        set_choice,
        set_camera_info,
        in_flight: StoredValue::new_local(InFlight::default()),
    };
    let errors: Vec<String> =
        loaded.problem.map(SettingsError::Stored).into_iter().chain(error).map(|why| why.to_string()).collect();
    if !errors.is_empty() {
        store.tell_settings(Severity::Error, errors.join(" "), None);
    }
    environment::listen(store);
    store.join_tabs();
    store.survey_cameras();
    store.survey_lights();
    store.follow_camera();
    store.find_sent();
    store.follow_plan();
    store.follow_recording();
    provide_context(store);
    store
}

/// What is derived from the machine's state: components that read it run again only when it changed.
fn memo<T: Clone + PartialEq + Send + Sync + 'static>(state: RwSignal<State>, read: fn(&State) -> T) -> Memo<T> {
    Memo::new(move |_| state.with(read))
}

/// Random waits, so that pages opened together do not retry together.
fn backoff() -> Backoff {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Backoff::new((web_sys::js_sys::Math::random() * f64::from(u32::MAX)) as u32 | 1)
}
