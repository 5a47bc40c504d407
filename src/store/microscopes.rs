//! The change from one microscope to another, and what removes one.

use leptos::prelude::*;

use super::handle::Store;
use crate::backend::{AddressSource, Settings, SettingsError};
use crate::control::microscopes::{ListError, Microscope};
use crate::control::notices::{Action, NoticeContent, Topic};
use crate::sync::Severity;

impl Store {
    /// Uses this backend from now on: visits begin with it where it is a microscope of the list, or the page's own server.
    ///
    /// # Errors
    /// When the browser stores nothing: then it is used all the same.
    pub fn use_backend(self, settings: Settings) -> Result<(), SettingsError> {
        let address = settings.address.to_string();
        let origin = settings.origin;
        let is_in_use = self.backend.with_untracked(|it| it.as_ref().is_some_and(|it| it.address == settings.address));
        if is_in_use {
            self.set_backend.set(Some(settings));
        } else {
            self.change_backend(settings);
        }
        if !matches!(origin, AddressSource::Stored | AddressSource::Page) {
            return Ok(());
        }
        let stored = self.microscopes.edit(&mut |list| {
            let name = list.at(&address).filter(|_| origin == AddressSource::Stored).map(|it| it.name.to_string());
            list.set_current(name.as_deref());
            Ok(())
        });
        // Choosing one of a list can always be done.
        stored.unwrap_or(Ok(()))
    }

    /// Removes a microscope, which can be undone. What this visit looks at goes on.
    pub fn remove_microscope(self, name: &str) {
        let mut removed = None;
        let edited = self.microscopes.edit(&mut |list| {
            let was_current = list.current().is_some_and(|current| current.name.as_str() == name);
            removed = list.remove(name).map(|(place, microscope)| (place, microscope, was_current));
            Ok(())
        });
        let Some((place, microscope, was_current)) = removed else { return };
        self.note_source(&microscope.address, AddressSource::Visit);
        let text = match edited {
            Ok(Err(why)) => format!("“{}” was removed. {why}", microscope.name),
            Ok(Ok(())) | Err(_) => format!("“{}” was removed.", microscope.name),
        };
        self.tell_settings(Severity::Info, text, Some(Action::PutBack { place, microscope, was_current }));
    }

    /// Puts a microscope back where it was removed.
    pub fn put_back(self, place: usize, microscope: &Microscope, was_current: bool) {
        self.dismiss(Topic::Settings);
        let edited = self.microscopes.edit(&mut |list| {
            list.insert(place, microscope.clone())?;
            if was_current {
                list.set_current(Some(microscope.name.as_str()));
            }
            Ok(())
        });
        if edited.is_ok() {
            self.note_source(&microscope.address, AddressSource::Stored);
        }
        self.tell_unless_stored(edited);
    }

    /// Says what keeps a change from being made or stored, if anything does.
    fn tell_unless_stored(self, edited: Result<Result<(), SettingsError>, ListError>) {
        let why = match edited {
            Ok(Ok(())) => return,
            Ok(Err(why)) => why.to_string(),
            Err(why) => why.to_string(),
        };
        self.tell_settings(Severity::Error, why, None);
    }

    /// Says something about the settings.
    pub fn tell_settings(self, severity: Severity, text: String, action: Option<Action>) {
        self.show_notice(NoticeContent { topic: Topic::Settings, severity, text, action });
    }

    /// The address in use is stored, or no longer.
    fn note_source(self, address: &str, origin: AddressSource) {
        self.set_backend.update(|settings| {
            if let Some(settings) = settings.as_mut().filter(|settings| settings.address.to_string() == address) {
                settings.origin = origin;
            }
        });
    }
}
