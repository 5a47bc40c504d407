//! Requests to the backend, and how they fail.

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

/// The number of one request. Numbers only grow, so a larger one left later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct RequestId(pub u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Why a request brought no answer. None of these says anything about the stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub enum RequestError {
    /// No answer came within the limit.
    TimedOut {
        /// The limit, in milliseconds.
        limit_ms: u64,
    },
    /// The request did not get through, in the browser's words. A 500 from another origin looks like this too.
    Network(String),
    /// An HTTP status other than 2xx.
    Http(u16),
    /// An HTTP status other than 2xx, and the backend wants to be left alone for a while.
    AskedToWait {
        /// The status.
        status: u16,
        /// For how long, in milliseconds.
        wait_ms: u64,
    },
    /// An answer that means nothing to us.
    NotUnderstood(String),
}

impl RequestError {
    /// For how long the backend wants to be left alone, in milliseconds, if it says so.
    pub(super) const fn asked_to_wait_ms(&self) -> Option<u64> {
        match self {
            Self::AskedToWait { wait_ms, .. } => Some(*wait_ms),
            Self::TimedOut { .. } | Self::Network(_) | Self::Http(_) | Self::NotUnderstood(_) => None,
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut { limit_ms } => write!(f, "no answer within {} s", limit_ms / 1_000),
            Self::Network(why) => write!(f, "the backend could not be reached ({why})"),
            Self::Http(401) => f.write_str("a login is asked for before the backend (HTTP 401)"),
            Self::Http(403) => f.write_str("this page is not allowed to ask the backend (HTTP 403)"),
            Self::Http(429) => f.write_str("the backend was asked too often (HTTP 429)"),
            Self::Http(status @ 502..=504) => write!(f, "a proxy gets no answer from the backend (HTTP {status})"),
            Self::Http(status) => write!(f, "the backend answered HTTP {status}"),
            Self::AskedToWait { status, wait_ms } => {
                write!(f, "the backend answered HTTP {status} and wants to be asked again in {} s", wait_ms / 1_000)
            }
            Self::NotUnderstood(why) => write!(f, "the answer was not understood ({why})"),
        }
    }
}
