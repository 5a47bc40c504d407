//! The machine, with a clock of the test's.

#![allow(clippy::unwrap_used)]

use super::{Claim, Effect, Event, FileAnswer, State, Verdict};
use crate::sync::{RequestError, RequestId, Timestamp, Visibility};
use crate::wire::FilePath;

struct Bench {
    state: State,
    now: Timestamp,
    asked: Vec<(RequestId, String)>,
    aborted: Vec<RequestId>,
}

fn path(text: &str) -> FilePath {
    FilePath::parse(text).unwrap()
}

fn found(size_bytes: u64) -> Result<FileAnswer, RequestError> {
    Ok(FileAnswer::Found { size_bytes: Some(size_bytes) })
}

const MISSING: Result<FileAnswer, RequestError> = Ok(FileAnswer::Missing);

impl Bench {
    fn reported(paths: &[&str]) -> Self {
        let state = State::new(Visibility::Visible);
        let mut bench = Self { state, now: Timestamp(9_000), asked: Vec::new(), aborted: Vec::new() };
        assert_eq!((bench.state.verdict(), bench.state.next_deadline()), (&Verdict::None, None));
        bench.step(Event::Reported { paths: paths.iter().map(|text| path(text)).collect() });
        bench
    }

    fn step(&mut self, event: Event) {
        for effect in self.state.step(event, self.now) {
            match effect {
                Effect::Ask { request, path } => self.asked.push((request, path.to_string())),
                Effect::Abort { request } => self.aborted.push(request),
            }
        }
    }

    fn reply(&mut self, answer: Result<FileAnswer, RequestError>) {
        let request = self.asked.last().unwrap().0;
        self.step(Event::Replied { request, answer });
    }

    /// Lets the clock run to the next wake, and says how long that was.
    fn wake(&mut self) -> u64 {
        let at = self.state.next_deadline().unwrap();
        let waited_ms = at.ms_since(self.now);
        self.now = at;
        self.step(Event::TimerFired);
        waited_ms
    }

    fn words(&self) -> String {
        self.state.verdict().words("a.mp4", Claim::Reported)
    }
}

#[test]
fn a_file_is_saved_only_once_a_part_of_it_came() {
    let mut bench = Bench::reported(&["r/a.mp4"]);
    assert_eq!(bench.words(), "The backend reports that a.mp4 is saved. Looking whether the file is there…");
    assert!(!bench.state.verdict().may_be_fetched());
    bench.reply(found(1_400_000));
    assert_eq!(bench.words(), "Saved as a.mp4, 1.4 MB.");
    assert!(bench.state.verdict().may_be_fetched());
    assert_eq!((bench.asked.len(), bench.state.next_deadline()), (1, None));

    let mut bench = Bench::reported(&["r/a.mp4"]);
    bench.reply(Ok(FileAnswer::Found { size_bytes: None }));
    let cut_off = bench.state.verdict().words("a.mp4", Claim::CutOff);
    assert_eq!(cut_off, "The backend went away while it recorded a.mp4. The file is there, and may be incomplete.");
    assert_eq!(bench.words(), "Saved as a.mp4.");
    let mut bench = Bench::reported(&["r/a.mp4"]);
    bench.reply(Ok(FileAnswer::Empty));
    assert!(bench.words().ends_with("The file is there, but it is empty."), "{}", bench.words());
}

#[test]
fn what_is_not_there_is_waited_for_and_then_said_to_be_missing() {
    let mut bench = Bench::reported(&["r/a.mp4"]);
    for wait_ms in [500, 1_000, 2_000] {
        bench.reply(MISSING);
        assert_eq!(bench.state.verdict(), &Verdict::Asking);
        assert_eq!(bench.wake(), wait_ms);
    }
    bench.reply(MISSING);
    assert_eq!(bench.words(), "The backend reports that a.mp4 is saved, but the file is not there.");
    assert!(!bench.state.verdict().may_be_fetched());
    assert_eq!(bench.state.next_deadline(), None);

    let mut bench = Bench::reported(&["r/a.mp4"]);
    bench.reply(MISSING);
    bench.wake();
    bench.reply(found(7));
    assert_eq!(bench.words(), "Saved as a.mp4, 7 bytes.");
}

#[test]
fn every_place_is_looked_into_in_each_round() {
    let mut bench = Bench::reported(&["r/a.mp4", "d/r/a.mp4"]);
    bench.reply(MISSING);
    bench.reply(MISSING);
    bench.wake();
    bench.reply(MISSING);
    let asked: Vec<&str> = bench.asked.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(asked, ["r/a.mp4", "d/r/a.mp4", "r/a.mp4", "d/r/a.mp4"]);
    bench.reply(found(7));
    assert_eq!(bench.state.path(), Some(&path("d/r/a.mp4")));
}

#[test]
fn a_request_that_fails_says_nothing_about_the_file() {
    let mut bench = Bench::reported(&["r/a.mp4"]);
    let mut waits_ms = Vec::new();
    while bench.state.verdict().is_asking() {
        bench.reply(Err(RequestError::Http(500)));
        if bench.state.verdict().is_asking() {
            waits_ms.push(bench.wake());
        }
    }
    assert_eq!(waits_ms, [500, 1_000, 2_000, 4_000, 8_000]);
    assert!(bench.words().contains("is not known: the backend answered HTTP 500."), "{}", bench.words());
    assert!(bench.state.verdict().may_be_fetched(), "it may be there");

    let mut bench = Bench::reported(&["r/a.mp4"]);
    assert_eq!(bench.wake(), 5_000);
    assert_eq!(bench.aborted, [RequestId(1)]);
    bench.reply(MISSING);
    assert_eq!(bench.state.verdict(), &Verdict::Asking, "a late answer counts nothing");
    assert_eq!((bench.wake(), bench.asked.len()), (500, 2));
}

#[test]
fn a_hidden_tab_asks_nothing_and_goes_on_when_shown() {
    let mut bench = Bench::reported(&["r/a.mp4"]);
    bench.step(Event::VisibilityChanged(Visibility::Hidden));
    bench.reply(MISSING);
    assert_eq!(bench.state.next_deadline(), None);
    bench.now = bench.now.after(60_000);
    bench.step(Event::VisibilityChanged(Visibility::Visible));
    assert_eq!(bench.asked.len(), 2);
}

#[test]
fn another_file_or_backend_takes_its_place() {
    let mut bench = Bench::reported(&["r/a.mp4"]);
    let first = bench.asked[0].0;
    bench.step(Event::Reported { paths: vec![path("r/b.mp4")] });
    assert_eq!(bench.aborted, [first]);
    bench.step(Event::Replied { request: first, answer: found(7) });
    assert_eq!(bench.state.verdict(), &Verdict::Asking, "a late answer counts nothing");
    assert_eq!(bench.asked[1].1, "r/b.mp4");
    bench.step(Event::Forgotten);
    assert_eq!((bench.state.verdict(), bench.state.path(), bench.aborted.len()), (&Verdict::None, None, 2));
}
