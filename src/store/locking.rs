//! Acquiring and releasing command locks: one a thing, and the same way whichever it is.
//!
//! A browser that refuses a Web Lock, or says nothing, leaves the next best: the lease; and one that keeps no database
//! either leaves none.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::command_lock::{Asking, CommandLock, LockAnswer, LockRequest};
use super::handle::Store;
use super::lease::{Attempt, Lease, Taking};
use super::sent_record;
use super::turn::{HasTurn, TurnNews};
use crate::browser::js_error::in_words;
use crate::sync::{RequestId, Stage};

/// How long until a lease that another tab had is asked for again.
const LEASE_RETRY_MS: u32 = 100;

impl Store {
    /// Asks for the command lock; [`FollowedEvent::LockAcquired`] or [`FollowedEvent::LockRefused`] follows when it is this tab's turn.
    pub(super) fn acquire_lock(self, thing: Rc<dyn HasTurn>, request: RequestId) {
        spawn_local(async move {
            let mut answer = self.ask_for_lock(&thing, request, Asking::IfFree).await;
            if answer == LockAnswer::HeldElsewhere {
                self.dispatch(thing.event(request, TurnNews::HeldElsewhere));
                answer = self.ask_for_lock(&thing, request, Asking::InTurn).await;
            }
            self.take_answer(&thing, request, answer, Taking::IfFree).await;
        });
    }

    /// Takes the command lock from the tab that has it.
    pub(super) fn steal_lock(self, thing: Rc<dyn HasTurn>, request: RequestId) {
        spawn_local(async move {
            let answer = self.ask_for_lock(&thing, request, Asking::Steal).await;
            self.take_answer(&thing, request, answer, Taking::Steal).await;
        });
    }

    /// Asks whether any tab has the turn; [`FollowedEvent::SenderGone`] follows where none has. Where nothing is stored, nobody
    /// knows what a tab that is gone has sent: its time ends it.
    pub(super) fn find_sender(self, thing: Rc<dyn HasTurn>) {
        let Some(address) = self.address().filter(|_| sent_record::is_kept()) else { return };
        spawn_local(async move {
            // It is kept until the machine has heard of it, so that no tab begins meanwhile.
            let turn = free_turn(&thing.lock_name(&address)).await;
            if turn.is_some() && self.address().as_ref() == Some(&address) {
                self.dispatch(thing.sender_gone(&address));
            }
            if let Some(turn) = turn {
                turn.release();
            }
        });
    }

    async fn take_answer(self, thing: &Rc<dyn HasTurn>, request: RequestId, answer: LockAnswer, taking: Taking) {
        match answer {
            LockAnswer::Granted => self.dispatch(thing.event(request, TurnNews::Acquired)),
            LockAnswer::HeldElsewhere | LockAnswer::GivenUp => {}
            LockAnswer::Refused(why) => {
                // Every page that is not secure is without: that is no trouble.
                tracing::debug!("[Tabs] This browser grants no lock ({}): a lease takes its place", in_words(&why));
                self.take_lease(thing, request, taking).await;
            }
        }
    }

    async fn ask_for_lock(self, thing: &Rc<dyn HasTurn>, request: RequestId, asking: Asking) -> LockAnswer {
        let lost = Rc::clone(thing);
        let on_lost = move || self.dispatch(lost.event(request, TurnNews::Lost));
        match LockRequest::send(&self.lock_name(thing), asking, on_lost) {
            Ok((lock, asked)) => {
                // What was asked for before is given up by this.
                self.keep_lock(request, CommandLock::WebLock(lock));
                asked.answer(|| self.waits_for_turn(thing, request, Taking::IfFree)).await
            }
            Err(why) => LockAnswer::Refused(why),
        }
    }

    async fn take_lease(self, thing: &Rc<dyn HasTurn>, request: RequestId, taking: Taking) {
        self.release_lock(request);
        let name = self.lock_name(thing);
        while self.waits_for_turn(thing, request, taking) {
            let lost = Rc::clone(thing);
            let on_lost = move || self.dispatch(lost.event(request, TurnNews::Lost));
            match Lease::take(&name, taking, on_lost).await {
                Ok(Attempt::Taken(lease)) => {
                    self.keep_lock(request, CommandLock::Lease(lease));
                    // If the command was given up meanwhile, the machine releases the lock.
                    return self.dispatch(thing.event(request, TurnNews::Acquired));
                }
                Ok(Attempt::Refused) => {
                    self.dispatch(thing.event(request, TurnNews::HeldElsewhere));
                    TimeoutFuture::new(LEASE_RETRY_MS).await;
                }
                Err(why) => {
                    tracing::warn!(
                        "[Tabs] This browser has neither locks nor a database for this page: {}",
                        in_words(&why)
                    );
                    return self.dispatch(thing.event(request, TurnNews::Refused));
                }
            }
        }
    }

    /// The command is over, or given up.
    pub(super) fn release_lock(self, request: RequestId) {
        let lock = self.in_flight.try_update_value(|in_flight| in_flight.command_locks.remove(request)).flatten();
        if let Some(lock) = lock {
            lock.release();
        }
    }

    fn keep_lock(self, request: RequestId, lock: CommandLock) {
        self.in_flight.try_update_value(|in_flight| in_flight.command_locks.insert(request, lock));
    }

    fn lock_name(self, thing: &Rc<dyn HasTurn>) -> String {
        self.address().map(|address| thing.lock_name(&address)).unwrap_or_default()
    }

    /// Does this command wait for a turn that is to be had in this way?
    fn waits_for_turn(self, thing: &Rc<dyn HasTurn>, request: RequestId, taking: Taking) -> bool {
        let stage = self.state.try_with_untracked(|state| thing.stage(state, request)).flatten();
        match taking {
            Taking::IfFree => matches!(stage, Some(Stage::Queued | Stage::Waiting)),
            Taking::Steal => stage == Some(Stage::TakingOver),
        }
    }
}

/// The turn, if no tab has it.
async fn free_turn(name: &str) -> Option<CommandLock> {
    if let Ok((lock, asked)) = LockRequest::send(name, Asking::IfFree, || {}) {
        match asked.answer(|| true).await {
            LockAnswer::Granted => return Some(CommandLock::WebLock(lock)),
            LockAnswer::HeldElsewhere | LockAnswer::GivenUp => return None,
            LockAnswer::Refused(_) => {}
        }
    }
    match Lease::take(name, Taking::IfFree, || {}).await {
        Ok(Attempt::Taken(lease)) => Some(CommandLock::Lease(lease)),
        // Who has it is there; and where there is no database, nobody knows.
        Ok(Attempt::Refused) | Err(_) => None,
    }
}
