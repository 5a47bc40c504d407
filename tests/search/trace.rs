//! What Bombadil saw and found: a line of JSON for each state.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

/// What must have been seen, in milliseconds, or the properties prove nothing: the backend's state and the button.
const MUST_BE_SEEN: [(&str, f64); 2] = [("running stop", 2_000.0), ("stopped play", 2_000.0)];

/// A run.
pub struct Trace {
    states: usize,
    actions: BTreeMap<String, usize>,
    violations: Vec<String>,
    notes: Notes,
    steps: Vec<Step>,
}

/// Something that was done.
pub struct Step {
    /// How long after the first state.
    pub after: Duration,
    /// As Bombadil writes it.
    pub action: Value,
}

#[derive(Deserialize)]
struct Entry {
    /// Unix time.
    #[serde(rename = "timestamp")]
    timestamp_us: u64,
    action: Value,
    snapshots: Vec<Snapshot>,
    violations: Vec<Value>,
}

#[derive(Deserialize)]
struct Snapshot {
    name: Option<String>,
    value: Value,
}

/// What `observer.js` wrote.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Notes {
    /// How long each pair of what the backend did and what the page offered was seen.
    seen: BTreeMap<String, f64>,
    longest_ms: BTreeMap<String, f64>,
    /// The properties that did not hold.
    pub broken: Vec<String>,
    /// The page's errors.
    pub errors: Vec<String>,
}

impl Trace {
    pub fn read(folder: &Path) -> Self {
        let file = folder.join("trace.jsonl");
        let text = fs::read_to_string(&file).unwrap_or_else(|why| panic!("no trace {}: {why}", file.display()));
        let entries: Vec<Entry> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let begun_us = entries.first().map_or(0, |entry| entry.timestamp_us);
        let mut trace = Self {
            states: 0,
            actions: BTreeMap::new(),
            violations: Vec::new(),
            notes: Notes::default(),
            steps: Vec::new(),
        };
        for entry in entries {
            trace.add(entry, begun_us);
        }
        trace
    }

    fn add(&mut self, entry: Entry, begun_us: u64) {
        self.states += 1;
        let after = Duration::from_micros(entry.timestamp_us.saturating_sub(begun_us));
        self.steps.push(Step { after, action: entry.action.clone() });
        *self.actions.entry(kind(&entry.action)).or_default() += 1;
        self.violations.extend(entry.violations.iter().map(Value::to_string));
        let notes = entry.snapshots.into_iter().find(|snapshot| snapshot.name.as_deref() == Some("notes"));
        // A page that is just being loaded has written nothing yet.
        if let Some(notes) = notes.and_then(|notes| serde_json::from_value::<Notes>(notes.value).ok())
            && !notes.seen.is_empty()
        {
            self.notes = notes;
        }
    }

    /// What was done, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What did not hold.
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    /// What was not seen, so that nothing is proven.
    pub fn unseen(&self) -> impl Iterator<Item = String> {
        let seen_ms = |pair: &str| self.notes.seen.get(pair).copied().unwrap_or(0.0);
        let missing = move |&(pair, least_ms): &(&str, f64)| seen_ms(pair) < least_ms;
        MUST_BE_SEEN.into_iter().filter(missing).map(|(pair, _)| format!("“{pair}” was hardly ever seen"))
    }
}

/// The name of what was done.
fn kind(action: &Value) -> String {
    match action {
        Value::String(name) => name.clone(),
        Value::Object(fields) => fields.keys().next().cloned().unwrap_or_default(),
        _ => "none".to_owned(),
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} states; actions: {:?}", self.states, self.actions)?;
        writeln!(f, "Backend and button, in ms: {:.0?}", self.notes.seen)?;
        write!(f, "Longest without a break, in ms: {:.0?}", self.notes.longest_ms)
    }
}
