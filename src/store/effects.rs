//! Carrying out what the machine wants.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handle::Store;
use super::requests::no_backend;
use crate::backend;
use crate::control::notices::Topic;
use crate::sync::{Effect, Event, Level, LogLine, RequestId, State, StreamCommand};

impl Store {
    pub(super) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchStatus { request } => self.fetch_status(request),
            Effect::SendCommand { request, command } => self.send_command(request, command),
            Effect::AcquireLock { request } => self.acquire_lock(request),
            Effect::ReleaseLock { request } => self.release_lock(request),
            Effect::Broadcast(message) => self.broadcast(message),
            Effect::Abort { request } => {
                self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
            }
            Effect::Log(line) => log(&line),
            Effect::Notify(notice) => self.show_notice(notice.into()),
        }
    }

    /// Sets the timer for the machine's next deadline.
    pub(super) fn set_timer(self) {
        let deadline = self.state.try_with_untracked(State::next_deadline).flatten();
        let act = Box::new(move || {
            self.in_flight.try_update_value(|in_flight| in_flight.timer.clear());
            self.dispatch(Event::TimerFired);
        });
        self.in_flight.try_update_value(|in_flight| in_flight.timer.follow(deadline, act));
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

    fn send_command(self, request: RequestId, command: StreamCommand) {
        // What the last command came to is history now.
        self.dismiss(Topic::Command);
        let signal = self.start(request);
        let choice = self.cameras.choice.get_untracked();
        spawn_local(async move {
            let answer = match (self.address(), &signal) {
                (Some(address), Some(signal)) => backend::send_command(&address, command, &choice, signal).await,
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

fn log(line: &LogLine) {
    match line.level() {
        Level::Debug => tracing::debug!("{line}"),
        Level::Info => tracing::info!("{line}"),
        Level::Warn => tracing::warn!("{line}"),
        Level::Error => tracing::error!("{line}"),
    }
}
