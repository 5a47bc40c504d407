//! Since when frames are due, and since when none are.

use crate::sync::{Command, Connection, Evidence, Knowledge, Moment, Order, Stream, Visibility};

/// What the page remembers of the stream's course to judge how a frame's time fits to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// A frame that came since then belongs to the stream that runs now.
    pub frames_due_since: Moment,
    /// Since when frames should be seen to come: the page is looked at, and has the stream as running.
    pub watched_since: Moment,
    /// Since when the backend says that nothing streams; `None` while it doesn't.
    pub stopped_since: Option<Moment>,
    connected: bool,
    starting: bool,
    watching: bool,
}

/// What the timeline follows.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    /// The connection.
    pub connection: &'a Connection,
    /// What is known about the stream.
    pub knowledge: Knowledge,
    /// The command in flight.
    pub command: Option<Command>,
    /// The tab.
    pub visibility: Visibility,
}

impl Timeline {
    /// The timeline after what is known changed; without a `previous` one it begins.
    #[must_use]
    pub fn following(previous: Option<&Self>, course: &Course<'_>, now: Moment) -> Self {
        let connected = course.connection.connected();
        let order = course.command.map(|command| command.order);
        let starting = matches!(order, Some(Order::Start { .. } | Order::Switch));
        // Between one stream and the next no frame is due.
        let watching = connected
            && course.visibility == Visibility::Visible
            && course.knowledge.stream == Stream::Running
            && order != Some(Order::Switch);
        let stopped_at = match course.knowledge {
            Knowledge { stream: Stream::Stopped, evidence: Evidence::Confirmed { at } } => Some(at),
            _ => None,
        };
        let Some(previous) = previous else {
            return Self {
                frames_due_since: stopped_at.unwrap_or_default(),
                watched_since: now,
                stopped_since: stopped_at,
                connected,
                starting,
                watching,
            };
        };
        let began = (connected && !previous.connected) || (starting && !previous.starting);
        Self {
            frames_due_since: [Some(previous.frames_due_since), began.then_some(now), stopped_at]
                .into_iter()
                .flatten()
                .max()
                .unwrap_or_default(),
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
    use super::{Course, Timeline};
    use crate::sync::{
        Command, Connection, Doubt, Evidence, Generation, Knowledge, Moment, Order, RequestId, Stage, Stream,
        Visibility,
    };

    const DOWN: Connection = Connection::Connecting { generation: Generation(1), attempt: 1, deadline: Moment(10_000) };

    fn up() -> Connection {
        Connection::Connected { generation: Generation(1), sid: "sid".to_owned() }
    }

    fn confirmed(stream: Stream, at_ms: u64) -> Knowledge {
        Knowledge { stream, evidence: Evidence::Confirmed { at: Moment(at_ms) } }
    }

    fn after(
        previous: Option<&Timeline>,
        connection: &Connection,
        knowledge: Knowledge,
        command: Option<Command>,
        now: Moment,
    ) -> Timeline {
        let visibility = Visibility::Visible;
        Timeline::following(previous, &Course { connection, knowledge, command, visibility }, now)
    }

    const START: Command = Command {
        order: Order::Start { force: false },
        request: RequestId(1),
        deadline: Moment(99_999),
        stage: Stage::Sent,
    };

    #[test]
    fn frames_are_due_from_the_last_confirmed_stop() {
        let begun = after(None, &up(), confirmed(Stream::Stopped, 100), None, Moment(100));
        let polled = after(Some(&begun), &up(), confirmed(Stream::Stopped, 5_100), None, Moment(5_100));
        assert_eq!(polled.stopped_since, Some(Moment(100)));
        let runs = after(Some(&polled), &up(), confirmed(Stream::Running, 6_000), None, Moment(6_000));
        assert_eq!((runs.frames_due_since, runs.stopped_since), (Moment(5_100), None));
    }

    #[test]
    fn a_switch_begins_anew_and_its_frames_are_awaited_from_its_end() {
        const SWITCH: Command = Command { order: Order::Switch, ..START };
        let runs = after(None, &up(), confirmed(Stream::Running, 100), None, Moment(100));
        let switching = after(Some(&runs), &up(), confirmed(Stream::Running, 100), Some(SWITCH), Moment(9_000));
        assert_eq!(switching.frames_due_since, Moment(9_000), "what came before is another stream's");
        let switched = after(Some(&switching), &up(), confirmed(Stream::Running, 14_000), None, Moment(14_000));
        assert_eq!((switched.frames_due_since, switched.watched_since), (Moment(9_000), Moment(14_000)));
    }

    #[test]
    fn frames_are_due_from_the_click_and_not_from_each_later_change() {
        let stopped = after(None, &up(), confirmed(Stream::Stopped, 100), None, Moment(100));
        let starting = after(Some(&stopped), &up(), confirmed(Stream::Stopped, 100), Some(START), Moment(900));
        assert_eq!(starting.frames_due_since, Moment(900));
        let runs = after(Some(&starting), &up(), confirmed(Stream::Running, 1_500), None, Moment(1_500));
        assert_eq!(runs.frames_due_since, Moment(900));
    }

    #[test]
    fn frames_are_due_anew_on_every_connection() {
        let running = confirmed(Stream::Running, 100);
        let first = after(None, &up(), running, None, Moment(100));
        let lost = after(Some(&first), &DOWN, running, None, Moment(2_000));
        assert_eq!(lost.frames_due_since, first.frames_due_since);
        let regained = after(Some(&lost), &up(), running, None, Moment(7_000));
        assert_eq!(regained.frames_due_since, Moment(7_000));
    }

    #[test]
    fn a_doubtful_stop_is_no_stop() {
        let assumed = Knowledge {
            stream: Stream::Stopped,
            evidence: Evidence::Unverified { doubt: Doubt::SyncFailed, confirmed_at: None },
        };
        let timeline = after(None, &up(), assumed, None, Moment(100));
        assert_eq!(timeline.stopped_since, None);
    }

    #[test]
    fn nothing_is_watched_for_while_nobody_looks_or_nothing_runs() {
        let connection = &up();
        let course = |stream, at_ms, visibility| Course {
            connection,
            knowledge: confirmed(stream, at_ms),
            command: None,
            visibility,
        };
        let stopped = Timeline::following(None, &course(Stream::Stopped, 100, Visibility::Visible), Moment(100));
        let follow = |previous: &Timeline, stream, visibility, now_ms| {
            Timeline::following(Some(previous), &course(stream, now_ms, visibility), Moment(now_ms))
        };
        let runs = follow(&stopped, Stream::Running, Visibility::Visible, 1_000);
        assert_eq!(runs.watched_since, Moment(1_000));
        let polled = follow(&runs, Stream::Running, Visibility::Visible, 6_000);
        assert_eq!(polled.watched_since, Moment(1_000));
        let hidden = follow(&polled, Stream::Running, Visibility::Hidden, 7_000);
        let shown = follow(&hidden, Stream::Running, Visibility::Visible, 90_000);
        assert_eq!(shown.watched_since, Moment(90_000));
    }
}
