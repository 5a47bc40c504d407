//! What helps a stream that stalls.

use leptos::prelude::*;

use crate::control::journal::Kind;
use crate::store::Store;
use crate::sync::Timestamp;
use crate::viewer::Viewer;

/// How long until the last frame of a stalled stream is acknowledged once more: that may get lost, too.
const RESEND_INTERVAL_MS: u64 = 3_000;

/// While the stream stalls, acknowledges the last frame again: perhaps the backend waits for an acknowledgement that it
/// never got.
pub fn resend_last_ack_while_stalled(store: Store, viewer: Viewer, stalled: Memo<bool>) {
    Effect::new(move |resent_at: Option<Option<Timestamp>>| {
        if !stalled.get() {
            if resent_at.flatten().is_some() {
                store.log.note(Kind::Picture, "Healed: frames come again, or the stream has ended", "");
            }
            return None;
        }
        let now = store.now.get();
        let resent_at = resent_at.flatten();
        if resent_at.is_some_and(|at| now.ms_since(at) < RESEND_INTERVAL_MS) {
            return resent_at;
        }
        let acknowledged = viewer.acknowledge_again();
        // Only the first attempt of a stall: the others would fill the log.
        if resent_at.is_none() {
            log(acknowledged);
            let evidence = acknowledged.map(|frame_id| format!("acknowledged frame {frame_id} again"));
            store.log.note(
                Kind::Picture,
                "Stalled: the stream runs, but no frame comes",
                &evidence.unwrap_or_default(),
            );
        }
        Some(now)
    });
}

fn log(acknowledged: Option<u8>) {
    match acknowledged {
        Some(frame_id) => {
            tracing::warn!(
                "[LiveView] The stream runs, but no frame comes: acknowledged the last one ({frame_id}) again"
            );
        }
        None => tracing::warn!("[LiveView] The stream runs, but no frame comes"),
    }
}
