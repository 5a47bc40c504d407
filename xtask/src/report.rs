//! What became of each part of the tests.

use std::time::Duration;

use anyhow::{Result, bail};

use crate::duration::in_words;

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed, in this time.
    Passed(Duration),
    /// It failed, after this time.
    Failed(Duration),
    /// It was not run, because this part failed.
    NotRun {
        /// The part's name.
        failed: &'static str,
    },
}

/// The parts so far, by name.
#[derive(Default)]
pub struct Report {
    parts: Vec<(&'static str, Outcome)>,
    notes: Vec<String>,
}

impl Report {
    /// Adds a part.
    pub fn add(&mut self, name: &'static str, outcome: Outcome) {
        self.parts.push((name, outcome));
    }

    /// Adds a line about what was tested, which comes after the parts.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Whether a part was run and failed.
    pub fn has_failed(&self, name: &str) -> bool {
        self.parts.iter().any(|(part, outcome)| *part == name && matches!(outcome, Outcome::Failed(_)))
    }

    /// A line for each part, one for the time of all, and the notes.
    pub fn lines(&self) -> String {
        let line =
            |name: &str, outcome: &str, time: Duration| format!("  {name:<20}{outcome:<9}{:>12}\n", in_words(time));
        let mut total = Duration::ZERO;
        let mut text = String::new();
        for (name, outcome) in &self.parts {
            text += &match outcome {
                Outcome::Passed(time) => line(name, "passed", *time),
                Outcome::Failed(time) => line(name, "FAILED", *time),
                Outcome::NotRun { failed } => format!("  {name:<20}not run, because {failed} failed\n"),
            };
            if let Outcome::Passed(time) | Outcome::Failed(time) = outcome {
                total += *time;
            }
        }
        text += &line("total", "", total);
        for note in &self.notes {
            text += &format!("  {note}\n");
        }
        text
    }

    /// An error that names all parts that failed, if any did.
    pub fn verdict(&self) -> Result<()> {
        let failed: Vec<_> = self.parts.iter().map(|(name, _)| *name).filter(|name| self.has_failed(name)).collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_report_names_all_that_failed_and_what_was_not_run() {
        let mut report = Report::default();
        report.add("formatting", Outcome::Passed(Duration::from_secs(1)));
        assert!(report.verdict().is_ok());
        report.add("clippy", Outcome::Failed(Duration::from_secs(42)));
        report.add("page and simulator", Outcome::Failed(Duration::from_secs(60)));
        report.add("end-to-end tests", Outcome::NotRun { failed: "page and simulator" });
        report.note("Firefox: all is well".to_owned());
        assert_eq!(
            report.lines().lines().collect::<Vec<_>>(),
            [
                "  formatting          passed          1.0 s",
                "  clippy              FAILED           42 s",
                "  page and simulator  FAILED      1 min 0 s",
                "  end-to-end tests    not run, because page and simulator failed",
                "  total                          1 min 43 s",
                "  Firefox: all is well",
            ]
        );
        assert!(report.has_failed("clippy"));
        assert!(!report.has_failed("end-to-end tests"));
        assert_eq!(report.verdict().unwrap_err().to_string(), "failed: clippy, page and simulator");
    }
}
