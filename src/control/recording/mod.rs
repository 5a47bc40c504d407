//! Recordings, but for whether one runs, which [`sync`](crate::sync) follows.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`RecordingForm`], [`RecordingRequest`] | what is to be recorded, as it is written and as it is sent |
//! | [`StopAfter`], [`PlannedStop`] | after what time a page stops it, and when that is for one that runs |
//! | [`Ending`] | what became of one that runs no longer |
//! | [`RecordOffer`], [`WhyNot`] | what Record does now |
//! | [`Elapsed`] | a duration in words |

mod elapsed;
mod ending;
mod form;
mod offer;
mod planned_stop;
mod stop_after;

pub use elapsed::Elapsed;
pub use ending::Ending;
pub use form::{RecordingForm, RecordingRequest};
pub use offer::{RecordOffer, WhyNot};
pub use planned_stop::PlannedStop;
pub use stop_after::{StopAfter, StopAfterError};
