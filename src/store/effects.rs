//! Carrying out what the machine wants.

use leptos::prelude::*;

use super::handle::Store;
use crate::browser::clock;
use crate::control::notices::NoticeContent;
use crate::sync::{Effect, Event, Holds, Level, LogLine, Notice, State};

/// How long it may take until the page that comes answers. A page that is not left after all, as with a download, waits
/// for no longer.
pub(super) const LEAVING_MS: u32 = 10_000;

impl Store {
    pub(super) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::ReleaseLock { request } => self.release_lock(request),
            Effect::Abort { request } => {
                self.in_flight.try_update_value(|in_flight| in_flight.requests.abort(request));
            }
            Effect::Log(line) => {
                self.note_failure(&line);
                log(&line);
            }
            Effect::Notify(notice) => self.tell(&notice),
            effect @ (Effect::Stream(_) | Effect::Recording(_) | Effect::Light(..) | Effect::CameraSettings(_)) => {
                self.carry_out_on_thing(effect);
            }
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

    /// Did somebody begin to leave this page?
    pub(super) fn is_being_left(self) -> bool {
        let left_at = self.in_flight.try_with_value(|in_flight| in_flight.left_at).flatten();
        left_at.is_some_and(|left_at| clock::now().ms_since(left_at) < u64::from(LEAVING_MS))
    }

    fn tell(self, notice: &Notice) {
        let choice = self.latest_choice();
        let content = NoticeContent::new(notice, &choice);
        self.set_notices.try_update(|notices| {
            notices.post_while(content, notice.holds_while(), clock::now(), clock::time_of_day());
        });
    }

    /// Takes down what is told and no longer so.
    pub(super) fn outdate_notices(self) {
        self.set_notices.try_maybe_update(|notices| {
            let contradicted = |holds: &Holds| self.state.try_with_untracked(|state| state.contradicts(holds));
            (notices.outdate(|holds| contradicted(holds) == Some(true)), ())
        });
    }

    /// Keeps why the backend does not answer, for whoever wants to know.
    fn note_failure(self, line: &LogLine) {
        if let LogLine::SyncFailed(why) | LogLine::CheckFailed(why) = line {
            self.set_failure.try_set(Some(why.clone()));
        }
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
