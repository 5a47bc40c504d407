//! Which stream is chosen, and what the backend says about cameras and streams.
//!
//! None of this is what the buttons show: that is the machine's alone. What the backend says here is read when somebody
//! wants to see it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use super::camera_info::{CameraInfo, UpdateOutcome};
use super::handle::Store;
use super::refresh_queue::{Change, Refresh};
use crate::backend;
use crate::browser::clock;
use crate::control::camera::{Choice, Format, Parameter, Setup};
use crate::control::notices::Topic;
use crate::sync::timing::{STATUS_TIMEOUT_MS, UNDER_WAY_MS};
use crate::sync::{AvailableCommand, Intent, RequestError, StreamEvent, Timestamp};
use crate::wire::CommandAnswer;

impl Store {
    /// Chooses another stream. One that runs is stopped and the chosen one started, as one command.
    pub fn choose(self, choice: Choice) {
        // In mid-command, or while nothing is known, what is started is not to be changed.
        let is_gone = self.camera_info.with_untracked(|info| info.gone.is_some() && info.gone == choice.detector);
        if self.available.get_untracked() == AvailableCommand::None || self.choice.get_untracked() == choice || is_gone
        {
            return;
        }
        self.dismiss(Topic::Camera);
        self.settle_choice();
        self.set_choice.set(choice);
        if self.available.get_untracked() == AvailableCommand::Stop {
            self.dispatch(StreamEvent::Clicked(Intent::Switch));
        }
    }

    /// A frame of this stream came `at`. Whoever stops the stream and presses Play wants it back; but where several
    /// stream at once, what is chosen and streams stays chosen.
    pub fn observe_stream(self, detector: &str, format: Format, at: Timestamp) {
        let chosen = self.choice.get_untracked();
        let stays_chosen = self.in_flight.try_update_value(|in_flight| {
            let refresh = &mut in_flight.refresh;
            let is_late = refresh.settled_at.is_some_and(|settled_at| at < settled_at.after(UNDER_WAY_MS));
            refresh.seen.note(detector, format, at);
            is_late || refresh.seen.streams(&chosen, at)
        });
        if stays_chosen == Some(false) && self.command.get_untracked().is_none() {
            self.set_choice.set(Choice { detector: Some(detector.to_owned()), format });
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
        let choice = self.choice.get_untracked();
        self.want_refresh(Some(Change { choice, parameter, value }));
    }

    pub(super) fn forget_cameras(self) {
        self.in_flight.try_update_value(|in_flight| in_flight.refresh.cancel());
        self.set_choice.set(Choice::default());
        self.set_camera_info.set(CameraInfo::default());
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
                self.set_camera_info.update(|info| {
                    if let Some(setup) = setup {
                        info.setup = Some(setup);
                    }
                    info.outcome = outcome;
                });
            }
            self.begin_refresh();
        });
    }

    async fn carry_out_refresh(self, refresh: Refresh) -> (Option<Setup>, UpdateOutcome) {
        let Some(address) = self.address() else { return (None, UpdateOutcome::Nothing) };
        let Refresh { signal, changes, .. } = refresh;
        let mut answers = Vec::new();
        for change in changes {
            let assignment = (change.parameter, change.value);
            let answer = backend::set_parameter(&address, change.choice.format, assignment, &signal).await;
            answers.push((change, answer.map_err(|why| reason(why, &signal))));
        }
        match backend::setup(&address, &signal).await {
            Ok(setup) => {
                let outcome = verdict(&setup, answers);
                (Some(setup), outcome)
            }
            Err(why) => (None, UpdateOutcome::Failure(not_read(answers, &reason(why, &signal)))),
        }
    }
}

/// An answer to a change, or why there is none.
type Answered = (Change, Result<CommandAnswer, RequestError>);

/// A request that the limit has ended says that it was cancelled.
fn reason(why: RequestError, signal: &AbortSignal) -> RequestError {
    if signal.aborted() { RequestError::TimedOut { limit_ms: STATUS_TIMEOUT_MS } } else { why }
}

/// What is said where nothing was read after what was set.
fn not_read(answers: Vec<Answered>, why: &RequestError) -> String {
    match answers.into_iter().next_back() {
        Some((Change { parameter, value, .. }, Ok(CommandAnswer::Refused { message }))) => {
            format!("{} was not set to {value}. The backend says: {message}", parameter.name())
        }
        Some((Change { parameter, value, .. }, _)) => {
            format!("Whether {} is {value} now is not known: {why}.", parameter.name())
        }
        None => format!("The camera’s settings could not be read: {why}."),
    }
}

/// Does the backend use what was set? It may have swallowed it; and where its answer was lost, it may have set it all the
/// same.
fn verdict(setup: &Setup, answers: Vec<Answered>) -> UpdateOutcome {
    let mut outcome = UpdateOutcome::Nothing;
    for (Change { choice, parameter, value }, answer) in answers {
        let in_use = setup.value(&choice, parameter);
        if in_use.as_ref() == Some(&value.to_string()) {
            outcome = UpdateOutcome::Set(parameter, value);
            continue;
        }
        let name = parameter.name();
        return UpdateOutcome::Failure(match answer {
            Ok(CommandAnswer::Refused { message }) => {
                format!("{name} was not set to {value}. The backend says: {message}")
            }
            Ok(_) => {
                let in_use = in_use.unwrap_or_else(|| "no value".to_owned());
                format!("{name} was set to {value}, but the backend says that it uses {in_use}.")
            }
            Err(why) => format!("{name} was not set to {value}: {why}."),
        });
    }
    outcome
}
