//! What a journal tells, of a real machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::sync::{
    AvailableCommand, Backoff, Controls, DisconnectReason, Event, Generation, Intent, RequestError, RequestId, State,
    StatusCheck, StreamCommand, StreamState, TabMessage, Timestamp, Visibility,
};
use crate::wire::CommandAnswer;

/// When the tests begin, in milliseconds since 1970.
const BEGIN_MS: u64 = 1_700_000_000_000;

/// A machine with a journal and a hand-moved clock.
pub(super) struct Rig {
    pub(super) state: State,
    pub(super) journal: Journal,
    pub(super) now_ms: u64,
}

impl Rig {
    pub(super) fn new() -> Self {
        let state = State::new(Visibility::Visible, Backoff::new(7));
        Self { journal: Journal::new(&state), state, now_ms: 1_000 }
    }

    /// Connected, and the sync answered.
    pub(super) fn synced(stream: StreamState) -> Self {
        let mut rig = Self::new();
        rig.send(Event::Opened).send(Event::ControlsChanged(Controls::Shown));
        rig.connect().reply(Ok(stream));
        rig
    }

    pub(super) fn send(&mut self, event: Event) -> &mut Self {
        let now = Moment { at: Timestamp(self.now_ms), unix_ms: BEGIN_MS + self.now_ms };
        drop(self.journal.step(&mut self.state, event, now));
        self
    }

    pub(super) fn connect(&mut self) -> &mut Self {
        let generation = self.state.connection.socket().expect("a socket is wanted");
        self.send(Event::SocketConnected { generation, sid: "abc".into() })
    }

    pub(super) fn cut(&mut self) -> &mut Self {
        let generation = self.state.connection.socket().expect("a socket is up");
        self.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose })
    }

    pub(super) fn wait(&mut self, ms: u64) -> &mut Self {
        self.now_ms += ms;
        self.send(Event::TimerFired)
    }

    /// After 12 ms.
    pub(super) fn reply(&mut self, answer: Result<StreamState, RequestError>) -> &mut Self {
        let StatusCheck::InFlight { request, .. } = self.state.check else { panic!("no check is in flight") };
        self.now_ms += 12;
        self.send(Event::CheckReplied { request, answer })
    }

    /// Until the backend, which is there again and stopped, is known to be so.
    fn heal(&mut self) {
        for _ in 0..1_000 {
            let is_connected = self.state.connection.connected();
            if is_connected && self.state.available_command() == AvailableCommand::Play {
                return;
            }
            match self.state.check {
                StatusCheck::InFlight { .. } => self.reply(Ok(StreamState::Stopped)),
                _ if self.state.connection.socket().is_some() && !is_connected => self.connect(),
                _ => self.wait(500),
            };
        }
        panic!("it did not heal: {:?}", self.state);
    }

    /// Presses a button, whose turn comes at once.
    pub(super) fn press(&mut self, intent: Intent) -> RequestId {
        self.send(Event::Clicked(intent));
        let request = self.state.command.expect("the press counts").request;
        self.send(Event::LockAcquired { request });
        request
    }

    /// Kind, text and evidence of what was told since the last call.
    fn told(&mut self) -> Vec<String> {
        let told = self.journal.entries.oldest_first().map(|entry| {
            let Entry { kind, text, evidence, .. } = entry;
            format!("{}: {text} · {evidence}", kind.label())
        });
        let told = told.collect();
        self.journal.entries = EntryList::default();
        told
    }
}

pub(super) fn lost() -> RequestError {
    RequestError::Network("TypeError: Failed to fetch".into())
}

#[test]
fn a_day_is_told_as_it_went() {
    let mut rig = Rig::synced(StreamState::Stopped);
    assert_eq!(
        rig.told(),
        [
            "Page: The page was opened · ",
            "Connection: Connected · socket 1",
            "Sync: Asking the backend what its stream does · ",
            "Sync: Synced: the stream is stopped · request #2 after 12 ms",
        ]
    );
    let request = rig.press(Intent::Play);
    rig.now_ms += 340;
    rig.send(Event::CommandReplied { request, answer: Ok(CommandAnswer::Success) });
    assert_eq!(
        rig.told(),
        [
            "Command: Play was pressed · ",
            "Command: “start” was sent · request #3",
            "Command: “start” was answered: done · request #3 after 340 ms",
        ]
    );
    rig.reply(Ok(StreamState::Running)).wait(5_000).reply(Ok(StreamState::Running));
    assert!(rig.told().is_empty(), "polls as ever are not told");
    rig.wait(5_000).reply(Ok(StreamState::Stopped));
    assert_eq!(
        rig.told(),
        ["Corrected: The stream was found stopped. This page had it as running. · request #6 after 12 ms"]
    );
    rig.send(Event::VisibilityChanged(Visibility::Hidden)).send(Event::VisibilityChanged(Visibility::Hidden));
    assert_eq!(rig.told(), ["Page: The tab was hidden: no request leaves meanwhile · "]);
}

