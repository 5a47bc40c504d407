//! What the policy that came with the page forbade it to ask.

use leptos::ev;
use leptos::prelude::*;
use web_sys::SecurityPolicyViolationEvent;

use crate::control::diagnosis::Server;

/// A way to a backend. Policies name each apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// REST.
    Requests,
    /// The WebSocket.
    Socket,
}

impl Way {
    /// The server at this address, where one asks it that way.
    fn server(self, address: &str) -> Option<Server> {
        match self {
            Self::Requests => address.starts_with("http").then(|| address.to_owned()),
            Self::Socket => address.strip_prefix("ws").map(|rest| format!("http{rest}")),
        }
        .map(Server::new)
    }
}

/// The server that it was forbidden to ask that way last, if any. The browser says so after the request has failed.
pub fn forbidden(way: Way) -> ReadSignal<Option<Server>> {
    let (forbidden, set_forbidden) = signal(None);
    let violation = ev::Custom::<SecurityPolicyViolationEvent>::new("securitypolicyviolation");
    let listener = window_event_listener(violation, move |event| {
        if event.effective_directive() == "connect-src"
            && let Some(server) = way.server(&event.blocked_uri())
        {
            set_forbidden.try_set(Some(server));
        }
    });
    on_cleanup(move || listener.remove());
    forbidden
}
