//! Since when frames are due, and since when none are.

use crate::sync::{Command, Connection, Evidence, Knowledge, Moment, Order, Stream};

/// What the page remembers of the stream's course to judge how a frame's time fits to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// A frame that came since then belongs to the stream that runs now.
    pub frames_due_since: Moment,
    /// Since when the backend says that nothing streams; `None` while it doesn't.
    pub stopped_since: Option<Moment>,
    connected: bool,
    starting: bool,
}

impl Timeline {
    /// The timeline after what is known changed; without a `previous` one it begins.
    #[must_use]
    pub fn following(
        previous: Option<&Self>,
        connection: &Connection,
        knowledge: &Knowledge,
        command: Option<&Command>,
        now: Moment,
    ) -> Self {
        let connected = connection.connected();
        let starting = matches!(command, Some(Command { order: Order::Start { .. }, .. }));
        let stopped_at = match *knowledge {
            Knowledge { stream: Stream::Stopped, evidence: Evidence::Confirmed { at } } => Some(at),
            _ => None,
        };
        let Some(previous) = previous else {
            return Self {
                frames_due_since: stopped_at.unwrap_or_default(),
                stopped_since: stopped_at,
                connected,
                starting,
            };
        };
        let began = (connected && !previous.connected) || (starting && !previous.starting);
        Self {
            frames_due_since: [Some(previous.frames_due_since), began.then_some(now), stopped_at]
                .into_iter()
                .flatten()
                .max()
                .unwrap_or_default(),
            stopped_since: stopped_at.map(|at| previous.stopped_since.unwrap_or(at)),
            connected,
            starting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timeline;
    use crate::sync::{
        Command, Connection, Doubt, Evidence, Generation, Knowledge, Moment, Order, RequestId, Stage, Stream,
    };

    const DOWN: Connection = Connection::Connecting { generation: Generation(1), attempt: 1, deadline: Moment(10_000) };

    fn up() -> Connection {
        Connection::Connected { generation: Generation(1), sid: "sid".to_owned() }
    }

    fn confirmed(stream: Stream, at_ms: u64) -> Knowledge {
        Knowledge { stream, evidence: Evidence::Confirmed { at: Moment(at_ms) } }
    }

    const START: Command = Command {
        order: Order::Start { force: false },
        request: RequestId(1),
        deadline: Moment(99_999),
        stage: Stage::Sent,
    };

    #[test]
    fn frames_are_due_from_the_last_confirmed_stop() {
        let begun = Timeline::following(None, &up(), &confirmed(Stream::Stopped, 100), None, Moment(100));
        let polled = Timeline::following(Some(&begun), &up(), &confirmed(Stream::Stopped, 5_100), None, Moment(5_100));
        assert_eq!(polled.stopped_since, Some(Moment(100)));
        let runs = Timeline::following(Some(&polled), &up(), &confirmed(Stream::Running, 6_000), None, Moment(6_000));
        assert_eq!((runs.frames_due_since, runs.stopped_since), (Moment(5_100), None));
    }

    #[test]
    fn frames_are_due_from_the_click_and_not_from_each_later_change() {
        let stopped = Timeline::following(None, &up(), &confirmed(Stream::Stopped, 100), None, Moment(100));
        let starting =
            Timeline::following(Some(&stopped), &up(), &confirmed(Stream::Stopped, 100), Some(&START), Moment(900));
        assert_eq!(starting.frames_due_since, Moment(900));
        let runs = Timeline::following(Some(&starting), &up(), &confirmed(Stream::Running, 1_500), None, Moment(1_500));
        assert_eq!(runs.frames_due_since, Moment(900));
    }

    #[test]
    fn frames_are_due_anew_on_every_connection() {
        let running = confirmed(Stream::Running, 100);
        let first = Timeline::following(None, &up(), &running, None, Moment(100));
        let lost = Timeline::following(Some(&first), &DOWN, &running, None, Moment(2_000));
        assert_eq!(lost.frames_due_since, first.frames_due_since);
        let regained = Timeline::following(Some(&lost), &up(), &running, None, Moment(7_000));
        assert_eq!(regained.frames_due_since, Moment(7_000));
    }

    #[test]
    fn a_doubtful_stop_is_no_stop() {
        let assumed = Knowledge {
            stream: Stream::Stopped,
            evidence: Evidence::Unverified { doubt: Doubt::SyncFailed, confirmed_at: None },
        };
        let timeline = Timeline::following(None, &up(), &assumed, None, Moment(100));
        assert_eq!(timeline.stopped_since, None);
    }
}
