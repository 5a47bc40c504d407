//! The things that are followed, each with what is its own.

mod stream;

pub(super) use stream::available;
pub use stream::{AvailableCommand, Stream};
