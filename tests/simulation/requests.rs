//! What the backend does with requests.

use lockstep::sync::{Event, PendingCommand, RequestId, StreamCommand};
use lockstep::wire::CommandAnswer;

use crate::scheduled::{Question, Scheduled};
use crate::world::World;

impl World {
    /// A request reaches the backend, which may be down or frozen.
    pub fn ask(&mut self, tab: usize, request: RequestId, question: Question) {
        if !self.backend.up {
            return self.fail(tab, request, question, 5);
        }
        if self.backend.frozen_until_ms > self.schedule.now_ms() {
            let until_ms = self.backend.frozen_until_ms;
            return self.schedule.at(until_ms, Scheduled::Ask { tab, request, question });
        }
        match question {
            Question::Status => {
                let answer = Ok(self.backend.stream());
                self.reply(Some(tab), Event::CheckReplied { request, answer });
            }
            Question::Command(command) => self.begin(Some(tab), request, command),
        }
    }

    /// The backend begins a command, a tab's or somebody else's.
    pub fn begin(&mut self, tab: Option<usize>, request: RequestId, command: StreamCommand) {
        let boot = self.backend.boot;
        let already = CommandAnswer::AlreadyRunning { protocol: None };
        match command {
            StreamCommand::Start { .. } if self.backend.running => {
                self.reply(tab, Event::CommandReplied { request, answer: Ok(already) });
            }
            StreamCommand::Start { .. } => {
                self.backend.starting += 1;
                if let Some(tab) = tab {
                    let is_robbed = self.tabs[tab].robbed == Some(request);
                    let is_alone = self.backend.own_starts.is_empty();
                    assert!(is_robbed || is_alone, "I4: the backend carries out two starts at once");
                    // A page that is loaded while a switch stops the stream takes that stop for all that was sent, and
                    // does not know of the start that follows if the page crashes then that has sent both.
                    let is_switch = |it: PendingCommand| it.request == request && it.command == StreamCommand::Switch;
                    if !self.tabs[tab].state.command.is_some_and(is_switch) {
                        self.backend.own_starts.insert((tab, request));
                    }
                }
                self.schedule.after(self.backend.start_ms, Scheduled::Finish { tab, request, command, boot });
            }
            StreamCommand::Stop | StreamCommand::Switch if !self.backend.running => {
                self.reply(tab, Event::CommandReplied { request, answer: Ok(CommandAnswer::NotRunning) });
            }
            StreamCommand::Stop | StreamCommand::Switch => {
                self.backend.frozen_until_ms = self.schedule.now_ms() + self.backend.stop_ms;
                self.schedule.after(self.backend.stop_ms, Scheduled::Finish { tab, request, command, boot });
            }
        }
    }

    /// The backend ends a command, if it is still the process that began it.
    pub fn finish(&mut self, tab: Option<usize>, request: RequestId, command: StreamCommand, boot: u64) {
        if !self.backend.up || self.backend.boot != boot {
            if let Some(tab) = tab {
                self.fail(tab, request, Question::Command(command), 5);
            }
            return;
        }
        let answer = match command {
            StreamCommand::Start { .. } => {
                if let Some(tab) = tab {
                    self.backend.own_starts.remove(&(tab, request));
                }
                self.backend.finish_start()
            }
            StreamCommand::Stop => {
                self.backend.set_running(false);
                CommandAnswer::Success
            }
            StreamCommand::Switch => {
                self.backend.set_running(false);
                self.announce();
                return self.start_after_stop(tab, request);
            }
        };
        self.announce();
        self.reply(tab, Event::CommandReplied { request, answer: Ok(answer) });
    }

    /// A switch has stopped what ran. Its start is a request of its own, which may get lost like any other.
    fn start_after_stop(&mut self, tab: Option<usize>, request: RequestId) {
        if let (Some(tab), Some(there_ms), Some(back_ms)) = (tab, self.way_ms(), self.way_ms())
            && !self.tabs[tab].gone
        {
            let start = StreamCommand::Start { force: false };
            self.record.write(start, self.schedule.now_ms());
            let question = Question::Command(start);
            self.schedule.after(there_ms + back_ms, Scheduled::Ask { tab, request, question });
        }
    }
}
