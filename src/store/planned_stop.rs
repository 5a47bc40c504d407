//! Stopping a recording when the time is over for which it was begun. It is the page that does so: the plan is kept in the
//! tab, so that a reload goes on with it.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, Storage, window};

use super::channel::name;
use super::handle::Store;
use crate::backend::{self, Address};
use crate::browser::clock::{self, unix_ms};
use crate::control::recording::{PlannedStop, StopAfter};
use crate::wire::RecordingStatus;

/// The longest that a timer is set for: a plan is looked at again then.
const MAX_WAIT_MS: u64 = 60_000;
/// Time between two tries where the recording could not be stopped.
const RETRY_MS: u64 = 5_000;
/// How long a look may take before it.
const LOOK_LIMIT_MS: u32 = 4_000;
/// For so long a start may be under way.
const EXPECTED_WITHIN_MS: u64 = 60_000;

impl Store {
    /// Somebody asks for a recording here, and for its end.
    pub(super) fn expect_recording(self, stop_after: StopAfter) {
        self.recording.stop_after.set_value(Some((stop_after, clock::now())));
    }

    /// Nothing runs, and nothing is being started: what begins later is not what was asked for here.
    pub(super) fn forget_expected(self) {
        let recording = self.recording;
        Effect::new(move |_| {
            let is_starting = recording.command.with(Option::is_some);
            let none_runs = recording.known.with(|known| known.is_confirmed() && !known.state.is_recording);
            if none_runs && !is_starting {
                recording.stop_after.set_value(None);
            }
        });
    }

    /// A recording runs: if it is the one that was asked for here, notes when it is to be stopped.
    pub(super) fn plan_stop(self, status: &RecordingStatus) {
        let asked = self.recording.stop_after.try_update_value(Option::take).flatten();
        let Some((StopAfter::Seconds(seconds), at)) = asked else { return };
        let asked_ms_ago = clock::now().ms_since(at);
        // One that comes later is somebody else's.
        if asked_ms_ago < EXPECTED_WITHIN_MS
            && let Some(plan) = PlannedStop::of(status, seconds, asked_ms_ago, unix_ms())
        {
            self.set_plan(Some(plan));
        }
    }

    /// Follows the plan, one that the page before a reload has left included.
    pub(super) fn follow_plan(self) {
        let timer = StoredValue::new_local(None::<Timeout>);
        self.restore_plan();
        Effect::new(move |_| {
            let wait_ms = self.recording.planned.with(|planned| planned.as_ref().map(wait_ms));
            self.wait_for_plan(timer, wait_ms);
        });
    }

    /// What the page of this tab has planned that talked to this backend before.
    pub(super) fn restore_plan(self) {
        let plan = self.address().and_then(|address| read(&address));
        self.recording.set_planned.set(plan);
    }

    /// How long it is until the page stops the recording that it has begun, if it does.
    #[must_use]
    pub fn planned_stop_in_ms(self) -> Option<u64> {
        let at_unix_ms = self.recording.planned.with(|planned| planned.as_ref().map(|it| it.at_unix_ms))?;
        // Once a second.
        self.now.track();
        Some(at_unix_ms.saturating_sub(unix_ms()))
    }

    /// The recording has ended, or is another.
    pub(super) fn drop_plan(self) {
        self.set_plan(None);
    }

    fn set_plan(self, plan: Option<PlannedStop>) {
        if let Some(address) = self.address() {
            write(&address, plan.as_ref());
        }
        self.recording.set_planned.set(plan);
    }

    fn wait_for_plan(self, timer: StoredValue<Option<Timeout>, LocalStorage>, wait_ms: Option<u64>) {
        let set = wait_ms.map(|wait_ms| {
            #[allow(clippy::cast_possible_truncation)]
            let wait_ms = wait_ms.min(MAX_WAIT_MS) as u32;
            Timeout::new(wait_ms, move || self.act_on_plan(timer))
        });
        timer.try_update_value(|timer| *timer = set);
    }

    fn act_on_plan(self, timer: StoredValue<Option<Timeout>, LocalStorage>) {
        let Some(Some(plan)) = self.recording.planned.try_get_untracked() else { return };
        let left_ms = wait_ms(&plan);
        if left_ms > 0 {
            self.wait_for_plan(timer, Some(left_ms));
            return;
        }
        self.wait_for_plan(timer, Some(RETRY_MS));
        spawn_local(async move {
            // A hidden tab has not asked for a while, and what runs now may be somebody else's.
            if self.is_recorded(&plan).await {
                self.finish_recording();
            }
        });
    }

    /// Does the recording run that the plan is about?
    async fn is_recorded(self, plan: &PlannedStop) -> bool {
        let (Some(address), Ok(controller)) = (self.address(), AbortController::new()) else { return false };
        let signal = controller.signal();
        let limit = Timeout::new(LOOK_LIMIT_MS, move || controller.abort());
        let status = backend::recording_status(&address, &signal).await;
        drop(limit);
        // It may be another one by now, or that of another microscope.
        let is_planned = self.recording.planned.try_get_untracked().flatten().as_ref() == Some(plan);
        match status {
            _ if !is_planned => false,
            Ok(status) if !plan.is_of(&status) => {
                self.drop_plan();
                false
            }
            Ok(_) => true,
            // It is asked again.
            Err(_) => false,
        }
    }
}

fn wait_ms(plan: &PlannedStop) -> u64 {
    plan.at_unix_ms.saturating_sub(unix_ms())
}

fn read(address: &Address) -> Option<PlannedStop> {
    PlannedStop::from_text(&storage()?.get_item(&key(address)).ok()??)
}

fn write(address: &Address, plan: Option<&PlannedStop>) {
    let Some(storage) = storage() else { return };
    let written = match plan {
        Some(plan) => storage.set_item(&key(address), &plan.to_text()),
        None => storage.remove_item(&key(address)),
    };
    if written.is_err() {
        tracing::debug!("[Record] This browser stores nothing for this tab: a reload forgets when to stop");
    }
}

fn key(address: &Address) -> String {
    format!("{}:planned-stop", name(address))
}

fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}
