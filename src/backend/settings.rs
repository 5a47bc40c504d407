//! Which backend this visit talks to, and the one stored for the next.

use std::fmt;

use web_sys::{Storage, UrlSearchParams, window};

use super::{Address, AddressError};

const KEY: &str = "lockstep.backend";
/// The query parameter that names a backend for this visit only.
const PARAMETER: &str = "backend";

/// Where the address in use comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressSource {
    /// `?backend=` in the page's link: for this visit.
    Link,
    /// Stored in this browser.
    Stored,
    /// The server that the page came from.
    Page,
}

/// The backend in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Its address.
    pub address: Address,
    /// Where that comes from.
    pub origin: AddressSource,
}

/// Why something could not be read or stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// The link names a backend that is no address; it is not used.
    Link(AddressError),
    /// The browser stores nothing for this page (a private window, or turned off).
    StorageUnavailable,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(why) => write!(f, "The backend named in this page's link can't be used. {why}"),
            Self::StorageUnavailable => f.write_str(
                "This browser stores nothing for this page (a private window?), so the address is used for this visit only.",
            ),
        }
    }
}

impl Settings {
    /// What to use now: the link's backend, else the stored one, else the page's own server.
    /// A stored address that is nonsense counts as none.
    ///
    /// # Errors
    /// Beside the settings, what was wrong with the link.
    #[must_use]
    pub fn load() -> (Option<Self>, Option<SettingsError>) {
        let (link, error) = match link_backend().map(|text| Address::parse(&text)) {
            Some(Ok(address)) => (Some(address), None),
            Some(Err(why)) => (None, Some(SettingsError::Link(why))),
            None => (None, None),
        };
        let settings = link
            .map(|address| Self { address, origin: AddressSource::Link })
            .or_else(|| stored().map(|address| Self { address, origin: AddressSource::Stored }))
            .or_else(Self::of_page);
        (settings, error)
    }

    /// The server that the page came from; `None` for a page opened from disk.
    #[must_use]
    pub fn of_page() -> Option<Self> {
        Address::of_page().ok().map(|address| Self { address, origin: AddressSource::Page })
    }

    /// Stores the address for later visits, or forgets the stored one when it is the page's own server.
    ///
    /// # Errors
    /// When the browser stores nothing.
    pub fn store(&self) -> Result<(), SettingsError> {
        let storage = storage().ok_or(SettingsError::StorageUnavailable)?;
        let result = match self.origin {
            AddressSource::Page => storage.remove_item(KEY),
            AddressSource::Link | AddressSource::Stored => storage.set_item(KEY, &self.address.to_string()),
        };
        result.map_err(|_| SettingsError::StorageUnavailable)
    }
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

fn stored() -> Option<Address> {
    Address::parse(&storage()?.get_item(KEY).ok()??).ok()
}

fn link_backend() -> Option<String> {
    let query = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(PARAMETER)
}
