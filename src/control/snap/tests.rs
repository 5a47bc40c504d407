//! The machine, with a clock of the test's.

use super::{Call, Cancel, Effect, Event, Failure, Format, Phase, SnapForm, SnapRequest, State};
use crate::control::saved_file::Verdict;
use crate::sync::{RequestError, RequestId, Timestamp, Visibility};
use crate::wire::{SavedSnap, SnapAnswer, SnapProgress, snap_answer};

/// A machine, its clock, and what it has sent.
struct Bench {
    state: State,
    now: Timestamp,
    sent: Vec<(RequestId, Call)>,
    aborted: Vec<RequestId>,
}

fn order() -> SnapRequest {
    match (SnapForm { format: Format::Png, file_name: "cells".to_owned() }).request() {
        Ok(order) => order,
        Err(why) => panic!("{why}"),
    }
}

fn going(job_id: &str, percent: u8) -> SnapProgress {
    SnapProgress { job_id: job_id.to_owned(), percent: Some(percent), expected_ms: Some(1_500), cancelled: None }
}

fn running(percent: u8) -> Result<SnapAnswer, RequestError> {
    Ok(SnapAnswer::Going(going("a", percent)))
}

fn saved() -> SavedSnap {
    match snap_answer(r#"{"status":"done","result":{"relativeFilePath":"recordings/cells.png"}}"#) {
        Ok(SnapAnswer::Done(saved)) => saved,
        other => panic!("{other:?}"),
    }
}

fn network() -> RequestError {
    RequestError::Network("Failed to fetch".to_owned())
}

fn status() -> Call {
    Call::Status("a".to_owned())
}

fn cancel() -> Call {
    Call::Cancel("a".to_owned())
}

impl Bench {
    fn new() -> Self {
        Self { state: State::new(Visibility::Visible), now: Timestamp(1_000), sent: Vec::new(), aborted: Vec::new() }
    }

    /// One whose job runs, and whose first question is not due yet.
    fn running() -> Self {
        let mut bench = Self::new();
        bench.step(Event::Wanted(order()));
        bench.reply(running(1));
        bench
    }

    fn step(&mut self, event: Event) {
        for effect in self.state.step(event, self.now) {
            match effect {
                Effect::Send { request, call } => self.sent.push((request, call)),
                Effect::Abort { request } => self.aborted.push(request),
            }
        }
    }

    /// Answers the newest request.
    fn reply(&mut self, answer: Result<SnapAnswer, RequestError>) {
        match self.sent.last() {
            Some(&(request, _)) => self.step(Event::Replied { request, answer }),
            None => panic!("nothing was sent"),
        }
    }

    /// Lets the clock run to the next wake, and says how long that was.
    fn wake(&mut self) -> u64 {
        let Some(at) = self.state.next_deadline() else { panic!("nothing is due: {:?}", self.state) };
        let waited_ms = at.ms_since(self.now);
        self.now = at;
        self.step(Event::TimerFired);
        waited_ms
    }

    fn calls(&self) -> Vec<Call> {
        self.sent.iter().map(|(_, call)| call.clone()).collect()
    }

    fn words(&self) -> String {
        self.state.phase().words(&Verdict::Found { size_bytes: None })
    }

