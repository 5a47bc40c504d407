//! The report, and its recording played again.

use super::super::*;
use super::rig::{BEGIN_MS, Rig, lost};
use crate::sync::*;
use crate::wire::CommandAnswer;

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

fn recording(report: &serde_json::Value) -> super::super::Recording {
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
        rig.send(StreamEvent::CommandReplied { request, answer });
        rig.send(StreamEvent::TabMessageReceived(crate::sync::TabMessage::Changed));
        rig.cut();
        for _ in 0..30 {
            rig.wait(700 + round * 7);
            if matches!(rig.state.stream.check, StatusCheck::InFlight { .. }) {
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
    rig.send(StreamEvent::CommandReplied { request, answer: Ok(CommandAnswer::Refused { message }) });
    let (json, text) = report(&rig, Some(r#"{"begin":1}"#));
    assert_eq!((json["format"].as_u64(), json["lockstep"].as_str()), (Some(2), Some("1.2.3")));
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
