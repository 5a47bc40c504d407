//! Which stream is chosen, and what the backend says about cameras and streams.
//!
//! None of this is what the buttons show: that is the machine's alone. What the backend says here is read when somebody
//! wants to see it.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, AbortSignal};

use super::store::Store;
use crate::backend;
use crate::browser::clock;
use crate::control::camera::{Choice, Format, Parameter, Setup};
use crate::sync::timing::STATUS_TIMEOUT_MS;
use crate::sync::{AvailableCommand, Event, Intent, RequestError, Timestamp};
use crate::viewer::status::UNDER_WAY_MS;
use crate::wire::CommandAnswer;

/// What is chosen, and what the backend says.
#[derive(Clone, Copy)]
pub(super) struct Cameras {
    /// The stream that Play starts.
    pub(super) choice: RwSignal<Choice>,
    /// What the backend said: one signal, because each would take its part of the first load.
    pub(super) info: RwSignal<CameraInfo>,
}

/// What the backend said about cameras and streams.
#[derive(Debug, Default)]
pub struct CameraInfo {
    /// The latest answer; `None` before.
    pub setup: Option<Setup>,
    /// What became of the latest request.
    pub told: UpdateOutcome,
}

/// What became of the latest request about cameras and streams.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum UpdateOutcome {
    /// Nothing that is worth a word.
    #[default]
    Nothing,
    /// It failed, in words.
    Failure(String),
    /// A parameter was set, and the backend says that it uses this value.
    Set(Parameter, u32),
}

impl Cameras {
    pub(super) fn new() -> Self {
        Self { choice: RwSignal::default(), info: RwSignal::default() }
    }
}

/// The requests about cameras and streams: one round after the other, each setting what was changed and reading all.
#[derive(Debug, Default)]
pub(super) struct RefreshQueue {
    /// The latest round's number.
    serial: u64,
    /// What cancels the round that is under way.
    under_way: Option<(AbortController, Timeout)>,
    /// Somebody wants to know.
    wanted: bool,
    /// What is to be set, one value a parameter.
    changes: Vec<Change>,
    /// When something was chosen or commanded here last, if ever: frames from before say nothing about what streams now.
    settled_at: Option<Timestamp>,
}

/// A parameter and its new value.
type Change = (Parameter, u32);

/// One round: its number, what cancels it, and what it sets.
type Round = (u64, AbortSignal, Vec<Change>);

impl RefreshQueue {
    /// Another round is wanted. Says whether one is under way, which it then follows.
    fn want(&mut self, change: Option<Change>) -> bool {
        self.wanted = true;
        if let Some(change) = change {
            self.changes.retain(|(parameter, _)| *parameter != change.0);
            self.changes.push(change);
        }
        self.under_way.is_some()
    }

    /// The next round, if one is wanted; the one before it is over.
    fn next(&mut self) -> Option<Round> {
        self.under_way = None;
        if !std::mem::take(&mut self.wanted) {
            return None;
        }
        // Every browser that runs WebAssembly has it.
        let controller = AbortController::new().ok()?;
        let (signal, at_limit) = (controller.signal(), controller.clone());
        #[allow(clippy::cast_possible_truncation)]
        let limit = Timeout::new(STATUS_TIMEOUT_MS as u32, move || at_limit.abort());
        self.under_way = Some((controller, limit));
        self.serial += 1;
        Some((self.serial, signal, std::mem::take(&mut self.changes)))
    }

    /// What the round that is under way brings is for nobody any more.
    fn cancel(&mut self) {
        self.serial += 1;
        self.wanted = false;
        self.changes.clear();
        if let Some((controller, _)) = &self.under_way {
            controller.abort();
        }
    }
}

impl Store {
    /// Chooses another stream. One that runs is stopped and the chosen one started, as one command.
    pub fn choose(self, choice: Choice) {
        // In mid-command, or while nothing is known, what is started is not to be changed.
        if self.available.get_untracked() == AvailableCommand::None || self.cameras.choice.get_untracked() == choice {
            return;
        }
        self.settle_choice();
        self.cameras.choice.set(choice);
        if self.available.get_untracked() == AvailableCommand::Stop {
            self.dispatch(Event::Clicked(Intent::Switch));
        }
    }

