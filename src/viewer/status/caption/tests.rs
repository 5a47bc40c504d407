//! Situations, and what is said in them.

use super::super::{FrameOrigin, FreshnessTracker, LastFrame, StreamBegin, TrackerInput};
use super::{Age, Caption, CaptionInput, CaptionKind, ImageFreshness, Tone};
use crate::sync::{
    Connection, DisconnectReason, Evidence, Generation, PendingCommand, RequestId, Stage, StreamCommand, StreamState,
    Timestamp, Tracked, UnverifiedReason, Visibility,
};

const NOW: Timestamp = Timestamp(100_000);
const CONNECTING: Connection =
    Connection::Connecting { generation: Generation(1), attempt: 1, deadline: Timestamp(200_000) };
const WAITING: Connection =
    Connection::Waiting { reason: DisconnectReason::TransportClose, attempt: 1, at: Timestamp(200_000) };

fn connected() -> Connection {
    Connection::Connected { generation: Generation(1), sid: "sid".to_owned() }
}

fn confirmed(stream: StreamState, ago_ms: u64) -> Tracked {
    Tracked { state: stream, evidence: Evidence::Confirmed { at: Timestamp(NOW.0 - ago_ms) } }
}

fn doubtful(stream: StreamState, reason: UnverifiedReason) -> Tracked {
    Tracked { state: stream, evidence: Evidence::Unverified { reason, last: None } }
}

fn frame(ago_ms: u64) -> Option<LastFrame> {
    Some(LastFrame { at: Timestamp(NOW.0 - ago_ms), interval_ms: Some(50) })
}

fn command(command: StreamCommand) -> Option<PendingCommand> {
    Some(PendingCommand { command, request: RequestId(1), deadline: Timestamp(200_000), stage: Stage::Sent })
}

fn input(connection: &Connection, stream: Tracked, last_frame: Option<LastFrame>) -> CaptionInput<'_> {
    let input = TrackerInput { connection, stream, command: None, visibility: Visibility::Visible };
    let mut timeline = FreshnessTracker::following(None, &input, NOW);
    timeline.watched_since = Timestamp(NOW.0 - 20_000);
    CaptionInput {
        connection,
        stream,
        syncing: false,
        verified: stream.unverified_reason().is_none(),
        command: None,
        last_frame,
        origin: FrameOrigin::Chosen,
        last_refusal: None,
        exposure_ms: None,
        timeline,
        now: NOW,
    }
}

fn shown(input: &CaptionInput<'_>) -> (ImageFreshness, Option<CaptionKind>) {
    let caption = Caption::of(input);
    (caption.picture, caption.message)
}

#[test]
fn a_running_stream_with_frames_needs_no_words() {
    let up = connected();
    let caption = Caption::of(&input(&up, confirmed(StreamState::Running, 10), frame(40)));
    assert_eq!(caption, Caption { picture: ImageFreshness::Live, message: None, age: None });
    assert_eq!(caption.words(), "");
}

#[test]
fn a_stopped_stream_says_so_with_and_without_a_picture() {
    let up = connected();
    let bare = Caption::of(&input(&up, confirmed(StreamState::Stopped, 10), None));
    assert_eq!((bare.picture, bare.words(), bare.age), (ImageFreshness::Absent, "Stream is stopped", None));
    let with_picture = Caption::of(&input(&up, confirmed(StreamState::Stopped, 10), frame(12_300)));
    assert_eq!(with_picture.picture, ImageFreshness::Past);
    assert_eq!(with_picture.words(), "Stream is stopped: this is the last frame");
    assert_eq!(with_picture.age, Some(Age::Seconds(10)));
}

#[test]
fn frames_that_were_under_way_at_the_stop_are_no_contradiction() {
    let up = connected();
    let stopped = confirmed(StreamState::Stopped, 2_000);
    assert_eq!(shown(&input(&up, stopped, frame(1_500))), (ImageFreshness::Past, Some(CaptionKind::Stopped)));
    assert_eq!(shown(&input(&up, stopped, frame(500))), (ImageFreshness::Live, Some(CaptionKind::FramesThoughStopped)));
    let long_ago = confirmed(StreamState::Stopped, 50_000);
    assert_eq!(shown(&input(&up, long_ago, frame(4_000))), (ImageFreshness::Past, Some(CaptionKind::Stopped)));
}

#[test]
fn frames_of_a_doubtful_stop_are_shown_without_claiming_what_the_backend_says() {
    let up = connected();
    let doubtful = doubtful(StreamState::Stopped, UnverifiedReason::SyncFailed);
    assert_eq!(shown(&input(&up, doubtful, frame(40))), (ImageFreshness::Live, None));
    assert_eq!(shown(&input(&up, doubtful, None)), (ImageFreshness::Absent, Some(CaptionKind::Unknown)));
}

