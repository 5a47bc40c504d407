//! Which build of the page this is, and whether its server has another one by now.

use crate::sync::Timestamp;

/// A page that is looked at asks so often, in milliseconds.
pub const CHECK_INTERVAL_MS: u64 = 3_600_000;
/// One that is shown again asks at once, but not more often than this, in milliseconds.
pub const SHOWN_INTERVAL_MS: u64 = 600_000;
/// Before the name of the page's program in `index.html`; `Trunk.toml` and `start.js` have it too.
const PROGRAM: &str = "data-program=";
/// Longest name that is taken for a program's, in bytes.
const MAX_NAME_BYTES: usize = 256;

/// A build of the page, known by the name of its program, which changes with the program's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBuild {
    program: String,
}

impl PageBuild {
    /// The build whose program has this address: a path, or a whole URL.
    #[must_use]
    pub fn of_program(address: &str) -> Option<Self> {
        let program = address.rsplit('/').next()?;
        let is_name = program.ends_with(".wasm") && program.len() <= MAX_NAME_BYTES;
        is_name.then(|| Self { program: program.to_owned() })
    }

    /// The build that an `index.html` belongs to; none if it is something else, such as a login page.
    #[must_use]
    pub fn of_index(index: &str) -> Option<Self> {
        let (_, value) = index.split_once(PROGRAM)?;
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let value = if quote.is_some() { &value[1..] } else { value };
        let end = value.find(|letter: char| match quote {
            Some(quote) => letter == quote,
            None => letter.is_ascii_whitespace() || letter == '>',
        })?;
        Self::of_program(&value[..end])
    }

    /// What tells it from other builds, as people read it.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.program.strip_prefix("lockstep-").unwrap_or(&self.program);
        name.strip_suffix("_bg.wasm").unwrap_or(name)
    }
}

/// Why it may be time to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Time goes on.
    Passing,
    /// The page is shown again.
    Shown,
}

/// When the server is asked for the page's `index.html`.
#[derive(Clone, Copy, Debug)]
pub struct BuildChecks {
    opened_at: Timestamp,
    asked_at: Option<Timestamp>,
}

impl BuildChecks {
    /// Of a page that was opened now, and so is the newest.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self { opened_at: now, asked_at: None }
    }

    /// Is it time to ask? If so, it is taken for asked.
    pub fn begin(&mut self, occasion: Occasion, now: Timestamp) -> bool {
        let due = match (occasion, self.asked_at) {
            (Occasion::Passing, asked_at) => now.ms_since(asked_at.unwrap_or(self.opened_at)) >= CHECK_INTERVAL_MS,
            (Occasion::Shown, None) => true,
            (Occasion::Shown, Some(asked_at)) => now.ms_since(asked_at) >= SHOWN_INTERVAL_MS,
        };
        if due {
            self.asked_at = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(address: &str) -> Option<PageBuild> {
        PageBuild::of_program(address)
    }

    #[test]
    fn an_index_names_its_build_minified_or_not() {
        let expected = build("./lockstep-0f_bg.wasm");
        assert_eq!(expected.as_ref().map(PageBuild::name), Some("0f"));
        for index in [
            "<link data-program=./lockstep-0f_bg.wasm href=./lockstep-0f.js rel=modulepreload>",
            "<link rel=modulepreload data-program=./lockstep-0f_bg.wasm>",
            r#"<link data-program="https://lab/a b/lockstep-0f_bg.wasm">"#,
            "<link data-program='lockstep-0f_bg.wasm'\n>",
        ] {
            assert_eq!(PageBuild::of_index(index), expected, "{index}");
        }
    }

    #[test]
    fn what_is_no_page_of_ours_names_none() {
        let long = format!("data-program={}.wasm>", "x".repeat(MAX_NAME_BYTES));
        for index in ["", "<h1>Sign in</h1>", "data-program=", "data-program=./x.js>", "data-program=./x.wasm", &long] {
            assert_eq!(PageBuild::of_index(index), None, "{index}");
        }
    }

    #[test]
    fn it_is_asked_once_an_hour_and_when_shown_but_not_all_the_time() {
        let mut checks = BuildChecks::new(Timestamp(5));
        assert!(!checks.begin(Occasion::Passing, Timestamp(4 + CHECK_INTERVAL_MS)));
        assert!(checks.begin(Occasion::Passing, Timestamp(5 + CHECK_INTERVAL_MS)));
        assert!(!checks.begin(Occasion::Passing, Timestamp(6 + CHECK_INTERVAL_MS)));
        assert!(!checks.begin(Occasion::Shown, Timestamp(4 + CHECK_INTERVAL_MS + SHOWN_INTERVAL_MS)));
        assert!(checks.begin(Occasion::Shown, Timestamp(5 + CHECK_INTERVAL_MS + SHOWN_INTERVAL_MS)));

        let mut checks = BuildChecks::new(Timestamp(0));
        assert!(checks.begin(Occasion::Shown, Timestamp(1)), "the first time that it is shown again");
        assert!(!checks.begin(Occasion::Shown, Timestamp(2)));
    }
}
