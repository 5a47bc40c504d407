//! What stands over the picture, and whether the picture is live.

use super::{Age, Timeline};
use crate::sync::{Command, Connection, Knowledge, Moment, Order, Stream};

/// The shortest time without a frame that means anything.
const STALLED_AFTER_MS: u64 = 3_000;
/// After how many missing frames of a slow camera it means something.
const STALLED_AFTER_FRAMES: u64 = 3;
/// How long after a stop frames that were under way may still come.
pub const UNDER_WAY_MS: u64 = 1_000;

/// The frame that is on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastFrame {
    /// When it came.
    pub at: Moment,
    /// Time between frames, in milliseconds, if more than one came.
    pub interval_ms: Option<u64>,
}

/// All that a caption is derived from.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// What is known about the stream.
    pub knowledge: Knowledge,
    /// Is a check under way without which nothing can be vouched for?
    pub syncing: bool,
    /// The command in flight.
    pub command: Option<Command>,
    /// The frame on the canvas; `None` while the canvas is empty.
    pub last_frame: Option<LastFrame>,
    /// When the latest frame came, whether it could be shown or not.
    pub last_arrival: Option<Moment>,
    /// How the stream went.
    pub timeline: Timeline,
    /// The time.
    pub now: Moment,
}

/// What the picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// There is none.
    Absent,
    /// It shows what the camera sees.
    Live,
    /// It shows what the camera saw.
    Past,
}

/// What is said about the picture; nothing while it is live and expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The first try to connect.
    Connecting,
    /// Further tries, or a wait between them.
    Unconnected,
    /// This page closed the connection.
    Closed,
    /// The backend is being asked about the stream.
    Checking,
    /// The backend does not say what the stream does.
    Unknown,
    /// A start was sent.
    Starting,
    /// A stop was sent.
    Stopping,
    /// Another stream was chosen: a stop was sent, and a start follows.
    Switching,
    /// The stream runs, and a frame is about to come.
    FrameDue,
    /// The stream runs, and no frame comes.
    Stalled,
    /// The stream runs, and none of the frames that come can be shown.
    Unreadable,
    /// Nothing streams.
    Stopped,
    /// The backend says that nothing streams, and yet frames come.
    FramesThoughStopped,
}

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The course of things.
    Calm,
    /// Something is off.
    Warning,
}

/// What stands over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caption {
    /// What the picture is.
    pub picture: Picture,
    /// What is said about it.
    pub message: Option<Message>,
    /// How old it is, where that belongs to the message.
    pub age: Option<Age>,
}

impl Caption {
    /// The caption for a situation.
    #[must_use]
    pub fn of(situation: &Situation<'_>) -> Self {
        let (live, message) = situation.judge();
        let picture = match (situation.last_frame, live) {
            (None, _) => Picture::Absent,
            (Some(_), true) => Picture::Live,
            (Some(_), false) => Picture::Past,
        };
        let age = situation
            .last_frame
            .filter(|_| picture == Picture::Past)
            .map(|frame| Age::from_ms(situation.now.ms_since(frame.at)));
        Self { picture, message, age }
    }

    /// How it is meant.
    #[must_use]
    pub const fn tone(&self) -> Tone {
        match self.message {
            Some(
                Message::Unconnected
                | Message::Unknown
                | Message::Stalled
                | Message::Unreadable
                | Message::FramesThoughStopped,
            ) => Tone::Warning,
            _ => Tone::Calm,
        }
    }

