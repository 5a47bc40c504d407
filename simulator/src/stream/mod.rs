//! Streams: their parameters, the workers that take and encode pictures, and who is running.

mod encode;
mod mjpeg;
mod parameters;
mod streams;
mod worker;

pub use encode::{EncodedFrame, jpeg};
pub use mjpeg::Mjpeg;
pub use parameters::{ParameterMap, Protocol};
pub use streams::{ActiveStream, Streams};