#[test]
fn a_backend_that_dies_and_comes_back_is_told() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    rig.cut().reply(Err(lost()));
    let told = rig.told();
    assert_eq!(told[0], "Connection: Disconnected: the backend closed the connection · transport close");
    assert!(told[1].starts_with("Failure: A status check failed: the backend could not be reached"), "{told:?}");
    assert!(told[1].ends_with(" · request #3 after 12 ms"), "{told:?}");
    assert_eq!(
        told[2],
        "Unverified: Unverified: neither connection nor requests get through · running was confirmed 12 ms before"
    );
    assert_eq!(told.len(), 3);
    let is_polling = |state: &State| matches!(state.check, StatusCheck::InFlight { .. });
    while !is_polling(&rig.state) {
        rig.wait(100);
    }
    rig.told();
    rig.reply(Ok(StreamState::Stopped));
    let told = rig.told();
    assert_eq!(told[0], "Sync: The backend answers again: the stream is stopped · request #4 after 12 ms");
    assert!(told[1].starts_with("Corrected: "), "{told:?}");
}

#[test]
fn a_failed_poll_and_its_end_are_told_once() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    for _ in 0..3 {
        rig.wait(10_000);
        if matches!(rig.state.check, StatusCheck::InFlight { .. }) {
            rig.reply(Err(RequestError::Http(500)));
        }
    }
    let told = rig.told();
    let unverified = told.iter().filter(|entry| entry.starts_with("Unverified: What is shown")).count();
    assert_eq!(unverified, 1, "{told:?}");
    while !matches!(rig.state.check, StatusCheck::InFlight { .. }) {
        rig.wait(1_000);
    }
    rig.told();
    rig.reply(Ok(StreamState::Running));
    let told = rig.told();
    assert!(told[0].starts_with("Sync: Confirmed: the stream is running · request #"), "{told:?}");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn what_comes_too_late_is_told_with_what_it_said() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.told();
    rig.send(Event::CheckReplied { request: RequestId(99), answer: Ok(StreamState::Stopped) });
    rig.send(Event::SocketClosed { generation: Generation(77), reason: DisconnectReason::PingTimeout });
    assert_eq!(
        rig.told(),
        [
            "Failure: A late reply was dropped: nobody waited for it any more · request #99, the stream is stopped",
            "Failure: A word from a connection that was given up was dropped · socket 77",
        ]
    );
}

#[test]
fn a_tab_that_is_gone_is_told_with_what_becomes_of_its_command() {
    let start = StreamCommand::Start { force: false };
    for (sent, told) in [
        (None, "The other tab is gone, or has ended what it sent"),
        (Some((start, 4_000)), "The other tab is gone: what it has sent may go on"),
    ] {
        let mut rig = Rig::synced(StreamState::Stopped);
        rig.send(Event::TabMessageReceived(TabMessage::Commanding(start)));
        rig.send(Event::SenderGone { sent }).send(Event::SenderGone { sent });
        let lines = rig.told();
        assert_eq!(lines.iter().filter(|line| line.contains(told)).count(), 1, "{lines:?}");
    }
}

#[test]
fn no_secret_is_written_down() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.told();
    let request = rig.press(Intent::Play);
    let message = "can't write /home/anna/cells.tif, token=abc".to_owned();
    rig.send(Event::CommandReplied { request, answer: Ok(CommandAnswer::Refused { message }) });
    let told = rig.told();
    assert!(told[2].contains("can't write ‹file›, token=…"), "{told:?}");
}

#[test]
fn the_oldest_go_beyond_two_thousand_and_beyond_the_room() {
    let mut list = EntryList::default();
    for at in 0..MAX_ENTRIES as u64 + 10 {
        list.push(at, Kind::Page, "text", "");
    }
    assert_eq!(list.oldest_first().count(), MAX_ENTRIES);
    assert_eq!(list.oldest_first().next().unwrap().unix_ms, 10);
    assert_eq!(list.last_number(), MAX_ENTRIES as u64 + 10);
    for at in 0..MAX_ENTRIES as u64 {
        list.push(at, Kind::Page, &"x".repeat(10_000), "");
    }
    let mut journal = Rig::new().journal;
    journal.entries = list.clone();
    let stored = journal.to_stored(0, MAX_ENTRIES);
    assert!((100_000..700_000).contains(&stored.len()), "{}", stored.len());
    assert!(list.oldest_first().count() > 100);
}

