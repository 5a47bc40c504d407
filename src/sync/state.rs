//! The state that the store holds.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::link_record::SinceCut;
use super::things::{CameraSettings, Recording, Stream};
use super::{Backoff, Connection, Followed, Lights, Session, Timestamp, Visibility};

/// Everything the machine knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct State {
    /// What all followed things share.
    pub session: Session,
    /// The stream.
    pub stream: Followed<Stream>,
    /// The recording.
    pub recording: Followed<Recording>,
    /// The lights.
    pub lights: Lights,
    /// What is set of the camera that is looked at.
    pub camera_settings: Followed<CameraSettings>,
}

impl State {
    /// Nothing known, nothing under way, no wish to be connected yet.
    #[must_use]
    pub fn new(visibility: Visibility, backoff: Backoff) -> Self {
        Self {
            session: Session::new(visibility, backoff),
            stream: Followed::new(Stream),
            recording: Followed::new(Recording),
            lights: Lights::none(),
            camera_settings: Followed::new(CameraSettings { detector: None }),
        }
    }

    /// When the machine wants [`Event::TimerFired`](super::Event::TimerFired); `None` while nothing is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let session = &self.session;
        [
            session.next_deadline(),
            self.stream.next_deadline(session, true),
            self.stream.next_poll(session),
            self.recording.next_deadline(session, true),
            self.recording.next_poll(session),
            self.lights.next_deadline(session),
            self.camera_settings.next_deadline(session, true),
            self.camera_settings.next_poll(session),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Are requests answered, and is the socket alone refused, again and again?
    #[must_use]
    pub fn socket_is_refused(&self) -> bool {
        let Session { connection, link, .. } = &self.session;
        let is_tried = matches!(connection, Connection::Waiting { .. } | Connection::Connecting { .. });
        is_tried && connection.attempt() > 2 && link.since_cut == SinceCut::SocketRefused && self.verified()
    }
}
