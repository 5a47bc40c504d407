//! The reactive global store: the single source of truth.
//!
//! One signal holds the machine's state; everything the page shows is read from it through [`Reading`]s.
//! [`Store::dispatch`] steps the machine and carries out what it wants. Nothing else writes stream state.

mod cameras;
mod command_lock;
mod effects;
mod environment;
mod lease;
mod reading;
mod requests;
mod snap_store;
mod tabs;
mod timer;

use leptos::prelude::*;

use crate::backend::{Address, Settings};
use crate::browser::clock;
use crate::control::notices::{NoticeContent, NoticeList, Topic};
use crate::sync::{
    AvailableCommand, Backoff, Connection, Event, Generation, OtherCommand, PendingCommand, State, Timestamp, Tracked,
    Visibility,
};
use cameras::Cameras;
use effects::InFlight;

pub use cameras::{CameraInfo, UpdateOutcome};
pub use reading::Reading;
pub use snap_store::SnapStore;

/// A handle on the store; copies are the same store. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Store {
    /// The machine's state. Written by [`Store::dispatch`] alone.
    state: RwSignal<State>,
    /// The backend in use; `None` when the page came from no server and none was chosen.
    backend: RwSignal<Option<Settings>>,
    /// What the person is told.
    board: RwSignal<NoticeList>,
    /// The time, once a second while the tab is visible: for ages and countdowns.
    now: RwSignal<Timestamp>,
    /// The picture that the backend is to save.
    snapper: SnapStore,
    /// Requests and timer under way.
    driver: StoredValue<InFlight, LocalStorage>,
    cameras: Cameras,
}

impl Store {
    /// Makes the store and gives it to every component below. It listens to the tab from now on, and does nothing
    /// else until the first event.
    pub fn provide() -> Self {
        let (settings, error) = Settings::load();
        let state = RwSignal::new(State::new(environment::visibility(), jitter()));
        let backend = RwSignal::new(settings);
        let store = Self {
            state,
            backend,
            board: RwSignal::new(NoticeList::default()),
            now: RwSignal::new(clock::now()),
            snapper: SnapStore::new(backend, Reading::of(state, |state| state.visibility)),
            driver: StoredValue::new_local(InFlight::default()),
            cameras: Cameras::new(),
        };
        if let Some(error) = error {
            store.tell(NoticeContent {
                topic: Topic::Settings,
                severity: crate::sync::Severity::Error,
                text: error.to_string(),
                action: None,
            });
        }
        environment::listen(store);
        store.join_tabs();
        provide_context(store);
        store
    }

    /// The store that [`Store::provide`] made.
    ///
    /// # Panics
    /// When there is none: a mistake in the page's own structure.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Steps the machine and carries out what it wants. The one way to change what is known.
    pub fn dispatch(self, event: Event) {
        let now = clock::now();
        // The store is gone only when the page is.
        let Some(effects) = self.state.try_update(|state| state.step(event, now)) else { return };
        for effect in effects {
            self.carry_out(effect);
        }
        self.set_alarm();
    }

    /// The stream, and how it is known.
    #[must_use]
    pub fn knowledge(self) -> Reading<Tracked> {
        Reading::of(self.state, |state| state.knowledge)
    }

    /// The connection.
    #[must_use]
    pub fn connection(self) -> Reading<Connection> {
        Reading::of(self.state, |state| state.connection.clone())
    }

    /// The socket that should be open.
    #[must_use]
    pub fn socket(self) -> Reading<Option<Generation>> {
        Reading::of(self.state, |state| state.connection.socket())
    }

    /// The command in flight.
    #[must_use]
    pub fn command(self) -> Reading<Option<PendingCommand>> {
        Reading::of(self.state, |state| state.command)
    }

    /// The command that another tab of this browser has in flight.
    #[must_use]
    pub fn other_command(self) -> Reading<Option<OtherCommand>> {
        Reading::of(self.state, |state| state.other_command)
    }

    /// Which button can be pressed.
    #[must_use]
    pub fn offer(self) -> Reading<AvailableCommand> {
        Reading::of(self.state, State::offer)
    }

    /// Is the page waiting for a check before it vouches for anything?
    #[must_use]
    pub fn syncing(self) -> Reading<bool> {
        Reading::of(self.state, State::syncing)
    }

    /// Is what the page shows freshly confirmed?
    #[must_use]
    pub fn verified(self) -> Reading<bool> {
        Reading::of(self.state, State::verified)
    }

    /// Is the tab visible?
    #[must_use]
    pub fn visibility(self) -> Reading<Visibility> {
        Reading::of(self.state, |state| state.visibility)
    }

    /// The time, once a second while the tab is visible.
    #[must_use]
    pub fn now(self) -> ReadSignal<Timestamp> {
        self.now.read_only()
    }

    /// The backend in use.
    #[must_use]
    pub fn backend(self) -> ReadSignal<Option<Settings>> {
        self.backend.read_only()
    }

    /// Where requests go; `None` when no backend was chosen.
    fn address(self) -> Option<Address> {
        self.backend.with_untracked(|settings| settings.as_ref().map(|settings| settings.address.clone()))
    }

    /// Talks to another backend from now on.
    pub fn change_backend(self, settings: Settings) {
        self.backend.set(Some(settings));
        self.board.set(NoticeList::default());
        self.forget_cameras();
        self.join_tabs();
        self.snapper.forget();
        self.dispatch(Event::BackendChanged);
    }

    /// The picture that the backend is to save.
    #[must_use]
    pub fn snapper(self) -> SnapStore {
        self.snapper
    }

    /// What the person is told.
    #[must_use]
    pub fn board(self) -> ReadSignal<NoticeList> {
        self.board.read_only()
    }

    /// Tells the person something.
    pub fn tell(self, message: NoticeContent) {
        self.board.update(|board| board.post(message, clock::now(), clock::time_of_day()));
    }

    /// Takes a notice down.
    pub fn dismiss(self, topic: Topic) {
        self.board.update(|board| board.dismiss(topic));
    }
}

/// A random source, so that pages opened together do not retry together.
fn jitter() -> Backoff {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Backoff::new((web_sys::js_sys::Math::random() * f64::from(u32::MAX)) as u32 | 1)
}
