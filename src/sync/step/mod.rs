//! One step of the machine: which event does what.

mod check;
mod command;
mod connection;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod injected_bug;
mod link;
mod poll;
mod tabs;

use super::link_record::LinkRecord;
use super::{Cameras, Effect, Event, LogLine, Notice, RequestId, State, Timestamp, Tracked, timing};

impl State {
    /// Takes an event at the time `now`; says what has to be done about it, in order.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let overdue_ms = self.next_deadline().map_or(0, |due| now.ms_since(due));
        self.stepped_at = now;
        let mut step = Step { state: self, now, effects: Vec::new() };
        // What is over is over, also where its timer comes late: nothing is sent or believed after its time.
        step.fire_timers();
        if overdue_ms >= timing::ASLEEP_MS {
            step.wake_up();
        }
        step.take(event);
        step.effects
    }
}

/// A step under way. The other files of this room say what each event means.
pub(super) struct Step<'a> {
    pub(super) state: &'a mut State,
    pub(super) now: Timestamp,
    pub(super) effects: Vec<Effect>,
}

impl Step<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Opened => self.connect_now(),
            Event::Closed => self.close(),
            Event::BackendChanged => self.change_backend(),
            Event::ReconnectWanted => self.resume(),
            Event::ControlsChanged(controls) => self.controls_changed(controls),
            Event::VisibilityChanged(visibility) => self.visibility_changed(visibility),
            Event::SocketConnected { generation, sid } => self.socket_connected(generation, sid),
            Event::SocketClosed { generation, reason } => self.socket_closed(generation, reason),
            Event::Announced { generation, stream } => self.announced(generation, stream),
            Event::CamerasListed(cameras) => self.state.cameras = cameras,
            Event::TabMessageReceived(message) => self.tab_message_received(message),
            Event::SentBefore { command, age_ms } => self.sent_before(command, age_ms),
            Event::SenderGone { sent } => self.sender_gone(sent),
            Event::LockHeldElsewhere { request } => self.lock_held_elsewhere(request),
            // Whoever has none to wait for goes on as if it were there.
            Event::LockAcquired { request } | Event::LockRefused { request } => self.lock_acquired(request),
            Event::LockLost { request } => self.lock_lost(request),
            Event::Clicked(intent) => self.clicked(intent),
            Event::CheckReplied { request, answer } => self.check_replied(request, answer),
            Event::CommandReplied { request, answer } => self.command_replied(request, answer),
            // Every event is one for the timers.
            Event::TimerFired => {}
        }
    }

    fn fire_timers(&mut self) {
        self.fire_command_timer();
        self.fire_tabs_timer();
        self.fire_connection_timer();
        self.fire_link_timer();
        self.fire_check_timer();
        self.fire_poll_timer();
    }

    /// Another backend: what was known belongs to the old one, and so do the replies that are still to come.
    fn change_backend(&mut self) {
        self.close();
        if let Some(command) = self.state.command.take() {
            self.effects.push(Effect::Abort { request: command.request });
            self.effects.push(Effect::ReleaseLock { request: command.request });
        }
        self.state.other_command = None;
        self.state.expected = None;
        self.state.stream = Tracked::none();
        self.state.cameras = Cameras::Unknown;
        self.state.poll.failures = 0;
        self.state.poll.away_since = None;
        self.state.link = LinkRecord::default();
        self.connect_now();
    }

    pub(super) fn next_request(&mut self) -> RequestId {
        self.state.last_request += 1;
        RequestId(self.state.last_request)
    }

    pub(super) fn log(&mut self, line: LogLine) {
        self.effects.push(Effect::Log(line));
    }

    pub(super) fn notify(&mut self, notice: Notice) {
        self.effects.push(Effect::Notify(notice));
    }
}
