//! What happens to a snap, and what to do next.

use std::mem;

use super::{Cancel, Failure, Job, Phase, SnapRequest};
use crate::sync::{RequestError, RequestId, Timestamp, Visibility};
use crate::wire::{SnapAnswer, SnapProgress};

/// Time between an answer and the next question about a job.
const POLL_MS: u64 = 300;
/// Limit for a start: the backend may be about to stop a stream, and answers nothing meanwhile.
const START_TIMEOUT_MS: u64 = 30_000;
/// Limit for a status request and a cancel; a status may carry a picture.
const ASK_TIMEOUT_MS: u64 = 5_000;
/// How many status requests in a row may bring nothing. The waits after them double, so that at least 9 s pass, and
/// 39 s where the backend is silent.
const MAX_LOST: u32 = 5;
/// How long a job may take: this, and so many times what the backend expects.
const PATIENCE_MS: u64 = 60_000;
const PATIENCE_FACTOR: u64 = 4;

/// A request about a snap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Begin one.
    Start(SnapRequest),
    /// How does this job stand?
    Status(String),
    /// Cancel this job.
    Cancel(String),
}

/// Everything that happens to a snap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody wants a picture.
    Wanted(SnapRequest),
    /// Somebody does not want it any more.
    CancelClicked,
    /// A request ended.
    Replied {
        /// Which.
        request: RequestId,
        /// The backend's word, or why there is none.
        answer: Result<SnapAnswer, RequestError>,
    },
    /// The tab was hidden or shown.
    VisibilityChanged(Visibility),
    /// Another backend was chosen: it has no snap of ours.
    BackendChanged,
    /// The time of [`State::next_deadline`] has come.
    TimerFired,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send this; answer with [`Event::Replied`].
    Send {
        /// The request's number.
        request: RequestId,
        /// What to ask.
        call: Call,
    },
    /// The answer to this request no longer matters: cancel it.
    Abort {
        /// The request's number.
        request: RequestId,
    },
}

/// One snap at a time, with at most one request under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    phase: Phase,
    under_way: Option<UnderWay>,
    /// The newest request's number. It only grows, so that no late reply counts.
    last_request: u64,
    visibility: Visibility,
}

/// The request under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct UnderWay {
    request: RequestId,
    limit_ms: u64,
    deadline: Timestamp,
}

impl State {
    /// No snap.
    #[must_use]
    pub const fn new(visibility: Visibility) -> Self {
        Self { phase: Phase::Idle, under_way: None, last_request: 0, visibility }
    }

    /// How the snap stands.
    #[must_use]
    pub const fn phase(&self) -> &Phase {
        &self.phase
    }

