//! Bytes to meaning: what the backend sends, read without trusting any of it, and the few messages sent to it.
//!
//! | noun | what it reads |
//! | --- | --- |
//! | [`Decoder`] | the messages of one WebSocket, in order: Engine.IO v4, Socket.IO v5, signals, announced frames |
//! | [`Open`] | Engine.IO's handshake: time limits of the connection |
//! | [`Signal`] | what the backend tells every client about itself |
//! | [`Frame`], [`frame_id`] | one `frame` event's MessagePack map, borrowed from its [`Prefix`] |
//! | [`Uc2f`] | the packet of 16-bit pixels in a binary frame |
//! | [`live_view_active`], [`command_answer`], … | the bodies of REST answers, as structs |
//! | [`visible`] | names, with what they hide |
//! | [`SnapAnswer`] | how a snap stands, and the file that it made |
//! | [`RecordingStatus`], [`RecordingPlace`] | how a recording stands, and where it is |
//! | [`FilePath`], [`file_size_bytes`] | a file that the backend saved |
//! | [`LightRange`], [`light_active`], … | what a light can be and is |
//! | [`CameraSettings`] | a camera's exposure and gain, with their limits |
//! | [`Update`] | a signal about any of these, or the disk |
//!
//! Nothing here waits, allocates by an announced size, recurses by an announced depth or panics on any input.

mod answer;
mod arguments;
mod backend_info;
mod camera_settings;
mod decoder;
mod engine_io;
mod exposure;
mod file_path;
mod frame;
mod lenient;
mod light;
mod live_view;
mod msgpack;
mod object;
mod parameters;
mod prefix;
mod preview;
mod recording;
mod signal;
mod snap;
mod socket_io;
mod truncated;
mod uc2f;
mod update;
mod visible;

pub(crate) use truncated::truncated;

pub use answer::{AnswerError, MAX_ANSWER_BYTES, set_answer};
pub use backend_info::{detector_names, version};
pub use camera_settings::{CameraSettings, ExposureMode, Setting, camera_settings, current_camera_settings};
pub use decoder::{Decoder, Incoming, MAX_TEXT_UNITS, Message, WireError};
pub use engine_io::{EngineIoError, Open, PONG};
pub use exposure::{Exposure, exposure};
pub use file_path::{FilePath, file_size_bytes};
pub use frame::{Frame, FrameError, Metadata, Payload, frame_id};
pub use light::{LightRange, light_active, light_names, light_range, light_value};
pub use live_view::{ActiveStream, CommandAnswer, active_streams, command_answer, live_view_active};
pub use msgpack::MsgpackError;
pub use object::JsonError;
pub use parameters::{StreamParameters, StreamValues, stream_parameters};
pub use prefix::Prefix;
pub use recording::{
    RecordingFormat, RecordingPlace, RecordingStatus, is_recording, recording_place, recording_status,
};
pub use signal::{Signal, SignalError};
pub use snap::{MAX_BODY_BYTES, Preview, SavedSnap, SnapAnswer, SnapProgress, snap_answer};
pub use socket_io::{CONNECT, SocketIoError, frame_ack};
pub use uc2f::{MAX_PIXELS, MAX_SIDE_PX, PixelFormat, Uc2f, Uc2fError, Uc2fHeader};
pub use update::{LightPower, Storage, Topic, Update};
pub use visible::{is_invisible, visible};

#[cfg(test)]
mod sample;
