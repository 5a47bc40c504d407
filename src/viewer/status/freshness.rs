//! Since when frames are due, and since when none are.

use crate::sync::{Connection, Evidence, PendingCommand, StreamCommand, StreamState, Timestamp, Tracked, Visibility};

/// What the page remembers of the stream, to tell whether a frame is of the stream that runs now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshnessTracker {
    /// A frame that came since then belongs to the stream that runs now.
    pub frames_due_since: Timestamp,
    /// Since when frames should be seen to come: the page is looked at, and has the stream as running.
    pub watched_since: Timestamp,
    /// How the stream that runs now began.
    pub begun: StreamBegin,
    /// Since when the backend says that nothing streams; `None` while it doesn't.
    pub stopped_since: Option<Timestamp>,
    connected: bool,
    starting: bool,
    watching: bool,
}

/// How a stream began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamBegin {
    /// By a command of this page: it is known which camera is to come.
    Commanded,
    /// Otherwise.
    Found,
}

/// What the tracker follows.
#[derive(Clone, Copy, Debug)]
pub struct TrackerInput<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// What is known about the stream.
    pub stream: Tracked,
    /// The command in flight.
    pub command: Option<PendingCommand>,
    /// The tab.
    pub visibility: Visibility,
}

impl FreshnessTracker {
    /// The tracker after what is known changed; without a `previous` one it begins.
    #[must_use]
    pub fn following(previous: Option<&Self>, input: &TrackerInput<'_>, now: Timestamp) -> Self {
        let connected = input.connection.connected();
        let command = input.command.map(|command| command.command);
        let starting = matches!(command, Some(StreamCommand::Start { .. } | StreamCommand::Switch));
        // Between one stream and the next no frame is due.
        let watching = connected
            && input.visibility == Visibility::Visible
            && input.stream.state == StreamState::Running
            && command != Some(StreamCommand::Switch);
        let stopped_at = match input.stream {
            Tracked { state: StreamState::Stopped, evidence: Evidence::Confirmed { at } } => Some(at),
            _ => None,
        };
        let Some(previous) = previous else {
            return Self {
                frames_due_since: stopped_at.unwrap_or_default(),
                watched_since: now,
                begun: if starting { StreamBegin::Commanded } else { StreamBegin::Found },
                stopped_since: stopped_at,
                connected,
                starting,
                watching,
            };
        };
        let (reconnected, commanded) = (connected && !previous.connected, starting && !previous.starting);
        let began = reconnected || commanded;
        let begun = match (commanded, reconnected) {
            (true, _) => StreamBegin::Commanded,
            (false, true) => StreamBegin::Found,
            (false, false) => previous.begun,
        };
        Self {
            frames_due_since: [Some(previous.frames_due_since), began.then_some(now), stopped_at]
                .into_iter()
                .flatten()
                .max()
                .unwrap_or_default(),
            begun,
            watched_since: if watching && !previous.watching { now } else { previous.watched_since },
            stopped_since: stopped_at.map(|at| previous.stopped_since.unwrap_or(at)),
            connected,
            starting,
            watching,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FreshnessTracker, TrackerInput};
    use crate::sync::{
        Connection, Evidence, Generation, PendingCommand, RequestId, Stage, StreamCommand, StreamState, Timestamp,
        Tracked, UnverifiedReason, Visibility,
    };

    const DOWN: Connection =
        Connection::Connecting { generation: Generation(1), attempt: 1, deadline: Timestamp(10_000) };

    fn up() -> Connection {
        Connection::Connected { generation: Generation(1), sid: "sid".to_owned() }
    }

    fn confirmed(stream: StreamState, at_ms: u64) -> Tracked {
        Tracked { state: stream, evidence: Evidence::Confirmed { at: Timestamp(at_ms) } }
    }

    fn after(
        previous: Option<&FreshnessTracker>,
        connection: &Connection,
        stream: Tracked,
        command: Option<PendingCommand>,
        now: Timestamp,
    ) -> FreshnessTracker {
        let visibility = Visibility::Visible;
        FreshnessTracker::following(previous, &TrackerInput { connection, stream, command, visibility }, now)
    }

    const START: PendingCommand = PendingCommand {
        command: StreamCommand::Start { force: false },
        request: RequestId(1),
        deadline: Timestamp(99_999),
        stage: Stage::Sent,
    };

    #[test]
    fn frames_are_due_from_the_last_confirmed_stop() {
        let begun = after(None, &up(), confirmed(StreamState::Stopped, 100), None, Timestamp(100));
        let polled = after(Some(&begun), &up(), confirmed(StreamState::Stopped, 5_100), None, Timestamp(5_100));
        assert_eq!(polled.stopped_since, Some(Timestamp(100)));
        let runs = after(Some(&polled), &up(), confirmed(StreamState::Running, 6_000), None, Timestamp(6_000));
        assert_eq!((runs.frames_due_since, runs.stopped_since), (Timestamp(5_100), None));
    }

    #[test]
    fn a_switch_begins_anew_and_its_frames_are_awaited_from_its_end() {
        const SWITCH: PendingCommand = PendingCommand { command: StreamCommand::Switch, ..START };
        let runs = after(None, &up(), confirmed(StreamState::Running, 100), None, Timestamp(100));
        let switching = after(Some(&runs), &up(), confirmed(StreamState::Running, 100), Some(SWITCH), Timestamp(9_000));
        assert_eq!(switching.frames_due_since, Timestamp(9_000), "what came before is another stream's");
        let switched = after(Some(&switching), &up(), confirmed(StreamState::Running, 14_000), None, Timestamp(14_000));
        assert_eq!((switched.frames_due_since, switched.watched_since), (Timestamp(9_000), Timestamp(14_000)));
    }

    #[test]
    fn frames_are_due_from_the_click_and_not_from_each_later_change() {
        let stopped = after(None, &up(), confirmed(StreamState::Stopped, 100), None, Timestamp(100));
        let starting = after(Some(&stopped), &up(), confirmed(StreamState::Stopped, 100), Some(START), Timestamp(900));
        assert_eq!(starting.frames_due_since, Timestamp(900));
        let runs = after(Some(&starting), &up(), confirmed(StreamState::Running, 1_500), None, Timestamp(1_500));
        assert_eq!(runs.frames_due_since, Timestamp(900));
    }

    #[test]
    fn frames_are_due_anew_on_every_connection() {
        let running = confirmed(StreamState::Running, 100);
        let first = after(None, &up(), running, None, Timestamp(100));
        let lost = after(Some(&first), &DOWN, running, None, Timestamp(2_000));
        assert_eq!(lost.frames_due_since, first.frames_due_since);
        let regained = after(Some(&lost), &up(), running, None, Timestamp(7_000));
        assert_eq!(regained.frames_due_since, Timestamp(7_000));
    }

    #[test]
    fn a_doubtful_stop_is_no_stop() {
        let assumed = Tracked {
            state: StreamState::Stopped,
            evidence: Evidence::Unverified { reason: UnverifiedReason::SyncFailed, last: None },
        };
        let timeline = after(None, &up(), assumed, None, Timestamp(100));
        assert_eq!(timeline.stopped_since, None);
    }

    #[test]
    fn nothing_is_watched_for_while_nobody_looks_or_nothing_runs() {
        let connection = &up();
        let input = |stream, at_ms, visibility| TrackerInput {
            connection,
            stream: confirmed(stream, at_ms),
            command: None,
            visibility,
        };
        let stopped =
            FreshnessTracker::following(None, &input(StreamState::Stopped, 100, Visibility::Visible), Timestamp(100));
        let follow = |previous: &FreshnessTracker, stream, visibility, now_ms| {
            FreshnessTracker::following(Some(previous), &input(stream, now_ms, visibility), Timestamp(now_ms))
        };
        let runs = follow(&stopped, StreamState::Running, Visibility::Visible, 1_000);
        assert_eq!(runs.watched_since, Timestamp(1_000));
        let polled = follow(&runs, StreamState::Running, Visibility::Visible, 6_000);
        assert_eq!(polled.watched_since, Timestamp(1_000));
        let hidden = follow(&polled, StreamState::Running, Visibility::Hidden, 7_000);
        let shown = follow(&hidden, StreamState::Running, Visibility::Visible, 90_000);
        assert_eq!(shown.watched_since, Timestamp(90_000));
    }
}
