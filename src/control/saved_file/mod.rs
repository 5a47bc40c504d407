//! Is a file there that the backend says it has saved? The backend says so of files that it could not write as well, so
//! nothing is called saved before a part of it was fetched.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`State`] | what was asked about one file, and what to ask next: a machine like [`sync`](crate::sync)'s |
//! | [`Verdict`] | what came of that |
//! | [`Claim`] | why there should be a file |
//! | [`FileSize`] | a size in words |
//!
//! A file that is not there is asked for again for some seconds, because it may still be written. A hidden tab asks nothing,
//! and goes on when it is shown.

mod file_size;
mod state;
#[cfg(test)]
mod tests;
mod verdict;

pub use file_size::FileSize;
pub use state::{Effect, Event, State};
pub use verdict::{Claim, FileAnswer, Verdict};
