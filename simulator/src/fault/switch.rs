//! The faults that are switched on.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::fault_kind::{Fault, RefuseSockets, Target, When};
use crate::{simulator::lock, socket::SignalForm};

/// More standing faults than this are refused.
const MOST_FAULTS: usize = 64;

/// A fault that lasts, with what it needs to know about itself.
#[derive(Debug)]
struct Standing {
    fault: Fault,
    matched: u64,
    until: Option<Instant>,
}

impl Standing {
    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| until <= Instant::now())
    }
}

/// The faults that are switched on.
#[derive(Debug)]
pub struct FaultSwitch {
    standing: Mutex<Vec<Standing>>,
    cleared: watch::Sender<()>,
    signals: SignalForm,
}

/// The switch holds as many faults as it can.
#[derive(Debug)]
pub struct TooManyFaults;

impl FaultSwitch {
    /// No faults; `no_push` is whether the server sends no signals about streams to begin with.
    pub fn new(no_push: bool) -> Self {
        let signals = if no_push { SignalForm::None } else { SignalForm::Msgpack };
        Self { standing: Mutex::default(), cleared: watch::Sender::default(), signals }
    }

    /// Switches on a fault that lasts.
    pub fn add(&self, fault: Fault) -> Result<(), TooManyFaults> {
        let mut standing = lock(&self.standing);
        standing.retain(|standing| !standing.is_over());
        if standing.len() == MOST_FAULTS {
            return Err(TooManyFaults);
        }
        let until = match &fault {
            Fault::RefuseSockets { for_ms, .. } => for_ms.map(|ms| Instant::now() + Duration::from_millis(ms)),
            _ => None,
        };
        standing.push(Standing { fault, matched: 0, until });
        Ok(())
    }

    /// Switches everything off.
    pub fn clear(&self) {
        lock(&self.standing).clear();
        self.cleared.send_replace(());
    }

    /// Tells of the next time that everything is switched off.
    pub fn clearing(&self) -> watch::Receiver<()> {
        self.cleared.subscribe()
    }

    /// The faults that are on.
    pub fn standing(&self) -> Vec<Fault> {
        lock(&self.standing)
            .iter()
            .filter(|standing| !standing.is_over())
            .map(|standing| standing.fault.clone())
            .collect()
    }

    /// The fault for the REST call with this path, if its turn has come. The oldest fault wins.
    pub fn for_call(&self, path: &str) -> Option<Fault> {
        let mut standing = lock(&self.standing);
        let mut found = None;
        for candidate in standing.iter_mut() {
            let Some((target, when)) = rest_scope(&candidate.fault) else { continue };
            if !target.matches(path) {
                continue;
            }
            candidate.matched += 1;
            let has_turn = match when {
                When::Always => true,
                When::EveryOther => candidate.matched % 2 == 1,
                When::Next(count) => candidate.matched <= count,
            };
            if has_turn {
                found = Some(candidate.fault.clone());
                break;
            }
        }
        standing.retain(|standing| match rest_scope(&standing.fault) {
            Some((_, When::Next(count))) => standing.matched < count,
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

    /// Waits until no hanging refusal is on.
    pub async fn until_sockets_are_welcome(&self) {
        while self.refused_sockets() == Some(RefuseSockets::Hang) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Are pings suppressed?
    pub fn pings_are_muted(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::MutePings | Fault::HalfOpen).then_some(())).is_some()
    }

    /// Do sockets carry nothing?
    pub fn connections_are_half_open(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::HalfOpen).then_some(())).is_some()
    }

    /// Are frames suppressed?
    pub fn frames_are_stalled(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::StallFrames).then_some(())).is_some()
    }

    /// Do acknowledgements get lost on their way?
    pub fn acks_are_lost(&self) -> bool {
        self.find(|fault| matches!(fault, Fault::LoseAcks).then_some(())).is_some()
    }

    /// How signals about streams are sent.
    pub fn signal_form(&self) -> SignalForm {
        self.find(|fault| match fault {
            Fault::Signals { form } => Some(*form),
            _ => None,
        })
        .unwrap_or(self.signals)
    }

    /// The newest fault wins.
    fn find<T>(&self, pick: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        lock(&self.standing)
            .iter()
            .rev()
            .filter(|standing| !standing.is_over())
            .find_map(|standing| pick(&standing.fault))
    }
}

fn rest_scope(fault: &Fault) -> Option<(&Target, When)> {
    match fault {
        Fault::Answer(rest) => Some((&rest.to, rest.when)),
        Fault::Hang(rest) | Fault::Hold(rest) | Fault::CutOff(rest) => Some((&rest.to, rest.when)),
        Fault::Delay(rest) => Some((&rest.to, rest.when)),
        _ => None,
    }
}
