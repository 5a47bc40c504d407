//! What was asked about a file, and what to ask next.

use super::{FileAnswer, Verdict};
use crate::sync::{RequestError, RequestId, Timestamp, Visibility};
use crate::wire::FilePath;

/// Limit for one request: a backend that stops a stream answers nothing meanwhile.
const ASK_TIMEOUT_MS: u64 = 5_000;
/// The wait after the first round that found no file; those after it double.
const FIRST_WAIT_MS: u64 = 500;
/// How many rounds may find that there is no file: 3.5 s, in which a recording is closed.
const MAX_MISSING: u32 = 4;
/// How many may bring no answer: 15.5 s, and 45 s where the backend is silent.
const MAX_UNANSWERED: u32 = 6;

/// Everything that happens to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The backend says that it saved one.
    Reported {
        /// Where it may be, the likeliest place first.
        paths: Vec<FilePath>,
    },
    /// It matters no longer.
    Forgotten,
    /// A request ended.
    Replied {
        /// Which.
        request: RequestId,
        /// The backend's word, or why there is none.
        answer: Result<FileAnswer, RequestError>,
    },
    /// The tab was hidden or shown.
    VisibilityChanged(Visibility),
    /// The time of [`State::next_deadline`] has come.
    TimerFired,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask for a part of this file; answer with [`Event::Replied`].
    Ask {
        /// The request's number.
        request: RequestId,
        /// The file.
        path: FilePath,
    },
    /// The answer to this request no longer matters: cancel it.
    Abort {
        /// The request's number.
        request: RequestId,
    },
}

/// One file at a time, with at most one request under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Where it may be, the likeliest place first.
    paths: Vec<FilePath>,
    /// Which of them is asked for in this round.
    place: usize,
    verdict: Verdict,
    /// How many rounds found no file.
    missing: u32,
    /// How many in a row brought no answer.
    unanswered: u32,
    /// When to ask next.
    due: Timestamp,
    under_way: Option<(RequestId, Timestamp)>,
    /// The newest request's number. It only grows, so that no late reply counts.
    last_request: u64,
    visibility: Visibility,
}

impl State {
    /// No file.
    #[must_use]
    pub const fn new(visibility: Visibility) -> Self {
        Self {
            paths: Vec::new(),
            place: 0,
            verdict: Verdict::None,
            missing: 0,
            unanswered: 0,
            due: Timestamp(0),
            under_way: None,
            last_request: 0,
            visibility,
        }
    }

    /// What is known.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The file, where it was found, or else where it most likely is.
    #[must_use]
    pub fn path(&self) -> Option<&FilePath> {
        self.paths.get(self.place).or(self.paths.first())
    }

    /// When the machine wants [`Event::TimerFired`]; `None` while nothing is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match self.under_way {
            Some((_, deadline)) => Some(deadline),
            None => (self.verdict.is_asking() && self.visibility == Visibility::Visible).then_some(self.due),
        }
    }

    /// Takes what happened, and says what to do.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Reported { paths } => {
                self.forget(&mut effects);
                if !paths.is_empty() {
                    (self.paths, self.verdict, self.due) = (paths, Verdict::Asking, now);
                }
            }
            Event::Forgotten => self.forget(&mut effects),
            Event::Replied { request, answer } => {
                // Any other is of a file, or a question, that is over.
                if self.under_way.take_if(|(it, _)| *it == request).is_some() {
                    self.take(answer, now);
                }
            }
            Event::VisibilityChanged(visibility) => self.visibility = visibility,
            Event::TimerFired => {
                if let Some((request, _)) = self.under_way.take_if(|(_, deadline)| *deadline <= now) {
                    effects.push(Effect::Abort { request });
                    self.take(Err(RequestError::TimedOut { limit_ms: ASK_TIMEOUT_MS }), now);
                }
            }
        }
        self.ask_when_due(now, &mut effects);
        effects
    }

    /// What a request came to.
    fn take(&mut self, answer: Result<FileAnswer, RequestError>, now: Timestamp) {
        let rounds = match answer {
            // Not in this place; the next one is asked for at once.
            Ok(FileAnswer::Missing) if self.place + 1 < self.paths.len() => {
                self.place += 1;
                return;
            }
            Ok(FileAnswer::Missing) => {
                (self.place, self.unanswered) = (0, 0);
                self.missing += 1;
                if self.missing >= MAX_MISSING {
                    self.verdict = Verdict::Missing;
                }
                self.missing
            }
            Ok(found) => {
                self.verdict = found.into();
                return;
            }
            Err(why) => {
                self.place = 0;
                self.unanswered += 1;
                if self.unanswered >= MAX_UNANSWERED {
                    self.verdict = Verdict::Unanswered(why);
                }
                self.unanswered
            }
        };
        self.due = now.after(FIRST_WAIT_MS << (rounds - 1));
    }

    /// A hidden tab asks nothing.
    fn ask_when_due(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.under_way.is_none()
            && self.next_deadline().is_some_and(|due| due <= now)
            && let Some(path) = self.path().cloned()
        {
            self.last_request += 1;
            let request = RequestId(self.last_request);
            self.under_way = Some((request, now.after(ASK_TIMEOUT_MS)));
            effects.push(Effect::Ask { request, path });
        }
    }

    fn forget(&mut self, effects: &mut Vec<Effect>) {
        if let Some((request, _)) = self.under_way.take() {
            effects.push(Effect::Abort { request });
        }
        *self = Self { last_request: self.last_request, ..Self::new(self.visibility) };
    }
}
