//! What is known about the stream, how it is known, and what to do next.
//!
//! One state machine: [`State::step`] takes an [`Event`] and the time, changes the state and returns [`Effect`]s.
//! It never waits, fetches, logs or reads a clock, so every race can be played through in a test.
//!
//! Whoever drives it does three things: carries out the effects, hands every reply and socket event back as an
//! event, and sends [`Event::TimerFired`] at [`State::next_deadline`].

mod available_command;
mod backoff;
mod cameras;
mod check;
mod clock;
mod command;
mod connection;
mod effect;
mod event;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod injected_bug;
mod link_record;
mod log_line;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod model;
mod notice;
mod page_state;
mod poll;
mod request;
mod state;
mod step;
mod tabs;
#[cfg(test)]
mod tests;
mod timestamp;
pub mod timing;
mod tracked;

pub use available_command::AvailableCommand;
pub use backoff::Backoff;
pub use cameras::Cameras;
pub use check::{CheckReason, Course, StatusCheck};
pub use clock::{Clock, Reading};
pub use command::{Intent, PendingCommand, Stage, StreamCommand};
pub use connection::{Connection, DisconnectReason, Generation};
pub use effect::Effect;
pub use event::Event;
pub use log_line::{Level, LogLine};
pub use notice::{Notice, Severity};
pub use page_state::{Controls, Visibility};
pub use poll::Poll;
pub use request::{RequestError, RequestId};
pub use state::State;
pub use tabs::{OtherCommand, Sender, TabMessage};
pub use timestamp::Timestamp;
pub use tracked::{Confirmed, Evidence, StreamState, Tracked, UnverifiedReason};
