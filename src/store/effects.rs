//! Carrying out what the machine wants.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cameras::RefreshQueue;
use super::command_lock::CommandLocks;
use super::requests::Requests;
use super::store::Store;
use super::tabs::Channel;
use super::timer::Timer;
use crate::backend;
use crate::control::notices::Topic;
use crate::sync::{Effect, Event, Level, LogLine, RequestError, RequestId, State, StreamCommand};

/// What is under way in the browser on the machine's behalf.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    pub(super) requests: Requests,
    pub(super) timer: Timer,
    pub(super) channel: Option<Channel>,
    pub(super) turns: CommandLocks,
    pub(super) cameras: RefreshQueue,
}

impl Store {
    pub(super) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchStatus { request } => self.fetch_status(request),
            Effect::SendCommand { request, order } => self.send_command(request, order),
            Effect::AcquireLock { request } => self.await_turn(request),
            Effect::ReleaseLock { request } => self.end_turn(request),
            Effect::Broadcast(message) => self.tell_tabs(message),
            Effect::Abort { request } => {
                self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
            }
            Effect::Log(line) => log(&line),
            Effect::Notify(notice) => self.show_notice(notice.into()),
        }
    }

    /// Sets the timer for the machine's next wake.
    pub(super) fn set_alarm(self) {
        let wake = self.state.try_with_untracked(State::next_deadline).flatten();
        let act = Box::new(move || {
            self.in_flight.try_update_value(|in_flight| in_flight.timer.clear());
            self.dispatch(Event::TimerFired);
        });
        self.in_flight.try_update_value(|in_flight| in_flight.timer.follow(wake, act));
    }

    fn fetch_status(self, request: RequestId) {
        let signal = self.start(request);
        spawn_local(async move {
            let answer = match (self.address(), &signal) {
                (Some(address), Some(signal)) => backend::live_view_status(&address, signal).await,
                _ => Err(no_backend()),
            };
            if self.finish(request) {
                self.dispatch(Event::CheckReplied { request, answer });
            }
        });
    }

    fn send_command(self, request: RequestId, order: StreamCommand) {
        // What the last command came to is history now.
        self.dismiss(Topic::Command);
        let signal = self.start(request);
        let choice = self.cameras.choice.get_untracked();
        spawn_local(async move {
            let answer = match (self.address(), &signal) {
                (Some(address), Some(signal)) => backend::send_command(&address, order, &choice, signal).await,
                _ => Err(no_backend()),
            };
            self.settle_choice();
            if self.finish(request) {
                self.dispatch(Event::CommandReplied { request, answer });
            }
        });
    }

    fn start(self, request: RequestId) -> Option<web_sys::AbortSignal> {
        self.in_flight.try_update_value(|in_flight| in_flight.requests.start(request)).flatten()
    }

    fn finish(self, request: RequestId) -> bool {
        self.in_flight.try_update_value(|in_flight| in_flight.requests.finish(request)).unwrap_or(false)
    }
}

pub(super) fn no_backend() -> RequestError {
    RequestError::Network("no backend is chosen".into())
}

fn log(line: &LogLine) {
    match line.level() {
        Level::Debug => tracing::debug!("{line}"),
        Level::Info => tracing::info!("{line}"),
        Level::Warn => tracing::warn!("{line}"),
        Level::Error => tracing::error!("{line}"),
    }
}
