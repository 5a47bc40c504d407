//! The backend's address.

use std::fmt;

use web_sys::{Url, window};

/// The folder that ImSwitch serves everything under.
const ROOT: &str = "/imswitch";
/// Longest address that is accepted, in characters.
const MAX_ADDRESS_CHARS: usize = 2_048;

/// Where a backend is: an http(s) origin, and the path before `/imswitch` where a proxy adds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
}

/// Why a text is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing was written.
    Empty,
    /// It is too long.
    TooLong,
    /// It is no URL.
    NotAUrl,
    /// It is a URL, but not an http one.
    NotHttp,
    /// It carries a user name or password, which browsers refuse to send this way.
    Credentials,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Write the backend's address, for example http://192.168.4.1:8001.",
            Self::TooLong => "This address is too long to be one.",
            Self::NotAUrl | Self::NotHttp => {
                "This is no address that a browser can open. It starts with http:// or https://, for example http://192.168.4.1:8001."
            }
            Self::Credentials => "Leave out the user name and password: browsers do not send them this way.",
        })
    }
}

impl Address {
    /// Reads what a person wrote or pasted: `http://host:8001`, or any link into the backend's pages.
    ///
    /// # Errors
    /// When it is not an http(s) URL that a browser would use.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MAX_ADDRESS_CHARS {
            return Err(AddressError::TooLong);
        }
        let url = Url::new(text).map_err(|_| AddressError::NotAUrl)?;
        if !matches!(url.protocol().as_str(), "http:" | "https:") || url.hostname().is_empty() {
            return Err(AddressError::NotHttp);
        }
        if !url.username().is_empty() || !url.password().is_empty() {
            return Err(AddressError::Credentials);
        }
        Ok(Self { base: format!("{}{}", url.origin(), prefix(&url.pathname())) })
    }

    /// The server that this page came from.
    ///
    /// # Errors
    /// When the page did not come from an http(s) server (a file opened from disk, say).
    pub fn of_page() -> Result<Self, AddressError> {
        let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
        Self::serving(&href)
    }

    /// The folder that this page came from, as if it were a backend's.
    ///
    /// # Errors
    /// When the page did not come from an http(s) server.
    pub fn of_folder() -> Result<Self, AddressError> {
        let location = window().ok_or(AddressError::NotAUrl)?.location();
        let [origin, path] = [location.origin(), location.pathname()].map(|it| it.map_err(|_| AddressError::NotAUrl));
        Self::parse(&format!("{}{}", origin?, path?))
    }

    /// The server that a page with this address came from.
    ///
    /// # Errors
    /// When it is no http(s) server.
    pub fn serving(href: &str) -> Result<Self, AddressError> {
        let url = Url::new(href).map_err(|_| AddressError::NotAUrl)?;
        // A folder of some static server says nothing about the backend; one above `/imswitch` is a proxy's.
        match root(&url.pathname()) {
            Some(_) => Self::parse(href),
            None => Self::parse(&url.origin()),
        }
    }

    /// The URL of a REST call, such as `LiveViewController/getLiveViewActive`.
    #[must_use]
    pub fn rest(&self, call: &str) -> String {
        format!("{}{ROOT}/api/{call}", self.base)
    }

    /// The URL of the WebSocket. Long polling is left out: ImSwitch answers it with duplicate CORS headers.
    #[must_use]
    pub fn socket(&self) -> String {
        let base = self.base.replacen("http", "ws", 1);
        format!("{base}{ROOT}/socket.io/?EIO=4&transport=websocket")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

/// What stands before `/imswitch`; or the whole folder where `/imswitch` is not named.
fn prefix(path: &str) -> &str {
    let folder = match root(path) {
        Some(at) => &path[..at],
        None => path.strip_suffix("index.html").unwrap_or(path),
    };
    folder.trim_end_matches('/')
}

/// Where `/imswitch` is in a path, as a folder of its own: `/imswitch-notes` is another one.
fn root(path: &str) -> Option<usize> {
    path.match_indices(ROOT).map(|(at, _)| at).find(|at| {
        let rest = &path[at + ROOT.len()..];
        rest.is_empty() || rest.starts_with('/')
    })
}
