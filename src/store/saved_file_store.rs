//! A file that the backend says it has saved: the driver of [`saved_file`](crate::control::saved_file)'s machine.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::requests::{Requests, no_backend};
use super::timer::Timer;
use crate::backend::{self, Settings};
use crate::browser::clock;
use crate::control::saved_file::{self, Event, State, Verdict};
use crate::sync::{RequestId, Visibility};
use crate::wire::FilePath;

/// A handle on what is known about one file; copies are the same one.
#[derive(Clone, Copy)]
pub struct SavedFileStore {
    /// What is known.
    pub verdict: Memo<Verdict>,
    /// The file, as far as one is known of.
    pub path: Memo<Option<FilePath>>,
    /// Where it can be fetched, while that may be so.
    pub url: Memo<Option<String>>,
    /// The machine's state. Written by [`SavedFileStore::dispatch`] alone.
    state: RwSignal<State>,
    /// Request and timer under way.
    in_flight: StoredValue<InFlight, LocalStorage>,
    backend: RwSignal<Option<Settings>>,
}

/// What is under way in the browser on the machine's behalf.
#[derive(Debug, Default)]
struct InFlight {
    requests: Requests,
    timer: Timer,
}

impl SavedFileStore {
    pub(super) fn new(backend: RwSignal<Option<Settings>>, visibility: Memo<Visibility>) -> Self {
        let state = RwSignal::new(State::new(visibility.get_untracked()));
        let url = move |state: &State| {
            let path = state.path().filter(|_| state.verdict().may_be_fetched())?;
            backend.with(|settings| Some(backend::file_url(&settings.as_ref()?.address, path)))
        };
        let store = Self {
            verdict: Memo::new(move |_| state.with(|state| state.verdict().clone())),
            path: Memo::new(move |_| state.with(|state| state.path().cloned())),
            url: Memo::new(move |_| state.with(url)),
            state,
            in_flight: StoredValue::new_local(InFlight::default()),
            backend,
        };
        Effect::new(move |_| store.dispatch(Event::VisibilityChanged(visibility.get())));
        store
    }

    /// The backend says that it saved a file, in one of these places.
    pub(super) fn report(self, paths: Vec<FilePath>) {
        self.dispatch(Event::Reported { paths });
    }

    /// The file matters no longer.
    pub(super) fn forget(self) {
        self.dispatch(Event::Forgotten);
    }

    /// Steps the machine and carries out what it wants.
    fn dispatch(self, event: Event) {
        let now = clock::now();
        // The store is gone only when the page is.
        let Some(effects) = self.state.try_update(|state| state.step(event, now)) else { return };
        for effect in effects {
            match effect {
                saved_file::Effect::Ask { request, path } => self.ask(request, path),
                saved_file::Effect::Abort { request } => {
                    self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
                }
            }
        }
        self.set_timer();
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

    fn ask(self, request: RequestId, path: FilePath) {
        let signal = self.in_flight.try_update_value(|in_flight| in_flight.requests.start(request)).flatten();
        let address = self.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.clone()));
        spawn_local(async move {
            let answer = match (address, &signal) {
                (Some(address), Some(signal)) => backend::saved_file(&address, &path, signal).await,
                _ => Err(no_backend()),
            };
            // `false` for a request that was cancelled: its answer is for nobody.
            if self.in_flight.try_update_value(|in_flight| in_flight.requests.finish(request)) == Some(true) {
                self.dispatch(Event::Replied { request, answer });
            }
        });
    }
}
