//! The faults that are switched on.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::fault_kind::{Fault, RefuseSockets, Target, When};
use crate::{lock::lock, socket::SignalForm};

/// More faults than this at once are refused.
const MAX_FAULTS: usize = 64;

/// A fault that is switched on.
#[derive(Debug)]
struct ActiveFault {
    fault: Fault,
    /// REST calls that it was about so far.
    matched_calls: u64,
    until: Option<Instant>,
}

impl ActiveFault {
    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }
}

/// The faults that are switched on.
#[derive(Debug)]
pub struct FaultSwitch {
    faults: Mutex<Vec<ActiveFault>>,
    cleared: watch::Sender<()>,
    default_form: SignalForm,
}

/// The limit of faults is reached.
#[derive(Debug)]
pub struct TooManyFaults;

impl FaultSwitch {
    /// No faults. With `no_push`, no signals about streams are sent.
    pub fn new(no_push: bool) -> Self {
        let default_form = if no_push { SignalForm::None } else { SignalForm::Msgpack };
        Self { faults: Mutex::default(), cleared: watch::Sender::default(), default_form }
    }

    /// Switches on a fault.
    pub fn add(&self, fault: Fault) -> Result<(), TooManyFaults> {
        let mut faults = lock(&self.faults);
        faults.retain(|active| !active.is_over());
        if faults.len() == MAX_FAULTS {
            return Err(TooManyFaults);
        }
        let until = match &fault {
            Fault::RefuseSockets { for_ms, .. } => for_ms.map(|ms| Instant::now() + Duration::from_millis(ms)),
            _ => None,
        };
        faults.push(ActiveFault { fault, matched_calls: 0, until });
        Ok(())
    }

    /// Switches everything off.
    pub fn clear(&self) {
        lock(&self.faults).clear();
        self.cleared.send_replace(());
    }

    /// A receiver that is told when everything is switched off.
    pub fn subscribe_to_clear(&self) -> watch::Receiver<()> {
        self.cleared.subscribe()
    }

    /// The faults that are on.
    pub fn active(&self) -> Vec<Fault> {
        lock(&self.faults).iter().filter(|active| !active.is_over()).map(|active| active.fault.clone()).collect()
    }

    /// The fault that applies to the REST call with this path; counts the call. The oldest fault wins.
    pub fn for_call(&self, path: &str) -> Option<Fault> {
        let mut faults = lock(&self.faults);
        let mut found = None;
        for candidate in faults.iter_mut() {
            let Some((target, when)) = rest_scope(&candidate.fault) else { continue };
            if !target.matches(path) {
                continue;
            }
            candidate.matched_calls += 1;
            let applies = match when {
                When::Always => true,
                When::EveryOther => candidate.matched_calls % 2 == 1,
                When::Next(count) => candidate.matched_calls <= count,
            };
            if applies {
                found = Some(candidate.fault.clone());
                break;
            }
        }
        faults.retain(|active| match rest_scope(&active.fault) {
            Some((_, When::Next(count))) => active.matched_calls < count,
            _ => true,
        });
        found
    }

    /// How new sockets are refused now.
    pub fn refused_sockets(&self) -> Option<RefuseSockets> {
        self.find(|fault| match fault {
            Fault::RefuseSockets { how, .. } => Some(*how),
            _ => None,
        })
    }

    /// Waits while new sockets get no answer.
    pub async fn until_sockets_are_answered(&self) {
        while self.refused_sockets() == Some(RefuseSockets::Hang) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Are pings suppressed?
    pub fn pings_are_muted(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::MutePings | Fault::HalfOpen).then_some(())).is_some()
    }

    /// Is everything on the sockets dropped?
    pub fn connections_are_half_open(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::HalfOpen).then_some(())).is_some()
    }

    /// Are frames suppressed?
    pub fn frames_are_stalled(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::StallFrames).then_some(())).is_some()
    }

    /// Are acknowledgements dropped?
    pub fn acks_are_lost(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::LoseAcks).then_some(())).is_some()
    }

    /// How signals about streams are sent.
    pub fn signal_form(&self) -> SignalForm {
        self.find(|fault| match fault {
            Fault::Signals { form } => Some(*form),
            _ => None,
        })
        .unwrap_or(self.default_form)
    }

    /// What `pick` finds in the newest fault that it accepts.
    fn find<T>(&self, pick: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        lock(&self.faults).iter().rev().filter(|active| !active.is_over()).find_map(|active| pick(&active.fault))
    }
}

/// Which REST calls a fault is about; `None` if it is about something else.
fn rest_scope(fault: &Fault) -> Option<(&Target, When)> {
    match fault {
        Fault::Answer(rest) => Some((&rest.to, rest.when)),
        Fault::Hang(rest) | Fault::Hold(rest) | Fault::CutOff(rest) => Some((&rest.to, rest.when)),
        Fault::Delay(rest) => Some((&rest.to, rest.when)),
        _ => None,
    }
}
