//! What the browser's console says, and what of it was expected.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// How the page begins to say that its painter has failed.
pub const PAINTER_FAILED: &str = "[LiveView] what paints the picture has failed, and is tried again: ";

/// How a line came to the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `console.debug`.
    Debug,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`.
    Error,
    /// Any other console method: the page uses none.
    Other,
    /// Nobody caught it.
    Exception,
    /// The browser itself says that something failed, such as a request.
    Browser,
    /// The browser says so of a WebSocket. Firefox does of each that fails or breaks, also where nobody minds, such as one
    /// that is replaced: it fails no test. The page says the same in lines of its own, which are looked at.
    Socket,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    pub level: Level,
    pub text: String,
    pub at: Instant,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.level, self.text)
    }
}

/// Trouble that a test brings about, so that lines about it are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A warning or an error of the page that begins so.
    Begins(Level, &'static str),
    /// Nothing answers at the backend's address for a while.
    BackendDown,
    /// The backend answers a request with an HTTP error or not at all.
    FailedRequests,
    /// The page is left while requests and pictures are under way, of which WebKit says that they failed.
    Leaving,
}

impl Allowed {
    fn covers(self, line: &Line) -> bool {
        let begins = |level, begin: &str| line.level == level && line.text.starts_with(begin);
        match self {
            Self::Begins(level, begin) => begins(level, begin),
            Self::FailedRequests => begins(Level::Browser, "Failed to load resource: "),
            Self::Leaving => {
                let is_of_the_socket = begins(Level::Browser, "WebSocket connection to ");
                (is_of_the_socket && line.text.contains("closed due to suspension"))
                    || begins(Level::Exception, "Fetch API cannot load ")
                    || begins(Level::Exception, "Cannot load blob:")
                    || begins(Level::Warn, "[LiveView] the browser can’t decode a jpeg frame: InvalidStateError")
            }
            Self::BackendDown => {
                // The first is Chromium's, the next four are WebKit's.
                begins(Level::Browser, "Failed to load resource: net::ERR_")
                    || begins(Level::Browser, "Failed to load resource: Could not connect to ")
                    || begins(Level::Browser, "Failed to load resource: Connection terminated unexpectedly")
                    || begins(Level::Browser, "Failed to load resource: Error receiving data: ")
                    || begins(Level::Browser, "Failed to load resource: Error sending data: ")
                    || begins(Level::Browser, "WebSocket connection to ")
                    // The backend serves the page's own files as well: the painter's are fetched again when it is replaced.
                    || begins(Level::Error, "TypeError: Failed to fetch")
                    || begins(Level::Warn, &format!("{PAINTER_FAILED}Uncaught TypeError: Failed to fetch"))
                    || begins(Level::Warn, &format!("{PAINTER_FAILED}TypeError: error loading dynamically imported"))
                    || begins(Level::Warn, &format!("{PAINTER_FAILED}its script could not be loaded"))
                    || begins(Level::Warn, "[StreamControls] Failed to check live view status: the backend could not")
                    || begins(Level::Error, "[WebSocket] Failed to sync livestream status: the backend could not")
            }
        }
    }
}

/// The console of one tab. Clones are the same one.
#[derive(Clone, Default)]
pub struct Console {
    lines: Arc<Mutex<Vec<Line>>>,
}

impl Console {
    /// Adds a line.
    pub fn add(&self, level: Level, text: String) {
        self.lock().push(Line { level, text, at: Instant::now() });
    }

    /// All lines so far.
    pub fn lines(&self) -> Vec<Line> {
        self.lock().clone()
    }

    /// Warnings and worse that no allowance covers.
    pub fn unexpected(&self, allowed: &[Allowed]) -> Vec<Line> {
        let harmless = |line: &Line| matches!(line.level, Level::Debug | Level::Info | Level::Socket);
        let lines = self.lines().into_iter();
        lines.filter(|line| !harmless(line) && !allowed.iter().any(|it| it.covers(line))).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lock();
        let Some(first) = lines.first() else { return f.write_str("  (nothing)") };
        for line in lines.iter() {
            let seconds = line.at.duration_since(first.at).as_secs_f64();
            writeln!(f, "  {seconds:7.3} s  {line}")?;
        }
        Ok(())
    }
}
