//! One snap: the backend takes a picture and saves it to a file, which takes it a while.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`SnapForm`], [`SnapRequest`] | what is to be snapped, as it is written and as it is sent |
//! | [`State`] | how the snap stands and what to do next: a machine like [`sync`](crate::sync)'s, with a request at a time |
//! | [`Phase`], [`Job`] | what of it is shown |
//! | [`Failure`] | why it came to nothing |
//!
//! It knows nothing of the stream, and changes nothing there. It lives as long as the page, so a snap goes on while its
//! panel is closed; another backend forgets it. A hidden tab asks nothing, and goes on when it is shown.
//!
//! What is done is saved only once [`saved_file`](crate::control::saved_file) has found the file.
//!
//! A start is never repeated by itself, because the picture may have been taken although its answer is lost. Up to five
//! status requests in a row may bring nothing: a backend that stops a stream answers nothing for a while. A job that still
//! runs after a minute and four times what the backend expects is given up, by the backend's own word and not by the clock
//! alone.

mod failure;
mod phase;
mod snap_request;
mod state;
#[cfg(test)]
mod tests;

pub use failure::Failure;
pub use phase::{Cancel, Job, Phase};
pub use snap_request::{Format, SnapForm, SnapRequest};
pub use state::{Call, Effect, Event, State};
