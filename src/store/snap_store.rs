//! Snaps: the driver of [`snap`](crate::control::snap)'s machine. It lives as long as the page, so that a snap goes on
//! while its panel is closed.

use leptos::prelude::*;

use super::saved_file_store::SavedFileStore;
use super::under_way::UnderWay;
use crate::backend::{self, Settings};
use crate::browser::clock;
use crate::control::file_name::NameError;
use crate::control::snap::{self, Event, Phase, SnapForm, State};
use crate::sync::Visibility;

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
    under_way: UnderWay,
}

impl SnapStore {
    pub(super) fn new(backend: RwSignal<Option<Settings>>, visibility: Memo<Visibility>) -> Self {
        let state = RwSignal::new(State::new(visibility.get_untracked()));
        let store = Self {
            phase: Memo::new(move |_| state.with(|state| state.phase().clone())),
            file: SavedFileStore::new(backend, visibility),
            form: RwSignal::default(),
            state,
            under_way: UnderWay::new(backend),
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
                snap::Effect::Send { request, call } => {
                    let send = async move |address: &_, signal: &_| backend::snap(address, &call, signal).await;
                    self.under_way.ask(request, send, move |answer| self.dispatch(Event::Replied { request, answer }));
                }
                snap::Effect::Abort { request } => self.under_way.abort(request),
            }
        }
        let deadline = self.state.try_with_untracked(State::next_deadline).flatten();
        self.under_way.follow(deadline, move || self.dispatch(Event::TimerFired));
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
}
