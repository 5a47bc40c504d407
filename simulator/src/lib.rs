//! A stand-in for an openUC2 ImSwitch server: the REST calls of its live view, recordings, lights and cameras, its
//! Socket.IO events and flow control, and a synthetic camera. It has ImSwitch's peculiarities on purpose, because clients must live with them.

mod api;
mod camera;
mod clock;
mod detector_settings;
mod fault;
mod file_manager;
mod file_name;
mod lights;
mod lock;
mod options;
mod page;
mod recording;
mod server;
mod simulator;
mod snap;
mod socket;
mod stream;

pub use options::Options;
pub use server::Server;
