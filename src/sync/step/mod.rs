//! One step of the machine: which event does what.
//!
//! `state` hands an event to the thing that it is about, and what concerns all of them to each in turn. `check`, `command`,
//! `poll` and `tabs` are the rules of one followed thing, whichever it is; `connection` and `link` those of what they share.

mod any_thing;
mod check;
mod command;
mod connection;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod injected_bug;
mod lights;
mod link;
mod outbox;
mod poll;
mod state;
mod tabs;

use super::thing::{Thing, Word};
use super::{Effect, Followed, FollowedEffect, FollowedEvent, Session, StreamState};
use outbox::Outbox;

/// A step of one followed thing. The other files of this room say what each event means.
struct Step<'a, T: Thing> {
    followed: &'a mut Followed<T>,
    session: &'a mut Session,
    out: &'a mut Outbox,
    /// What the stream does, where that is confirmed and the thing depends on it.
    stream: Option<StreamState>,
    /// May another request leave, or are as many under way as may be?
    has_room: bool,
    /// The machine's effect of one on this thing.
    wrap: fn(&T, FollowedEffect<T>) -> Effect,
}

impl<T: Thing> Step<'_, T> {
    fn take(&mut self, event: FollowedEvent<T>) {
        match event {
            FollowedEvent::Watched(watch) => self.watched(watch),
            FollowedEvent::Announced { generation, known } => self.announced(generation, known),
            FollowedEvent::Changed { generation } => self.changed(generation),
            FollowedEvent::TabMessageReceived(message) => self.tab_message_received(message),
            FollowedEvent::SentBefore { command, age_ms } => self.sent_before(command, age_ms),
            FollowedEvent::SenderGone { sent } => self.sender_gone(sent),
            FollowedEvent::LockHeldElsewhere { request } => self.lock_held_elsewhere(request),
            // Whoever has none to wait for goes on as if it were there.
            FollowedEvent::LockAcquired { request } | FollowedEvent::LockRefused { request } => {
                self.lock_acquired(request);
            }
            FollowedEvent::LockLost { request } => self.lock_lost(request),
            FollowedEvent::Clicked(intent) => self.clicked(intent),
            FollowedEvent::CheckReplied { request, answer } => self.check_replied(request, answer),
            FollowedEvent::CommandReplied { request, answer } => self.command_replied(request, answer),
        }
    }

    fn want(&mut self, effect: FollowedEffect<T>) {
        let effect = (self.wrap)(&self.followed.thing, effect);
        self.out.push(effect);
    }

    fn say(&mut self, word: Word<'_, T::Known>) {
        if let Some(line) = self.followed.thing.line(word) {
            self.out.log(line);
        }
    }
}
