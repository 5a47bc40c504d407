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
mod tests {
    use super::super::Course;
    use super::{Age, Caption, LastFrame, Message, Picture, Situation, Timeline, Tone};
    use crate::sync::{
        Command, Connection, DisconnectReason, Doubt, Evidence, Generation, Knowledge, Moment, Order, RequestId, Stage,
        Stream, Visibility,
    };

    const NOW: Moment = Moment(100_000);
    const CONNECTING: Connection =
        Connection::Connecting { generation: Generation(1), attempt: 1, deadline: Moment(200_000) };
    const WAITING: Connection =
        Connection::Waiting { reason: DisconnectReason::TransportClose, attempt: 1, at: Moment(200_000) };

    fn connected() -> Connection {
        Connection::Connected { generation: Generation(1), sid: "sid".to_owned() }
    }

    fn confirmed(stream: Stream, ago_ms: u64) -> Knowledge {
        Knowledge { stream, evidence: Evidence::Confirmed { at: Moment(NOW.0 - ago_ms) } }
    }

    fn doubtful(stream: Stream, doubt: Doubt) -> Knowledge {
        Knowledge { stream, evidence: Evidence::Unverified { doubt, confirmed_at: None } }
    }

    fn frame(ago_ms: u64) -> Option<LastFrame> {
        Some(LastFrame { at: Moment(NOW.0 - ago_ms), interval_ms: Some(50) })
    }

    fn command(order: Order) -> Option<Command> {
        Some(Command { order, request: RequestId(1), deadline: Moment(200_000), stage: Stage::Sent })
    }

