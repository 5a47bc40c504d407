//! What the fuzz targets share.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Choices`] | a fuzzer's bytes as choices: numbers, lengths, and values of any type that serde can read |
//! | [`said`] | an error's words, which must fit a log line |
//! | [`driver`] | drives the state machine by arbitrary events, and watches over its rules |

use std::alloc::System;

use cap::Cap;

mod choices;
pub mod driver;
mod words;

pub use choices::Choices;
pub use words::said;

/// The most memory that a target may have at a time. The fuzzer's own limit is for what is written to as well: this one
/// is also for what is only asked for, all at once or bit by bit.
const MEMORY_BYTES: usize = 512 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MEMORY_BYTES);
