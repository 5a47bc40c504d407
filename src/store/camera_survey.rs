//! Which cameras there are.

use leptos::prelude::*;

use super::handle::Store;
use super::survey::Names;
use crate::backend;
use crate::control::camera::Choice;
use crate::control::notices::{NoticeContent, Topic};
use crate::sync::{Cameras, Connection, Event, Generation, Severity, Timestamp, Visibility};
use crate::wire::visible;

/// What the latest survey was made for.
type Occasion = (Option<Generation>, Option<Timestamp>);

impl Store {
    /// Asks for the cameras once each connection is made and the stream is known; while there is none, with each poll.
    pub(super) fn survey_cameras(self) {
        let occasion = Memo::new(move |before: Option<&Occasion>| {
            let connected = self.connection.with(Connection::connected_generation);
            let confirmed_at = self.stream.with(|stream| stream.confirmed_at());
            if connected.is_none() || !self.verified.get() || self.visibility.get() == Visibility::Hidden {
                return before.copied().unwrap_or_default();
            }
            (connected, confirmed_at.filter(|_| self.cameras_known.get() == Cameras::Absent))
        });
        Effect::new(move |_| {
            if let (Some(generation), _) = occasion.get() {
                self.ask_for_names(generation, backend::detector_names, Self::take_cameras);
            }
        });
    }

    fn take_cameras(self, names: Names) {
        match names {
            Ok(names) => self.note_cameras(names),
            Err(why) => {
                tracing::debug!("[Cameras] Not listed: {why}");
                self.dispatch(Event::CamerasListed(Cameras::Unknown));
            }
        }
    }

    /// The backend has these cameras. The chosen one may be gone.
    pub(super) fn note_cameras(self, names: Vec<String>) {
        self.dispatch(Event::CamerasListed(if names.is_empty() { Cameras::Absent } else { Cameras::Present }));
        let chosen = self.choice.with_untracked(|choice| choice.detector.clone());
        let is_missing = |name: &String| !names.contains(name) && !self.is_seen(name);
        let gone = chosen.filter(is_missing);
        let said_gone = self.camera_info.with_untracked(|info| info.gone.clone());
        let gone_before = said_gone.clone().filter(is_missing);
        if let (Some(gone), Some(first)) = (&gone, names.first()) {
            self.set_choice.update(|choice| *choice = Choice { detector: None, ..*choice });
            self.show_notice(NoticeContent {
                topic: Topic::Camera,
                severity: Severity::Warning,
                text: format!(
                    "The camera “{}” is gone. Play starts the first that is there: “{}”.",
                    visible(gone),
                    visible(first)
                ),
                action: None,
            });
        }
        if said_gone.is_some() && gone.is_none() && gone_before.is_none() {
            self.dismiss(Topic::Camera);
        }
        self.set_camera_info.update(|info| {
            info.gone = gone.or(gone_before);
            info.detectors = Some(names);
        });
    }
}
