//! Where the backend is, and how to talk to it: REST calls and the WebSocket. Nothing here knows what an answer
//! changes; that is [`sync`](crate::sync)'s work.

mod address;
mod commands;
mod heartbeat;
pub mod microscope_storage;
mod rest;
mod settings;
mod snap;
mod socket;
mod stream_facts;

pub use crate::control::microscopes::{Address, AddressError};
pub use commands::{Order, send_command};
pub use rest::{Probe, detector_names, live_view_status, probe, set_parameter, setup};
pub use settings::{AddressSource, Settings, SettingsError};
pub use snap::{snap, snap_file};
pub use socket::{Acknowledger, Socket, SocketEvent};
pub use stream_facts::{exposure_ms, stream_parameters};
