//! Socket.IO: the clients, their flow control, the signals, and a proxy on every connection.

mod client;
mod events;
mod flow_control;
mod hub;
mod proxy;
mod signal;
mod upgrade;

pub use hub::Hub;
pub use proxy::{EndMode, ProxyHandle};
pub use signal::{Signal, SignalForm};
pub use upgrade::{Sockets, upgrade};
