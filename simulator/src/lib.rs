//! A stand-in for an openUC2 ImSwitch server: its live-view REST calls, its Socket.IO events and flow control,
//! and a synthetic camera. It has ImSwitch's peculiarities on purpose, because clients must live with them.

mod api;
mod camera;
mod clock;
mod fault;
mod file_manager;
mod lock;
mod options;
mod page;
mod server;
mod simulator;
mod snap;
mod socket;
mod stream;

pub use options::Options;
pub use server::Server;