#[test]
fn a_running_stream_waits_for_its_first_frame_but_not_for_ever() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    for old in [None, frame(9_000)] {
        let mut begun = input(&up, running, old);
        begun.timeline.frames_due_since = Timestamp(NOW.0 - 8_000);
        begun.timeline.watched_since = Timestamp(NOW.0 - 3_000);
        let picture = if old.is_some() { ImageFreshness::Past } else { ImageFreshness::Absent };
        assert_eq!(shown(&begun), (picture, Some(CaptionKind::FrameDue)));
        begun.timeline.watched_since = Timestamp(NOW.0 - 3_001);
        assert_eq!(shown(&begun), (picture, Some(CaptionKind::Stalled)));
    }
    assert_eq!(Caption::of(&input(&up, running, None)).words(), "The stream runs, but no frame comes");
}

#[test]
fn frames_that_can_not_be_shown_are_no_stall() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    let mut unreadable = input(&up, running, frame(9_000));
    unreadable.last_refusal = Some(Timestamp(NOW.0 - 50));
    assert_eq!(shown(&unreadable), (ImageFreshness::Past, Some(CaptionKind::Unreadable)));
    unreadable.last_frame = None;
    assert_eq!(shown(&unreadable), (ImageFreshness::Absent, Some(CaptionKind::Unreadable)));
    unreadable.last_refusal = Some(Timestamp(NOW.0 - 3_001));
    assert_eq!(shown(&unreadable), (ImageFreshness::Absent, Some(CaptionKind::Stalled)));
}

#[test]
fn a_stream_stalls_by_its_own_pace() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    assert_eq!(shown(&input(&up, running, frame(3_000))), (ImageFreshness::Live, None));
    let stalled = Caption::of(&input(&up, running, frame(3_001)));
    assert_eq!((stalled.message, stalled.age), (Some(CaptionKind::Stalled), Some(Age::Seconds(3))));
    let slow = Some(LastFrame { at: Timestamp(NOW.0 - 14_000), interval_ms: Some(5_000) });
    assert_eq!(shown(&input(&up, running, slow)), (ImageFreshness::Live, None));
}

#[test]
fn the_rhythm_of_a_slow_stream_is_known_after_two_frames() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    let mut slow = input(&up, running, Some(LastFrame { at: Timestamp(NOW.0 - 44_000), interval_ms: Some(45_000) }));
    assert_eq!(shown(&slow), (ImageFreshness::Live, None));
    // A rhythm that began in the stream before says nothing about this one.
    slow.timeline.frames_due_since = Timestamp(NOW.0 - 60_000);
    assert_eq!(shown(&slow), (ImageFreshness::Past, Some(CaptionKind::Stalled)));
}

#[test]
fn the_exposure_says_how_long_the_first_frames_may_take() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    let mut first = input(&up, running, None);
    first.exposure_ms = Some(30_000);
    assert_eq!(shown(&first), (ImageFreshness::Absent, Some(CaptionKind::FrameDue)));
    first.last_frame = Some(LastFrame { at: Timestamp(NOW.0 - 29_000), interval_ms: None });
    assert_eq!(shown(&first), (ImageFreshness::Live, None));
    first.exposure_ms = Some(10);
    assert_eq!(shown(&first), (ImageFreshness::Past, Some(CaptionKind::Stalled)));
    first.last_frame = Some(LastFrame { at: Timestamp(NOW.0 - 29_000), interval_ms: Some(20_000) });
    first.timeline.frames_due_since = Timestamp(NOW.0 - 50_000);
    assert_eq!(shown(&first), (ImageFreshness::Live, None), "the rhythm counts as soon as there is one");
}

#[test]
fn the_exposure_is_asked_for_only_where_nothing_else_tells() {
    let up = connected();
    let running = confirmed(StreamState::Running, 100);
    assert!(input(&up, running, None).wants_exposure());
    assert!(!input(&up, running, frame(2_000)).wants_exposure(), "the rhythm is known");
    let single = |ago_ms| Some(LastFrame { at: Timestamp(NOW.0 - ago_ms), interval_ms: None });
    assert!(input(&up, running, single(1_000)).wants_exposure());
    assert!(!input(&up, running, single(999)).wants_exposure(), "the next one may just come");
    assert!(!input(&up, confirmed(StreamState::Stopped, 100), single(5_000)).wants_exposure());
    assert!(!input(&WAITING, running, single(5_000)).wants_exposure());
}