#[test]
fn what_is_stored_comes_back_before_what_happened_since() {
    let mut before = Rig::synced(StreamState::Running).journal;
    before.note(BEGIN_MS + 1_500, Kind::Command, "Play “was” <b>pressed</b>", "é");
    let stored = before.to_stored(BEGIN_MS + 2_000, MAX_ENTRIES);
    let mut journal = Rig::new().journal;
    journal.note(BEGIN_MS + 9_000, Kind::Page, "since", "");
    journal.restore(&stored).unwrap();
    let texts: Vec<(u64, &str)> =
        journal.entries.newest_first().map(|entry| (entry.number, entry.text.as_str())).collect();
    assert_eq!(texts[..2], [(6, "since"), (5, "Play “was” <b>pressed</b>")]);
    assert_eq!(texts.len(), 6);
    let last = journal.timeline.marks().last().unwrap();
    assert_eq!(*last, (BEGIN_MS + 2_000, Sight::NONE), "of the time without a page nothing is known");
    let few = journal.to_stored(BEGIN_MS + 9_000, 1);
    assert!(few.ends_with(&format!(r#",[[{},7,"since",""]]]"#, BEGIN_MS + 9_000)), "{few}");
}

#[test]
fn what_is_nothing_stored_changes_nothing() {
    let mut journal = Rig::new().journal;
    journal.note(1, Kind::Page, "here", "");
    let bad = [
        "",
        "{}",
        "null",
        "[1]",
        "[2,0,[],[]]",
        r#"[1,0,[],[[1,2,"a"]]]"#,
        r#"[1,0,[],[[1,200,"a","b"]]]"#,
        r#"[1,0,[[1,99]],[]]"#,
        r#"[1,0,[],[[-1,2,"a","b"]]]"#,
        r#"[1,0,[],[[1,2,"a","b"]]"#,
        &"[".repeat(1_000),
        &" ".repeat(2_000_000),
    ];
    for text in bad {
        assert_eq!(journal.restore(text), Err(Unreadable), "{}", &text[..text.len().min(40)]);
    }
    assert_eq!(journal.entries.oldest_first().count(), 1);
    assert_eq!(journal.restore("[1,0,[],[]]"), Ok(()));
}

#[test]
fn the_timeline_says_what_was_known_when() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.now_ms = 6_012;
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.now_ms = 9_012;
    rig.cut();
    let now_ms = BEGIN_MS + 10_012;
    let sight = |stream, connected| Sight { stream, connected };
    let spans = |length_ms| -> Vec<(u64, u64, Sight)> {
        let spans = rig.journal.timeline.spans(now_ms, length_ms);
        spans.iter().map(|span| (span.begin_ms, span.length_ms, span.sight)).collect()
    };
    assert_eq!(
        spans(5_000),
        [
            (0, 1_000, sight(StreamSight::Running, true)),
            (1_000, 3_000, sight(StreamSight::Unverified, true)),
            (4_000, 1_000, sight(StreamSight::Unverified, false)),
        ]
    );
    let all = spans(60_000);
    assert_eq!(all[0], (50_988, 12, sight(StreamSight::Unknown, true)), "before the page there was nothing");
    assert_eq!(all.iter().map(|(_, length_ms, _)| length_ms).sum::<u64>(), 9_012);
}

#[test]
fn the_timeline_is_limited_and_a_clock_set_back_turns_nothing_round() {
    let mut timeline = Timeline::default();
    for at in 0..2_000 {
        timeline.note(BEGIN_MS - at, Sight { stream: StreamSight::Running, connected: at % 2 == 0 });
    }
    assert_eq!(timeline.marks().count(), 500);
    assert!(timeline.spans(BEGIN_MS + 10, 1_000).iter().all(|span| span.begin_ms + span.length_ms <= 1_000));
    assert!(Timeline::default().spans(BEGIN_MS, 1_000).is_empty());
}

#[test]
fn times_of_day_are_where_the_person_is() {
    let entry = Entry::new(1, 1_700_000_000_123, Kind::Sync, "Synced", "request #1");
    assert_eq!(entry.time_of_day(0), "22:13:20.123");
    assert_eq!(entry.time_of_day(120), "00:13:20.123");
    assert_eq!(entry.time_of_day(-570), "12:43:20.123");
    assert_eq!(entry.line(0), "22:13:20.123  Sync: Synced  · request #1");
    assert_eq!(Entry::new(1, u64::MAX, Kind::Page, "", "").time_of_day(0).len(), 12);
}

fn report(rig: &Rig, earlier: Option<&str>) -> (serde_json::Value, String) {
    let circumstances = Circumstances {
        version: "1.2.3".into(),
        unix_ms: BEGIN_MS,
        ahead_min: 60,
        browser: "A browser".into(),
        facts: vec![("Backend", "http://anna:geheim@host:8001?token=1".into())],
    };
    let report = Report::new(&rig.journal, earlier, circumstances);
    (serde_json::from_str(&report.to_json()).unwrap(), report.to_text())
}

fn recording(report: &serde_json::Value) -> Recording {
    serde_json::from_value(report["recordings"].as_array().unwrap().last().unwrap().clone()).unwrap()
}

/// A machine that has seen much: failures, commands, other tabs, sleep.
fn eventful() -> Rig {
    let mut rig = Rig::synced(StreamState::Stopped);
    for round in 0..40_u64 {
        let request = rig.press(Intent::Play);
        let message = "no, /home/anna/x.tif".to_owned();
        let answer = match round % 4 {
            0 => Ok(CommandAnswer::Success),
            1 => Ok(CommandAnswer::Refused { message }),
            2 => Err(lost()),
            _ => Err(RequestError::TimedOut { limit_ms: 30_000 }),
        };
        rig.now_ms += 40;
        rig.send(Event::CommandReplied { request, answer });
        rig.send(Event::TabMessageReceived(crate::sync::TabMessage::Changed));
        rig.cut();
        for _ in 0..30 {
            rig.wait(700 + round * 7);
            if matches!(rig.state.check, StatusCheck::InFlight { .. }) {
                rig.reply(if round % 3 == 0 { Err(lost()) } else { Ok(StreamState::Stopped) });
            }
        }
        rig.wait(70_000).heal();
    }
    rig
}

#[test]
fn a_recording_played_again_comes_to_the_same() {
    let rig = eventful();
    let (report, _) = report(&rig, None);
    let steps = recording(&report).replay();
    assert!((500..=1_000).contains(&steps.len()), "{}", steps.len());
    for step in &steps {
        assert_eq!(step.now, step.then, "{:?} at {}", step.event, step.at.0);
    }
    let reconnects = steps.iter().filter(|step| step.now.starts_with("waiting")).count();
    assert!(reconnects > 0, "the random waits were part of it");
}

#[test]
fn a_recording_that_says_something_else_is_found_out() {
    let rig = Rig::synced(StreamState::Running);
    let (report, _) = report(&rig, None);
    let json = report.to_string().replace("\"Ok\":\"Running\"", "\"Ok\":\"Stopped\"");
    let steps = recording(&serde_json::from_str(&json).unwrap()).replay();
    assert!(!steps.last().unwrap().is_same());
    assert!(steps[..steps.len() - 1].iter().all(Replayed::is_same));
}

#[test]
fn a_report_says_what_it_says_and_no_secret() {
    let mut rig = Rig::synced(StreamState::Stopped);
    let request = rig.press(Intent::Play);
    let message = "can't write /home/anna/cells.tif?token=abc".to_owned();
    rig.send(Event::CommandReplied { request, answer: Ok(CommandAnswer::Refused { message }) });
    let (json, text) = report(&rig, Some(r#"{"begin":1}"#));
    assert_eq!((json["format"].as_u64(), json["lockstep"].as_str()), (Some(1), Some("1.2.3")));
    assert_eq!(json["recordings"].as_array().unwrap().len(), 2);
    assert_eq!(json["log"][1]["text"], "Connected");
    assert_eq!(json["history"][0]["stream"], "not known");
    assert!(
        text.starts_with(
            "Lockstep 1.2.3, report of format 1\nBrowser: A browser\nRequests: of the last 2 answers, the "
        ),
        "{text}"
    );
    assert!(text.contains("\nBackend: http://host:8001?…\n"), "{text}");
    assert!(text.contains("Command: Play was pressed\n"), "{text}");
    for secret in ["anna", "geheim", "cells", "token=a", "abc"] {
        assert!(!json.to_string().contains(secret) && !text.contains(secret), "{secret} in {json}");
    }
}

#[test]
fn requests_are_summed_up_by_median_and_worst() {
    let mut rig = Rig::synced(StreamState::Stopped);
    for took_ms in [40, 5, 900, 30, 20] {
        rig.wait(5_000);
        rig.now_ms = rig.now_ms + took_ms - 12;
        rig.reply(Ok(StreamState::Stopped));
    }
    // With the sync's 12 ms: 5, 12, 20, 30, 40, 900. The request before it was replaced by it.
    let words =
        "Requests: of the last 6 answers, the median took 30 ms and the worst 900 ms; requests without an answer: 1\n";
    let (_, text) = report(&rig, None);
    assert!(text.contains(words), "{text}");
}

#[test]
fn what_is_kept_of_the_page_before_and_damaged_is_left_out() {
    let rig = Rig::synced(StreamState::Stopped);
    for damaged in ["", "{", "[1,2", "\u{0}"] {
        let (json, _) = report(&rig, Some(damaged));
        assert_eq!(json["recordings"].as_array().unwrap().len(), 1);
    }
}
