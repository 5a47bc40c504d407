//! What the store does for each followed thing: how it is asked for, and what its commands are called among tabs.

use web_sys::AbortSignal;

use super::handle::Store;
use crate::backend::Address;
use crate::sync::{
    CameraCommand, CameraSettings, Event, Followed, FollowedEvent, Light, LightCommand, Number, Recording,
    RecordingCommand, RequestError, RequestId, State, Stream, StreamCommand, Thing,
};

/// A thing that the store asks the backend for.
pub(super) trait Driven: Thing {
    /// The event of this thing.
    fn event(&self, event: FollowedEvent<Self>) -> Event;
    /// What the machine has of it; `None` where it is gone, or another is followed in its place.
    fn find<'a>(&self, state: &'a State) -> Option<&'a Followed<Self>>;
    /// Asks the backend how it is.
    async fn fetch(&self, store: Store, address: &Address, signal: &AbortSignal) -> Result<Self::Known, RequestError>;
    /// Sends a command.
    async fn send(
        &self,
        store: Store,
        address: &Address,
        order: (RequestId, Self::Command),
        signal: &AbortSignal,
    ) -> Result<Self::Answer, RequestError>;

    /// The command in a word, for the browser's storage.
    fn word(command: Self::Command) -> String;
    /// The command of this word; `None` for words of other versions of this page.
    fn of_word(word: &str) -> Option<Self::Command>;
    /// The command in a word, for other tabs.
    fn tab_word(command: Self::Command) -> String {
        Self::word(command)
    }
    /// The command of this word.
    fn of_tab_word(word: &str) -> Option<Self::Command> {
        Self::of_word(word)
    }
    /// Does it end what is remembered as that?
    fn ends(command: Self::Command, remembered: Self::Command) -> bool {
        Self::word(command) == Self::word(remembered)
    }
    /// Somebody has asked for it: what is noted of what it is about.
    fn note_order(_store: Store, _request: RequestId) {}
    /// A command leaves.
    fn on_send(&self, store: Store);
}

const START: &str = "start";
const STOP: &str = "stop";

impl Driven for Stream {
    fn event(&self, event: FollowedEvent<Self>) -> Event {
        Event::Stream(event)
    }

    fn find<'a>(&self, state: &'a State) -> Option<&'a Followed<Self>> {
        Some(&state.stream)
    }

    async fn fetch(&self, _store: Store, address: &Address, signal: &AbortSignal) -> Result<Self::Known, RequestError> {
        crate::backend::live_view_status(address, signal).await
    }

    async fn send(
        &self,
        store: Store,
        address: &Address,
        (request, command): (RequestId, StreamCommand),
        signal: &AbortSignal,
    ) -> Result<Self::Answer, RequestError> {
        store.send_stream_command(address, request, command, signal).await
    }

    fn word(command: StreamCommand) -> String {
        match command {
            StreamCommand::Start { .. } => START,
            // A switch begins with a stop, and its start is noted when it leaves.
            StreamCommand::Stop | StreamCommand::Switch => STOP,
        }
        .to_owned()
    }

    fn of_word(word: &str) -> Option<StreamCommand> {
        match word {
            START => Some(StreamCommand::Start { force: false }),
            STOP => Some(StreamCommand::Stop),
            _ => None,
        }
    }

    fn tab_word(command: StreamCommand) -> String {
        match command {
            StreamCommand::Start { .. } => "starting",
            StreamCommand::Stop => "stopping",
            StreamCommand::Switch => "switching",
        }
        .to_owned()
    }

    fn of_tab_word(word: &str) -> Option<StreamCommand> {
        match word {
            "starting" => Some(StreamCommand::Start { force: false }),
            "stopping" => Some(StreamCommand::Stop),
            "switching" => Some(StreamCommand::Switch),
            _ => None,
        }
    }

    fn ends(command: StreamCommand, remembered: StreamCommand) -> bool {
        command == StreamCommand::Switch || Self::word(command) == Self::word(remembered)
    }

    fn note_order(store: Store, request: RequestId) {
        store.note_choice(request);
    }

    fn on_send(&self, store: Store) {
        store.forget_outcome();
    }
}

impl Driven for Recording {
    fn event(&self, event: FollowedEvent<Self>) -> Event {
        Event::Recording(event)
    }

