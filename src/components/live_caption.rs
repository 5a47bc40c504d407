//! What is said about the picture now.

use leptos::prelude::*;

use super::exposure::exposure_while_wanted;
use crate::browser::clock;
use crate::control::camera::Choice;
use crate::store::Store;
use crate::sync::{Timestamp, Visibility};
use crate::viewer::Statistics;
use crate::viewer::status::{Caption, CaptionInput, FrameOrigin, FreshnessTracker, LastFrame, TrackerInput};

/// What stands over the picture, and whether it is live; changes only when that does.
pub fn live_caption(store: Store, statistics: ReadSignal<Statistics>) -> Memo<Caption> {
    let input = Input::new(store, statistics);
    let wants_exposure = Memo::new(move |_| {
        store.visibility.get() == Visibility::Visible && input.with(None, |input| input.wants_exposure())
    });
    let exposure_ms = exposure_while_wanted(store, wants_exposure.into());
    Memo::new(move |_| input.with(exposure_ms.get(), Caption::of))
}

/// What a caption is derived from; copies are the same.
#[derive(Clone, Copy)]
struct Input {
    store: Store,
    last_frame: Memo<Option<LastFrame>>,
    origin: Memo<FrameOrigin>,
    last_refusal: Memo<Option<Timestamp>>,
    timeline: Memo<FreshnessTracker>,
}

impl Input {
    fn new(store: Store, statistics: ReadSignal<Statistics>) -> Self {
        let timeline = Memo::new(move |previous: Option<&FreshnessTracker>| {
            store.connection.with(|connection| {
                let input = TrackerInput {
                    connection,
                    stream: store.stream.get(),
                    command: store.command.get(),
                    visibility: store.visibility.get(),
                };
                FreshnessTracker::following(previous, &input, clock::now())
            })
        });
        Self {
            store,
            last_frame: Memo::new(move |_| statistics.with(Statistics::last_frame)),
            origin: Memo::new(move |_| {
                store.choice.with(|choice| statistics.with(|statistics| origin(choice, statistics)))
            }),
            last_refusal: Memo::new(move |_| statistics.with(|statistics| statistics.last_refusal_at)),
            timeline,
        }
    }

    /// Reads something from it as it is now; whoever does is run again when it changes.
    fn with<T>(self, exposure_ms: Option<u64>, read: impl FnOnce(&CaptionInput<'_>) -> T) -> T {
        let store = self.store;
        store.connection.with(|connection| {
            read(&CaptionInput {
                connection,
                stream: store.stream.get(),
                syncing: store.syncing.get(),
                verified: store.verified.get(),
                command: store.command.get(),
                last_frame: self.last_frame.get(),
                origin: self.origin.get(),
                last_refusal: self.last_refusal.get(),
                exposure_ms,
                timeline: self.timeline.get(),
                now: store.now.get(),
            })
        })
    }
}

/// Whose the picture is, where a camera was chosen; a camera without a name may be any.
fn origin(choice: &Choice, statistics: &Statistics) -> FrameOrigin {
    let is_camera = match (&choice.detector, &statistics.detector) {
        (Some(chosen), Some(shown)) => **chosen == **shown,
        _ => true,
    };
    if is_camera && choice.format == statistics.format() { FrameOrigin::Chosen } else { FrameOrigin::Other }
}
