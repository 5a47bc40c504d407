//! Turns without a lock, which browsers offer to secure pages only: a tab that wants to send a command says so over the
//! channel, waits whether another objects, and then takes its turn.
//!
//! Of tabs that claim at once, the one with the lowest ticket goes first; a tab whose command is in flight answers every
//! claim with what it sends. Who yields claims again until nobody objects, or the machine gives the command up. A message
//! that takes longer than the wait would defeat this; between tabs of one browser it takes about a millisecond.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::js_sys::Math;

use super::Store;
use super::tabs::Word;
use crate::sync::{Event, RequestId, Stage, TabMessage};

/// How long objections are waited for.
const OBJECTIONS_MS: u32 = 100;

/// A random number; the lowest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(pub(super) u32);

/// A turn that this tab claims.
#[derive(Debug)]
pub(super) struct Claim {
    request: RequestId,
    ticket: Ticket,
    standing: Standing,
    /// Ends the wait for objections.
    _ripens: Timeout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Unopposed,
    /// Another tab goes first.
    Yielded,
}

impl Store {
    /// Claims the turn for this command.
    pub(super) fn claim_turn(self, request: RequestId) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let ticket = Ticket((Math::random() * f64::from(u32::MAX)) as u32);
        let ripens = Timeout::new(OBJECTIONS_MS, move || self.claim_ripened());
        self.driver.try_update_value(|driver| {
            driver.claim = Some(Claim { request, ticket, standing: Standing::Unopposed, _ripens: ripens });
        });
        self.tell_tabs(Word::Claim(ticket));
    }

    fn claim_ripened(self) {
        match self.driver.try_update_value(|driver| driver.claim.take()).flatten() {
            Some(Claim { request, standing: Standing::Unopposed, .. }) => self.dispatch(Event::TurnCame { request }),
            Some(Claim { request, standing: Standing::Yielded, .. }) => self.claim_turn(request),
            None => {}
        }
    }

    /// The command that claims is over, or given up.
    pub(super) fn drop_claim(self, request: RequestId) {
        self.driver.try_update_value(|driver| driver.claim.take_if(|claim| claim.request == request));
    }

    /// Another tab goes first.
    pub(super) fn yield_claim(self) {
        self.driver.try_update_value(|driver| {
            if let Some(claim) = &mut driver.claim {
                claim.standing = Standing::Yielded;
            }
        });
    }

    /// Another tab claims a turn.
    pub(super) fn hear_claim(self, theirs: Ticket) {
        let own = self.driver.try_update_value(|driver| driver.claim.as_ref().map(|claim| claim.ticket)).flatten();
        match own {
            Some(own) if theirs <= own => self.yield_claim(),
            Some(own) => self.tell_tabs(Word::Claim(own)),
            None => {
                let command = self.state.try_with_untracked(|state| state.command).flatten();
                if let Some(command) = command.filter(|command| command.stage != Stage::Queued) {
                    self.tell_tabs(Word::Machine(TabMessage::Commanding(command.order)));
                }
            }
        }
    }
}
