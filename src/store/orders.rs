//! What commands are about, as it was when somebody asked for them: which may be a while before they are sent.

use leptos::prelude::*;
use web_sys::AbortSignal;

use super::handle::Store;
use super::sent_record;
use crate::backend::{self, Address, Order};
use crate::control::camera::Choice;
use crate::control::notices::Topic;
use crate::control::recording::RecordingRequest;
use crate::sync::{LightState, Number, RequestError, RequestId, Stream, StreamCommand, TabMessage, Watch};
use crate::wire::CommandAnswer;

impl Store {
    pub(super) async fn send_stream_command(
        self,
        address: &Address,
        request: RequestId,
        command: StreamCommand,
        signal: &AbortSignal,
    ) -> Result<CommandAnswer, RequestError> {
        let order = self.order(request, command);
        // A page that was loaded since knows of the stop alone.
        let on_start = || {
            let start = StreamCommand::Start { force: false };
            sent_record::write(address, &Stream, start);
            self.broadcast(&Stream, TabMessage::Commanding(start));
        };
        let answer = backend::send_command(address, &order, on_start, signal).await;
        self.settle_choice();
        answer
    }

    /// What is sent, with all that it is about.
    fn order(self, request: RequestId, command: StreamCommand) -> Order {
        let choice = self.ordered_choice(request).unwrap_or_else(|| self.choice.get_untracked());
        let mut last_seen: Vec<String> = self.camera_info.with_untracked(|info| {
            let streams = info.setup.iter().flat_map(|setup| &setup.streams);
            streams.map(|stream| stream.detector.clone()).collect()
        });
        last_seen.extend(choice.detector.clone().filter(|detector| !last_seen.contains(detector)));
        Order { command, choice, last_seen }
    }

    /// Notes what a command about the stream is about that was ordered now.
    pub(super) fn note_choice(self, request: RequestId) {
        let choice = self.choice.get_untracked();
        self.in_flight.try_update_value(|in_flight| in_flight.ordered = Some((request, choice)));
    }

    /// What the latest command about the stream is about.
    pub(super) fn latest_choice(self) -> Choice {
        let ordered = self.in_flight.try_with_value(|in_flight| in_flight.ordered.clone()).flatten();
        ordered.map(|(_, choice)| choice).unwrap_or_default()
    }

    fn ordered_choice(self, request: RequestId) -> Option<Choice> {
        let ordered = self.in_flight.try_with_value(|in_flight| in_flight.ordered.clone()).flatten();
        ordered.filter(|(of, _)| *of == request).map(|(_, choice)| choice)
    }

    /// What the last start or stop came to is history now.
    pub(super) fn forget_outcome(self) {
        self.dismiss(Topic::Command);
    }

    /// Notes what a recording is to be that was ordered now.
    pub(super) fn note_recording_request(self, request: RequestId) {
        let recording = self.recording.form.with_untracked(|form| form.request());
        self.in_flight.try_update_value(|in_flight| in_flight.recording = recording.map(|it| (request, it)));
    }

    pub(super) async fn send_recording_start(
        self,
        address: &Address,
        request: RequestId,
        signal: &AbortSignal,
    ) -> Result<(), RequestError> {
        let ordered = self.in_flight.try_with_value(|in_flight| in_flight.recording.clone()).flatten();
        let ordered: Option<RecordingRequest> = ordered.filter(|(of, _)| *of == request).map(|(_, ordered)| ordered);
        let Some(recording) = ordered else {
            return Err(RequestError::Network("its name or format can’t be used".into()));
        };
        backend::start_recording(address, &recording, signal).await.map(drop)
    }

    /// Whether a light is on; and its value, where anybody looks at that.
    pub(super) async fn fetch_light(
        self,
        address: &Address,
        name: &str,
        signal: &AbortSignal,
    ) -> Result<LightState, RequestError> {
        let watch = self.state.try_with_untracked(|state| state.lights.get(name).map(|light| light.watch)).flatten();
        let active = backend::lights::is_on(address, name, signal).await?;
        let value = match watch {
            Some(Watch::Full) => backend::lights::value(address, name, signal).await?.and_then(Number::new),
            _ => None,
        };
        Ok(LightState { active, value })
    }

    /// The camera that the backend takes where none is named.
    pub(super) fn first_camera(self) -> Option<String> {
        self.camera_info.with_untracked(|info| info.detectors.as_ref()?.first().cloned())
    }
}
