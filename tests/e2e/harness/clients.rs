//! What the simulator saw of one socket.

use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug, Deserialize)]
pub struct Client {
    pub sid: String,
    pub disconnected_at_ms: Option<u64>,
    pub frames_sent: u64,
    /// `None` where the server doesn't count them.
    pub frame_bytes_sent: Option<u64>,
    pub acks_received: u64,
    sent: Vec<Observation>,
    acks: Vec<Observation>,
}

#[derive(Clone, Debug, Deserialize)]
struct Observation {
    frame_id: Value,
}

impl Client {
    /// Is each frame acknowledged once, with its own id, in order?
    pub fn acknowledged_all(&self) -> bool {
        self.acks_received == self.frames_sent && ids(&self.acks) == ids(&self.sent)
    }

    /// The same, where a stalled picture had the last one repeated.
    pub fn acknowledged_in_order_with_repeats(&self) -> bool {
        let (mut sent, mut acks) = (ids(&self.sent), ids(&self.acks));
        sent.dedup();
        acks.dedup();
        sent.starts_with(&acks)
    }

    /// Are the acknowledgements so far those of the first frames, each once and in order?
    pub fn acknowledged_in_order(&self) -> bool {
        self.acks_received <= self.frames_sent && ids(&self.sent).starts_with(&ids(&self.acks))
    }
}

fn ids(observations: &[Observation]) -> Vec<&Value> {
    observations.iter().map(|observation| &observation.frame_id).collect()
}
