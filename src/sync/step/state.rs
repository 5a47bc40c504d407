//! Which thing an event is about; and what concerns all of them.

use super::super::things::{CameraSettings, Light, Recording, Stream};
use super::super::{
    CameraCommand, CheckReason, Connection, Effect, Event, FollowedEffect, FollowedEvent, State, Support, Timestamp,
    Visibility, Watch, timing,
};
use super::Step;
use super::any_thing::AnyThing;
use super::outbox::Outbox;

impl State {
    /// Takes an event at the time `now`; says what has to be done about it, in order.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let overdue_ms = self.next_deadline().map_or(0, |due| now.ms_since(due));
        self.session.stepped_at = now;
        let mut out = Outbox::new(now);
        // What is over is over, also where its timer comes late: nothing is sent or believed after its time.
        self.fire_timers(&mut out);
        if overdue_ms >= timing::ASLEEP_MS {
            self.wake_up(&mut out);
        }
        let was_away = self.session.is_away();
        self.take(event, &mut out);
        if out.effects.iter().any(stops_stream) {
            self.foretell_stop(now);
        }
        if was_away && !self.session.is_away() {
            self.each(&mut out, |thing| thing.backend_found());
        }
        out.effects
    }

    fn take(&mut self, event: Event, out: &mut Outbox) {
        match event {
            Event::Opened => self.session.connect_now(out.now),
            Event::Closed => self.close(out),
            Event::BackendChanged => self.change_backend(out),
            Event::ReconnectWanted => self.resume(out),
            Event::VisibilityChanged(visibility) => self.visibility_changed(visibility, out),
            Event::SocketConnected { generation, sid } => self.socket_connected(generation, sid, out),
            Event::SocketClosed { generation, reason } => self.socket_closed(generation, reason, out),
            Event::CamerasListed(cameras) => self.session.cameras = cameras,
            Event::LightsListed(list) => self.lights_listed(list, out),
            Event::LightsWatched(watch) => self.lights_watched(watch, out),
            Event::LongExposureForetold => self.foretell_stop(out.now),
            Event::CameraChosen(detector) => self.camera_chosen(detector, out),
            Event::Stream(event) => self.stream(out).take(event),
            Event::Recording(event) => self.recording(out).take(event),
            Event::Light(name, event) => self.light_heard(&name, event, out),
            Event::CameraSettings(event) => self.camera_settings(out).take(event),
            // Every event is one for the timers.
            Event::TimerFired => {}
        }
    }

    fn stream<'a>(&'a mut self, out: &'a mut Outbox) -> Step<'a, Stream> {
        let Self { session, stream, .. } = self;
        Step { followed: stream, session, out, stream: None, has_room: true, wrap: |_, effect| Effect::Stream(effect) }
    }

    fn recording<'a>(&'a mut self, out: &'a mut Outbox) -> Step<'a, Recording> {
        let Self { session, stream, recording, .. } = self;
        let stream = stream.confirmed().copied();
        Step { followed: recording, session, out, stream, has_room: true, wrap: |_, effect| Effect::Recording(effect) }
    }

    fn camera_settings<'a>(&'a mut self, out: &'a mut Outbox) -> Step<'a, CameraSettings> {
        let Self { session, camera_settings: followed, .. } = self;
        Step { followed, session, out, stream: None, has_room: true, wrap: |_, effect| Effect::CameraSettings(effect) }
    }

    fn light_heard(&mut self, name: &str, event: FollowedEvent<Light>, out: &mut Outbox) {
        // Who looks at one of them no more may look at all of them.
        let event = match event {
            FollowedEvent::Watched(Watch::Glance) => FollowedEvent::Watched(self.lights.watch),
            event => event,
        };
        // A turn that comes for a light that is gone goes to the next tab.
        let granted = match &event {
            FollowedEvent::LockAcquired { request } | FollowedEvent::LockRefused { request } => Some(*request),
            _ => None,
        };
        match (self.light_named(name, out), granted) {
            (Some(mut light), _) => light.take(event),
            (None, Some(request)) => out.push(Effect::ReleaseLock { request }),
            (None, None) => {}
        }
    }

    /// What is known of one camera says nothing about another.
    fn camera_chosen(&mut self, detector: Option<String>, out: &mut Outbox) {
        if self.camera_settings.thing.detector == detector {
            return;
        }
        let mut settings = self.camera_settings(out);
        settings.cancel_check();
        settings.forget();
        settings.followed.thing.detector = detector;
        let watch = settings.followed.watch;
        settings.watched(watch);
    }

    /// A long exposure is being set, of which somebody was told that it stops the stream.
    fn foretell_stop(&mut self, now: Timestamp) {
        if self.stream.known.state.active() {
            self.session.exposure_stops_until = Some(now.after(timing::COMMAND_TIMEOUT_MS));
        }
    }

    /// Does this to every followed thing, the stream first.
    pub(super) fn each(&mut self, out: &mut Outbox, act: impl Fn(&mut dyn AnyThing)) {
        act(&mut self.stream(out));
        act(&mut self.recording(out));
        act(&mut self.camera_settings(out));
        self.each_light(out, act);
    }

    fn fire_timers(&mut self, out: &mut Outbox) {
        self.each(out, |thing| thing.fire_command_timers());
        self.fire_connection_timer(out);
        self.session.fire_link_timer(out);
        self.each(out, |thing| thing.fire_check_timers());
        self.stream(out).fire_poll_timer();
        self.recording(out).fire_poll_timer();
        self.camera_settings(out).fire_poll_timer();
        self.fire_lights_timer(out);
    }

    /// Another backend: what was known belongs to the old one, and so do the replies that are still to come.
    fn change_backend(&mut self, out: &mut Outbox) {
        self.close(out);
        self.each(out, |thing| thing.forget());
        self.lights.all.clear();
        self.lights.support = Support::Unknown;
        self.session.forget_backend();
        self.session.connect_now(out.now);
    }

    fn visibility_changed(&mut self, visibility: Visibility, out: &mut Outbox) {
        if self.session.visibility == visibility {
            return;
        }
        self.session.visibility = visibility;
        match visibility {
            Visibility::Visible => {
                self.session.delay_telling_loss(out.now);
                self.resume(out);
            }
            Visibility::Hidden => self.each(out, |thing| thing.cancel_check()),
        }
    }

    /// Nobody called the machine for so long that the computer must have slept, or the page have been frozen.
    fn wake_up(&mut self, out: &mut Outbox) {
        #[cfg(all(test, not(target_arch = "wasm32")))]
        if self.session.notices_no_sleep() {
            return;
        }
        // Who has closed the connection opens it again.
        if self.session.visibility == Visibility::Visible && self.session.connection != Connection::Closed {
            self.each(out, |thing| thing.drop_queued_command());
            self.resume(out);
        }
    }

    /// The page is back (shown again, network back): everything that was waiting happens now.
    fn resume(&mut self, out: &mut Outbox) {
        if let Some(since) = &mut self.session.away_since {
            *since = out.now;
        }
        self.session.connect_now(out.now);
        self.each(out, |thing| thing.check(CheckReason::Resume));
    }
}

/// Does this tab set an exposure of which it was said that it stops the stream?
const fn stops_stream(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::CameraSettings(FollowedEffect::SendCommand { command: CameraCommand::SetLongExposure(_), .. })
    )
}
