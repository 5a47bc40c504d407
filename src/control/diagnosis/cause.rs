//! What keeps the page from the backend.

use super::{Network, Permission, Server, Symptoms};
use crate::sync::RequestError;

/// What keeps the page from the backend, as far as it can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is no address to ask.
    NotChosen,
    /// The policy that came with the page does not let it ask the backend.
    Policy,
    /// This device has no network.
    Offline,
    /// The browser keeps the page from devices on the local network.
    LocalNetworkDenied,
    /// The browser lets the page reach them once the person has agreed.
    LocalNetworkAsked,
    /// An https page may not ask an http address.
    MixedContent,
    /// A login stands before the backend, or this page may not ask it.
    Login,
    /// A proxy answers, and ImSwitch does not.
    Gateway,
    /// It answers with an error of its own.
    Error {
        /// The HTTP status.
        status: u16,
    },
    /// The page's own server answers, and is no ImSwitch.
    OwnServerIsOther,
    /// The page's own server no longer answers.
    OwnServerGone,
    /// Something answers, and is no ImSwitch.
    OtherServer,
    /// The address is https, and does not answer the page: its certificate, or anything else.
    Certificate,
    /// Nothing that this page can hear is there.
    Unreachable,
}

impl Cause {
    /// What is behind these symptoms; `None` while nothing has failed.
    #[must_use]
    pub fn of(symptoms: &Symptoms<'_>) -> Option<Self> {
        let Some(backend) = symptoms.backend else { return Some(Self::NotChosen) };
        let failure = symptoms.failure?;
        let is_own = symptoms.page.is_some_and(|page| page.is_same(backend));
        Some(match failure {
            RequestError::Http(status) | RequestError::AskedToWait { status, .. } => by_status(*status, is_own),
            RequestError::NotUnderstood(_) if is_own => Self::OwnServerIsOther,
            RequestError::NotUnderstood(_) => Self::OtherServer,
            RequestError::Network(_) | RequestError::TimedOut { .. } => {
                if symptoms.forbidden.is_some_and(|forbidden| forbidden.is_same(backend)) {
                    Self::Policy
                } else if symptoms.network == Network::Absent && !backend.is_loopback() {
                    Self::Offline
                } else if is_own {
                    Self::OwnServerGone
                } else {
                    kept_away(symptoms, backend).unwrap_or_else(|| silent(backend, failure))
                }
            }
        })
    }
}

const fn by_status(status: u16, is_own: bool) -> Cause {
    match status {
        401 | 403 | 407 => Cause::Login,
        502..=504 => Cause::Gateway,
        429 | 500.. => Cause::Error { status },
        _ if is_own => Cause::OwnServerIsOther,
        _ => Cause::OtherServer,
    }
}

/// What the browser does not let such a page ask.
fn kept_away(symptoms: &Symptoms<'_>, backend: &Server) -> Option<Cause> {
    let page = symptoms.page?;
    // Browsers that have the permission let an https page with it ask what is surely local, over http as well.
    let is_excepted = backend.is_local() && symptoms.local_network != Permission::Unknown;
    if page.is_https() && !backend.is_https() && !backend.is_loopback() && !is_excepted {
        return Some(Cause::MixedContent);
    }
    // They guard the local network from pages of elsewhere, and this computer from all but its own. On pages that are not
    // secure they refuse every permission, which says nothing.
    let is_guarded = match page.is_local() {
        true => backend.is_loopback() && !page.is_loopback(),
        false => backend.may_be_local(),
    };
    // While the person is asked, the request waits. What has failed at once was not asked about, unless it is surely local.
    let may_wait = backend.is_local() || matches!(symptoms.failure, Some(RequestError::TimedOut { .. }));
    match symptoms.local_network {
        Permission::Denied if is_guarded && page.is_https() => Some(Cause::LocalNetworkDenied),
        Permission::Asked if is_guarded && page.is_https() && may_wait => Some(Cause::LocalNetworkAsked),
        _ => None,
    }
}

/// Nothing is heard, and the browser does not say why.
fn silent(backend: &Server, failure: &RequestError) -> Cause {
    // What is not trusted fails at once.
    if backend.is_https() && matches!(failure, RequestError::Network(_)) {
        Cause::Certificate
    } else {
        Cause::Unreachable
    }
}
