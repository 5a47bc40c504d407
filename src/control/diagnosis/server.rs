//! What an address says of the server behind it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The port that ImSwitch usually has.
const IMSWITCH_PORT: u16 = 8001;

/// Where something is served: an http(s) address as browsers write it, such as `http://192.168.4.1:8001/prefix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    address: String,
}

impl Server {
    /// The server of an address that a browser has read.
    #[must_use]
    pub const fn new(address: String) -> Self {
        Self { address }
    }

    /// The address, for people.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Is it asked over https?
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.address.starts_with("https:")
    }

    /// Do both addresses lead to one server, as browsers see it?
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.origin() == other.origin()
    }

    /// Is it this computer?
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.ip() {
            Some(ip) => ip.is_loopback(),
            None => self.host() == "localhost" || self.host().ends_with(".localhost"),
        }
    }

    /// Is it on the local network, by its address alone?
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self.ip() {
            Some(IpAddr::V4(ip)) => is_local_v4(ip),
            Some(IpAddr::V6(ip)) => is_local_v6(ip),
            None => self.is_loopback() || self.host().ends_with(".local"),
        }
    }

    /// Can it be on the local network? A name may stand for any address.
    #[must_use]
    pub fn may_be_local(&self) -> bool {
        self.ip().is_none() || self.is_local()
    }

    /// The same host at the port that ImSwitch usually has; `None` where that is this one.
    #[must_use]
    pub fn at_usual_port(&self) -> Option<String> {
        let (scheme, authority) = self.parts();
        let (host, port) = split_port(authority);
        (port != Some(IMSWITCH_PORT)).then(|| format!("{scheme}://{host}:{IMSWITCH_PORT}"))
    }

    /// The same, over https.
    #[must_use]
    pub fn over_https(&self) -> String {
        self.address.replacen("http:", "https:", 1)
    }

    fn origin(&self) -> (&str, &str) {
        self.parts()
    }

    fn parts(&self) -> (&str, &str) {
        let (scheme, rest) = self.address.split_once("://").unwrap_or(("", &self.address));
        (scheme, rest.split('/').next().unwrap_or_default())
    }

    fn host(&self) -> &str {
        split_port(self.parts().1).0
    }

    fn ip(&self) -> Option<IpAddr> {
        let host = self.host();
        match host.strip_prefix('[') {
            Some(v6) => v6.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
            None => host.parse().ok().map(IpAddr::V4),
        }
    }
}

/// Host and port; the colons of an IPv6 address stand within brackets.
fn split_port(authority: &str) -> (&str, Option<u16>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
        _ => (authority, None),
    }
}

const fn is_local_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    // 100.64.0.0/10 as well: what carriers and private networks over the internet use.
    ip.is_private() || ip.is_loopback() || ip.is_link_local() || (first == 100 && second & 0xc0 == 64)
}

const fn is_local_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
}
