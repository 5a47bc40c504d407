//! Where the backend is, and how to talk to it: REST calls and the WebSocket. Nothing here knows what an answer
//! changes; that is [`sync`](crate::sync)'s work.

mod address;
pub mod camera_settings;
mod commands;
mod heartbeat;
pub mod lights;
pub mod microscope_storage;
mod recording;
mod rest;
mod saved_file;
mod settings;
mod snap;
mod socket;
mod stream_facts;

pub use crate::control::microscopes::{Address, AddressError};
pub use commands::{Order, send_command};
pub use recording::{recording_status, start_recording, stop_recording};
pub use rest::{Probe, detector_names, live_view_status, probe, set_parameter, setup};
pub use saved_file::{file_url, saved_file};
pub use settings::{AddressSource, Settings, SettingsError};
pub use snap::snap;
pub use socket::{Acknowledger, Socket, SocketEvent};
pub use stream_facts::{exposure, stream_parameters};
