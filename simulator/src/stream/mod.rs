//! Streams: their parameters, the workers that take and encode images, and which of them run.

mod active_stream;
mod encode;
mod mjpeg;
mod parameters;
mod streams;
mod worker;

pub use active_stream::ActiveStream;
pub use encode::EncodedFrame;
pub use mjpeg::Mjpeg;
pub use parameters::{ParameterMap, Protocol};
pub use streams::Streams;
pub use worker::WorkerContext;
