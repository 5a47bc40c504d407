//! What is known about the stream, and about whatever else the page sets; how it is known, and what to do next.
//!
//! One state machine: [`State::step`] takes an [`Event`] and the time, changes the state and returns [`Effect`]s.
//! It never waits, fetches, logs or reads a clock, so every race can be played through in a test.
//!
//! Whoever drives it does three things: carries out the effects, hands every reply and socket event back as an
//! event, and sends [`Event::TimerFired`] at [`State::next_deadline`].

mod available_command;
mod backoff;
mod camera_settings;
mod cameras;
mod check;
mod clock;
mod command;
mod connection;
mod contradiction;
mod drift;
mod effect;
mod event;
mod followed;
mod followed_effect;
mod followed_event;
mod holds;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod injected_bug;
mod known;
mod light;
mod lights;
mod link_record;
mod log_line;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod model;
mod notice;
mod number;
mod page_state;
mod poll;
mod recording;
mod request;
mod session;
mod state;
mod step;
mod stream;
mod tabs;
#[cfg(test)]
mod tests;
mod thing;
mod things;
mod timestamp;
pub mod timing;
mod tracked;

pub use backoff::Backoff;
pub use camera_settings::{CameraCommand, CameraSettingsState, SettingState};
pub use cameras::Cameras;
pub use check::{CheckReason, Course, StatusCheck};
pub use clock::{Clock, Reading};
pub use command::{PendingCommand, Stage};
pub use connection::{Connection, DisconnectReason, Generation};
use drift::Drift;
pub use effect::Effect;
pub use event::{CameraEvent, Event, LightEvent, RecordingEvent, StreamEvent};
pub use followed::Followed;
pub use followed_effect::FollowedEffect;
pub use followed_event::FollowedEvent;
pub use holds::Holds;
pub use known::{Data, Known};
pub use light::{LightCommand, LightState};
pub use lights::{LightList, Lights};
pub use log_line::{Level, LogLine};
pub use notice::{Notice, Severity, Subject, ThingNotice};
pub use number::Number;
pub use page_state::{Support, Visibility, Watch};
pub use poll::Poll;
pub use recording::RecordingCommand;
pub use request::{RequestError, RequestId};
pub use session::Session;
pub use state::State;
pub use stream::{Intent, StreamCommand, StreamState};
pub use tabs::{OtherCommand, Sender, TabMessage};
pub use thing::Thing;
pub use things::{AvailableCommand, CameraSettings, Light, Recording, Stream};
pub use timestamp::Timestamp;
pub use tracked::{Confirmed, Evidence, Tracked, UnverifiedReason};
