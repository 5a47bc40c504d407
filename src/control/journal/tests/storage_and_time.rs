//! How much is kept, what comes back after a reload, and what was known when.

use super::super::*;
use super::rig::{BEGIN_MS, Rig};
use crate::sync::*;

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
