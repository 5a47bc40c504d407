//! What the backend does with requests.

use lockstep::sync::{Event, FollowedEvent, RequestId, StreamCommand, TabMessage};
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
            return self.hold(Scheduled::Ask { tab, request, question });
        }
        match question {
            Question::Status => {
                let answer = Ok(self.backend.stream());
                self.reply(Some(tab), Event::Stream(FollowedEvent::CheckReplied { request, answer }));
            }
            // What the browser has called failed does not arrive after that.
            Question::Command(_) if !self.tabs[tab].gone && !self.tabs[tab].open.contains(&request) => {}
            Question::Command(command) => self.begin(Some(tab), request, command),
        }
    }

    /// A request waits for the frozen backend.
    pub fn hold(&mut self, request: Scheduled) {
        let held = Scheduled::Held { request: Box::new(request), boot: self.backend.boot };
        self.schedule.at(self.backend.frozen_until_ms, held);
    }

    /// What has waited for a process that was killed ends with it.
    pub fn fail_held(&mut self, request: Scheduled) {
        match request {
            Scheduled::Ask { tab, request, question } => self.fail(tab, request, question, 5),
            Scheduled::AskOther { tab, request, question } => self.fail_other(tab, request, question, 5),
            other => panic!("{other:?} does not wait for a frozen backend"),
        }
    }

    /// The backend begins a command, a tab's or somebody else's.
    pub fn begin(&mut self, tab: Option<usize>, request: RequestId, command: StreamCommand) {
        let boot = self.backend.boot;
        let already = CommandAnswer::AlreadyRunning { protocol: None };
        match command {
            StreamCommand::Start { .. } if self.backend.running => {
                self.reply(tab, Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(already) }));
            }
            StreamCommand::Start { .. } => {
                self.backend.starting += 1;
                match tab {
                    Some(tab) => self.judge_start(tab, request),
                    // Which of them it is that makes the stream run, no page can know.
                    None => self.backend.own_starts.clear(),
                }
                self.schedule.after(self.backend.start_ms, Scheduled::Finish { tab, request, command, boot });
            }
            StreamCommand::Stop | StreamCommand::Switch if !self.backend.running => {
                self.reply(
                    tab,
                    Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(CommandAnswer::NotRunning) }),
                );
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
        self.reply(tab, Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(answer) }));
    }

    /// Pages of one browser never have two starts carried out at once.
    fn judge_start(&mut self, tab: usize, request: RequestId) {
        let is_robbed = self.tabs[tab].robbed == Some(request);
        let is_alone = self.backend.own_starts.is_empty();
        assert!(is_robbed || is_alone, "I4: the backend carries out two starts at once");
        if self.backend.starting == 1 {
            self.backend.own_starts.insert((tab, request));
        }
    }

    /// A switch has stopped what ran; the page hears of it.
    fn start_after_stop(&mut self, tab: Option<usize>, request: RequestId) {
        if let (Some(tab), Some(back_ms)) = (tab, self.way_ms()) {
            self.schedule.after(back_ms, Scheduled::SendStart { tab, request });
        }
    }

    /// The start of a switch leaves, a request of its own, which may get lost like any other; unless the page is gone by
    /// now, or has been told that its command failed.
    pub fn send_start(&mut self, tab: usize, request: RequestId) {
        let page = &self.tabs[tab];
        if page.gone || page.asleep || !page.open.contains(&request) {
            return;
        }
        let start = StreamCommand::Start { force: false };
        self.record.write(start, self.schedule.now_ms());
        self.broadcast(tab, TabMessage::Commanding(start));
        if let Some(there_ms) = self.way_ms() {
            self.schedule.after(there_ms, Scheduled::Ask { tab, request, question: Question::Command(start) });
        }
    }
}
