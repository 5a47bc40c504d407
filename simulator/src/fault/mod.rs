//! The fault switch: misbehaviour on request, and observations for tests. Only with `--faults`.

mod answer;
mod bad_message;
mod fault_kind;
mod request_log;
mod rest;
mod routes;
mod switch;

pub use fault_kind::RefuseSockets;
pub use request_log::RequestLog;
pub use rest::{apply_rest_faults, log_request};
pub use routes::routes;
pub use switch::FaultSwitch;
