//! What happens in the world.

use lockstep::sync::{Event, Generation, RequestId, StreamCommand};

use crate::others::OtherQuestion;
use crate::tab::Socket;

/// What a request asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Status,
    Command(StreamCommand),
}

/// Something that happens at a time.
#[derive(Clone, Debug)]
pub enum Scheduled {
    /// The machine's wake-up time.
    Wake { tab: usize },
    /// An event reaches a tab. Observations carry the version of the backend that they saw.
    Arrive { tab: usize, event: Event, version: Option<u64> },
    /// A request reaches the backend.
    Ask { tab: usize, request: RequestId, question: Question },
    /// A frozen process goes on, and a request that has waited for it is answered; unless it has been killed meanwhile.
    Held { request: Box<Scheduled>, boot: u64 },
    /// A request about the recording or the light reaches the backend.
    AskOther { tab: usize, request: RequestId, question: OtherQuestion },
    /// The backend ends a start or a stop.
    Finish { tab: Option<usize>, request: RequestId, command: StreamCommand, boot: u64 },
    /// A handshake reaches the backend.
    Handshake { tab: usize, socket: Generation },
    /// A half-open socket is found out.
    PingTimeout { tab: usize, socket: Socket },
    /// A tab hears that its switch has stopped the stream, and starts it again.
    SendStart { tab: usize, request: RequestId },
    /// The browser looks whether any tab has the turn, for one that asks.
    FindSender { tab: usize },
    /// A page is loaded, in the place of one that is gone.
    Load,
    /// A sleeping tab wakes.
    Awake { tab: usize },
    /// The next thing that somebody or fate does.
    Fault,
    /// Faults end.
    Heal,
    /// The pages must be right by now.
    Judge,
    /// What they have of the recording and the light must be right by now.
    JudgeOthers,
}
