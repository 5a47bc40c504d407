//! The trouble in a sentence, and what to do.

use super::{Cause, Server, Symptoms};

/// What the person can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Choose a microscope in the settings.
    Choose,
    /// Open this address in a tab.
    Open(String),
    /// Use this address for a visit.
    Try(String),
    /// Ask once more.
    AskAgain,
}

impl Remedy {
    /// What its button or link is called.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Choose => "Choose a microscope".to_owned(),
            Self::Open(address) => format!("Open {address}"),
            Self::Try(address) => format!("Try {address}"),
            Self::AskAgain => "Try again".to_owned(),
        }
    }
}

/// The trouble in a sentence, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// What keeps the page from the backend.
    pub cause: Cause,
    /// That in words.
    pub sentence: String,
    /// What to do.
    pub remedy: Remedy,
}

impl Diagnosis {
    /// What these symptoms mean; `None` while nothing has failed.
    #[must_use]
    pub fn of(symptoms: &Symptoms<'_>) -> Option<Self> {
        let cause = Cause::of(symptoms)?;
        Some(match symptoms.backend {
            Some(backend) => {
                Self { cause, sentence: sentence(cause, backend), remedy: remedy(cause, backend, symptoms.folder) }
            }
            None => Self {
                cause,
                sentence: "No microscope is chosen, and this page came from no server that could be one.".to_owned(),
                remedy: Remedy::Choose,
            },
        })
    }
}

fn sentence(cause: Cause, backend: &Server) -> String {
    let at = backend.address();
    match cause {
        Cause::NotChosen => "No microscope is chosen.".to_owned(),
        Cause::Policy => format!(
            "The Content-Security-Policy that comes with this page does not let it ask {at}: whoever serves the page has to allow that in connect-src."
        ),
        Cause::Offline => format!("The browser says that this device has no network, so {at} can’t be reached."),
        Cause::LocalNetworkDenied => format!(
            "The browser keeps this page from devices on the local network, and {at} is likely one: allow it in the browser’s settings for this page."
        ),
        Cause::LocalNetworkAsked => format!(
            "The browser lets this page reach devices on the local network, as {at} likely is one, only when you allow it: say so when it asks."
        ),
        Cause::MixedContent => format!(
            "This page came over https, and browsers don’t let it ask an http address such as {at}: ask it over https, or open Lockstep over http."
        ),
        Cause::Login => format!("{at} wants a login, or does not let this page in: open it, and see what it says."),
        Cause::Gateway => {
            format!("{at} answers for an ImSwitch that gives no answer: it is likely off, or still starting.")
        }
        Cause::Error { status } => format!("{at} answers, but only with an error (HTTP {status})."),
        Cause::OwnServerIsOther => {
            format!(
                "This page’s own server, {at}, answers, but not as ImSwitch does: choose the microscope to look at."
            )
        }
        Cause::OwnServerGone => {
            format!("This page’s own server, {at}, does not answer any more: it is likely off, or on another network.")
        }
        Cause::OtherServer if backend.at_usual_port().is_some() => {
            format!("{at} answers, but not as ImSwitch does, whose port is usually 8001.")
        }
        Cause::OtherServer => format!("{at} answers, but not as ImSwitch does: is it the right address?"),
        Cause::Certificate => format!(
            "{at} can’t be reached, likely because the browser does not trust its certificate: open it once, and accept that."
        ),
        Cause::Unreachable if backend.at_usual_port().is_some() => {
            format!("{at} can’t be reached, or is no ImSwitch, whose port is usually 8001.")
        }
        Cause::Unreachable => format!("{at} can’t be reached: it is likely off, or on another network."),
    }
}

fn remedy(cause: Cause, backend: &Server, folder: Option<&Server>) -> Remedy {
    let open = || Remedy::Open(backend.address().to_owned());
    match cause {
        Cause::NotChosen | Cause::Policy => Remedy::Choose,
        Cause::OwnServerIsOther => match folder {
            Some(folder) if folder != backend => Remedy::Try(folder.address().to_owned()),
            _ => Remedy::Choose,
        },
        Cause::Login | Cause::Certificate => open(),
        Cause::MixedContent => Remedy::Try(backend.over_https()),
        Cause::OtherServer => backend.at_usual_port().map_or(Remedy::Choose, Remedy::Try),
        Cause::Unreachable => backend.at_usual_port().map_or(Remedy::AskAgain, Remedy::Try),
        Cause::Offline
        | Cause::LocalNetworkDenied
        | Cause::LocalNetworkAsked
        | Cause::Gateway
        | Cause::Error { .. }
        | Cause::OwnServerGone => Remedy::AskAgain,
    }
}
