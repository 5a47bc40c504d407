//! A network that is slower than the machine's own.

use serde::Serialize;
use serde_json::{Value, json};

/// What the browser makes of the network for a tab, which its workers share. Servers on this machine are behind it as well.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Network {
    /// In either direction.
    pub bits_per_second: u32,
    /// From a request to the head of its answer, at least.
    pub round_trip_ms: u32,
}

impl Network {
    /// What the browser is to be asked before the first request.
    pub fn calls(self) -> [(&'static str, Value); 2] {
        let bytes_per_second = self.bits_per_second / 8;
        let conditions = json!({
            "offline": false,
            "latency": self.round_trip_ms,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        });
        [("Network.enable", json!({})), ("Network.emulateNetworkConditions", conditions)]
    }
}
