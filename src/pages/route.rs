//! Which page a link means.
//!
//! The page is named in the query (`?view=settings`), not in the path: a static server knows no other path than the
//! folder's, so a reload or a shared link would end in its 404.

use leptos_router::params::ParamsMap;
use web_sys::{Url, UrlSearchParams, window};

const PARAMETER: &str = "view";
const SETTINGS: &str = "settings";
const BACKEND: &str = "backend";
const MICROSCOPE: &str = "microscope";

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageName {
    /// The live view.
    Live,
    /// The settings.
    Settings,
    /// A name that no page has.
    Unknown,
}

impl PageName {
    /// The page that a query names.
    #[must_use]
    pub fn of(query: &ParamsMap) -> Self {
        match query.get_str(PARAMETER) {
            None | Some("") => Self::Live,
            Some(SETTINGS) => Self::Settings,
            Some(_) => Self::Unknown,
        }
    }

    /// A link to this page that keeps the rest of the query, such as the backend of this visit.
    #[must_use]
    pub fn href(self, query: &str) -> String {
        let Ok(params) = UrlSearchParams::new_with_str(query) else { return "?".into() };
        match self {
            Self::Live | Self::Unknown => params.delete(PARAMETER),
            Self::Settings => params.set(PARAMETER, SETTINGS),
        }
        format!("?{}", String::from(params.to_string()))
    }
}

/// The query without the backend or the microscope of this visit, for one that is used from now on.
#[must_use]
pub fn without_backend(query: &str) -> String {
    let Ok(params) = UrlSearchParams::new_with_str(query) else { return "?".into() };
    params.delete(BACKEND);
    params.delete(MICROSCOPE);
    format!("?{}", String::from(params.to_string()))
}

/// A link to the live view that uses this backend for a visit.
#[must_use]
pub fn with_backend(query: &str, address: &str) -> String {
    let Ok(params) = UrlSearchParams::new_with_str(query) else { return "?".into() };
    params.delete(PARAMETER);
    params.set(BACKEND, address);
    format!("?{}", String::from(params.to_string()))
}

/// The folder that the page was served from, for the router: `""` at the root, `/imswitch/ui` in ImSwitch.
#[must_use]
pub fn base() -> String {
    let base = window().and_then(|window| window.document()?.base_uri().ok()?);
    let path = base.and_then(|base| Url::new(&base).ok()).map(|url| url.pathname()).unwrap_or_default();
    path.rfind('/').map(|end| path[..end].to_owned()).unwrap_or_default()
}
