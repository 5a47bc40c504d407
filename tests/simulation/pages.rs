//! Pages that are loaded, left and crash; and what outlives them.

use lockstep::sync::{
    Event, FollowedEvent, LightCommand, RecordingCommand, RequestError, StreamCommand, Visibility, Watch,
};

use crate::others::{OtherQuestion, light_event};
use crate::scheduled::{Question, Scheduled};
use crate::tab::Tab;
use crate::world::{Bug, World};

/// The longest time until a page that was left or crashed is there again.
const LONGEST_ABSENCE_MS: u64 = 20_000;

impl World {
    /// A page is loaded.
    pub fn load(&mut self) {
        let seed = self.rng.u32(..);
        self.tabs.push(Tab::new(seed));
        let tab = self.tabs.len() - 1;
        if self.bug != Some(Bug::SentIsForgotten) {
            self.find_sent(tab);
        }
        self.send(tab, Event::Opened, None);
        self.send(tab, Event::Stream(FollowedEvent::Watched(Watch::Full)), None);
        self.watch_others(tab);
    }

    /// A page is loaded again, or its tab is closed and opened again some time: what it has sent goes on. One that is
    /// left has time to close its socket, and sees the browser end its requests.
    pub fn leave(&mut self, tab: usize) {
        self.awake(tab);
        self.send(tab, Event::Closed, None);
        for request in self.tabs[tab].open.clone() {
            if self.rng.bool() {
                let answer = Err(RequestError::Network("cancelled".into()));
                self.send(tab, Event::Stream(FollowedEvent::CommandReplied { request, answer }), None);
                let cancelled = || Err(RequestError::Network("cancelled".into()));
                let event = FollowedEvent::CommandReplied { request, answer: cancelled() };
                self.send(tab, Event::Recording(event), None);
                let event = FollowedEvent::CommandReplied { request, answer: cancelled() };
                self.send(tab, light_event(event), None);
            }
        }
        self.crash(tab);
    }

    /// A page is gone at once, and says nothing.
    pub fn crash(&mut self, tab: usize) {
        self.tabs[tab].gone = true;
        self.tabs[tab].socket = None;
        self.tabs[tab].wanted = None;
        self.give_turns_back(tab);
        let quick = self.rng.bool();
        let absence_ms = self.rng.u64(0..if quick { 500 } else { LONGEST_ABSENCE_MS });
        self.schedule.after(absence_ms, Scheduled::Load);
    }

    /// A page looks for what was sent and is not known to be over.
    fn find_sent(&mut self, tab: usize) {
        if let Some((command, age_ms)) = self.record.read(self.schedule.now_ms()) {
            self.send(tab, Event::Stream(FollowedEvent::SentBefore { command, age_ms }), None);
        }
    }

    pub fn change_visibility(&mut self, tab: usize, visibility: Visibility) {
        // A frozen page has heard nothing from the others.
        self.find_sent(tab);
        self.send(tab, Event::VisibilityChanged(visibility), None);
    }

    /// Looks whether any tab has the turn, for one that asks.
    pub fn find_sender(&mut self, tab: usize) {
        if self.turns.is_empty() && !self.tabs[tab].asleep {
            let sent = self.record.read(self.schedule.now_ms());
            self.send(tab, Event::Stream(FollowedEvent::SenderGone { sent }), None);
        }
    }

    /// The tabs whose pages are there.
    pub fn present(&self) -> Vec<usize> {
        (0..self.tabs.len()).filter(|tab| !self.tabs[*tab].gone).collect()
    }

    /// Ends what a tab still asks for, as it is told then.
    pub fn fail_open_requests(&mut self, tab: usize) {
        for request in self.tabs[tab].open.clone() {
            self.fail(tab, request, Question::Status, 20);
            self.fail(tab, request, Question::Command(StreamCommand::Stop), 20);
            self.fail_other(tab, request, OtherQuestion::Recording, 20);
            self.fail_other(tab, request, OtherQuestion::Record(RecordingCommand::Stop), 20);
            self.fail_other(tab, request, OtherQuestion::Light, 20);
            self.fail_other(tab, request, OtherQuestion::Set(LightCommand::SetActive(false)), 20);
        }
    }
}
