//! The tab: visible or hidden, online, leaving and coming back.

use gloo_timers::callback::Interval;
use leptos::ev;
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::handle::Store;
use crate::browser::clock;
use crate::sync::{Event, State, Visibility};

const TICK_MS: u32 = 1_000;

/// Is the tab visible now?
pub(super) fn visibility() -> Visibility {
    match document().visibility_state() {
        VisibilityState::Hidden => Visibility::Hidden,
        _ => Visibility::Visible,
    }
}

/// Turns what happens to the tab into events, as long as the current owner lives.
pub(super) fn listen(store: Store) {
    let listeners = [
        window_event_listener(ev::visibilitychange, move |_| {
            // A frozen page has heard nothing from the others.
            store.find_sent();
            store.dispatch(Event::VisibilityChanged(visibility()));
            store.tick();
            store.log.save();
        }),
        window_event_listener(ev::online, move |_| store.dispatch(Event::ReconnectWanted)),
        window_event_listener(ev::beforeunload, move |_| {
            store.in_flight.try_update_value(|in_flight| in_flight.left_at = Some(clock::now()));
        }),
        // A page in the back/forward cache must hold no socket, and is asked nothing until it is back.
        window_event_listener(ev::pagehide, move |_| {
            store.dispatch(Event::Closed);
            store.log.save();
        }),
        window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                store.find_sent();
                store.dispatch(Event::ReconnectWanted);
            }
        }),
    ];
    let clock = StoredValue::new_local(Interval::new(TICK_MS, move || store.tick()));
    on_cleanup(move || {
        listeners.into_iter().for_each(WindowListenerHandle::remove);
        clock.dispose();
    });
}

impl Store {
    fn tick(self) {
        if self.visibility.try_get_untracked() != Some(Visibility::Visible) {
            return;
        }
        let now = clock::now();
        // After a sleep the timer has as long to go as it had before.
        let due = self.state.try_with_untracked(State::next_deadline).flatten();
        if due.is_some_and(|due| due <= now) {
            self.dispatch(Event::TimerFired);
        }
        self.set_now.try_set(now);
        self.log.save_now_and_then();
        self.set_notices.try_maybe_update(|notices| (notices.expire(now), ()));
    }
}
