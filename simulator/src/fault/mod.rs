//! The fault switch: misbehaviour on request, and observations for tests. Only with `--faults`.

mod answer;
mod fault_kind;
mod garbage;
mod request_log;
mod rest;
mod routes;
mod switch;

pub use fault_kind::RefuseSockets;
pub use request_log::{RequestLog, log_request};
pub use rest::misbehave;
pub use routes::routes;
pub use switch::FaultSwitch;
