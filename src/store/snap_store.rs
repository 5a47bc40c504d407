//! Snaps: the driver of [`snap`](crate::control::snap)'s machine. It lives as long as the page, so that a snap goes on
//! while its panel is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::requests::{Requests, no_backend};
use super::saved_file_store::SavedFileStore;
use super::timer::Timer;
use crate::backend::{self, Settings};
use crate::browser::clock;
use crate::control::file_name::NameError;
use crate::control::snap::{self, Call, Event, Phase, SnapForm, State};
use crate::sync::{RequestId, Visibility};

/// A handle on the page's one snap; copies are the same one.
#[derive(Clone, Copy)]
pub struct SnapStore {
    /// How the snap stands.
    pub phase: Memo<Phase>,
    /// The file of one that is done.
    pub file: SavedFileStore,
    /// What is to be snapped next, as it is written.
    pub form: RwSignal<SnapForm>,
    /// The machine's state. Written by [`SnapStore::dispatch`] alone.
    state: RwSignal<State>,
    /// Requests and timer under way.
    in_flight: StoredValue<InFlight, LocalStorage>,
    backend: RwSignal<Option<Settings>>,
}

/// What is under way in the browser on the machine's behalf.
#[derive(Debug, Default)]
struct InFlight {
    requests: Requests,
    timer: Timer,
}

impl SnapStore {
    pub(super) fn new(backend: RwSignal<Option<Settings>>, visibility: Memo<Visibility>) -> Self {
        let state = RwSignal::new(State::new(visibility.get_untracked()));
        let store = Self {
            phase: Memo::new(move |_| state.with(|state| state.phase().clone())),
            file: SavedFileStore::new(backend, visibility),
            form: RwSignal::default(),
            state,
            in_flight: StoredValue::new_local(InFlight::default()),
            backend,
        };
        Effect::new(move |_| store.dispatch(Event::VisibilityChanged(visibility.get())));
        store
    }

    /// Takes a snap of what the form says, unless one is being taken.
    ///
    /// # Errors
    /// When the file name can't be one.
    pub fn start(self) -> Result<(), NameError> {
        let request = self.form.with_untracked(SnapForm::request)?;
        self.dispatch(Event::Wanted(request));
        Ok(())
    }

    /// Cancels the snap that is being taken, if there is one.
    pub fn cancel(self) {
        self.dispatch(Event::CancelClicked);
    }

    /// Another backend was chosen.
    pub(super) fn forget(self) {
        self.dispatch(Event::BackendChanged);
    }

    /// Steps the machine and carries out what it wants.
    fn dispatch(self, event: Event) {
        let now = clock::now();
        // The store is gone only when the page is.
        let step = |state: &mut State| {
            let was_done = matches!(state.phase(), Phase::Done(_));
            (was_done, state.step(event, now))
        };
        let Some((was_done, effects)) = self.state.try_update(step) else { return };
        self.look_after_file(was_done);
        for effect in effects {
            match effect {
                snap::Effect::Send { request, call } => self.send(request, call),
                snap::Effect::Abort { request } => {
                    self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
                }
            }
        }
        self.set_timer();
    }

    /// Asks for the file of a snap that is done now, and no longer for that of one that was.
    fn look_after_file(self, was_done: bool) {
        let saved = self.state.try_with_untracked(|state| match state.phase() {
            Phase::Done(saved) => Some(saved.path.clone()),
            _ => None,
        });
        match saved.flatten() {
            Some(path) if !was_done => self.file.report(vec![path]),
            None if was_done => self.file.forget(),
            Some(_) | None => {}
        }
    }

    /// Sets the timer for the machine's next deadline.
    fn set_timer(self) {
        let deadline = self.state.try_with_untracked(State::next_deadline).flatten();
        let on_deadline = Box::new(move || {
            self.in_flight.try_update_value(|in_flight| in_flight.timer.clear());
            self.dispatch(Event::TimerFired);
        });
        self.in_flight.try_update_value(|in_flight| in_flight.timer.follow(deadline, on_deadline));
    }

    fn send(self, request: RequestId, call: Call) {
        let signal = self.in_flight.try_update_value(|in_flight| in_flight.requests.start(request)).flatten();
        let address = self.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.clone()));
        spawn_local(async move {
            let answer = match (address, &signal) {
                (Some(address), Some(signal)) => backend::snap(&address, &call, signal).await,
                _ => Err(no_backend()),
            };
            // `false` for a request that was cancelled: its answer is for nobody.
            if self.in_flight.try_update_value(|in_flight| in_flight.requests.finish(request)) == Some(true) {
                self.dispatch(Event::Replied { request, answer });
            }
        });
    }
}
