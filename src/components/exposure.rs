//! How long the camera exposes a frame.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
use crate::store::Store;
use crate::sync::Timestamp;

/// How long until it is asked again, while it is wanted: somebody may change it.
const INTERVAL_MS: u64 = 10_000;

/// How long the camera exposes a frame, in milliseconds. It is asked while it is wanted: where a frame is waited for, and
/// no frames before it tell how long that may take.
pub fn exposure_while_wanted(store: Store, wanted: Signal<bool>) -> ReadSignal<Option<u64>> {
    let exposure_ms = RwSignal::new(None);
    Effect::new(move |asked_at: Option<Option<Timestamp>>| {
        let asked_at = asked_at.flatten();
        if !wanted.get() {
            return asked_at;
        }
        let now = store.now.get();
        if asked_at.is_some_and(|at| now.ms_since(at) < INTERVAL_MS) {
            return asked_at;
        }
        spawn_local(async move {
            match store.exposure().await {
                Ok(answer) => {
                    // It was checked to be small and not below 0.
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    exposure_ms.try_set(Some(answer.exposure_ms as u64));
                }
                Err(why) => tracing::debug!("[LiveView] The exposure is not known: {why}"),
            }
        });
        Some(clock::now())
    });
    exposure_ms.read_only()
}
