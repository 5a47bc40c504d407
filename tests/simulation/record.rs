//! What this browser remembers to have been sent.

use lockstep::sync::StreamCommand;

/// The last command of which it is not known what came of it, and when it was sent. It outlives the page that sent it.
#[derive(Debug, Default)]
pub struct Record(Option<(StreamCommand, u64)>);

impl Record {
    pub fn write(&mut self, command: StreamCommand, now_ms: u64) {
        self.0 = Some((first_step(command), now_ms));
    }

    /// What was sent, and how long ago.
    pub fn read(&self, now_ms: u64) -> Option<(StreamCommand, u64)> {
        self.0.map(|(command, sent_ms)| (command, now_ms - sent_ms))
    }

    /// What came of this command is known.
    pub fn forget(&mut self, command: StreamCommand) {
        self.0.take_if(|(kept, _)| command == StreamCommand::Switch || *kept == first_step(command));
    }
}

/// A switch begins with a stop, and its start is noted when it leaves.
const fn first_step(command: StreamCommand) -> StreamCommand {
    match command {
        StreamCommand::Start { .. } => StreamCommand::Start { force: false },
        StreamCommand::Stop | StreamCommand::Switch => StreamCommand::Stop,
    }
}