    fn situation(connection: &Connection, knowledge: Knowledge, last_frame: Option<LastFrame>) -> Situation<'_> {
        let course = Course { connection, knowledge, command: None, visibility: Visibility::Visible };
        let mut timeline = Timeline::following(None, &course, NOW);
        timeline.watched_since = Moment(NOW.0 - 20_000);
        let last_arrival = last_frame.map(|frame| frame.at);
        Situation { connection, knowledge, syncing: false, command: None, last_frame, last_arrival, timeline, now: NOW }
    }

    fn judged(situation: &Situation<'_>) -> (Picture, Option<Message>) {
        let caption = Caption::of(situation);
        (caption.picture, caption.message)
    }

    #[test]
    fn a_running_stream_with_frames_needs_no_words() {
        let up = connected();
        let caption = Caption::of(&situation(&up, confirmed(Stream::Running, 10), frame(40)));
        assert_eq!(caption, Caption { picture: Picture::Live, message: None, age: None });
        assert_eq!(caption.words(), "");
    }

    #[test]
    fn a_stopped_stream_says_so_with_and_without_a_picture() {
        let up = connected();
        let bare = Caption::of(&situation(&up, confirmed(Stream::Stopped, 10), None));
        assert_eq!((bare.picture, bare.words(), bare.age), (Picture::Absent, "Stream is stopped", None));
        let with_picture = Caption::of(&situation(&up, confirmed(Stream::Stopped, 10), frame(12_300)));
        assert_eq!(with_picture.picture, Picture::Past);
        assert_eq!(with_picture.words(), "Stream is stopped: this is the last frame");
        assert_eq!(with_picture.age, Some(Age::Seconds(10)));
    }

    #[test]
    fn frames_that_were_under_way_at_the_stop_are_no_contradiction() {
        let up = connected();
        let stopped = confirmed(Stream::Stopped, 2_000);
        assert_eq!(judged(&situation(&up, stopped, frame(1_500))), (Picture::Past, Some(Message::Stopped)));
        assert_eq!(judged(&situation(&up, stopped, frame(500))), (Picture::Live, Some(Message::FramesThoughStopped)));
        let long_ago = confirmed(Stream::Stopped, 50_000);
        assert_eq!(judged(&situation(&up, long_ago, frame(4_000))), (Picture::Past, Some(Message::Stopped)));
    }

    #[test]
    fn frames_of_a_doubtful_stop_are_shown_without_claiming_what_the_backend_says() {
        let up = connected();
        let doubtful = doubtful(Stream::Stopped, Doubt::SyncFailed);
        assert_eq!(judged(&situation(&up, doubtful, frame(40))), (Picture::Live, None));
        assert_eq!(judged(&situation(&up, doubtful, None)), (Picture::Absent, Some(Message::Unknown)));
    }

    #[test]
    fn a_running_stream_waits_for_its_first_frame_but_not_for_ever() {
        let up = connected();
        let running = confirmed(Stream::Running, 100);
        for old in [None, frame(9_000)] {
            let mut begun = situation(&up, running, old);
            begun.timeline.frames_due_since = Moment(NOW.0 - 8_000);
            begun.timeline.watched_since = Moment(NOW.0 - 3_000);
            let picture = if old.is_some() { Picture::Past } else { Picture::Absent };
            assert_eq!(judged(&begun), (picture, Some(Message::FrameDue)));
            begun.timeline.watched_since = Moment(NOW.0 - 3_001);
            assert_eq!(judged(&begun), (picture, Some(Message::Stalled)));
        }
        assert_eq!(Caption::of(&situation(&up, running, None)).words(), "The stream runs, but no frame comes");
    }

    #[test]
    fn frames_that_can_not_be_shown_are_no_stall() {
        let up = connected();
        let running = confirmed(Stream::Running, 100);
        let mut unreadable = situation(&up, running, frame(9_000));
        unreadable.last_arrival = Some(Moment(NOW.0 - 50));
        assert_eq!(judged(&unreadable), (Picture::Past, Some(Message::Unreadable)));
        unreadable.last_frame = None;
        assert_eq!(judged(&unreadable), (Picture::Absent, Some(Message::Unreadable)));
        unreadable.last_arrival = Some(Moment(NOW.0 - 3_001));
        assert_eq!(judged(&unreadable), (Picture::Absent, Some(Message::Stalled)));
    }

    #[test]
    fn a_stream_stalls_by_its_own_pace() {
        let up = connected();
        let running = confirmed(Stream::Running, 100);
        assert_eq!(judged(&situation(&up, running, frame(3_000))), (Picture::Live, None));
        let stalled = Caption::of(&situation(&up, running, frame(3_001)));
        assert_eq!((stalled.message, stalled.age), (Some(Message::Stalled), Some(Age::Seconds(3))));
        let slow = Some(LastFrame { at: Moment(NOW.0 - 14_000), interval_ms: Some(5_000) });
        assert_eq!(judged(&situation(&up, running, slow)), (Picture::Live, None));
    }

    #[test]
    fn a_lost_connection_makes_the_picture_past_at_once() {
        let running = confirmed(Stream::Running, 100);
        for down in [WAITING, CONNECTING] {
            let lost = Caption::of(&situation(&down, running, frame(12_000)));
            assert_eq!(lost.picture, Picture::Past);
            assert_eq!(lost.words(), "Connection lost: this is the last frame");
            assert_eq!(lost.age, Some(Age::Seconds(10)));
        }
        assert_eq!(Caption::of(&situation(&WAITING, running, frame(1))).tone(), Tone::Warning);
        assert_eq!(judged(&situation(&WAITING, running, frame(1))).0, Picture::Past);
    }

    #[test]
    fn before_anything_is_known_nothing_is_claimed() {
        let nothing = doubtful(Stream::Stopped, Doubt::NotAsked);
        let up = connected();
        assert_eq!(judged(&situation(&Connection::Closed, nothing, None)).1, Some(Message::Connecting));
        assert_eq!(judged(&situation(&CONNECTING, nothing, None)).1, Some(Message::Connecting));
        assert_eq!(judged(&situation(&WAITING, nothing, None)).1, Some(Message::Unconnected));
        let mut syncing = situation(&up, nothing, None);
        syncing.syncing = true;
        assert_eq!(judged(&syncing).1, Some(Message::Checking));
        assert_eq!(judged(&situation(&Connection::Closed, nothing, frame(1))).1, Some(Message::Closed));
    }

    #[test]
    fn a_command_in_flight_is_named() {
        let up = connected();
        let mut starting = situation(&up, confirmed(Stream::Stopped, 5_000), None);
        starting.command = command(Order::Start { force: false });
        assert_eq!(judged(&starting), (Picture::Absent, Some(Message::Starting)));
        let mut stopping = situation(&up, confirmed(Stream::Running, 5_000), frame(40));
        stopping.command = command(Order::Stop);
        assert_eq!(judged(&stopping), (Picture::Live, None), "frames come until it stops");
        stopping.last_frame = frame(4_000);
        assert_eq!(judged(&stopping), (Picture::Past, Some(Message::Stopping)));
    }
}
