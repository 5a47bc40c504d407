//! What is asked for once a connection, because a restarted backend may have others: names of cameras and lights.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use super::handle::Store;
use super::stream_facts::limited;
use crate::backend::Address;
use crate::sync::{Generation, RequestError};

/// Names as the backend gives them, or why there are none.
pub(super) type Names = Result<Vec<String>, RequestError>;

impl Store {
    /// Asks the backend for names, and takes its answer unless the connection is another by then: that one asks again.
    pub(super) fn ask_for_names(
        self,
        generation: Generation,
        ask: impl AsyncFnOnce(&Address, &AbortSignal) -> Names + 'static,
        take: fn(Self, Names),
    ) {
        let Some(address) = self.address() else { return };
        let Ok((controller, limit)) = limited() else { return };
        spawn_local(async move {
            let names = ask(&address, &controller.signal()).await;
            drop(limit);
            if self.socket.try_get_untracked().flatten() == Some(generation) {
                take(self, names);
            }
        });
    }
}
