//! The handle on the store.

use leptos::prelude::*;

use super::camera_info::CameraInfo;
use super::in_flight::InFlight;
use super::light_ranges::LightRanges;
use super::log_store::LogStore;
use super::microscope_list::Microscopes;
use super::recording_store::RecordingStore;
use super::snap_store::SnapStore;
use crate::backend::{Address, Settings};
use crate::browser::clock;
use crate::control::camera::{CameraSettingsView, Choice};
use crate::control::disk::Disk;
use crate::control::journal::Moment;
use crate::control::notices::{NoticeContent, NoticeList, Topic};
use crate::sync::{
    self, AvailableCommand, Connection, Event, Generation, Intent, LightList, OtherCommand, PendingCommand,
    RequestError, State, StreamCommand, StreamEvent, Timestamp, Tracked, Visibility,
};

/// A handle on the store; copies are the same store. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Store {
    /// The stream, and how it is known.
    pub stream: Memo<Tracked>,
    /// The connection.
    pub connection: Memo<Connection>,
    /// The socket that should be open.
    pub socket: Memo<Option<Generation>>,
    /// The command in flight.
    pub command: Memo<Option<PendingCommand>>,
    /// The command that another tab of this browser has in flight.
    pub other_command: Memo<Option<OtherCommand>>,
    /// Whether there is a camera to start.
    pub cameras_known: Memo<sync::Cameras>,
    /// Which button can be pressed.
    pub available: Memo<AvailableCommand>,
    /// Is the page waiting for a check before it vouches for anything?
    pub syncing: Memo<bool>,
    /// Is what the page shows freshly confirmed?
    pub verified: Memo<bool>,
    /// Are requests answered, and is the socket alone refused?
    pub socket_is_refused: Memo<bool>,
    /// Is the tab visible?
    pub visibility: Memo<Visibility>,
    /// The time, once a second while the tab is visible: for ages and countdowns.
    pub now: ReadSignal<Timestamp>,
    /// The backend in use; `None` when the page came from no server and none was chosen.
    pub backend: ReadSignal<Option<Settings>>,
    /// The microscopes that this browser knows.
    pub microscopes: Microscopes,
    /// How the latest question about the stream failed that did; `None` while none has.
    pub failure: ReadSignal<Option<RequestError>>,
    /// What the person is told.
    pub notices: ReadSignal<NoticeList>,
    /// The stream that Play starts.
    pub choice: ReadSignal<Choice>,
    /// What the backend said about cameras and streams when it was last asked.
    pub camera_info: ReadSignal<CameraInfo>,
    /// Which lights there are.
    pub lights: Memo<LightList>,
    /// Is any light on, or being switched on, as far as is known?
    pub any_light_on: Memo<bool>,
    /// Can any be switched off now that is not surely off?
    pub any_light_can_be_switched_off: Memo<bool>,
    /// Are there lights, and all of them off without a doubt?
    pub all_lights_off: Memo<bool>,
    /// Exposure and gain of the camera that is looked at.
    pub camera_settings: Memo<CameraSettingsView>,
    /// From where on an exposure stops the stream, in milliseconds.
    pub long_exposure_ms: RwSignal<f64>,
    /// The picture that the backend is to save.
    pub snap: SnapStore,
    /// What belongs to the recording.
    pub recording: RecordingStore,
    /// The disk to which the backend writes.
    pub disk: ReadSignal<Disk>,
    /// What has happened.
    pub log: LogStore,
    /// The machine's state. Written by [`Store::dispatch`] alone.
    pub(super) state: RwSignal<State>,
    pub(super) set_now: WriteSignal<Timestamp>,
    pub(super) set_backend: WriteSignal<Option<Settings>>,
    pub(super) set_failure: WriteSignal<Option<RequestError>>,
    pub(super) set_notices: WriteSignal<NoticeList>,
    pub(super) set_disk: WriteSignal<Disk>,
    pub(super) set_choice: WriteSignal<Choice>,
    pub(super) set_camera_info: WriteSignal<CameraInfo>,
    pub(super) light_ranges: LightRanges,
    /// Requests and timer under way.
    pub(super) in_flight: StoredValue<InFlight, LocalStorage>,
}

/// The store of this page.
///
/// # Panics
/// When there is none: a mistake in the page's own structure.
#[must_use]
pub fn use_store() -> Store {
    expect_context()
}

impl Store {
    /// Steps the machine and carries out what it wants. The one way to change what is known.
    pub fn dispatch(self, event: impl Into<Event>) {
        self.hear(event.into());
    }

    fn hear(self, event: Event) {
        let now = Moment { at: clock::now(), unix_ms: clock::unix_ms() };
        let journal = self.log.journal;
        let step = |state: &mut State| journal.try_update_value(|journal| journal.step(state, event, now));
        // The store is gone only when the page is.
        let Some(effects) = self.state.try_update(step).flatten() else { return };
        self.log.publish();
        for effect in effects {
            self.carry_out(effect);
        }
        self.outdate_notices();
        self.set_timer();
    }

    /// Can this be asked for now?
    #[must_use]
    pub fn offers(self, intent: Intent) -> bool {
        match intent {
            Intent::Play | Intent::PlayAnyway => self.available.get() == AvailableCommand::Play,
            Intent::Stop | Intent::Switch => self.available.get() == AvailableCommand::Stop,
        }
    }

    /// Is a command in flight that does this?
    #[must_use]
    pub fn busy_with(self, intent: Intent) -> bool {
        match self.command.get().map(|command| command.command) {
            Some(StreamCommand::Start { .. }) => matches!(intent, Intent::Play | Intent::PlayAnyway),
            Some(StreamCommand::Stop) => intent == Intent::Stop,
            Some(StreamCommand::Switch) => intent == Intent::Switch,
            None => false,
        }
    }

    /// Starts this although the exposure is long, if anything can be started now.
    pub fn start_anyway(self, choice: Choice) {
        if self.available.get_untracked() == AvailableCommand::Play {
            self.settle_choice();
            self.set_choice.set(choice);
            self.dispatch(StreamEvent::Clicked(Intent::PlayAnyway));
        }
    }

    /// Where requests go; `None` when no backend was chosen.
    pub(super) fn address(self) -> Option<Address> {
        self.backend.with_untracked(|settings| settings.as_ref().map(|settings| settings.address.clone()))
    }

    /// Talks to another backend from now on.
    pub fn change_backend(self, settings: Settings) {
        // What the machine still has to say is for the old one and its tabs.
        self.dispatch(Event::BackendChanged);
        self.set_backend.set(Some(settings));
        self.set_failure.set(None);
        self.set_notices.set(NoticeList::default());
        self.forget_cameras();
        self.join_tabs();
        self.light_ranges.forget();
        self.snap.forget();
        self.recording.forget();
        self.restore_plan();
        self.forget_disk();
        self.find_sent();
    }

    /// Shows the person something.
    pub fn show_notice(self, content: NoticeContent) {
        self.set_notices.update(|notices| notices.post(content, clock::now(), clock::time_of_day()));
    }

    /// Takes a notice down.
    pub fn dismiss(self, topic: Topic) {
        self.set_notices.update(|notices| notices.dismiss(topic));
    }
}
