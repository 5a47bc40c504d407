//! How long requests took.

use std::collections::VecDeque;

use crate::sync::{Effect, RequestId, Timestamp};

/// The most requests that are waited for: a check and a command, and those that were given up.
const MAX_PENDING: usize = 8;
/// The most times that are kept.
const MAX_TIMES: usize = 100;

/// When requests left, and how long the latest ones took to be answered.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestTimes {
    pending: VecDeque<(RequestId, Timestamp)>,
    times_ms: VecDeque<u64>,
    unanswered: u64,
}

impl RequestTimes {
    /// Notes the requests that leave now.
    pub(super) fn note_sent(&mut self, effects: &[Effect], now: Timestamp) {
        for effect in effects {
            if let Some(request) = effect.sent_request() {
                if self.pending.len() == MAX_PENDING {
                    self.pending.pop_front();
                }
                self.pending.push_back((request, now));
            }
        }
    }

    /// The request ended: how long it took, if that is known.
    pub(super) fn note_ended(&mut self, request: RequestId, answered: bool, now: Timestamp) -> Option<u64> {
        let place = self.pending.iter().position(|(pending, _)| *pending == request)?;
        let (_, sent_at) = self.pending.remove(place)?;
        let took_ms = now.ms_since(sent_at);
        if answered {
            if self.times_ms.len() == MAX_TIMES {
                self.times_ms.pop_front();
            }
            self.times_ms.push_back(took_ms);
        } else {
            self.unanswered += 1;
        }
        Some(took_ms)
    }

    /// What is to be said of them.
    pub(super) fn words(&self) -> String {
        let (times_ms, unanswered) = (&self.times_ms, self.unanswered);
        // So few that sorting them would only make the page larger.
        let shorter = |than: u64| times_ms.iter().filter(|time_ms| **time_ms < than).count();
        let is_median = |time_ms: &&u64| {
            let half = times_ms.len() / 2;
            shorter(**time_ms) <= half && half < shorter(**time_ms + 1)
        };
        match (times_ms.iter().find(is_median), times_ms.iter().max()) {
            (Some(median_ms), Some(worst_ms)) => format!(
                "of the last {} answers, the median took {median_ms} ms and the worst {worst_ms} ms; requests without an answer: {unanswered}",
                times_ms.len()
            ),
            _ => format!("no answer yet; requests without an answer: {unanswered}"),
        }
    }
}
