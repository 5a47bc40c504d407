//! What the tests are written with.

pub mod browser;
mod cdp;
mod clients;
mod console;
mod element;
mod environment;
mod faults;
mod first_load;
mod lines;
mod looks;
mod page;
mod peer;
mod picture;
mod port;
mod process;
mod random;
mod recorder;
mod rest;
mod simulator;
mod static_server;
mod tab;
mod wait;

pub use browser::Profile;
pub use console::{Allowed, Level};
pub use element::Key;
pub use faults::{Answer, to_path, to_status};
pub use first_load::FirstLoad;
pub use lines::{NO_FRAME_COMES, connect_lines, disconnected};
pub use page::Page;
pub use peer::Peer;
pub use random::Random;
pub use recorder::Look;
pub use simulator::Simulator;
pub use static_server::StaticServer;
pub use tab::{Tab, Visit};
pub use wait::{POLL, wait_until};
