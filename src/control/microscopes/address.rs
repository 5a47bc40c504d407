//! Where a backend is.

use std::fmt;

/// The folder that ImSwitch serves everything under.
const ROOT: &str = "/imswitch";
/// Longest address that is accepted, in bytes.
const MAX_ADDRESS_BYTES: usize = 2_048;

/// Where a backend is: an http(s) origin, and the path before `/imswitch` where a proxy adds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    base: String,
}

/// The parts of a URL, by the names and in the form that browsers give them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlParts {
    /// Such as `https:`.
    pub protocol: String,
    /// Empty where there is none.
    pub username: String,
    /// Empty where there is none.
    pub password: String,
    /// The host without its port.
    pub hostname: String,
    /// Protocol, host and port.
    pub origin: String,
    /// Begins with `/` where there is a host.
    pub pathname: String,
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
    /// Reads what a person wrote or pasted: `http://host:8001`, or any link into the backend's pages. `url` is the browser's
    /// word on a text, `None` where that is no URL.
    ///
    /// # Errors
    /// When it is not an http(s) URL that a browser would use.
    pub fn read(text: &str, url: impl Fn(&str) -> Option<UrlParts>) -> Result<Self, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        if text.len() > MAX_ADDRESS_BYTES {
            return Err(AddressError::TooLong);
        }
        let url = url(text).ok_or(AddressError::NotAUrl)?;
        if !matches!(url.protocol.as_str(), "http:" | "https:") || url.hostname.is_empty() {
            return Err(AddressError::NotHttp);
        }
        if !url.username.is_empty() || !url.password.is_empty() {
            return Err(AddressError::Credentials);
        }
        let base = format!("{}{}", url.origin, prefix(&url.pathname));
        // The browser writes some letters longer than a person does; what is stored has to be readable again.
        if base.len() > MAX_ADDRESS_BYTES {
            return Err(AddressError::TooLong);
        }
        Ok(Self { base })
    }

    /// The server that a page with this address came from.
    ///
    /// # Errors
    /// When it is no http(s) server.
    pub fn of_server(href: &str, url: impl Fn(&str) -> Option<UrlParts>) -> Result<Self, AddressError> {
        let parts = url(href).ok_or(AddressError::NotAUrl)?;
        // A folder of some static server says nothing about the backend; one above `/imswitch` is a proxy's.
        match root(&parts.pathname) {
            Some(_) => Self::read(href, url),
            None => Self::read(&parts.origin, url),
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
    let mut folder = path[..root(path).unwrap_or(path.len())].trim_end_matches('/');
    // All of them, so that an address is read again as what it is.
    while let Some(shorter) = folder.strip_suffix("/index.html") {
        folder = shorter.trim_end_matches('/');
    }
    folder
}

/// Where `/imswitch` is in a path, as a folder of its own: `/imswitch-notes` is another one.
fn root(path: &str) -> Option<usize> {
    path.match_indices(ROOT).map(|(at, _)| at).find(|at| {
        let rest = &path[at + ROOT.len()..];
        rest.is_empty() || rest.starts_with('/')
    })
}
