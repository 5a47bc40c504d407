//! Why a snap came to nothing, and what to do about it.

use std::fmt;

use crate::sync::RequestError;

/// Why there is no picture, or none that is known of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The backend says that it failed.
    Refused {
        /// The backend's words.
        message: String,
    },
    /// Nobody knows whether it began.
    StartUnanswered(RequestError),
    /// It began, and then status requests brought nothing any more.
    Silent(RequestError),
    /// The backend knows nothing of it.
    Forgotten,
    /// It goes on for much longer than it should.
    TooLong {
        /// How long that is.
        limit_ms: u64,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { message } => {
                write!(f, "The backend took no picture: {message}. Look after the camera, then try again.")
            }
            Self::StartUnanswered(why) => {
                write!(f, "No answer to the snap: {why}. It may have been taken all the same. {}", advice(why))
            }
            Self::Silent(why) => {
                write!(f, "The snap began, but then: {why}. It may have been saved all the same. {}", advice(why))
            }
            Self::Forgotten => {
                f.write_str("The backend knows nothing of this snap: it was probably restarted. Try again.")
            }
            Self::TooLong { limit_ms } => write!(
                f,
                "The snap is not finished after {} s, so the page waits no longer. It may still be saved. Look after the camera before the next.",
                limit_ms / 1_000
            ),
        }
    }
}

const fn advice(why: &RequestError) -> &'static str {
    match why {
        RequestError::TimedOut { .. } | RequestError::Network(_) => "Try again once the page is connected.",
        RequestError::Http(404) => "An older backend may take no snaps; otherwise try again.",
        RequestError::Http(_) | RequestError::AskedToWait { .. } | RequestError::NotUnderstood(_) => {
            "Try again; if that does not help, the backend’s log may say more."
        }
    }
}