#[test]
fn a_frame_on_its_way_is_not_one_that_can_not_be_shown() {
    let up = connected();
    // The one before it was the last that was shown, and nothing was refused.
    let late = input(&up, confirmed(StreamState::Running, 100), frame(9_000));
    assert_eq!(shown(&late).1, Some(CaptionKind::Stalled));
}

#[test]
fn after_a_switch_the_last_frames_of_the_stream_before_are_not_live() {
    let up = connected();
    let mut switched = input(&up, confirmed(StreamState::Running, 100), frame(40));
    switched.origin = FrameOrigin::Other;
    assert_eq!(shown(&switched), (ImageFreshness::Live, None), "nothing was chosen here");
    switched.timeline.begun = StreamBegin::Commanded;
    switched.timeline.watched_since = Timestamp(NOW.0 - 200);
    assert_eq!(shown(&switched), (ImageFreshness::Past, Some(CaptionKind::FrameDue)));
    switched.origin = FrameOrigin::Chosen;
    assert_eq!(shown(&switched), (ImageFreshness::Live, None));
}

#[test]
fn a_lost_connection_makes_the_picture_past_at_once() {
    let running = confirmed(StreamState::Running, 100);
    for down in [WAITING, CONNECTING] {
        let lost = Caption::of(&input(&down, running, frame(12_000)));
        assert_eq!(lost.picture, ImageFreshness::Past);
        assert_eq!(lost.words(), "Connection lost: this is the last frame");
        assert_eq!(lost.age, Some(Age::Seconds(10)));
    }
    assert_eq!(Caption::of(&input(&WAITING, running, frame(1))).tone(), Tone::Warning);
    assert_eq!(shown(&input(&WAITING, running, frame(1))).0, ImageFreshness::Past);
}

#[test]
fn before_anything_is_known_nothing_is_claimed() {
    let nothing = doubtful(StreamState::Stopped, UnverifiedReason::NotAsked);
    let up = connected();
    assert_eq!(shown(&input(&Connection::Closed, nothing, None)).1, Some(CaptionKind::Connecting));
    assert_eq!(shown(&input(&CONNECTING, nothing, None)).1, Some(CaptionKind::Connecting));
    assert_eq!(shown(&input(&WAITING, nothing, None)).1, Some(CaptionKind::Unconnected));
    let mut syncing = input(&up, nothing, None);
    syncing.syncing = true;
    assert_eq!(shown(&syncing).1, Some(CaptionKind::Checking));
    assert_eq!(shown(&input(&Connection::Closed, nothing, frame(1))).1, Some(CaptionKind::Closed));
}

#[test]
fn a_command_in_flight_is_named() {
    let up = connected();
    let mut starting = input(&up, confirmed(StreamState::Stopped, 5_000), None);
    starting.command = command(StreamCommand::Start { force: false });
    assert_eq!(shown(&starting), (ImageFreshness::Absent, Some(CaptionKind::Starting)));
    let mut stopping = input(&up, confirmed(StreamState::Running, 5_000), frame(40));
    stopping.command = command(StreamCommand::Stop);
    assert_eq!(shown(&stopping), (ImageFreshness::Live, None), "frames come until it stops");
    stopping.last_frame = frame(4_000);
    assert_eq!(shown(&stopping), (ImageFreshness::Past, Some(CaptionKind::Stopping)));
}

#[test]
fn a_refused_socket_is_no_backend_that_is_away() {
    let refused = Connection::Waiting { reason: DisconnectReason::TransportError, attempt: 3, at: Timestamp(200_000) };
    let answers = confirmed(StreamState::Running, 500);
    let told = Caption::of(&input(&refused, answers, None));
    assert_eq!((told.words(), told.tone()), ("The backend answers, but opens no connection for frames", Tone::Warning));
    let away = doubtful(StreamState::Running, UnverifiedReason::LinkLost);
    assert_eq!(Caption::of(&input(&refused, away, None)).words(), "No connection to the backend");
}

#[test]
fn a_stream_is_said_to_run_only_while_the_backend_says_so() {
    let up = connected();
    let stalled = input(&up, confirmed(StreamState::Running, 500), frame(10_000));
    assert_eq!(shown(&stalled).1, Some(CaptionKind::Stalled));
    let silent = CaptionInput { verified: false, ..stalled };
    let caption = Caption::of(&silent);
    assert_eq!(caption.words(), "Nothing is heard from the backend: this is the last frame");
    assert_eq!(caption.tone(), Tone::Warning);
}
