//! Snaps: the driver of [`snap`](crate::control::snap)'s machine. It lives as long as the page, so that a snap goes on while its
//! panel is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::requests::{Requests, no_backend};
use super::timer::Timer;
use crate::backend::{self, Settings};
use crate::browser::clock;
use crate::control::snap::{Call, Effect, Event, NameError, Phase, SnapForm, State};
use crate::keep::keep;
use crate::sync::{RequestId, Visibility};
use crate::wire::SnapPath;

/// A handle on the page's one snap; copies are the same one.
#[derive(Clone, Copy)]
pub struct SnapStore {
    driver: StoredValue<Driver, LocalStorage>,
    /// The machine was stepped. A signal that holds its state would take more of the first load.
    stepped: Trigger,
    backend: RwSignal<Option<Settings>>,
    visibility: Memo<Visibility>,
}

/// The machine, and what is under way in the browser on its behalf.
#[derive(Debug)]
struct Driver {
    /// Written by [`SnapStore::dispatch`] alone.
    state: State,
    /// What is to be snapped next, as it is written.
    draft: SnapForm,
    requests: Requests,
    timer: Timer,
    /// What is done when the tab is hidden or shown; nothing until the first snap is wanted. Called without it, the
    /// machine would be part of the first load.
    on_visibility: Option<Act>,
}

/// Does something with the snapper.
type Act = fn(SnapStore);

impl SnapStore {
    pub(super) fn new(backend: RwSignal<Option<Settings>>, visibility: Memo<Visibility>) -> Self {
        let driver = Driver {
            state: State::new(visibility.get_untracked()),
            draft: SnapForm::default(),
            requests: Requests::default(),
            timer: Timer::default(),
            on_visibility: None,
        };
        let driver = StoredValue::new_local(driver);
        let snapper = Self { driver, stepped: Trigger::new(), backend, visibility };
        let mut before = None;
        keep(Box::new(move || {
            let visibility = visibility.get();
            if before.replace(visibility) != Some(visibility) {
                let mut act = None;
                snapper.drive(&mut |driver| act = driver.on_visibility);
                if let Some(act) = act {
                    act(snapper);
                }
            }
        }));
        snapper
    }

    /// Looks at how the snap stands; what is reactive looks again when that has changed.
    pub fn look(self, look: &mut dyn FnMut(&Phase)) {
        self.stepped.track();
        self.drive(&mut |driver| look(driver.state.phase()));
    }

    /// Looks at what is to be snapped next.
    pub fn look_at_draft(self, look: &mut dyn FnMut(&mut SnapForm)) {
        self.drive(&mut |driver| look(&mut driver.draft));
    }

    /// Takes a snap, unless one is being taken.
    ///
    /// # Errors
    /// When the file name can't be one.
    pub fn snap(self) -> Result<(), NameError> {
        let mut order = None;
        self.drive(&mut |driver| order = Some(driver.draft.order()));
        if let Some(order) = order {
            self.drive(&mut |driver| driver.on_visibility = Some(Self::look_at_tab));
            self.look_at_tab();
            self.dispatch(Event::Wanted(order?));
        }
        Ok(())
    }

    /// The tab may have been hidden or shown.
    fn look_at_tab(self) {
        self.dispatch(Event::VisibilityChanged(self.visibility.get_untracked()));
    }

    /// Does not want it any more.
    pub fn cancel(self) {
        self.dispatch(Event::CancelClicked);
    }

    /// Where a saved file can be fetched; `None` where no backend is chosen.
    #[must_use]
    pub fn file_url(self, path: &SnapPath) -> Option<String> {
        self.backend.with_untracked(|settings| Some(backend::snap_file(&settings.as_ref()?.address, path)))
    }

    /// Another backend was chosen.
    pub(super) fn forget(self) {
        self.dispatch(Event::BackendChanged);
    }

    fn dispatch(self, event: Event) {
        let (now, mut event) = (clock::now(), Some(event));
        let mut effects = Vec::new();
        self.drive(&mut |driver| {
            if let Some(event) = event.take() {
                effects = driver.state.step(event, now);
            }
            for effect in &effects {
                if let Effect::Abort { request } = effect {
                    driver.requests.abort(*request);
                }
            }
            let woken = Box::new(move || {
                self.drive(&mut |driver| driver.timer.clear());
                self.dispatch(Event::TimerFired);
            });
            driver.timer.follow(driver.state.next_deadline(), woken);
        });
        for effect in effects {
            if let Effect::Send { request, call } = effect {
                self.send(request, call);
            }
        }
        self.stepped.notify();
    }

    fn send(self, request: RequestId, call: Call) {
        let mut signal = None;
        self.drive(&mut |driver| signal = driver.requests.start(request));
        let address = self.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.clone()));
        spawn_local(async move {
            let answer = match (address, &signal) {
                (Some(address), Some(signal)) => backend::snap(&address, &call, signal).await,
                _ => Err(no_backend()),
            };
            let mut wanted = false;
            self.drive(&mut |driver| wanted = driver.requests.finish(request));
            if wanted {
                self.dispatch(Event::Replied { request, answer });
            }
        });
    }

    /// Does something with the driver; nothing once the page is gone. Compiled once for all that is done.
    fn drive(self, act: &mut dyn FnMut(&mut Driver)) {
        self.driver.try_update_value(|driver| act(driver));
    }
}
