//! The list of microscopes, as this page and the browser's storage have it.

use leptos::prelude::*;

use crate::backend::{SettingsError, microscope_storage};
use crate::control::microscopes::{ListError, MicroscopeList};

/// The list of microscopes; copies are the same list.
#[derive(Clone, Copy)]
pub struct Microscopes {
    /// The list.
    pub list: ReadSignal<MicroscopeList>,
    set_list: WriteSignal<MicroscopeList>,
    /// Is what is stored the same? Not where the browser stores nothing.
    is_stored: StoredValue<bool>,
}

impl Microscopes {
    pub(super) fn new(list: MicroscopeList) -> Self {
        let (list, set_list) = signal(list);
        let microscopes = Self { list, set_list, is_stored: StoredValue::new(true) };
        // Of the browser's other tabs.
        let listener = window_event_listener(leptos::ev::storage, move |_| microscopes.refresh());
        on_cleanup(move || listener.remove());
        microscopes
    }

    /// Takes over what other tabs have stored.
    fn refresh(self) {
        if self.is_stored.try_get_value() == Some(true) {
            let stored = microscope_storage::load().list;
            self.set_list.try_maybe_update(|list| (std::mem::replace(list, stored.clone()) != stored, ()));
        }
    }

    /// Changes the list as it is stored now, and stores it.
    ///
    /// # Errors
    /// When the change can't be made. In the list of this visit it is made also where the browser stores nothing, which
    /// is what the answer says then.
    pub fn edit(
        self,
        change: &mut dyn FnMut(&mut MicroscopeList) -> Result<(), ListError>,
    ) -> Result<Result<(), SettingsError>, ListError> {
        self.refresh();
        let mut list = self.list.get_untracked();
        change(&mut list)?;
        let stored = microscope_storage::save(&list);
        self.is_stored.set_value(stored.is_ok());
        self.set_list.set(list);
        Ok(stored)
    }
}
