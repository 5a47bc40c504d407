//! A model of the backend: what `simulator/` does, without the sockets.

use std::collections::BTreeSet;

use lockstep::sync::{RequestId, StreamState};
use lockstep::wire::CommandAnswer;

/// The backend's process.
#[derive(Debug)]
pub struct Backend {
    pub up: bool,
    /// Counts restarts; what belongs to an older process is gone.
    pub boot: u64,
    /// Is a stream registered?
    pub running: bool,
    /// Counts every change of `running`, so that an observation can be dated.
    pub version: u64,
    /// Answers nothing before this time: a stop is being carried out, or the process is paused.
    pub frozen_until_ms: u64,
    /// Starts that are being carried out; invisible until they are done.
    pub starting: u32,
    /// Those of them that pages of this browser have sent.
    pub own_starts: BTreeSet<(usize, RequestId)>,
    /// Streams that nobody can stop: two starts raced.
    pub leaked: u32,
    pub start_ms: u64,
    pub stop_ms: u64,
    pub announces: bool,
}

impl Backend {
    pub fn stream(&self) -> StreamState {
        StreamState::from_active(self.running)
    }

    pub fn set_running(&mut self, running: bool) {
        if self.running != running {
            self.running = running;
            self.version += 1;
        }
    }

    /// What a start comes to when it is done.
    pub fn finish_start(&mut self) -> CommandAnswer {
        self.starting -= 1;
        if self.running {
            self.leaked += 1;
        }
        self.set_running(true);
        CommandAnswer::Success
    }

    pub fn kill(&mut self) {
        self.up = false;
        self.starting = 0;
        self.own_starts.clear();
        self.frozen_until_ms = 0;
        self.set_running(false);
    }

    pub fn boot(&mut self, with_stream: bool) {
        self.up = true;
        self.boot += 1;
        self.set_running(with_stream);
    }
}
