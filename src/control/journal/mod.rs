//! What happened, as people read it; and as the machine heard it, so that it can be played again.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Journal`] | steps the machine, and writes down what came of it |
//! | [`Entry`], [`Kind`], [`EntryList`] | one thing that happened, and the last 2,000 of them |
//! | `narrate`, `narrate_things`, `words` | an event and its effects in words |
//! | `stored` | how a browser keeps it over a reload |
//! | `request_times` | how long requests took |
//! | [`Timeline`], [`Sight`] | what was known when |
//! | `recording`, `summary` | what the machine heard, and what it came to each time |
//! | `replay` | that played again; not in the page |
//! | [`Report`] | all of it, to be handed over |
//! | [`Moment`] | now, on both clocks |
//! | [`without_secrets`] | text without passwords, tokens and file names |

mod entry;
mod entry_list;
#[allow(clippy::module_inception)]
mod journal;
mod moment;
mod narrate;
mod narrate_things;
mod recording;
mod redact;
#[cfg(not(target_arch = "wasm32"))]
mod replay;
mod report;
mod request_times;
mod stored;
mod summary;
#[cfg(test)]
mod tests;
mod timeline;
mod words;

pub use entry::{Entry, Kind};
pub use entry_list::{EntryList, MAX_ENTRIES};
pub use journal::Journal;
pub use moment::Moment;
pub use redact::without_secrets;
#[cfg(not(target_arch = "wasm32"))]
pub use replay::{Recording, Replayed};
pub use report::{Circumstances, Fact, REPORT_FORMAT, Report};
pub use stored::Unreadable;
pub use timeline::{Sight, Span, StreamSight, Timeline};
