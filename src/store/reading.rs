//! What the page shows of the machine's state.

use leptos::prelude::*;

use crate::sync::State;

/// Something that is read from the machine's state, and never kept.
///
/// What is reactive and reads it looks again whenever the machine was stepped, whether this changed or not. (A memo for
/// each would do less, and make the program of the first load 14 kB larger.) Where a change counts, who reads compares.
#[derive(Debug)]
pub struct Reading<T> {
    state: RwSignal<State>,
    read: fn(&State) -> T,
}

impl<T> Clone for Reading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reading<T> {}

impl<T> Reading<T> {
    pub(super) const fn of(state: RwSignal<State>, read: fn(&State) -> T) -> Self {
        Self { state, read }
    }

    /// What it is now; what is reactive looks again after the next step.
    ///
    /// # Panics
    /// When the store is gone: it lives as long as the page.
    #[must_use]
    pub fn get(self) -> T {
        self.state.track();
        self.get_untracked()
    }

    /// What it is now.
    ///
    /// # Panics
    /// When the store is gone: it lives as long as the page.
    #[must_use]
    pub fn get_untracked(self) -> T {
        let Some(value) = self.try_get_untracked() else { unreachable!("the store lives as long as the page") };
        value
    }

    /// What it is now; `None` when the store is gone.
    #[must_use]
    pub fn try_get_untracked(self) -> Option<T> {
        let mut value = None;
        look(self.state, &mut |state| value = Some((self.read)(state)));
        value
    }
}

/// Compiled once for all that is read.
fn look(state: RwSignal<State>, look: &mut dyn FnMut(&State)) {
    state.try_with_untracked(|state| look(state));
}
