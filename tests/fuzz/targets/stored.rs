//! What the tab has kept over a reload, a report's recording that is played again, and text that may have secrets in it.

#![no_main]

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::control::journal::{Circumstances, Journal, MAX_ENTRIES, Recording, Report, without_secrets};
use lockstep::sync::{Backoff, State, Visibility};

const SECRET: &str = "hunter2";

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let Some(kind) = choices.byte() else { return };
    let text = String::from_utf8_lossy(choices.all());
    match kind % 3 {
        0 => kept(&text),
        1 => played(&text),
        _ => cleaned(&text),
    }
});

fn kept(text: &str) {
    let mut journal = Journal::new(&State::new(Visibility::Visible, Backoff::new(1)));
    if journal.restore(text).is_err() {
        assert_eq!(journal.entries.last_number(), 0, "nothing is taken of what is damaged");
        return;
    }
    assert!(journal.entries.oldest_first().count() <= MAX_ENTRIES);
    let spans = journal.timeline.spans(1_795_366_514_000, 600_000);
    assert!(spans.iter().all(|span| span.begin_ms + span.length_ms <= 600_000), "{spans:?}");
    let report = Report::new(&journal, Some(text), Circumstances::default());
    drop(report.to_text());
    let json = report.to_json();
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json:.200}");
    // What is kept again is read again as what it was.
    let stored = journal.to_stored(1_795_366_514_000, MAX_ENTRIES);
    let mut again = Journal::new(&State::new(Visibility::Visible, Backoff::new(1)));
    assert!(again.restore(&stored).is_ok());
    let entries = |journal: &Journal| journal.entries.oldest_first().cloned().collect::<Vec<_>>();
    let texts = |journal: &Journal| entries(journal).into_iter().map(|it| (it.unix_ms, it.text)).collect::<Vec<_>>();
    assert_eq!(texts(&again), texts(&journal));
}

fn played(text: &str) {
    match serde_json::from_str::<Recording>(text) {
        Err(error) => drop(said(&format_args!("{:.200}", error.to_string().replace(char::is_control, " ")))),
        Ok(recording) => drop(recording.replay()),
    }
}

fn cleaned(text: &str) {
    let clean = without_secrets(text);
    assert_eq!(without_secrets(&clean), clean, "what is clean stays as it is");
    if !text.contains(SECRET) {
        for secret in [format!("token={SECRET} {text}"), format!("http://ada:{SECRET}@lab/ {text}")] {
            assert!(!without_secrets(&secret).contains(SECRET), "{secret:?}");
        }
    }
}
