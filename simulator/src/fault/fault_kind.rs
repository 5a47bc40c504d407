//! The faults, as they are written in JSON. `simulator/README.md` has them in a table.

use serde::{Deserialize, Serialize};

use super::{answer::Answer, bad_message::BadMessage};
use crate::socket::SignalForm;

/// A fault: `{"fault": "…", …}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// REST calls get another answer.
    Answer(RestFault<Answer>),
    /// REST calls get no answer.
    Hang(RestFault<()>),
    /// REST calls wait until the faults are cleared, and go on then.
    Hold(RestFault<()>),
    /// REST calls get their answer late.
    Delay(RestFault<DelayMs>),
    /// The answer's connection breaks in the middle of the body.
    CutOff(RestFault<()>),
    /// New sockets are refused.
    RefuseSockets {
        /// The way.
        how: RefuseSockets,
        /// For how long; until cleared if absent.
        for_ms: Option<u64>,
    },
    /// No pings are sent; the sockets stay open and carry everything else.
    MutePings,
    /// The sockets stay open, but nothing passes in either direction.
    HalfOpen,
    /// Signals are sent in another form, or not at all.
    Signals {
        /// The form.
        form: SignalForm,
    },
    /// Streams stay active, but no frame is sent.
    StallFrames,
    /// Acknowledgements never arrive.
    LoseAcks,
    /// Frames of this detector are sent although no stream is active.
    GhostFrames {
        /// The detector; the first if absent.
        detector: Option<String>,
    },
    /// All sockets are closed, once.
    DropSockets {
        /// The way.
        how: DropSockets,
    },
    /// Every socket gets a bad message, once.
    Send {
        /// The message.
        message: BadMessage,
    },
    /// The whole server is blocked, once.
    Freeze {
        /// For how long; at most a minute.
        for_ms: u64,
    },
}

/// A fault of REST calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestFault<With> {
    /// The calls.
    pub to: Target,
    /// Which of the matching calls.
    #[serde(default)]
    pub when: When,
    /// Whether the call still does its work.
    #[serde(default)]
    pub stage: Stage,
    /// The details of the fault.
    #[serde(flatten)]
    pub with: With,
}

/// Details of [`Fault::Delay`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelayMs {
    /// Milliseconds.
    pub delay_ms: u64,
}

/// The REST calls that a fault is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// `getLiveViewActive` and `getActiveStreams`.
    Status,
    /// `startLiveView` and `stopLiveView`.
    Command,
    /// All.
    Any,
    /// Those whose path ends in this.
    Path(String),
}

impl Target {
    /// Is the fault about the call with this path?
    pub fn matches(&self, path: &str) -> bool {
        let is_one_of = |names: [&str; 2]| names.iter().any(|name| path.ends_with(name));
        match self {
            Self::Status => is_one_of(["/getLiveViewActive", "/getActiveStreams"]),
            Self::Command => is_one_of(["/startLiveView", "/stopLiveView"]),
            Self::Any => true,
            Self::Path(end) => path.ends_with(end.as_str()),
        }
    }
}

/// Which of the matching calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// All of them.
    #[default]
    Always,
    /// The first, the third and so on.
    EveryOther,
    /// So many, beginning with the next.
    Next(u64),
}

/// When in a call the fault happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Before the work, which is then not done (a delayed or held call does it afterwards).
    #[default]
    Before,
    /// After the work was done.
    After,
}

/// How new sockets are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefuseSockets {
    /// The handshake is answered with 503.
    Reject,
    /// The handshake is not answered until the fault ends, and then with 503.
    Hang,
    /// The socket opens, and `40` is answered with a connect error (`44`).
    ConnectError,
}

/// How sockets are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropSockets {
    /// The TCP connection ends without a close frame.
    Abrupt,
    /// With a WebSocket close frame.
    Close,
    /// `41`: the client leaves the namespace, the socket stays open.
    Namespace,
}
