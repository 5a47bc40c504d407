//! What is known about the stream, how it is known, and what to do next.
//!
//! One state machine: [`State::step`] takes an [`Event`] and the time, changes the state and returns [`Effect`]s.
//! It never waits, fetches, logs or reads a clock, so every race can be played through in a test.
//!
//! Whoever drives it does three things: carries out the effects, hands every reply and socket event back as an
//! event, and sends [`Event::Woke`] at [`State::next_wake`].

mod backoff;
mod check;
mod command;
mod connection;
mod effect;
mod event;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod flaw;
mod knowledge;
mod line;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod model;
mod moment;
mod notice;
mod offer;
mod poll;
mod request;
mod state;
mod step;
mod tabs;
#[cfg(test)]
mod tests;
pub mod timing;

pub use backoff::Jitter;
pub use check::{Cause, Check};
pub use command::{Command, Intent, Order, Stage};
pub use connection::{Connection, DisconnectReason, Generation};
pub use effect::Effect;
pub use event::Event;
pub use knowledge::{Doubt, Evidence, Knowledge, Stream};
pub use line::{Level, Line};
pub use moment::Moment;
pub use notice::{Notice, Severity};
pub use offer::Offer;
pub use poll::Poll;
pub use request::{RequestError, RequestId};
pub use state::{Controls, State, Visibility};
pub use tabs::{OtherCommand, TabMessage};
