//! Which stream is chosen, and what the backend says about cameras and streams.
//!
//! None of this is what the buttons show: that is the machine's alone. What the backend says here is read when somebody
//! wants to see it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use super::camera_info::{CameraInfo, UpdateOutcome};
use super::handle::Store;
use super::refresh_queue::Refresh;
use crate::backend;
use crate::browser::clock;
use crate::control::camera::{Change, Choice, Format, Parameter, Setup};
use crate::control::notices::Topic;
use crate::sync::timing::{STATUS_TIMEOUT_MS, UNDER_WAY_MS};
use crate::sync::{AvailableCommand, Event, Intent, RequestError, Timestamp};
use crate::wire::CommandAnswer;

impl Store {
    /// Chooses another stream. One that runs is stopped and the chosen one started, as one command.
    pub fn choose(self, choice: Choice) {
        // In mid-command, or while nothing is known, what is started is not to be changed.
        let is_gone = self.cameras.info.with_untracked(|info| info.gone.is_some() && info.gone == choice.detector);
        if self.available.get_untracked() == AvailableCommand::None
            || self.cameras.choice.get_untracked() == choice
            || is_gone
        {
            return;
        }
        self.dismiss(Topic::Camera);
        self.settle_choice();
        self.cameras.choice.set(choice);
        if self.available.get_untracked() == AvailableCommand::Stop {
            self.dispatch(Event::Clicked(Intent::Switch));
        }
    }

    /// A frame of this stream came `at`. Whoever stops the stream and presses Play wants it back; but where several
    /// stream at once, what is chosen and streams stays chosen.
    pub fn observe_stream(self, detector: &str, format: Format, at: Timestamp) {
        let chosen = self.cameras.choice.get_untracked();
        let stays_chosen = self.in_flight.try_update_value(|in_flight| {
            let refresh = &mut in_flight.refresh;
            let is_late = refresh.settled_at.is_some_and(|settled_at| at < settled_at.after(UNDER_WAY_MS));
            refresh.seen.note(detector, format, at);
            is_late || refresh.seen.streams(&chosen, at)
        });
        if stays_chosen == Some(false) && self.command.get_untracked().is_none() {
            self.cameras.choice.set(Choice { detector: Some(detector.to_owned()), format });
        }
    }

    /// Do frames of this camera come now?
    pub(super) fn is_seen(self, detector: &str) -> bool {
        let now = clock::now();
        self.in_flight.try_with_value(|in_flight| in_flight.refresh.seen.sees(detector, now)).unwrap_or_default()
    }

    /// Frames that are under way now are those of the stream before.
    pub(super) fn settle_choice(self) {
        self.in_flight.try_update_value(|in_flight| in_flight.refresh.settled_at = Some(clock::now()));
    }

    /// Asks the backend about cameras and streams.
    pub fn refresh_cameras(self) {
        self.want_refresh(None);
    }

    /// Sets a parameter of the streams in the chosen format, and asks what is in use then.
    pub fn set_parameter(self, parameter: Parameter, value: u32) {
        let format = self.cameras.choice.with_untracked(|choice| choice.format);
        self.want_refresh(Some(Change { format, parameter, value }));
    }

    pub(super) fn forget_cameras(self) {
        self.in_flight.try_update_value(|in_flight| in_flight.refresh.cancel());
        self.cameras.choice.set(Choice::default());
        self.cameras.info.set(CameraInfo::default());
    }

    fn want_refresh(self, change: Option<Change>) {
        let under_way = self.in_flight.try_update_value(|in_flight| in_flight.refresh.want(change));
        if under_way == Some(false) {
            self.begin_refresh();
        }
    }

    /// Carries out the next refresh, and the one after it.
    fn begin_refresh(self) {
        let Some(refresh) = self.in_flight.try_update_value(|in_flight| in_flight.refresh.next()).flatten() else {
            return;
        };
        spawn_local(async move {
            let number = refresh.number;
            let (setup, outcome) = self.carry_out_refresh(refresh).await;
            let latest = self.in_flight.try_update_value(|in_flight| in_flight.refresh.is_latest(number));
            if latest == Some(true) {
                if let Some(setup) = &setup {
                    self.note_cameras(setup.detectors.clone());
                }
                self.cameras.info.update(|info| {
                    if let Some(setup) = setup {
                        info.setup = Some(setup);
                    }
                    info.outcome = outcome;
                });
            }
            self.begin_refresh();
        });
    }

    fn doubt(self, number: u64, change: Change) {
        self.in_flight.try_update_value(|in_flight| {
            // Not where it was cancelled: another backend is in use.
            if in_flight.refresh.is_latest(number) {
                in_flight.refresh.doubt(change);
            }
        });
    }

    async fn carry_out_refresh(self, refresh: Refresh) -> (Option<Setup>, UpdateOutcome) {
        let Some(address) = self.address() else { return (None, UpdateOutcome::Nothing) };
        let Refresh { signal, changes, unanswered, number } = refresh;
        let choice = self.cameras.choice.get_untracked();
        let mut failure = None;
        for &change in &changes {
            match backend::set_parameter(&address, change, &signal).await {
                Ok(CommandAnswer::Success) => {}
                Ok(CommandAnswer::Refused { message }) => failure = Some(refused(change, &message)),
                // It may be set all the same, which is read below; or by another refresh, where this one's time is over.
                Ok(_) | Err(_) if signal.aborted() => self.doubt(number, change),
                Ok(_) | Err(_) => {}
            }
        }
        match backend::setup(&address, &signal).await {
            Ok(setup) => {
                let sent: Vec<Change> = unanswered.iter().chain(&changes).copied().collect();
                let outcome = failure.map_or_else(|| verdict(&setup, &choice, &sent), UpdateOutcome::Failure);
                (Some(setup), outcome)
            }
            Err(why) => (None, UpdateOutcome::Failure(failure.unwrap_or_else(|| unread(&why, &signal, &changes)))),
        }
    }
}

fn refused(change: Change, message: &str) -> String {
    format!("{} could not be set: {message}.", change.parameter.name())
}

/// What was sent before may be set all the same.
fn unread(why: &RequestError, signal: &AbortSignal, sent: &[Change]) -> String {
    let timed_out = RequestError::TimedOut { limit_ms: STATUS_TIMEOUT_MS };
    let why = if signal.aborted() { &timed_out } else { why };
    match sent.last() {
        Some(change) => {
            format!("{} may be set or not: the camera’s settings could not be read: {why}.", change.parameter.name())
        }
        None => format!("The camera’s settings could not be read: {why}."),
    }
}

/// Does the backend use what was set? It may have swallowed it.
fn verdict(setup: &Setup, choice: &Choice, changes: &[Change]) -> UpdateOutcome {
    let mut outcome = UpdateOutcome::Nothing;
    for &Change { format, parameter, value } in changes {
        let in_use = setup.value(&Choice { format, ..choice.clone() }, parameter);
        let wanted = value.to_string();
        if in_use.as_ref() != Some(&wanted) {
            let (name, in_use) = (parameter.name(), in_use.unwrap_or_else(|| "no value".to_owned()));
            return UpdateOutcome::Failure(format!(
                "{name} was set to {wanted}, but the backend says that it uses {in_use}."
            ));
        }
        outcome = UpdateOutcome::Set(parameter, value);
    }
    outcome
}
