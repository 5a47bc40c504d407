//! Which backend this visit talks to.

use std::fmt;

use web_sys::{UrlSearchParams, window};

use super::{Address, AddressError};
use crate::control::microscopes::{MicroscopeList, Problem};
use crate::wire::visible;

/// The query parameter that names a backend for this visit only.
const BACKEND: &str = "backend";
/// The query parameter that names one of the stored microscopes, for this visit.
const MICROSCOPE: &str = "microscope";
/// As much of a name as a link may have us say.
const MAX_SAID_CHARS: usize = 80;

/// Where the address in use comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressSource {
    /// `?backend=` in the page's link: for this visit.
    Link,
    /// One of the microscopes that are stored in this browser.
    Stored,
    /// The server that the page came from.
    Page,
    /// Chosen in this visit, and stored nowhere.
    Visit,
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
    /// The link names a microscope that this browser does not know.
    UnknownMicroscope(String),
    /// Something was wrong with what was stored.
    Stored(Problem),
    /// The browser stores nothing for this page (a private window, or turned off).
    StorageUnavailable,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(why) => write!(f, "The backend named in this page's link can't be used. {why}"),
            Self::UnknownMicroscope(name) => {
                let said: String = name.chars().take(MAX_SAID_CHARS).collect();
                let said = visible(&said);
                write!(f, "This page’s link names a microscope, “{said}”, that this browser does not know. Add it in the settings.")
            }
            Self::Stored(problem) => f.write_str(problem.text()),
            Self::StorageUnavailable => f.write_str(
                "This browser stores nothing for this page (a private window?), so what you change counts for this visit only.",
            ),
        }
    }
}

impl Settings {
    /// What to use now: the link's backend, else the link's microscope, else the one that visits begin with, else the
    /// page's own server; and what was wrong with the link.
    #[must_use]
    pub fn load(microscopes: &MicroscopeList) -> (Option<Self>, Option<SettingsError>) {
        let (of_link, error) = match (in_link(BACKEND), in_link(MICROSCOPE)) {
            (Some(text), _) => match Address::parse(&text) {
                Ok(address) => (Some(Self { address, origin: AddressSource::Link }), None),
                Err(why) => (None, Some(SettingsError::Link(why))),
            },
            (None, Some(name)) => match microscopes.named(name.trim()) {
                Some(microscope) => (Self::stored(&microscope.address), None),
                None => (None, Some(SettingsError::UnknownMicroscope(name))),
            },
            (None, None) => (None, None),
        };
        let settings = of_link
            .or_else(|| microscopes.current().and_then(|current| Self::stored(&current.address)))
            .or_else(Self::of_page);
        (settings, error)
    }

    /// The server that the page came from; `None` for a page opened from disk.
    #[must_use]
    pub fn of_page() -> Option<Self> {
        Address::of_page().ok().map(|address| Self { address, origin: AddressSource::Page })
    }

    /// A microscope that is stored at this address.
    #[must_use]
    pub fn stored(address: &str) -> Option<Self> {
        Address::parse(address).ok().map(|address| Self { address, origin: AddressSource::Stored })
    }
}

fn in_link(parameter: &str) -> Option<String> {
    let query = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(parameter)
}
