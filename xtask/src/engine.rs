//! The engines in which the end-to-end tests run, and which of the tests.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A browser's engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

/// What people do most: the modules of `tests/e2e` that run in Firefox too.
const FIREFOX_AREAS: [&str; 13] = [
    "accessibility::",
    "binary::",
    "commands::",
    "console_lines::",
    "engines::",
    "four_cases::",
    "hidden::",
    "kills::",
    "layout::",
    "looking::",
    "notices::",
    "picture::",
    "snap::",
];

/// What people do most, for WebKit. Of the layout, what needs no narrow window: a policy forbids the frame that would be one.
/// Of accessibility, where nothing fails that WebKit's console has other words for.
const WEBKIT_AREAS: [&str; 11] = [
    "accessibility::each_",
    "accessibility::what_is_",
    "binary::",
    "commands::",
    "engines::",
    "four_cases::",
    "layout::a_wide_stage",
    "layout::an_empty_part",
    "layout::beside_a_wide_stage",
    "layout::what_is_hidden",
    "picture::",
];

impl Engine {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::Webkit => "WebKit",
        }
    }

    /// How the names of the tests begin that run in it. All run in Chromium.
    pub const fn areas(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Chromium => None,
            Self::Firefox => Some(&FIREFOX_AREAS),
            Self::Webkit => Some(&WEBKIT_AREAS),
        }
    }

    /// How long that takes on two cores.
    pub const fn usual_time(self) -> &'static str {
        match self {
            Self::Chromium => "about 10 min",
            Self::Firefox => "about 5 min",
            Self::Webkit => "about 4 min",
        }
    }

    /// What was not looked at in it: tests that don't run in it, and what they noted while they ran, in lines of
    /// `test` or `part`, the test's name, the place, and what it needs, with tabs between them.
    pub fn not_looked_at(self, tests: &str, ignored: &str, notes: &str) -> String {
        let ignored = names(ignored);
        let tests: Vec<&str> = names(tests).into_iter().filter(|name| !ignored.contains(name)).collect();
        let is_chosen = |name: &&&str| self.areas().is_none_or(|areas| areas.iter().any(|area| name.starts_with(area)));
        let (all, chosen) = (tests.len(), tests.iter().filter(is_chosen).count());
        let mut text = format!("{}: {chosen} of {all} tests are of areas that run in it", self.name());
        for (kind, what) in [("test", "tests of these"), ("part", "things in tests")] {
            let mut needs = BTreeMap::new();
            for line in notes.lines() {
                let mut fields = line.split('\t');
                if fields.next() == Some(kind) {
                    *needs.entry(fields.next_back().unwrap_or("?")).or_insert(0_usize) += 1;
                }
            }
            let count: usize = needs.values().sum();
            if count > 0 {
                let list: Vec<String> = needs.iter().map(|(need, count)| format!("{need} ({count})")).collect();
                // Writing to a text can't fail.
                let _ = write!(text, "; {what} that were not looked at: {count}, for want of {}", list.join(", "));
            }
        }
        text
    }
}

/// The tests' names in what `--list` says.
fn names(list: &str) -> Vec<&str> {
    list.lines().filter_map(|line| line.strip_suffix(": test")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_looked_at_is_counted_by_what_it_needs() {
        let tests =
            "four_cases::a: test\ncommands::b: test\nscale::c: test\ncommands::slow: test\n\n4 tests, 0 benchmarks\n";
        let notes = "part\tfour_cases::a\ttab.rs:1\tconsole lines\ntest\tcommands::b\tcommands.rs:2\thiding a tab\n\
                     part\tcommands::b\ttab.rs:1\tconsole lines\n";
        assert_eq!(
            Engine::Firefox.not_looked_at(tests, "commands::slow: test\n", notes),
            "Firefox: 2 of 3 tests are of areas that run in it; tests of these that were not looked at: 1, for want of \
             hiding a tab (1); things in tests that were not looked at: 2, for want of console lines (2)"
        );
        assert_eq!(Engine::Firefox.not_looked_at(tests, "", ""), "Firefox: 3 of 4 tests are of areas that run in it");
    }
}
