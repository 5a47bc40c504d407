//! What was sent, kept in the browser's storage: it outlives the page that sent it, because the backend carries it out
//! all the same. One record a backend, until it is known what came of it.

use web_sys::{Storage, window};

use super::channel::name;
use crate::backend::Address;
use crate::browser::clock::unix_ms;
use crate::sync::StreamCommand;

const START: &str = "start";
const STOP: &str = "stop";

/// Notes that this leaves now.
pub(super) fn write(address: &Address, command: StreamCommand) {
    let word = match command {
        StreamCommand::Start { .. } => START,
        // A switch begins with a stop, and its start is noted when it leaves.
        StreamCommand::Stop | StreamCommand::Switch => STOP,
    };
    let entry = format!("{word} {}", unix_ms());
    let written = storage().map(|storage| storage.set_item(&key(address), &entry));
    if !matches!(written, Some(Ok(()))) {
        tracing::debug!(
            "[Tabs] This browser stores nothing for this page: a page that comes after knows nothing of this"
        );
    }
}

/// Does this browser store anything for this page?
pub(super) fn is_kept() -> bool {
    storage().is_some()
}

/// What was sent and is not known to be over, and how long ago.
pub(super) fn read(address: &Address) -> Option<(StreamCommand, u64)> {
    let entry = storage()?.get_item(&key(address)).ok()??;
    let (word, sent_ms) = entry.split_once(' ')?;
    let command = match word {
        START => StreamCommand::Start { force: false },
        STOP => StreamCommand::Stop,
        _ => return None,
    };
    // One from the future was written before the clock was set back: nobody knows how old it is, so it counts as new.
    Some((command, unix_ms().saturating_sub(sent_ms.parse().ok()?)))
}

/// What came of this command is known. What was sent since stays.
pub(super) fn forget(address: &Address, command: StreamCommand) {
    let kept = read(address).map(|(kept, _)| kept);
    let is_of = match command {
        StreamCommand::Start { .. } => matches!(kept, Some(StreamCommand::Start { .. })),
        StreamCommand::Stop => kept == Some(StreamCommand::Stop),
        StreamCommand::Switch => true,
    };
    if is_of && let Some(storage) = storage() {
        // Where nothing can be taken out, nothing could be put in.
        drop(storage.remove_item(&key(address)));
    }
}

fn key(address: &Address) -> String {
    format!("{}:sent", name(address))
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
