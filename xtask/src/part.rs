//! The parts of the tests.

use crate::engine::Engine;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Formatting.
    Fmt,
    /// Clippy's warnings, on both targets.
    Clippy,
    /// Licences, duplicates, sources and known faults of dependencies, and whether all of them are used.
    Dependencies,
    /// Tests that need no browser.
    Native,
    /// Tests of the components, in headless Chrome.
    Wasm,
    /// Page and simulator can be built for release, and the page twice with the same bytes.
    Page,
    /// What reads bytes, and the state machine, fed with what a fuzzer finds.
    Fuzz,
    /// The built page against the simulator and a second server, in Chromium.
    E2e,
    /// Those end-to-end tests in Firefox that are about what people do most, or in which engines differ.
    E2eFirefox,
    /// Fewer of them in WebKit.
    E2eWebkit,
    /// Random use of the built page in Chromium, for 3 minutes.
    Search,
}

/// What runs where no part is named, in this order. Fuzzing comes last: it shares nothing with the parts before it, and tells
/// least of whether a change works.
pub const ORDER: [Part; 11] = [
    Part::Fmt,
    Part::Clippy,
    Part::Dependencies,
    Part::Native,
    Part::Wasm,
    Part::Page,
    Part::E2e,
    Part::E2eFirefox,
    Part::E2eWebkit,
    Part::Search,
    Part::Fuzz,
];

impl Part {
    /// What it is called in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "formatting",
            Self::Clippy => "clippy",
            Self::Dependencies => "dependencies",
            Self::Native => "native tests",
            Self::Wasm => "component tests",
            Self::Page => "page and simulator",
            Self::Fuzz => "fuzzing",
            Self::E2e => "end-to-end tests",
            Self::Search => "random use",
            Self::E2eFirefox => "… in Firefox",
            Self::E2eWebkit => "… in WebKit",
        }
    }

    /// The browser that it runs end-to-end tests in.
    pub fn engine(self) -> Option<Engine> {
        match self {
            Self::E2e => Some(Engine::Chromium),
            Self::E2eFirefox => Some(Engine::Firefox),
            Self::E2eWebkit => Some(Engine::Webkit),
            _ => None,
        }
    }

    /// The part that runs end-to-end tests in this browser.
    pub fn of_engine(engine: Engine) -> Self {
        match engine {
            Engine::Chromium => Self::E2e,
            Engine::Firefox => Self::E2eFirefox,
            Engine::Webkit => Self::E2eWebkit,
        }
    }

    /// Does it have one test runner, which takes arguments?
    pub fn has_test_runner(self) -> bool {
        matches!(self, Self::Native | Self::Wasm) || self.engine().is_some()
    }

    /// The part without which this one makes no sense.
    pub fn needs(self) -> Option<Self> {
        (self.engine().is_some() || self == Self::Search).then_some(Self::Page)
    }
}