    /// What is said, without the age, so that it only changes when the situation does.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        let Some(message) = self.message else {
            return "";
        };
        match (self.picture, message) {
            (Picture::Past, Message::Unconnected | Message::Connecting) => "Connection lost: this is the last frame",
            (Picture::Past, Message::Closed) => "Disconnected: this is the last frame",
            (Picture::Past, Message::Checking) => "Checking the stream: this is the last frame",
            (Picture::Past, Message::Unknown) => "The backend doesn’t answer: this is the last frame",
            (Picture::Past, Message::Starting) => "Starting: this is the last frame",
            (Picture::Past, Message::Stopping) => "Stopping: this is the last frame",
            (Picture::Past, Message::Switching) => "Switching: this is the last frame",
            (Picture::Past, Message::FrameDue) => "Waiting for a new frame: this is an older one",
            (Picture::Past, Message::Stalled) => "The stream runs, but no new frame comes: this is the last one",
            (Picture::Past, Message::Unreadable) => "New frames can’t be shown: this is the last one that could",
            (Picture::Past, Message::Stopped) => "Stream is stopped: this is the last frame",
            (_, Message::Connecting) => "Connecting…",
            (_, Message::Unconnected) => "No connection to the backend",
            (_, Message::Closed) => "Disconnected",
            (_, Message::Checking) => "Checking the stream…",
            (_, Message::Unknown) => "The backend doesn’t say whether a stream runs",
            (_, Message::Starting) => "Starting…",
            (_, Message::Stopping) => "Stopping…",
            (_, Message::Switching) => "Switching…",
            (_, Message::FrameDue) => "Waiting for the first frame",
            (_, Message::Stalled) => "The stream runs, but no frame comes",
            (_, Message::Unreadable) => "Frames come, but none of them can be shown",
            (_, Message::Stopped) => "Stream is stopped",
            (_, Message::FramesThoughStopped) => "Frames arrive although the backend says the stream is stopped",
        }
    }
}

impl Situation<'_> {
    /// Is the picture live, and what is to be said?
    fn judge(&self) -> (bool, Option<Message>) {
        match self.connection {
            Connection::Closed if self.last_frame.is_some() => return (false, Some(Message::Closed)),
            Connection::Closed | Connection::Connecting { attempt: ..=1, .. } => {
                return (false, Some(Message::Connecting));
            }
            Connection::Connecting { .. } | Connection::Waiting { .. } => return (false, Some(Message::Unconnected)),
            Connection::Connected { .. } => {}
        }
        if let Some(stopped_since) = self.timeline.stopped_since {
            return if self.fresh_since(stopped_since.after(UNDER_WAY_MS)) {
                (true, Some(Message::FramesThoughStopped))
            } else {
                (false, Some(self.commanded().unwrap_or(Message::Stopped)))
            };
        }
        let due_since = self.timeline.frames_due_since;
        if self.fresh_since(due_since) {
            return (true, None);
        }
        let message = match (self.commanded(), self.knowledge.doubt(), self.knowledge.stream) {
            (Some(commanded), _, _) => commanded,
            (None, Some(_), _) if self.syncing => Message::Checking,
            (None, Some(_), _) => Message::Unknown,
            (None, None, Stream::Stopped) => Message::Stopped,
            (None, None, Stream::Running) => self.silence(),
        };
        (false, Some(message))
    }

    /// Did the last frame come since `begin`, and not longer ago than the camera takes?
    fn fresh_since(&self, begin: Moment) -> bool {
        self.last_frame.is_some_and(|frame| frame.at >= begin && self.now.ms_since(frame.at) <= self.patience_ms())
    }

    /// How long the camera may take for a frame.
    fn patience_ms(&self) -> u64 {
        let interval_ms = self.last_frame.and_then(|frame| frame.interval_ms).unwrap_or_default();
        interval_ms.saturating_mul(STALLED_AFTER_FRAMES).max(STALLED_AFTER_MS)
    }

    /// What it means that a stream runs and the picture is not fresh.
    fn silence(&self) -> Message {
        let is_recent = |moment: Moment| self.now.ms_since(moment) <= self.patience_ms();
        if is_recent(self.timeline.watched_since) {
            Message::FrameDue
        } else if self.last_arrival.is_some_and(|at| at >= self.timeline.watched_since && is_recent(at)) {
            Message::Unreadable
        } else {
            Message::Stalled
        }
    }

    fn commanded(&self) -> Option<Message> {
        self.command.map(|command| match command.order {
            Order::Start { .. } => Message::Starting,
            Order::Stop => Message::Stopping,
            Order::Switch => Message::Switching,
        })
    }
}

#[cfg(test)]
mod tests;
