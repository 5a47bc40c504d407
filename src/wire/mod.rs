//! Bytes to meaning: what the backend sends, read without trusting any of it, and the few messages sent to it.
//!
//! | noun | what it reads |
//! | --- | --- |
//! | [`Decoder`] | the messages of one WebSocket, in order: Engine.IO v4, Socket.IO v5, signals, announced frames |
//! | [`Open`] | Engine.IO's handshake: time limits of the connection |
//! | [`Signal`] | what the backend tells every client about itself |
//! | [`Frame`], [`frame_id`] | one `frame` event's MessagePack map, borrowed from its [`Prefix`] |
//! | [`Uc2f`] | the packet of 16-bit pixels in a binary frame |
//! | [`live_view_active`], [`command_answer`], … | the bodies of REST answers |
//! | [`SnapAnswer`] | how a snap stands, and the file that it made |
//!
//! Nothing here waits, allocates by an announced size, recurses by an announced depth or panics on any input.

mod decoder;
mod engine_io;
mod excerpt;
mod frame;
mod json;
mod msgpack;
mod parameters;
mod prefix;
mod preview;
mod signal;
mod snap;
mod socket_io;
mod status;
mod uc2f;

pub(crate) use excerpt::excerpt;

pub use decoder::{Decoder, Incoming, Message, WireError};
pub use engine_io::{EngineIoError, Open, PONG};
pub use frame::{Frame, FrameError, Metadata, Payload, frame_id};
pub use json::JsonError;
pub use msgpack::MsgpackError;
pub use parameters::{StreamParameters, Values, stream_parameters};
pub use prefix::Prefix;
pub use signal::{Signal, SignalError};
pub use snap::{MAX_BODY_BYTES, Preview, SavedSnap, SnapAnswer, SnapPath, SnapProgress, snap_answer};
pub use socket_io::{CONNECT, SocketIoError, frame_ack};
pub use status::{
    ActiveStream, AnswerError, CommandAnswer, MAX_ANSWER_BYTES, active_streams, command_answer, detector_names,
    live_view_active, version,
};
pub use uc2f::{MAX_PIXELS, MAX_SIDE_PX, PixelFormat, Uc2f, Uc2fError, Uc2fHeader};

#[cfg(test)]
mod sample;
