//! The list of microscopes in the browser's storage.

use web_sys::{Storage, window};

use super::{Address, SettingsError};
use crate::control::microscopes::{Loaded, Microscope, MicroscopeList};

const KEY: &str = "lockstep.microscopes";
/// Where the one address was that earlier versions stored.
const OLD_KEY: &str = "lockstep.backend";

/// What is stored; nothing where the browser stores nothing.
#[must_use]
pub fn load() -> Loaded {
    let Some(storage) = storage() else { return Loaded::default() };
    match storage.get_item(KEY).ok().flatten() {
        Some(text) => Loaded::read(&text, |address| Address::parse(address).ok().map(|address| address.to_string())),
        None => Loaded { list: take_over(&storage), problem: None },
    }
}

/// Stores the list.
///
/// # Errors
/// When the browser stores nothing.
pub fn save(list: &MicroscopeList) -> Result<(), SettingsError> {
    let storage = storage().ok_or(SettingsError::StorageUnavailable)?;
    storage.set_item(KEY, &list.to_json()).map_err(|_| SettingsError::StorageUnavailable)
}

/// The list for the first time: with the address that an earlier version stored, if it did.
fn take_over(storage: &Storage) -> MicroscopeList {
    let mut list = MicroscopeList::default();
    let old = storage.get_item(OLD_KEY).ok().flatten();
    let Some(Ok(address)) = old.map(|text| Address::parse(&text)) else { return list };
    let address = address.to_string();
    let name = list.free_name(&address);
    // Nothing is in the list that could be in its way.
    if list.add(Microscope { name: name.clone(), address }).is_ok() {
        list.set_current(Some(name.as_str()));
    }
    // Where it can't be written, the old one stays, and is taken over again by the next visit.
    if save(&list).is_ok() {
        drop(storage.remove_item(OLD_KEY));
    }
    list
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
