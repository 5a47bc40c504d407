//! Frames of a camera, and what the history makes of them.

use proptest::prelude::*;

use super::{FrameHistory, SECONDS};
use crate::sync::Timestamp;
use crate::viewer::status::MinuteReport;

/// What a server's clock said when this page was opened.
const SERVER_S: f64 = 1.7e9;
const BYTES: usize = 30_000;

/// A frame that came at this time, sent by a server so much earlier, and painted so much later.
fn frame(history: &mut FrameHistory, came_ms: u64, way_ms: u64, paint_ms: u64) {
    let came = Timestamp(came_ms);
    history.received(came, BYTES);
    history.timed(came, SERVER_S + (came_ms as f64 - way_ms as f64) / 1_000.0);
    history.painted(came, came.after(paint_ms));
}

/// Ten frames a second from `begin_ms` to `end_ms`.
fn stream(history: &mut FrameHistory, begin_ms: u64, end_ms: u64, way_ms: u64) {
    (begin_ms..end_ms).step_by(100).for_each(|came_ms| frame(history, came_ms, way_ms, 8));
}

#[test]
fn a_steady_camera_has_steady_figures() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 70_000, 5);
    for phase_ms in 0..100 {
        let minute = history.minute(Timestamp(69_900 + phase_ms));
        let MinuteReport { received_per_second, painted_per_second, dropped_per_second, bytes_per_second, .. } = minute;
        assert_eq!((received_per_second, painted_per_second, dropped_per_second), (10.0, 10.0, 0.0));
        assert_eq!(bytes_per_second, 300_000.0);
        assert_eq!((minute.delay_ms, minute.paint_ms), (Some(0.0), Some(8.0)));
        assert_eq!((minute.received, minute.painted, minute.dropped), (vec![10; 60], vec![10; 60], vec![0; 60]));
    }
}

#[test]
fn what_was_before_counting_began_is_not_known() {
    let mut history = FrameHistory::new(Timestamp(10_400));
    assert_eq!(history.minute(Timestamp(10_400)), MinuteReport::default());
    stream(&mut history, 10_400, 13_000, 5);
    let minute = history.minute(Timestamp(12_950));
    assert_eq!(minute.received, [10], "only the second 11 is known whole");
    assert_eq!(history.minute(Timestamp(100_000)).received.len(), 60);
    assert_eq!(history.minute(Timestamp(5_000)).received, [0_u32; 0], "a clock that runs backwards harms nothing");
}

#[test]
fn after_a_stop_the_seconds_are_empty_and_nothing_is_claimed() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 20_000, 5);
    let minute = history.minute(Timestamp(25_000));
    assert_eq!((minute.received_per_second, minute.painted_per_second, minute.bytes_per_second), (0.0, 0.0, 0.0));
    assert_eq!((minute.delay_ms, minute.paint_ms, minute.last_received), (None, None, Some(Timestamp(19_900))));
    assert_eq!(minute.received.len(), 24);
    assert_eq!((&minute.received[..19], &minute.received[19..]), (&[10; 19][..], &[0; 5][..]));
    assert_eq!(history.minute(Timestamp(80_500)).received, [0; 60]);

    // As after a night with the lid closed.
    stream(&mut history, 30_000_000, 30_002_000, 5);
    let minute = history.minute(Timestamp(30_002_000));
    assert_eq!((&minute.received[..58], &minute.received[58..]), (&[0; 58][..], &[10, 10][..]));
}

#[test]
fn dropped_frames_are_counted() {
    let mut history = FrameHistory::new(Timestamp(0));
    for came_ms in (1_000..11_000).step_by(50) {
        history.received(Timestamp(came_ms), BYTES);
        if came_ms % 200 == 0 {
            history.painted(Timestamp(came_ms), Timestamp(came_ms));
        } else {
            history.dropped(Timestamp(came_ms));
        }
    }
    let minute = history.minute(Timestamp(11_000));
    assert_eq!((minute.received, minute.painted, minute.dropped), (vec![20; 10], vec![5; 10], vec![15; 10]));
    assert!((14.0..16.0).contains(&minute.dropped_per_second), "{}", minute.dropped_per_second);
    assert!((4.9..=5.0).contains(&minute.painted_per_second), "{}", minute.painted_per_second);
}

#[test]
fn the_delay_is_over_the_quickest_frame_of_the_minute() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 10_000, 40);
    frame(&mut history, 10_000, 30, 8);
    stream(&mut history, 10_100, 15_000, 40);
    assert_eq!(history.minute(Timestamp(15_000)).delay_ms, Some(10.0));
    stream(&mut history, 15_000, 20_000, 240);
    assert_eq!(history.minute(Timestamp(20_000)).delay_ms, Some(210.0));
    stream(&mut history, 20_000, 70_000, 240);
    assert_eq!(history.minute(Timestamp(70_999)).delay_ms, Some(210.0));
    stream(&mut history, 70_000, 72_000, 240);
    assert_eq!(history.minute(Timestamp(72_000)).delay_ms, Some(200.0), "the quickest one is a minute ago");
}

