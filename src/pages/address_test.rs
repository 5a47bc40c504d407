//! The test of an address.

use leptos::prelude::*;
use web_sys::{AbortController, AbortSignal};

use crate::backend::Address;
use crate::sync::RequestError;

/// How long a backend may take to answer the test.
pub(super) const TEST_TIMEOUT_MS: u32 = 5_000;

/// The latest test, which can be aborted; copies are the same test.
#[derive(Clone, Copy)]
pub(super) struct ServerTest(StoredValue<Option<AbortController>, LocalStorage>);

impl Default for ServerTest {
    fn default() -> Self {
        Self(StoredValue::new_local(None))
    }
}

impl ServerTest {
    /// Ends the one before; answers with what cancels this one.
    pub(super) fn begin(self, controller: AbortController) -> AbortSignal {
        self.abort();
        let signal = controller.signal();
        self.0.set_value(Some(controller));
        signal
    }

    /// Ends the latest test, if one is under way.
    pub(super) fn abort(self) {
        if let Some(Some(controller)) = self.0.try_update_value(Option::take) {
            controller.abort();
        }
    }

    /// Is the latest test the one that this cancels?
    pub(super) fn is_of(self, signal: &AbortSignal) -> bool {
        let is_latest = |latest: &Option<AbortController>| latest.as_ref().is_some_and(|it| it.signal() == *signal);
        self.0.try_with_value(is_latest) == Some(true)
    }
}

/// What is said of an address that did not answer as ImSwitch does.
pub(super) fn failure(address: &Address, why: &RequestError, timed_out: bool) -> String {
    let reason = match why {
        _ if timed_out => {
            format!("Nothing answered at {address} within {} s.", TEST_TIMEOUT_MS / 1_000)
        }
        RequestError::Network(_) | RequestError::TimedOut { .. } => format!("Nothing answers at {address}."),
        RequestError::Http(status) | RequestError::AskedToWait { status, .. } => {
            format!("{address} answers, but not as ImSwitch does (HTTP {status}).")
        }
        RequestError::NotUnderstood(_) => format!("{address} answers, but not as ImSwitch does."),
    };
    let advice = match why {
        RequestError::Network(_) | RequestError::TimedOut { .. } => {
            "Is the microscope on, and on the same network? A server with its own certificate has to be opened in a tab once first."
        }
        RequestError::Http(_) | RequestError::AskedToWait { .. } | RequestError::NotUnderstood(_) => {
            "Check the port; ImSwitch's is usually 8001."
        }
    };
    format!("{reason} {advice} Nothing was saved.")
}
