//! Which window is in front of all others. They share one screen: whoever opens or closes one, or turns to another,
//! changes it for the tests beside.

use std::cell::Cell;
use std::sync::{Mutex, MutexGuard, PoisonError};

static TURN: Mutex<()> = Mutex::new(());

thread_local! {
    static IS_MINE: Cell<bool> = const { Cell::new(false) };
}

/// The turn to say which window is in front. It ends with this value.
pub struct Front(Option<MutexGuard<'static, ()>>);

impl Front {
    /// Waits for it, unless this test has it already.
    pub fn take() -> Self {
        if IS_MINE.replace(true) {
            return Self(None);
        }
        // A test that panicked must not fail the others.
        Self(Some(TURN.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        if self.0.is_some() {
            IS_MINE.set(false);
        }
    }
}
