//! Socket.IO: the clients, their flow control, the signals, and the tap on every connection.

mod client;
mod events;
mod flow;
mod hub;
mod signal;
mod tap;
mod upgrade;

pub use hub::Hub;
pub use signal::{Signal, SignalForm};
pub use tap::{Ending, TapHandle};
pub use upgrade::{Sockets, upgrade};
