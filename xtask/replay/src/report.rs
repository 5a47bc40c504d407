//! A report, as far as it is played again.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use lockstep::control::journal::{REPORT_FORMAT, Recording};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The largest file that is read; reports have less than a tenth of it.
const MAX_BYTES: u64 = 32 << 20;

/// What is read of every version.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// A report of this format.
#[derive(Deserialize)]
pub struct Report {
    /// The version of the page.
    pub lockstep: String,
    recordings: Vec<Box<RawValue>>,
}

impl Report {
    /// Reads a report.
    pub fn read(file: &Path) -> Result<Self> {
        let name = file.display();
        let size = fs::metadata(file).with_context(|| format!("cannot read {name}"))?.len();
        if size > MAX_BYTES {
            bail!("{name} has {size} bytes: reports have {MAX_BYTES} at most");
        }
        let mut text = String::new();
        let opened = File::open(file).with_context(|| format!("cannot read {name}"))?;
        opened.take(MAX_BYTES).read_to_string(&mut text).with_context(|| format!("cannot read {name}"))?;
        let head: Head =
            serde_json::from_str(&text).with_context(|| format!("{name} is no report that Lockstep saved as JSON"))?;
        if head.format != REPORT_FORMAT {
            bail!(
                "{name} is a report of format {}, and this Lockstep reads format {REPORT_FORMAT}: use the version that wrote it",
                head.format
            );
        }
        serde_json::from_str(&text).with_context(|| format!("{name} is damaged"))
    }

    /// What was recorded, oldest first.
    pub fn recordings(&self) -> Result<Vec<Recording>> {
        if self.recordings.is_empty() {
            bail!("the report has nothing that could be played");
        }
        let read = |text: &str| serde_json::from_str(text).context("a recording is damaged");
        self.recordings.iter().map(|recording| read(recording.get())).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Report;

    /// A file that goes with this value.
    struct Written(PathBuf);

    impl Written {
        fn new(name: &str, text: &str) -> Self {
            let file = std::env::temp_dir().join(format!("lockstep-replay-{name}-{}.json", std::process::id()));
            assert!(std::fs::write(&file, text).is_ok());
            Self(file)
        }

        /// What is wrong with it.
        fn error(&self) -> String {
            let outcome = Report::read(&self.0).and_then(|report| report.recordings());
            outcome.err().map(|why| format!("{why:#}")).unwrap_or_default()
        }
    }

    impl Drop for Written {
        fn drop(&mut self) {
            drop(std::fs::remove_file(&self.0));
        }
    }

    #[test]
    fn what_can_not_be_played_is_refused_with_a_sentence() {
        let cases = [
            ("empty", "", "is no report"),
            ("text", "Lockstep 0.1.0, report of format 2", "is no report"),
            ("other", r#"{"format":3,"all":"else"}"#, "is a report of format 3, and this Lockstep reads format 2"),
            ("damaged", r#"{"format":2,"lockstep":"0.1.0"}"#, "is damaged"),
            ("nothing", r#"{"format":2,"lockstep":"0.1.0","recordings":[]}"#, "nothing that could be played"),
            ("step", r#"{"format":2,"lockstep":"0.1.0","recordings":[{"begin":1}]}"#, "a recording is damaged"),
        ];
        for (name, text, words) in cases {
            let error = Written::new(name, text).error();
            assert!(error.contains(words), "{name}: {error}");
        }
        assert!(Report::read("there/is/no/such/file".as_ref()).is_err());
    }
}