    /// A frame of this stream came `at`. Whoever stops the stream and presses Play wants it back.
    pub fn saw(self, detector: &str, format: Format, at: Timestamp) {
        let settled_at = self.in_flight.try_with_value(|in_flight| in_flight.cameras.settled_at).flatten();
        let is_late = settled_at.is_some_and(|settled_at| at < settled_at.after(UNDER_WAY_MS));
        let is_chosen = self
            .cameras
            .choice
            .with_untracked(|choice| choice.format == format && choice.detector.as_deref() == Some(detector));
        if !is_late && !is_chosen && self.command.get_untracked().is_none() {
            self.cameras.choice.set(Choice { detector: Some(detector.to_owned()), format });
        }
    }

    /// Frames that are under way now are those of the stream before.
    pub(super) fn settle_choice(self) {
        self.in_flight.try_update_value(|in_flight| in_flight.cameras.settled_at = Some(clock::now()));
    }

    /// Asks the backend about cameras and streams.
    pub fn ask_about_cameras(self) {
        self.want_round(None);
    }

    /// Sets a parameter of the streams in the chosen format, and asks what is in use then.
    pub fn set_parameter(self, parameter: Parameter, value: u32) {
        self.want_round(Some((parameter, value)));
    }

    pub(super) fn forget_cameras(self) {
        self.in_flight.try_update_value(|in_flight| in_flight.cameras.cancel());
        self.cameras.choice.set(Choice::default());
        self.cameras.info.set(CameraInfo::default());
    }

    fn want_round(self, change: Option<Change>) {
        let under_way = self.in_flight.try_update_value(|in_flight| in_flight.cameras.want(change));
        if under_way == Some(false) {
            self.begin_round();
        }
    }

    /// Carries out the next round, and the one after it.
    fn begin_round(self) {
        let Some(round) = self.in_flight.try_update_value(|in_flight| in_flight.cameras.next()).flatten() else {
            return;
        };
        spawn_local(async move {
            let serial = round.0;
            let (setup, told) = self.carry_out_round(round).await;
            let latest = self.in_flight.try_update_value(|in_flight| in_flight.cameras.serial == serial);
            if latest == Some(true) {
                self.cameras.info.update(|heard| {
                    if let Some(setup) = setup {
                        heard.setup = Some(setup);
                    }
                    heard.told = told;
                });
            }
            self.begin_round();
        });
    }

    async fn carry_out_round(self, (_, signal, changes): Round) -> (Option<Setup>, UpdateOutcome) {
        let Some(address) = self.address() else { return (None, UpdateOutcome::Nothing) };
        let choice = self.cameras.choice.get_untracked();
        let mut failure = None;
        for &change in &changes {
            let answer = backend::set_parameter(&address, choice.format, change, &signal).await;
            if let Err(why) = answer.and_then(accepted) {
                failure = Some(in_words("set", &why, &signal));
            }
        }
        match backend::setup(&address, &signal).await {
            Ok(setup) => {
                let told = match failure {
                    Some(why) => UpdateOutcome::Failure(why),
                    None => verdict(&setup, &choice, &changes),
                };
                (Some(setup), told)
            }
            Err(why) => (None, UpdateOutcome::Failure(failure.unwrap_or_else(|| in_words("read", &why, &signal)))),
        }
    }
}

fn accepted(answer: CommandAnswer) -> Result<(), RequestError> {
    match answer {
        CommandAnswer::Success => Ok(()),
        CommandAnswer::Refused { message } => Err(RequestError::NotUnderstood(message)),
        // These are words about commands.
        _ => Err(RequestError::NotUnderstood("no success and no error".into())),
    }
}

fn in_words(what: &str, why: &RequestError, signal: &AbortSignal) -> String {
    let timed_out = RequestError::TimedOut { limit_ms: STATUS_TIMEOUT_MS };
    let why = if signal.aborted() { &timed_out } else { why };
    format!("The camera’s settings could not be {what}: {why}.")
}

/// Does the backend use what was set? It may have swallowed it.
fn verdict(setup: &Setup, choice: &Choice, changes: &[Change]) -> UpdateOutcome {
    let mut told = UpdateOutcome::Nothing;
    for &(parameter, value) in changes {
        let in_use = setup.value(choice, parameter);
        let wanted = value.to_string();
        if in_use.as_ref() != Some(&wanted) {
            let (name, in_use) = (parameter.name(), in_use.unwrap_or_else(|| "no value".to_owned()));
            return UpdateOutcome::Failure(format!(
                "{name} was set to {wanted}, but the backend says that it uses {in_use}."
            ));
        }
        told = UpdateOutcome::Set(parameter, value);
    }
    told
}