    fn failure(&self) -> &Failure {
        match self.state.phase() {
            Phase::Failed(failure) => failure,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_snap_is_asked_for_once_followed_and_done() {
    let mut bench = Bench::new();
    assert_eq!((bench.state.phase(), bench.state.next_deadline(), bench.words().as_str()), (&Phase::Idle, None, ""));
    bench.step(Event::Wanted(order()));
    bench.step(Event::Wanted(order()));
    assert_eq!(bench.calls(), [Call::Start(order())], "a double click is one request");
    assert_eq!((bench.words().as_str(), bench.state.phase().percent()), ("Taking the picture…", None));
    bench.reply(running(1));
    for percent in [20, 40] {
        assert_eq!(bench.wake(), 300);
        bench.step(Event::Wanted(order()));
        bench.reply(running(percent));
        assert_eq!(bench.state.phase().percent(), Some(percent));
    }
    bench.wake();
    bench.reply(Ok(SnapAnswer::Done(saved())));
    assert_eq!(bench.calls(), [Call::Start(order()), status(), status(), status()]);
    assert_eq!((bench.state.phase(), bench.state.next_deadline()), (&Phase::Done(saved()), None));
    assert_eq!(bench.words(), "Saved as cells.png. It came without a preview that can be shown.");
    let missing = "The backend reports that cells.png is saved, but the file is not there.";
    assert_eq!(bench.state.phase().words(&Verdict::Missing), missing);
    bench.step(Event::Wanted(order()));
    assert_eq!(bench.state.phase(), &Phase::Starting(Cancel::Unwanted), "and the next");
}

#[test]
fn a_refused_start_is_told() {
    let mut bench = Bench::new();
    bench.step(Event::Wanted(order()));
    bench.reply(Ok(SnapAnswer::Failed { message: "no camera".to_owned() }));
    assert_eq!(bench.failure(), &Failure::Refused { message: "no camera".to_owned() });
    assert!(bench.words().contains("no camera") && bench.words().contains("try again"), "{}", bench.words());
    assert_eq!(bench.state.next_deadline(), None);
}

#[test]
fn a_start_without_an_answer_is_not_repeated() {
    for why in [network(), RequestError::Http(404), RequestError::NotUnderstood("html".to_owned())] {
        let mut bench = Bench::new();
        bench.step(Event::Wanted(order()));
        bench.reply(Err(why.clone()));
        assert_eq!(bench.failure(), &Failure::StartUnanswered(why));
        assert_eq!((bench.state.next_deadline(), bench.sent.len()), (None, 1));
    }
    let mut bench = Bench::new();
    bench.step(Event::Wanted(order()));
    assert_eq!(bench.wake(), 30_000, "the backend may be about to stop a stream");
    assert_eq!(bench.aborted, [RequestId(1)]);
    assert_eq!(bench.failure(), &Failure::StartUnanswered(RequestError::TimedOut { limit_ms: 30_000 }));
    bench.reply(running(1));
    assert!(matches!(bench.state.phase(), Phase::Failed(_)), "a late answer counts nothing");
}

#[test]
fn some_lost_answers_are_no_end() {
    let mut bench = Bench::running();
    for round in 0..5 {
        for loss in 0..5 {
            bench.wake();
            bench.reply(Err(network()));
            assert!(bench.state.phase().is_going(), "{round} {loss}");
            assert_eq!(bench.words().contains("does not answer"), loss > 0, "{}", bench.words());
        }
        bench.wake();
        bench.reply(running(50));
        assert_eq!(bench.words(), "Taking the picture…");
    }
}

#[test]
fn too_many_lost_answers_are_an_end() {
    let mut bench = Bench::running();
    let mut waits_ms = Vec::new();
    while bench.state.phase().is_going() {
        waits_ms.push(bench.wake());
        bench.reply(Err(network()));
    }
    assert_eq!(waits_ms, [300, 300, 600, 1_200, 2_400, 4_800]);
    assert_eq!(bench.failure(), &Failure::Silent(network()));
    assert_eq!(bench.state.next_deadline(), None);
}

#[test]
fn a_backend_that_is_frozen_for_half_a_minute_is_waited_for() {
    let mut bench = Bench::running();
    let frozen_at = bench.now;
    while bench.now.ms_since(frozen_at) < 30_000 {
        bench.wake();
        assert!(bench.state.phase().is_going(), "{} ms", bench.now.ms_since(frozen_at));
    }
    // The start was answered; of the questions, one may be out now.
    if bench.sent.len() - 1 == bench.aborted.len() {
        bench.wake();
    }
    bench.reply(Ok(SnapAnswer::Done(saved())));
    assert_eq!(bench.state.phase(), &Phase::Done(saved()));
}

#[test]
fn a_restarted_backend_knows_nothing() {
    let mut bench = Bench::running();
    bench.wake();
    bench.reply(Ok(SnapAnswer::Unknown));
    assert_eq!(bench.failure(), &Failure::Forgotten);
    assert!(bench.words().contains("restarted"), "{}", bench.words());
}

#[test]
fn a_job_that_never_ends_is_given_up_by_the_backends_own_word() {
    let mut bench = Bench::running();
    let begun_at = bench.now;
    while bench.state.phase().is_going() {
        bench.wake();
        bench.reply(running(99));
    }
    // 60 s and four times the 1.5 s that it expects.
    assert!((66_000..66_400).contains(&bench.now.ms_since(begun_at)));
    assert_eq!(bench.failure(), &Failure::TooLong { limit_ms: 66_000 });
    assert!(bench.words().contains("66 s"), "{}", bench.words());

    let mut bench = Bench::running();
    bench.now = bench.now.after(3_600_000);
    bench.step(Event::TimerFired);
    bench.reply(Ok(SnapAnswer::Done(saved())));
    assert_eq!(bench.state.phase(), &Phase::Done(saved()), "this machine slept, the backend did not");
}

#[test]
fn an_answer_about_another_job_counts_as_none() {
    let mut bench = Bench::running();
    bench.wake();
    bench.reply(Ok(SnapAnswer::Going(going("b", 77))));
    assert_eq!(bench.state.phase().percent(), Some(1));
    assert_eq!(bench.wake(), 300);
    assert_eq!(bench.calls().last(), Some(&status()));
}

#[test]
fn a_cancel_replaces_the_question_that_is_out() {
    let mut bench = Bench::running();
    bench.wake();
    let question = bench.sent[1].0;
    bench.step(Event::CancelClicked);
    bench.step(Event::CancelClicked);
    assert_eq!((bench.calls()[2..].to_vec(), bench.aborted.clone()), (vec![cancel()], vec![question]));
    assert_eq!((bench.words().as_str(), bench.state.phase().is_cancellable()), ("Cancelling…", false));
    bench.step(Event::Replied { request: question, answer: Ok(SnapAnswer::Done(saved())) });
    assert_eq!(bench.words(), "Cancelling…", "a late answer counts nothing");
    bench.reply(Ok(SnapAnswer::Cancelled));
    assert_eq!((bench.state.phase(), bench.state.next_deadline()), (&Phase::Cancelled, None));
    bench.step(Event::CancelClicked);
    assert_eq!(bench.sent.len(), 3);
}

#[test]
fn a_cancel_waits_until_there_is_a_job_to_name() {
    let mut bench = Bench::new();
    bench.step(Event::Wanted(order()));
    bench.step(Event::CancelClicked);
    assert_eq!((bench.sent.len(), bench.words().as_str()), (1, "Cancelling…"));
    bench.reply(running(0));
    assert_eq!(bench.calls()[1..], [cancel()]);
}

#[test]
fn a_cancel_can_come_too_late_be_refused_or_get_lost() {
    let answer = |cancelled| Ok(SnapAnswer::Going(SnapProgress { cancelled, ..going("a", 60) }));
    let after = |answer| {
        let mut bench = Bench::running();
        bench.step(Event::CancelClicked);
        bench.reply(answer);
        bench
    };
    assert_eq!(after(Ok(SnapAnswer::Done(saved()))).state.phase(), &Phase::Done(saved()));

    let mut agreed = after(answer(Some(true)));
    assert_eq!((agreed.words().as_str(), agreed.state.phase().is_cancellable()), ("Cancelling…", false));
    agreed.wake();
    assert_eq!(agreed.calls().last(), Some(&status()));
    agreed.reply(Ok(SnapAnswer::Cancelled));
    assert_eq!(agreed.state.phase(), &Phase::Cancelled);

    let mut refused = after(answer(Some(false)));
    assert!(refused.words().contains("can’t be cancelled"), "{}", refused.words());
    refused.step(Event::CancelClicked);
    assert_eq!(refused.calls().last(), Some(&cancel()), "it can be tried again");

    let mut lost = after(Err(network()));
    assert!(lost.words().contains("Failed to fetch"), "{}", lost.words());
    assert!(lost.state.phase().is_cancellable());
    assert_eq!(lost.wake(), 300);
    assert_eq!(lost.calls().last(), Some(&status()), "the snap goes on");
}

#[test]
fn a_hidden_tab_asks_nothing_and_goes_on_when_shown() {
    let mut bench = Bench::running();
    bench.step(Event::VisibilityChanged(Visibility::Hidden));
    assert_eq!(bench.state.next_deadline(), None);
    bench.now = bench.now.after(600_000);
    bench.step(Event::TimerFired);
    assert_eq!(bench.sent.len(), 1);
    bench.step(Event::VisibilityChanged(Visibility::Visible));
    assert_eq!(bench.calls()[1..], [status()]);
    bench.reply(Ok(SnapAnswer::Done(saved())));
    assert_eq!(bench.state.phase(), &Phase::Done(saved()));
}

#[test]
fn another_backend_has_no_snap() {
    let mut bench = Bench::running();
    bench.wake();
    let question = bench.sent[1].0;
    bench.step(Event::BackendChanged);
    assert_eq!((bench.state.phase(), bench.aborted.clone()), (&Phase::Idle, vec![question]));
    bench.step(Event::Wanted(order()));
    bench.step(Event::Replied { request: question, answer: Ok(SnapAnswer::Done(saved())) });
    assert_eq!(bench.state.phase(), &Phase::Starting(Cancel::Unwanted), "a late answer counts nothing");
    bench.step(Event::BackendChanged);
    assert_eq!((bench.state.phase(), bench.state.next_deadline()), (&Phase::Idle, None));
}

#[test]
fn a_cancel_before_the_first_answer_leaves_a_hidden_tab_too() {
    let mut bench = Bench::new();
    bench.step(Event::Wanted(order()));
    bench.step(Event::CancelClicked);
    bench.step(Event::VisibilityChanged(Visibility::Hidden));
    bench.reply(running(1));
    assert_eq!(bench.calls().last(), Some(&cancel()));
    let cancelling = snap_answer(r#"{"jobId":"a","status":"cancelling","cancelled":true,"progress":0.5}"#);
    bench.reply(cancelling.map_err(|why| RequestError::NotUnderstood(why.to_string())));
    assert_eq!(bench.words(), "Cancelling…");
    assert_eq!(bench.state.next_deadline(), None, "what is only asked waits until the tab is shown");
    bench.step(Event::VisibilityChanged(Visibility::Visible));
    bench.wake();
    bench.reply(Ok(SnapAnswer::Going(going("a", 60))));
    assert_eq!(bench.words(), "Cancelling…");
    bench.wake();
    bench.reply(Ok(SnapAnswer::Cancelled));
    assert_eq!(bench.words(), "The snap was cancelled.");
}