    fn find<'a>(&self, state: &'a State) -> Option<&'a Followed<Self>> {
        Some(&state.recording)
    }

    async fn fetch(&self, _store: Store, address: &Address, signal: &AbortSignal) -> Result<Self::Known, RequestError> {
        crate::backend::recording_status(address, signal).await
    }

    async fn send(
        &self,
        store: Store,
        address: &Address,
        (request, command): (RequestId, RecordingCommand),
        signal: &AbortSignal,
    ) -> Result<(), RequestError> {
        match command {
            RecordingCommand::Start => store.send_recording_start(address, request, signal).await,
            RecordingCommand::Stop => crate::backend::stop_recording(address, signal).await.map(drop),
        }
    }

    fn word(command: RecordingCommand) -> String {
        match command {
            RecordingCommand::Start => START,
            RecordingCommand::Stop => STOP,
        }
        .to_owned()
    }

    fn of_word(word: &str) -> Option<RecordingCommand> {
        match word {
            START => Some(RecordingCommand::Start),
            STOP => Some(RecordingCommand::Stop),
            _ => None,
        }
    }

    fn note_order(store: Store, request: RequestId) {
        store.note_recording_request(request);
    }

    fn on_send(&self, store: Store) {
        store.dismiss(crate::control::notices::Topic::Recording);
    }
}

impl Driven for Light {
    fn event(&self, event: FollowedEvent<Self>) -> Event {
        Event::Light(self.name.clone(), event)
    }

    fn find<'a>(&self, state: &'a State) -> Option<&'a Followed<Self>> {
        state.lights.get(&self.name)
    }

    async fn fetch(&self, store: Store, address: &Address, signal: &AbortSignal) -> Result<Self::Known, RequestError> {
        store.fetch_light(address, &self.name, signal).await
    }

    async fn send(
        &self,
        _store: Store,
        address: &Address,
        (_, command): (RequestId, LightCommand),
        signal: &AbortSignal,
    ) -> Result<(), RequestError> {
        use crate::backend::lights;
        match command {
            LightCommand::SetActive(active) => lights::set_on(address, &self.name, active, signal).await,
            LightCommand::SetValue(value) => lights::set_value(address, &self.name, value.value(), signal).await,
        }
    }

    fn word(command: LightCommand) -> String {
        match command {
            LightCommand::SetActive(active) => format!("active {active}"),
            LightCommand::SetValue(value) => format!("value {}", value.value()),
        }
    }

    fn of_word(word: &str) -> Option<LightCommand> {
        let (what, value) = word.split_once(' ')?;
        match what {
            "active" => value.parse().ok().map(LightCommand::SetActive),
            "value" => number(value).map(LightCommand::SetValue),
            _ => None,
        }
    }

    fn on_send(&self, store: Store) {
        store.dismiss(crate::control::notices::Topic::of_light(&self.name));
    }
}

impl Driven for CameraSettings {
    fn event(&self, event: FollowedEvent<Self>) -> Event {
        Event::CameraSettings(event)
    }

    fn find<'a>(&self, state: &'a State) -> Option<&'a Followed<Self>> {
        Some(&state.camera_settings).filter(|followed| followed.thing == *self)
    }

    async fn fetch(&self, store: Store, address: &Address, signal: &AbortSignal) -> Result<Self::Known, RequestError> {
        // Of the one that is set as well: the backend's current camera may be another than its first.
        let detector = self.detector.clone().or_else(|| store.first_camera());
        let settings = crate::backend::camera_settings::read(address, detector.as_deref(), signal).await?;
        Ok(settings.into())
    }

    async fn send(
        &self,
        store: Store,
        address: &Address,
        (_, command): (RequestId, CameraCommand),
        signal: &AbortSignal,
    ) -> Result<(), RequestError> {
        use crate::backend::camera_settings;
        let detector = self.detector.clone().or_else(|| store.first_camera()).unwrap_or_default();
        match command {
            CameraCommand::SetExposure(ms) | CameraCommand::SetLongExposure(ms) => {
                camera_settings::set_exposure(address, &detector, ms.value(), signal).await
            }
            CameraCommand::SetGain(gain) => camera_settings::set_gain(address, &detector, gain.value(), signal).await,
            CameraCommand::SetAuto(auto) => camera_settings::set_auto(address, &detector, auto, signal).await,
        }
    }

    fn word(command: CameraCommand) -> String {
        match command {
            CameraCommand::SetExposure(ms) => format!("exposure {}", ms.value()),
            CameraCommand::SetLongExposure(ms) => format!("long-exposure {}", ms.value()),
            CameraCommand::SetGain(gain) => format!("gain {}", gain.value()),
            CameraCommand::SetAuto(auto) => format!("auto {auto}"),
        }
    }

    fn of_word(word: &str) -> Option<CameraCommand> {
        let (what, value) = word.split_once(' ')?;
        match what {
            "exposure" => number(value).map(CameraCommand::SetExposure),
            "long-exposure" => number(value).map(CameraCommand::SetLongExposure),
            "gain" => number(value).map(CameraCommand::SetGain),
            "auto" => value.parse().ok().map(CameraCommand::SetAuto),
            _ => None,
        }
    }

    fn on_send(&self, store: Store) {
        store.dismiss(crate::control::notices::Topic::CameraSettings);
    }
}

/// As the browser reads numbers: Rust's own reader would be a part of the program that is loaded.
fn number(text: &str) -> Option<Number> {
    Number::new(web_sys::js_sys::parse_float(text))
}
