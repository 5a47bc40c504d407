//! What is said about the picture now.

use leptos::prelude::*;

use crate::browser::clock;
use crate::store::Store;
use crate::viewer::Statistics;
use crate::viewer::status::{Caption, CaptionInput, FreshnessTracker, TrackerInput};

/// What stands over the picture, and whether it is live; changes only when that does.
pub fn live_caption(store: Store, statistics: ReadSignal<Statistics>) -> Memo<Caption> {
    let last_frame = Memo::new(move |_| statistics.with(Statistics::last_frame));
    let last_arrival = Memo::new(move |_| statistics.with(|statistics| statistics.last_arrival_at));
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
    Memo::new(move |_| {
        store.connection.with(|connection| {
            Caption::of(&CaptionInput {
                connection,
                stream: store.stream.get(),
                syncing: store.syncing.get(),
                verified: store.verified.get(),
                command: store.command.get(),
                last_frame: last_frame.get(),
                last_arrival: last_arrival.get(),
                timeline: timeline.get(),
                now: store.now.get(),
            })
        })
    })
}