    /// When the machine wants [`Event::TimerFired`]; `None` while nothing is due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match (&self.under_way, &self.phase) {
            (Some(under_way), _) => Some(under_way.deadline),
            // What a person ordered is sent also by a hidden tab.
            (None, Phase::Running(job)) if self.visibility == Visibility::Visible || job.cancel == Cancel::Wanted => {
                Some(job.due)
            }
            _ => None,
        }
    }

    /// Takes what happened, and says what to do.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Wanted(order) if !self.phase.is_going() => {
                self.phase = Phase::Starting(Cancel::Unwanted);
                self.send(Call::Start(order), START_TIMEOUT_MS, now, &mut effects);
            }
            Event::CancelClicked if self.phase.is_cancellable() => self.cancel(now, &mut effects),
            // Buttons that can't be pressed now.
            Event::Wanted(_) | Event::CancelClicked => {}
            Event::Replied { request, answer } => {
                // Any other is of a snap, or a question, that is over.
                if self.under_way.take_if(|it| it.request == request).is_some() {
                    self.take(answer, now, &mut effects);
                }
            }
            Event::VisibilityChanged(visibility) => {
                self.visibility = visibility;
                // What was not asked while nobody looked is asked at once.
                self.ask_when_due(now, &mut effects);
            }
            Event::BackendChanged => {
                self.abort(&mut effects);
                self.phase = Phase::Idle;
            }
            Event::TimerFired => match self.under_way {
                Some(UnderWay { limit_ms, deadline, .. }) if deadline <= now => {
                    self.abort(&mut effects);
                    self.take(Err(RequestError::TimedOut { limit_ms }), now, &mut effects);
                }
                _ => self.ask_when_due(now, &mut effects),
            },
        }
        effects
    }

    /// What a request came to.
    fn take(&mut self, answer: Result<SnapAnswer, RequestError>, now: Timestamp, effects: &mut Vec<Effect>) {
        match answer {
            Ok(SnapAnswer::Going(progress)) => self.go_on(progress, now, effects),
            Ok(SnapAnswer::Done(saved)) => self.phase = Phase::Done(saved),
            Ok(SnapAnswer::Failed { message }) => self.phase = Phase::Failed(Failure::Refused { message }),
            Ok(SnapAnswer::Cancelled) => self.phase = Phase::Cancelled,
            Ok(SnapAnswer::Unknown) => self.phase = Phase::Failed(Failure::Forgotten),
            Err(why) => self.lose(why, now),
        }
    }

    fn go_on(&mut self, progress: SnapProgress, now: Timestamp, effects: &mut Vec<Effect>) {
        let SnapProgress { job_id, percent, expected_ms, cancelled } = progress;
        match &mut self.phase {
            Phase::Running(job) if job.id != job_id => {
                self.lose(RequestError::NotUnderstood("it is about another snap".into()), now);
            }
            // Only the backend's own word ends the wait, not the clock: this machine may have slept.
            Phase::Running(job) if job.deadline <= now => {
                self.phase = Phase::Failed(Failure::TooLong { limit_ms: job.limit_ms });
            }
            Phase::Running(job) => {
                (job.percent, job.lost, job.due) = (percent, 0, now.after(POLL_MS));
                if cancelled == Some(true) {
                    job.cancel = Cancel::Agreed;
                } else if job.cancel == Cancel::Wanted {
                    job.cancel = Cancel::Refused;
                }
            }
            phase => {
                let cancel = if let Phase::Starting(cancel) = phase { mem::take(cancel) } else { Cancel::Unwanted };
                let limit_ms = PATIENCE_MS.saturating_add(PATIENCE_FACTOR.saturating_mul(expected_ms.unwrap_or(0)));
                let due = if cancel == Cancel::Wanted { now } else { now.after(POLL_MS) };
                let deadline = now.after(limit_ms);
                *phase = Phase::Running(Job { id: job_id, percent, cancel, lost: 0, due, limit_ms, deadline });
                self.ask_when_due(now, effects);
            }
        }
    }

    /// A request brought nothing.
    fn lose(&mut self, why: RequestError, now: Timestamp) {
        match &mut self.phase {
            Phase::Running(job) if job.cancel == Cancel::Wanted => {
                job.cancel = Cancel::Unanswered(why);
                job.due = now.after(POLL_MS);
            }
            Phase::Running(job) if job.lost < MAX_LOST => {
                job.due = now.after(POLL_MS << job.lost);
                job.lost += 1;
            }
            Phase::Running(_) => self.phase = Phase::Failed(Failure::Silent(why)),
            phase => *phase = Phase::Failed(Failure::StartUnanswered(why)),
        }
    }

    fn cancel(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match &mut self.phase {
            Phase::Running(job) => {
                (job.cancel, job.due) = (Cancel::Wanted, now);
                // The cancel answers a question that is still out as well.
                self.abort(effects);
                self.ask_when_due(now, effects);
            }
            // There is no job to name yet.
            phase => *phase = Phase::Starting(Cancel::Wanted),
        }
    }

    /// The next request about a job. A hidden tab sends none but a cancel.
    fn ask_when_due(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.under_way.is_none()
            && self.next_deadline().is_some_and(|due| due <= now)
            && let Phase::Running(job) = &self.phase
        {
            let id = job.id.clone();
            let call = if job.cancel == Cancel::Wanted { Call::Cancel(id) } else { Call::Status(id) };
            self.send(call, ASK_TIMEOUT_MS, now, effects);
        }
    }

    fn send(&mut self, call: Call, limit_ms: u64, now: Timestamp, effects: &mut Vec<Effect>) {
        self.last_request += 1;
        let request = RequestId(self.last_request);
        self.under_way = Some(UnderWay { request, limit_ms, deadline: now.after(limit_ms) });
        effects.push(Effect::Send { request, call });
    }

    fn abort(&mut self, effects: &mut Vec<Effect>) {
        if let Some(UnderWay { request, .. }) = self.under_way.take() {
            effects.push(Effect::Abort { request });
        }
    }
}
