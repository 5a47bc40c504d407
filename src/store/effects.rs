//! Carrying out what the machine wants.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::handle::Store;
use super::requests::no_backend;
use super::sent_record;
use crate::backend::{self, Order};
use crate::browser::clock;
use crate::control::camera::Choice;
use crate::control::notices::{NoticeContent, Topic};
use crate::sync::{Effect, Event, Level, LogLine, Notice, RequestError, RequestId, State, StreamCommand, TabMessage};

/// How long it may take until the page that comes answers. A page that is not left after all, as with a download, waits
/// for no longer.
const LEAVING_MS: u32 = 10_000;

impl Store {
    pub(super) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchStatus { request } => self.fetch_status(request),
            Effect::SendCommand { request, command } => self.send_command(request, command),
            Effect::AcquireLock { request } => {
                self.note_choice(request);
                self.acquire_lock(request);
            }
            Effect::StealLock { request } => self.steal_lock(request),
            Effect::ReleaseLock { request } => self.release_lock(request),
            Effect::FindSender => self.find_sender(),
            Effect::Broadcast(message) => self.broadcast(message),
            Effect::ForgetSent(command) => self.forget_sent(command),
            Effect::Abort { request } => {
                self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
            }
            Effect::Log(line) => {
                self.note_failure(&line);
                log(&line);
            }
            Effect::Notify(notice) => self.tell(&notice),
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
        let order = self.order(request, command);
        let address = self.address();
        if let Some(address) = &address {
            sent_record::write(address, command);
        }
        spawn_local(async move {
            let answer = match (&address, &signal) {
                (Some(address), Some(signal)) => {
                    // A page that was loaded since knows of the stop alone.
                    let on_start = || {
                        let start = StreamCommand::Start { force: false };
                        sent_record::write(address, start);
                        self.broadcast(TabMessage::Commanding(start));
                    };
                    backend::send_command(address, &order, on_start, signal).await
                }
                _ => Err(no_backend()),
            };
            if matches!(answer, Err(RequestError::Network(_))) && self.is_being_left() {
                // Firefox ends a page's requests as soon as it begins to leave it, which says nothing about what was
                // sent. The answer counts if the page stays after all.
                TimeoutFuture::new(LEAVING_MS).await;
            }
            self.settle_choice();
            if self.finish(request) {
                self.dispatch(Event::CommandReplied { request, answer });
            }
        });
    }

    /// Did somebody begin to leave this page?
    fn is_being_left(self) -> bool {
        let left_at = self.in_flight.try_with_value(|in_flight| in_flight.left_at).flatten();
        left_at.is_some_and(|left_at| clock::now().ms_since(left_at) < u64::from(LEAVING_MS))
    }

    /// What is sent, with all that it is about: what was chosen when the button was pressed, which may be a while ago.
    fn order(self, request: RequestId, command: StreamCommand) -> Order {
        let choice = self.ordered_choice(request).unwrap_or_else(|| self.cameras.choice.get_untracked());
        let mut last_seen: Vec<String> = self.cameras.info.with_untracked(|info| {
            let streams = info.setup.iter().flat_map(|setup| &setup.streams);
            streams.map(|stream| stream.detector.clone()).collect()
        });
        last_seen.extend(choice.detector.clone().filter(|detector| !last_seen.contains(detector)));
        Order { command, choice, last_seen }
    }

    /// Notes what a command is about that was ordered now.
    fn note_choice(self, request: RequestId) {
        let choice = self.cameras.choice.get_untracked();
        self.in_flight.try_update_value(|in_flight| in_flight.ordered = Some((request, choice)));
    }

    fn ordered_choice(self, request: RequestId) -> Option<Choice> {
        let ordered = self.in_flight.try_with_value(|in_flight| in_flight.ordered.clone()).flatten();
        ordered.filter(|(of, _)| *of == request).map(|(_, choice)| choice)
    }

    fn tell(self, notice: &Notice) {
        let ordered = self.in_flight.try_with_value(|in_flight| in_flight.ordered.clone()).flatten();
        let choice = ordered.map(|(_, choice)| choice).unwrap_or_default();
        let content = NoticeContent::new(notice, &choice);
        self.set_notices.try_update(|notices| {
            notices.post_while(content, notice.holds_while(), clock::now(), clock::time_of_day());
        });
    }

    /// Takes down what is told and no longer so.
    pub(super) fn outdate_notices(self) {
        let confirmed = self.state.try_with_untracked(|state| {
            let stream = state.stream;
            stream.unverified_reason().is_none().then_some(stream.state)
        });
        if let Some(stream) = confirmed.flatten() {
            self.set_notices.try_maybe_update(|notices| (notices.outdate(stream), ()));
        }
    }

    /// Keeps why the backend does not answer, for whoever wants to know.
    fn note_failure(self, line: &LogLine) {
        if let LogLine::SyncFailed(why) | LogLine::CheckFailed(why) = line {
            self.set_failure.try_set(Some(why.clone()));
        }
    }

    fn forget_sent(self, command: StreamCommand) {
        if let Some(address) = self.address() {
            sent_record::forget(&address, command);
        }
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
