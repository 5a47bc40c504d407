//! What the page can see of the trouble.

use super::Server;
use crate::sync::RequestError;

/// What the browser says about a permission of the page's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permission {
    /// The browser has no such permission, or does not say.
    #[default]
    Unknown,
    /// The page has it.
    Granted,
    /// The person is asked when it is needed.
    Asked,
    /// The page does not get it.
    Denied,
}

/// What the browser says about the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// There is one; what it leads to is another matter.
    Present,
    /// There is none.
    Absent,
}

/// What the page can see of the trouble. How the socket fails is left out: browsers tell a page no reason for it, and
/// where requests are answered, the status says that the socket alone is refused.
#[derive(Clone, Copy, Debug)]
pub struct Symptoms<'a> {
    /// Where the page came from; `None` for one opened from disk.
    pub page: Option<&'a Server>,
    /// Where the backend would be if the page's folder were its own, below a path that a proxy adds; `None` where that
    /// says nothing else than the page's server.
    pub folder: Option<&'a Server>,
    /// Where the backend should be; `None` while none is chosen.
    pub backend: Option<&'a Server>,
    /// How the latest request failed; `None` while none has.
    pub failure: Option<&'a RequestError>,
    /// What the policy that came with the page forbade it to ask, if anything.
    pub forbidden: Option<&'a Server>,
    /// May the page reach devices on the local network?
    pub local_network: Permission,
    /// Is there a network?
    pub network: Network,
}
