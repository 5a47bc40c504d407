use super::*;
use crate::control::camera::Choice;
use crate::control::microscopes::Microscope;
use crate::sync::{
    DisconnectReason, Holds, Notice, RequestError, Severity, StreamCommand, StreamState, Subject, ThingNotice,
    Timestamp,
};

fn post(board: &mut NoticeList, notice: Notice, at_ms: u64) {
    let content = NoticeContent::new(&notice, &Choice::default());
    board.post_while(content, notice.holds_while(), Timestamp(at_ms), String::new());
}

fn lost() -> Notice {
    Notice::ConnectionLost { reason: DisconnectReason::TransportClose }
}

#[test]
fn repeats_are_folded_and_other_words_take_their_place() {
    let mut board = NoticeList::default();
    for at_ms in 0..3 {
        post(&mut board, lost(), at_ms);
    }
    assert_eq!(board.posted().len(), 1);
    assert_eq!(board.posted()[0].count, 3);
    assert_eq!(board.posted()[0].at, Timestamp(2));
    post(&mut board, Notice::ConnectionRegained, 9);
    assert_eq!(board.posted().len(), 1);
    assert_eq!(board.posted()[0].count, 1);
}

#[test]
fn there_is_one_a_topic_and_each_can_be_dismissed() {
    let mut board = NoticeList::default();
    post(&mut board, lost(), 0);
    post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
    post(&mut board, Notice::LongExposure { message: "3 s".into() }, 0);
    assert_eq!(board.posted().len(), 3);
    assert_eq!(board.posted()[2].message.action, Some(Action::StartAnyway(Choice::default())));
    board.dismiss(Topic::Drift);
    assert!(board.posted().iter().all(|posted| posted.message.topic != Topic::Drift));
}

#[test]
fn only_what_needs_nothing_leaves_by_itself() {
    let mut board = NoticeList::default();
    post(&mut board, Notice::ConnectionRegained, 0);
    post(&mut board, Notice::AlreadyRunning { protocol: None }, 1_000);
    post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
    board.expire(Timestamp(INFO_LIFETIME_MS));
    let topics: Vec<Topic> = board.posted().iter().map(|posted| posted.message.topic).collect();
    assert_eq!(topics, [Topic::Command, Topic::Drift]);
}

#[test]
fn what_offers_to_do_something_stays_until_that_is_decided() {
    let name = crate::control::microscopes::MicroscopeName::of_address("http://a");
    let microscope = Microscope { name, address: "http://a".into() };
    let mut board = NoticeList::default();
    let content = |action| NoticeContent {
        topic: Topic::Settings,
        severity: Severity::Info,
        text: "“a” was removed.".into(),
        action,
    };
    board.post(
        content(Some(Action::PutBack { place: 0, microscope, was_current: false })),
        Timestamp(0),
        String::new(),
    );
    assert!(!board.expire(Timestamp(INFO_LIFETIME_MS)));
    board.post(content(None), Timestamp(0), String::new());
    assert!(board.expire(Timestamp(INFO_LIFETIME_MS)));
}

#[test]
fn what_was_accepted_and_not_done_stays_beside_a_drift_of_the_same_thing() {
    let mut board = NoticeList::default();
    let about = |subject: &Subject, is_drift| {
        let (subject, severity) = (subject.clone(), Severity::Warning);
        Notice::Of(ThingNotice { subject, is_drift, severity, text: format!("{is_drift}"), holds: None })
    };
    let subjects = [Subject::Light("LED".into()), Subject::CameraSettings];
    for subject in &subjects {
        for is_drift in [false, true, true] {
            post(&mut board, about(subject, is_drift), 0);
        }
    }
    let texts: Vec<&str> = board.posted().iter().map(|posted| posted.message.text.as_str()).collect();
    assert_eq!(texts, ["false", "true", "false", "true"]);
}

#[test]
fn what_names_a_state_goes_with_it() {
    let (start, stop) = (StreamCommand::Start { force: false }, StreamCommand::Stop);
    let found = Notice::Corrected { was: StreamState::Stopped, now: StreamState::Running };
    let cases = [
        (found, StreamState::Running),
        (Notice::LongExposure { message: "3 s".into() }, StreamState::Stopped),
        (Notice::Refused { command: start, message: "no".into() }, StreamState::Stopped),
        (Notice::Refused { command: stop, message: "no".into() }, StreamState::Running),
        (Notice::NotSent { command: stop }, StreamState::Running),
    ];
    for (notice, state) in cases {
        let mut board = NoticeList::default();
        post(&mut board, notice.clone(), 0);
        assert!(!board.outdate(|holds| *holds != Holds::Stream(state)), "{notice:?}");
        let other = StreamState::from_active(!state.active());
        assert!(board.outdate(|holds| *holds != Holds::Stream(other)), "{notice:?}");
        assert!(board.posted().is_empty(), "{notice:?}");
    }
    let mut board = NoticeList::default();
    post(&mut board, Notice::Unanswered { command: start, why: RequestError::Http(500) }, 0);
    post(&mut board, lost(), 0);
    assert!(!board.outdate(|_| true));
}
