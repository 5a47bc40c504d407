//! The backend's address, as the browser reads it.

use web_sys::{Url, window};

use crate::control::microscopes::{Address, AddressError, UrlParts};

impl Address {
    /// Reads what a person wrote or pasted: `http://host:8001`, or any link into the backend's pages.
    ///
    /// # Errors
    /// When it is not an http(s) URL that a browser would use.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        Self::read(text, parts)
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
        Self::of_server(href, parts)
    }
}

fn parts(text: &str) -> Option<UrlParts> {
    let url = Url::new(text).ok()?;
    Some(UrlParts {
        protocol: url.protocol(),
        username: url.username(),
        password: url.password(),
        hostname: url.hostname(),
        origin: url.origin(),
        pathname: url.pathname(),
    })
}
