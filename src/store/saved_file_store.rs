//! A file that the backend says it has saved: the driver of [`saved_file`](crate::control::saved_file)'s machine.

use leptos::prelude::*;

use super::under_way::UnderWay;
use crate::backend::{self, Settings};
use crate::browser::clock;
use crate::control::saved_file::{self, Event, State, Verdict};
use crate::sync::Visibility;
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
    under_way: UnderWay,
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
            under_way: UnderWay::new(backend),
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
                saved_file::Effect::Ask { request, path } => {
                    let ask = async move |address: &_, signal: &_| backend::saved_file(address, &path, signal).await;
                    self.under_way.ask(request, ask, move |answer| self.dispatch(Event::Replied { request, answer }));
                }
                saved_file::Effect::Abort { request } => self.under_way.abort(request),
            }
        }
        let deadline = self.state.try_with_untracked(State::next_deadline).flatten();
        self.under_way.follow(deadline, move || self.dispatch(Event::TimerFired));
    }
}
