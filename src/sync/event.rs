//! What can happen to the machine.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::things::{CameraSettings, Light, Recording, Stream};
use super::{Cameras, DisconnectReason, FollowedEvent, Generation, LightList, RequestId, Visibility, Watch};

/// Everything that the machine hears of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum Event {
    /// The page wants to be connected (it was opened, or came back from the back/forward cache).
    Opened,
    /// The page no longer wants to be connected.
    Closed,
    /// Another backend was chosen: nothing known so far counts.
    BackendChanged,
    /// “Reconnect now” was pressed, or the browser says that the network is back.
    ReconnectWanted,
    /// The tab was hidden or shown.
    VisibilityChanged(Visibility),

    /// The Socket.IO handshake is done.
    SocketConnected {
        /// Which socket.
        generation: Generation,
        /// The id that the backend gave. Who knows it can speak for this page, so it is not written down.
        #[serde(skip)]
        sid: String,
    },
    /// A socket ended, or could not be opened.
    SocketClosed {
        /// Which socket.
        generation: Generation,
        /// Why.
        reason: DisconnectReason,
    },
    /// The backend listed its cameras, or did not.
    CamerasListed(Cameras),

    /// The backend listed its lights, or did not.
    LightsListed(LightList),
    /// Whether a light is on is looked at, or no more.
    LightsWatched(Watch),
    /// Another tab of this browser sets an exposure, of whichever camera, of which it was said that it stops the stream.
    LongExposureForetold,
    /// Another camera is looked at; `None` for the one that is current at the backend.
    CameraChosen(Option<String>),
    /// Something happened to the stream.
    Stream(StreamEvent),
    /// Something happened to the recording.
    Recording(RecordingEvent),
    /// Something happened to the light of this name.
    Light(String, LightEvent),
    /// Something happened to what is set of the camera that is looked at.
    CameraSettings(CameraEvent),
    /// The time of [`State::next_deadline`](super::State::next_deadline) has come.
    TimerFired,
}

/// Something happened to the stream.
pub type StreamEvent = FollowedEvent<Stream>;
/// Something happened to the recording.
pub type RecordingEvent = FollowedEvent<Recording>;
/// Something happened to a light.
pub type LightEvent = FollowedEvent<Light>;
/// Something happened to what is set of the camera that is looked at.
pub type CameraEvent = FollowedEvent<CameraSettings>;

impl Event {
    /// The request that has ended by this, and whether it was answered.
    #[must_use]
    pub const fn ended_request(&self) -> Option<(RequestId, bool)> {
        match self {
            Self::Stream(event) => event.ended_request(),
            Self::Recording(event) => event.ended_request(),
            Self::Light(_, event) => event.ended_request(),
            Self::CameraSettings(event) => event.ended_request(),
            _ => None,
        }
    }
}

impl From<StreamEvent> for Event {
    fn from(event: StreamEvent) -> Self {
        Self::Stream(event)
    }
}

impl From<RecordingEvent> for Event {
    fn from(event: RecordingEvent) -> Self {
        Self::Recording(event)
    }
}

impl From<CameraEvent> for Event {
    fn from(event: CameraEvent) -> Self {
        Self::CameraSettings(event)
    }
}
