//! What was sent, kept in the browser's storage: it outlives the page that sent it, because the backend carries it out
//! all the same. One record a backend and thing, until it is known what came of it.

use web_sys::{Storage, window};

use super::channel::lock_name;
use super::driven::Driven;
use crate::backend::Address;
use crate::browser::clock::unix_ms;

/// Notes that this leaves now.
pub(super) fn write<T: Driven>(address: &Address, thing: &T, command: T::Command) {
    let entry = format!("{} {}", T::word(command), unix_ms());
    let written = storage().map(|storage| storage.set_item(&key(address, thing), &entry));
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
pub(super) fn read<T: Driven>(address: &Address, thing: &T) -> Option<(T::Command, u64)> {
    let entry = storage()?.get_item(&key(address, thing)).ok()??;
    let (word, sent_ms) = entry.rsplit_once(' ')?;
    let command = T::of_word(word)?;
    // One from the future was written before the clock was set back: nobody knows how old it is, so it counts as new.
    Some((command, unix_ms().saturating_sub(sent_ms.parse().ok()?)))
}

/// What came of this command is known. What was sent since stays.
pub(super) fn forget<T: Driven>(address: &Address, thing: &T, command: T::Command) {
    let is_of = read(address, thing).is_some_and(|(kept, _)| T::ends(command, kept));
    if is_of && let Some(storage) = storage() {
        // Where nothing can be taken out, nothing could be put in.
        drop(storage.remove_item(&key(address, thing)));
    }
}

fn key(address: &Address, thing: &impl Driven) -> String {
    format!("{}:sent", lock_name(address, thing))
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
