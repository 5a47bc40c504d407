//! The browsers' engines: which one the tests drive, and what each can do.

use std::env;
use std::fmt;
use std::sync::LazyLock;

/// A browser's engine. `LOCKSTEP_BROWSER` names the one that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Driven over the Chrome DevTools Protocol.
    Chromium,
    /// Driven over WebDriver BiDi.
    Firefox,
    /// Driven over W3C WebDriver, and listened to over the protocol of its inspector.
    WebKit,
}

/// Something that not every engine, or not what drives it, can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The lines of the console are heard, with uncaught errors and failed requests.
    Console,
    /// What workers write to the console is heard as well.
    WorkerConsole,
    /// Scripts run in workers, and before a worker's own.
    WorkerScripts,
    /// A tab can be hidden and shown.
    Hiding,
    /// Files that are saved can be read.
    Downloads,
    /// Fingers.
    Touch,
    /// A key that is held is repeated.
    KeyRepeat,
    /// Light and dark are asked for.
    ColorScheme,
    /// A window becomes narrower than 450 px.
    NarrowWindow,
    /// An answer that breaks off in the middle is an error, and not one that ends there.
    BrokenAnswers,
    /// What only Chromium's DevTools do: slow networks, requests that are answered by the test, forced colours and more.
    DevTools,
}

impl Engine {
    const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The one that the tests drive.
    pub fn chosen() -> Self {
        static CHOSEN: LazyLock<Result<Engine, String>> = LazyLock::new(|| {
            let Some(name) = env::var_os("LOCKSTEP_BROWSER") else { return Ok(Engine::Chromium) };
            let named = |engine: &Engine| name.eq_ignore_ascii_case(engine.to_string());
            Engine::ALL.into_iter().find(named).ok_or_else(|| format!("LOCKSTEP_BROWSER: there is no engine {name:?}"))
        });
        CHOSEN.clone().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Can it do this, as it is driven here?
    pub const fn can(self, need: Need) -> bool {
        match self {
            Self::Chromium => true,
            Self::Firefox => !matches!(need, Need::WorkerScripts | Need::ColorScheme | Need::DevTools),
            Self::WebKit => !matches!(
                need,
                Need::Downloads
                    | Need::Touch
                    | Need::KeyRepeat
                    | Need::NarrowWindow
                    | Need::BrokenAnswers
                    | Need::DevTools
            ),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        })
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Console => "console lines",
            Self::WorkerConsole => "console lines of workers",
            Self::WorkerScripts => "scripts in workers",
            Self::Hiding => "hiding a tab",
            Self::Downloads => "saved files",
            Self::Touch => "fingers",
            Self::KeyRepeat => "a key that is held",
            Self::ColorScheme => "light and dark",
            Self::NarrowWindow => "a narrow window",
            Self::BrokenAnswers => "answers that break off",
            Self::DevTools => "Chromium's DevTools",
        })
    }
}
