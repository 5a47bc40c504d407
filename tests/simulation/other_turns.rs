//! Turns and words among the tabs about the recording and a light.

use lockstep::sync::{Event, FollowedEffect, FollowedEvent, RequestId, Thing};

use crate::others::{Other, light_event};
use crate::scheduled::Scheduled;
use crate::world::World;

impl World {
    /// Turns and words among the tabs.
    pub fn carry_out_other<T: Thing>(
        &mut self,
        tab: usize,
        effect: FollowedEffect<T>,
        other: fn(&mut Self) -> &mut Other<T>,
        event: fn(FollowedEvent<T>) -> Event,
    ) {
        match effect {
            FollowedEffect::AcquireLock { request } => {
                other(self).turns.push_back((tab, request));
                if other(self).turns.len() == 1 {
                    self.grant_other_turn(other, event);
                }
            }
            FollowedEffect::StealLock { request } => {
                other(self).turns.retain(|turn| *turn != (tab, request));
                if let Some((robbed, lost)) = other(self).turns.pop_front() {
                    self.tabs[robbed].robbed_others.insert(lost);
                    let event = event(FollowedEvent::LockLost { request: lost });
                    self.schedule.after(1, Scheduled::Arrive { tab: robbed, event, version: None });
                }
                other(self).turns.push_front((tab, request));
                self.grant_other_turn(other, event);
            }
            FollowedEffect::FindSender => {
                let now_ms = self.schedule.now_ms();
                if other(self).turns.is_empty() {
                    let sent = other(self).sent.map(|(command, sent_ms)| (command, now_ms - sent_ms));
                    let event = event(FollowedEvent::SenderGone { sent });
                    self.schedule.after(1, Scheduled::Arrive { tab, event, version: None });
                }
            }
            FollowedEffect::ForgetSent(command) => {
                other(self).sent.take_if(|(kept, _)| *kept == command);
            }
            FollowedEffect::Broadcast(message) => {
                for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                    let event = event(FollowedEvent::TabMessageReceived(message));
                    self.schedule.after(2, Scheduled::Arrive { tab: other, event, version: None });
                }
            }
            FollowedEffect::FetchStatus { .. } | FollowedEffect::SendCommand { .. } => {}
        }
    }

    pub fn give_others_back(&mut self, is_given_back: impl Fn((usize, RequestId)) -> bool) {
        self.give_other_back(&is_given_back, |world| &mut world.others.recording, Event::Recording);
        self.give_other_back(&is_given_back, |world| &mut world.others.light, light_event);
    }

    fn give_other_back<T: Thing>(
        &mut self,
        is_given_back: &impl Fn((usize, RequestId)) -> bool,
        other: fn(&mut Self) -> &mut Other<T>,
        event: fn(FollowedEvent<T>) -> Event,
    ) {
        let turns = &mut other(self).turns;
        let held = turns.front().is_some_and(|turn| is_given_back(*turn));
        turns.retain(|turn| !is_given_back(*turn));
        if held {
            self.grant_other_turn(other, event);
        }
    }

    fn grant_other_turn<T: Thing>(
        &mut self,
        other: fn(&mut Self) -> &mut Other<T>,
        event: fn(FollowedEvent<T>) -> Event,
    ) {
        if let Some((tab, request)) = other(self).turns.front().copied() {
            let event = event(FollowedEvent::LockAcquired { request });
            self.schedule.after(1, Scheduled::Arrive { tab, event, version: None });
        }
    }
}
