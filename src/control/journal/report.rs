//! A report that can be handed over.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use serde_json::value::RawValue;

use super::{Entry, Journal, without_secrets};

/// Which form a report has. Another one is not read.
pub const REPORT_FORMAT: u32 = 2;

/// What a report says beside the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// This program's version.
    pub version: String,
    /// When it is written, in milliseconds since 1970.
    pub unix_ms: u64,
    /// How many minutes the person's clocks are ahead of UTC.
    pub ahead_min: i32,
    /// What the browser calls itself.
    pub browser: String,
    /// Settings, capabilities and figures: what is called how.
    pub facts: Vec<Fact>,
}

/// One line of a report: a name, and what is so.
pub type Fact = (&'static str, String);

/// Everything that is handed over.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    format: u32,
    lockstep: String,
    unix_ms: u64,
    browser: String,
    facts: Vec<ReportedFact>,
    history: Vec<Mark>,
    log: Vec<&'a Entry>,
    /// Of this page, after those of pages before it in the same tab.
    recordings: Vec<Box<RawValue>>,
    #[serde(skip)]
    ahead_min: i32,
    #[serde(skip)]
    steps: usize,
}

#[derive(Debug, Serialize)]
struct ReportedFact {
    name: &'static str,
    is: String,
}

/// From when on what was known.
#[derive(Debug, Serialize)]
struct Mark {
    unix_ms: u64,
    stream: &'static str,
    connected: bool,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Entry", 4)?;
        entry.serialize_field("unix_ms", &self.unix_ms)?;
        entry.serialize_field("kind", self.kind.label())?;
        entry.serialize_field("text", &self.text)?;
        entry.serialize_field("evidence", &self.evidence)?;
        entry.end()
    }
}

impl<'a> Report<'a> {
    /// What the journal knows, under these circumstances. `earlier` is the recording of the page before, if there is one.
    #[must_use]
    pub fn new(journal: &'a Journal, earlier: Option<&str>, circumstances: Circumstances) -> Self {
        let Circumstances { version, unix_ms, ahead_min, browser, facts } = circumstances;
        let mut all = journal.request_facts();
        all.extend(facts);
        let facts = all.into_iter().map(|(name, is)| ReportedFact { name, is: without_secrets(&is) }).collect();
        let marks = journal.timeline.marks();
        let history = marks
            .map(|(unix_ms, sight)| Mark { unix_ms: *unix_ms, stream: sight.stream.name(), connected: sight.connected })
            .collect();
        let own = journal.recording();
        // What is no JSON was damaged where it was kept.
        let recordings = earlier
            .into_iter()
            .chain([own.as_str()])
            .filter_map(|it| RawValue::from_string(it.to_owned()).ok())
            .collect();
        Self {
            format: REPORT_FORMAT,
            lockstep: version,
            unix_ms,
            browser,
            facts,
            history,
            log: journal.entries.oldest_first().collect(),
            recordings,
            ahead_min,
            steps: journal.recorded_steps(),
        }
    }

    /// As a file that `cargo xtask replay` reads.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers, names and texts always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As people read it.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            format!("Lockstep {}, report of format {}\nBrowser: {}\n", self.lockstep, self.format, self.browser);
        for ReportedFact { name, is } in &self.facts {
            text += &format!("{name}: {is}\n");
        }
        text += &format!("The last {} steps of the state machine, to be played again\n", self.steps);
        text += "\nWhat was known, from when on\n";
        for mark in self.history.iter().rev() {
            let link = if mark.connected { "connected" } else { "not connected" };
            text += &format!("{}  {}, {link}\n", super::entry::time_of_day(mark.unix_ms, self.ahead_min), mark.stream);
        }
        text += "\nLog, newest first\n";
        for entry in self.log.iter().rev() {
            text += &entry.line(self.ahead_min);
            text.push('\n');
        }
        text
    }
}
