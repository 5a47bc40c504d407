//! What stands over the picture, and whether the picture is live.

use super::{Age, CaptionInput};

/// What the picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFreshness {
    /// There is none.
    Absent,
    /// It shows what the camera sees.
    Live,
    /// It shows what the camera saw.
    Past,
}

/// What is said about the picture; nothing while it is live and expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionKind {
    /// The first try to connect.
    Connecting,
    /// Further tries, or a wait between them.
    Unconnected,
    /// The same, while requests are answered.
    SocketRefused,
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
    /// The stream ran, and neither a frame nor an answer comes.
    Silent,
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
    /// The input of things.
    Calm,
    /// Something is off.
    Warning,
}

/// What stands over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caption {
    /// What the picture is.
    pub picture: ImageFreshness,
    /// What is said about it.
    pub message: Option<CaptionKind>,
    /// How old it is, where that belongs to the message.
    pub age: Option<Age>,
}

impl Caption {
    /// The caption for this input.
    #[must_use]
    pub fn of(input: &CaptionInput<'_>) -> Self {
        let (live, message) = input.freshness_and_kind();
        let picture = match (input.last_frame, live) {
            (None, _) => ImageFreshness::Absent,
            (Some(_), true) => ImageFreshness::Live,
            (Some(_), false) => ImageFreshness::Past,
        };
        let age = input
            .last_frame
            .filter(|_| picture == ImageFreshness::Past)
            .map(|frame| Age::from_ms(input.now.ms_since(frame.at)));
        Self { picture, message, age }
    }

    /// Is something said about the frames, that connection and stream don't tell by themselves?
    #[must_use]
    pub const fn is_about_frames(&self) -> bool {
        matches!(self.message, Some(CaptionKind::Stalled | CaptionKind::Unreadable | CaptionKind::FramesThoughStopped))
    }

    /// How it is meant.
    #[must_use]
    pub const fn tone(&self) -> Tone {
        match self.message {
            Some(
                CaptionKind::Unconnected
                | CaptionKind::SocketRefused
                | CaptionKind::Silent
                | CaptionKind::Unknown
                | CaptionKind::Stalled
                | CaptionKind::Unreadable
                | CaptionKind::FramesThoughStopped,
            ) => Tone::Warning,
            _ => Tone::Calm,
        }
    }

    /// What is said, without the age, so that it only changes when the input does.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        let Some(message) = self.message else {
            return "";
        };
        match (self.picture, message) {
            (ImageFreshness::Past, CaptionKind::Unconnected | CaptionKind::Connecting) => {
                "Connection lost: this is the last frame"
            }
            (ImageFreshness::Past, CaptionKind::SocketRefused) => {
                "The backend answers, but opens no connection for frames: this is the last frame"
            }
            (ImageFreshness::Past, CaptionKind::Silent) => "Nothing is heard from the backend: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Closed) => "Disconnected: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Checking) => "Checking the stream: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Unknown) => "The backend doesn’t answer: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Starting) => "Starting: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Stopping) => "Stopping: this is the last frame",
            (ImageFreshness::Past, CaptionKind::Switching) => "Switching: this is the last frame",
            (ImageFreshness::Past, CaptionKind::FrameDue) => "Waiting for a new frame: this is an older one",
            (ImageFreshness::Past, CaptionKind::Stalled) => {
                "The stream runs, but no new frame comes: this is the last one"
            }
            (ImageFreshness::Past, CaptionKind::Unreadable) => {
                "New frames can’t be shown: this is the last one that could"
            }
            (ImageFreshness::Past, CaptionKind::Stopped) => "Stream is stopped: this is the last frame",
            (_, CaptionKind::Connecting) => "Connecting…",
            (_, CaptionKind::Unconnected) => "No connection to the backend",
            (_, CaptionKind::SocketRefused) => "The backend answers, but opens no connection for frames",
            (_, CaptionKind::Silent) => "Nothing is heard from the backend",
            (_, CaptionKind::Closed) => "Disconnected",
            (_, CaptionKind::Checking) => "Checking the stream…",
            (_, CaptionKind::Unknown) => "The backend doesn’t say whether a stream runs",
            (_, CaptionKind::Starting) => "Starting…",
            (_, CaptionKind::Stopping) => "Stopping…",
            (_, CaptionKind::Switching) => "Switching…",
            (_, CaptionKind::FrameDue) => "Waiting for the first frame",
            (_, CaptionKind::Stalled) => "The stream runs, but no frame comes",
            (_, CaptionKind::Unreadable) => "Frames come, but none of them can be shown",
            (_, CaptionKind::Stopped) => "Stream is stopped",
            (_, CaptionKind::FramesThoughStopped) => "Frames arrive although the backend says the stream is stopped",
        }
    }
}

#[cfg(test)]
mod tests;