#[test]
fn a_slow_camera_has_figures_too() {
    let mut history = FrameHistory::new(Timestamp(0));
    (0..10).for_each(|n| frame(&mut history, 5_000 * n, 5, 8));
    let minute = history.minute(Timestamp(48_000));
    assert_eq!((minute.received_per_second, minute.bytes_per_second), (0.2, 6_000.0));
    assert_eq!((minute.delay_ms, minute.paint_ms), (Some(0.0), Some(8.0)));
}

#[test]
fn without_usable_timestamps_there_is_no_delay() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 10_000, 5);
    for came_ms in (10_000..13_000).step_by(100) {
        history.received(Timestamp(came_ms), BYTES);
        for absurd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300, 1.7e12] {
            history.timed(Timestamp(came_ms), absurd);
        }
    }
    let minute = history.minute(Timestamp(13_000));
    assert_eq!((minute.received_per_second, minute.delay_ms), (10.0, None));
}

#[test]
fn a_clock_that_is_set_spoils_no_more_than_it_must() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 10_000, 40);
    // The server was thought to be in 1970.
    for came_ms in (10_000..12_000).step_by(100) {
        history.received(Timestamp(came_ms), BYTES);
        history.timed(Timestamp(came_ms), came_ms as f64 / 1_000.0);
    }
    assert_eq!(history.minute(Timestamp(12_000)).delay_ms, Some(0.0));
    stream(&mut history, 12_000, 13_000, 40);
    frame(&mut history, 13_000, 30, 8);
    stream(&mut history, 13_100, 16_000, 40);
    assert_eq!(history.minute(Timestamp(16_000)).delay_ms, Some(10.0));
}

#[test]
fn a_clock_that_is_set_by_less_than_a_minute_is_no_delay() {
    for step_s in [-20.0, -0.5, 20.0, 59.0] {
        let mut history = FrameHistory::new(Timestamp(0));
        stream(&mut history, 0, 10_000, 40);
        for came_ms in (10_000..14_000_u64).step_by(100) {
            history.received(Timestamp(came_ms), BYTES);
            history.timed(Timestamp(came_ms), SERVER_S + step_s + (came_ms as f64 - 40.0) / 1_000.0);
            let delay_ms = history.minute(Timestamp(came_ms)).delay_ms;
            assert!(delay_ms.is_some_and(|delay_ms| delay_ms < 50.0), "{step_s} s: {delay_ms:?} at {came_ms}");
        }
    }
    // What the network holds back is a delay all the same.
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 10_000, 40);
    stream(&mut history, 11_600, 15_000, 1_540);
    assert_eq!(history.minute(Timestamp(15_000)).delay_ms, Some(1_500.0));
}

#[test]
fn what_was_held_back_while_nobody_looked_is_no_time_to_paint() {
    let mut history = FrameHistory::new(Timestamp(0));
    stream(&mut history, 0, 1_000, 5);
    history.received(Timestamp(1_000), BYTES);
    history.shown(Timestamp(11_000));
    history.painted(Timestamp(1_000), Timestamp(11_008));
    stream(&mut history, 11_050, 11_250, 5);
    assert_eq!(history.minute(Timestamp(11_200)).paint_ms, Some(8.0));
}

#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Receive(f64),
    Paint(u64),
    Drop,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3_000_u64).prop_map(Step::Wait),
        (0..200_000_u64).prop_map(Step::Wait),
        any::<f64>().prop_map(Step::Receive),
        (0.0..1e10).prop_map(Step::Receive),
        (0..100_000_u64).prop_map(Step::Paint),
        Just(Step::Drop),
    ]
}

proptest! {
    #[test]
    fn every_second_is_counted_as_a_plain_list_of_events_says(steps in prop::collection::vec(step(), 0..200)) {
        let mut history = FrameHistory::new(Timestamp(0));
        let mut now = Timestamp(0);
        let mut events = Vec::new();
        for step in steps {
            match step {
                Step::Wait(time_ms) => now = now.after(time_ms),
                Step::Receive(server_timestamp_s) => {
                    history.received(now, BYTES);
                    history.timed(now, server_timestamp_s);
                }
                Step::Paint(wait_ms) => history.painted(Timestamp(now.0.saturating_sub(wait_ms)), now),
                Step::Drop => history.dropped(now),
            }
            events.push((now.0 / 1_000, step));
            let now_s = now.0 / 1_000;
            let minute = history.minute(now);
            let begin = now_s.saturating_sub(SECONDS).max(1);
            let counts = |is: fn(&Step) -> bool| -> Vec<u32> {
                (begin..now_s).map(|second| events.iter().filter(|(at, step)| *at == second && is(step)).count() as u32).collect()
            };
            prop_assert_eq!(&minute.received, &counts(|step| matches!(step, Step::Receive(_))));
            prop_assert_eq!(&minute.painted, &counts(|step| matches!(step, Step::Paint(_))));
            prop_assert_eq!(&minute.dropped, &counts(|step| matches!(step, Step::Drop)));
            prop_assert!(minute.delay_ms.is_none_or(|delay_ms| (0.0..1e8).contains(&delay_ms)), "{:?}", minute.delay_ms);
            prop_assert!(minute.bytes_per_second.is_finite());
            // All of it can be shown, whatever it is.
            drop((minute.received_outline(), minute.painted_outline(), minute.in_words(), minute.bitrate()));
        }
    }
}
