//! States that differ in nothing that matters are one state: numbers are renumbered, times are “some time”.

use super::super::canonical::forget_times;
use super::tab::Subject;
use super::timers::in_flight;
use super::world::World;
use crate::sync::{Connection, RequestId, StatusCheck};

impl World {
    pub fn make_canonical(&mut self) {
        for index in 0..2 {
            self.renumber_requests(index);
        }
        for of in [Subject::Stream, Subject::Value] {
            self.renumber_versions(of);
        }
    }

    /// Requests by age, from 1.
    fn renumber_requests(&mut self, index: usize) {
        let tab = &mut self.tabs[index];
        forget_times(&mut tab.state);
        tab.asks.sort_unstable();
        tab.replies.sort_unstable();
        let mut numbers: Vec<RequestId> = tab.asks.iter().map(|ask| ask.0).collect();
        numbers.extend(tab.replies.iter().map(|reply| reply.0));
        numbers.extend(tab.state.stream.command.map(|command| command.request));
        numbers.extend(in_flight(&tab.state.stream.check));
        for light in &tab.state.lights.all {
            numbers.extend(light.command.map(|command| command.request));
            numbers.extend(in_flight(&light.check));
        }
        numbers.extend(self.lock.iter().filter(|holder| holder.0 == index).map(|holder| holder.1));
        numbers.sort_unstable();
        numbers.dedup();
        let renumber = |request: &mut RequestId| {
            let place = numbers.binary_search(request).expect("every number was collected");
            *request = RequestId(place as u64 + 1);
        };
        let renumber_check = |check: &mut StatusCheck| {
            if let StatusCheck::InFlight { request, .. } = check {
                renumber(request);
            }
        };
        tab.asks.iter_mut().for_each(|ask| renumber(&mut ask.0));
        tab.replies.iter_mut().for_each(|reply| renumber(&mut reply.0));
        if let Some(command) = &mut tab.state.stream.command {
            renumber(&mut command.request);
        }
        renumber_check(&mut tab.state.stream.check);
        for light in &mut tab.state.lights.all {
            if let Some(command) = &mut light.command {
                renumber(&mut command.request);
            }
            renumber_check(&mut light.check);
        }
        self.lock.iter_mut().filter(|holder| holder.0 == index).for_each(|holder| renumber(&mut holder.1));
        tab.state.session.last_request = numbers.len() as u64;
        if let Connection::Waiting { attempt, .. } | Connection::Connecting { attempt, .. } =
            &mut tab.state.session.connection
        {
            *attempt = 1;
        }
    }

    /// Only which observation is older matters, not by how much.
    fn renumber_versions(&mut self, of: Subject) {
        let place = of as usize;
        let replies = self.tabs.iter().flat_map(|tab| &tab.replies).map(|(_, reply)| reply);
        let seen = replies.filter(|reply| reply.question.subject() == of).map(|reply| reply.version);
        let seen = seen.chain(self.tabs.iter().map(|tab| tab.seen[place])).min();
        let oldest = self.versions[place].min(seen.unwrap_or(0));
        self.versions[place] -= oldest;
        for tab in &mut self.tabs {
            tab.seen[place] -= oldest;
            let replies = tab.replies.iter_mut().filter(|it| it.1.question.subject() == of);
            replies.for_each(|it| it.1.version -= oldest);
        }
    }
}
