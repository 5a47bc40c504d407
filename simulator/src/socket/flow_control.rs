//! Flow control of one client: which frame may go out, and under which id.

use serde_json::Value;

/// Frames that may be unacknowledged by a client that acknowledges at all.
const WINDOW: u8 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Acknowledged {
    #[default]
    Never,
    Id(u8),
    /// The id was no integer: the real server then fails for every frame and every client.
    Invalid,
}

/// What one client was sent and has acknowledged. Ids count modulo 256.
#[derive(Debug, Clone, Default)]
pub struct FlowControl {
    sent: u8,
    acknowledged: Acknowledged,
}

impl FlowControl {
    /// The id of the next frame, or `None` when the client must acknowledge first.
    pub fn next_id(&self) -> Option<u8> {
        match self.acknowledged {
            Acknowledged::Never => Some(0),
            Acknowledged::Id(id) => (self.sent.wrapping_sub(id) < WINDOW).then(|| self.sent.wrapping_add(1)),
            Acknowledged::Invalid => None,
        }
    }

    /// Do acknowledgements limit the number of frames in flight?
    pub fn has_backpressure(&self) -> bool {
        self.acknowledged != Acknowledged::Never
    }

    /// Does this client keep frames from all clients?
    pub fn blocks_all_clients(&self) -> bool {
        self.acknowledged == Acknowledged::Invalid
    }

    /// A frame with this id was sent.
    pub fn on_sent(&mut self, id: u8) {
        self.sent = id;
    }

    /// `frame_id` of a `frame_ack`; `null` or absent goes back to "never acknowledged".
    pub fn acknowledge(&mut self, frame_id: &Value) {
        let integer = match frame_id {
            Value::Null => {
                *self = Self::default();
                return;
            }
            // Booleans are integers to the real server.
            Value::Bool(value) => Some(i128::from(*value)),
            Value::Number(number) => number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)),
            Value::String(_) | Value::Array(_) | Value::Object(_) => None,
        };
        self.acknowledged = match integer {
            Some(integer) => Acknowledged::Id(integer.rem_euclid(256) as u8),
            None => Acknowledged::Invalid,
        };
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn send(flow: &mut FlowControl) -> Option<u8> {
        let id = flow.next_id()?;
        flow.on_sent(id);
        Some(id)
    }

    #[test]
    fn a_client_that_never_acknowledged_gets_everything_with_id_0() {
        let mut flow = FlowControl::default();
        for _ in 0..300 {
            assert_eq!(send(&mut flow), Some(0));
        }
    }

    #[test]
    fn a_client_that_stops_acknowledging_gets_four_more_and_the_last_id_resumes_it() {
        let mut flow = FlowControl::default();
        send(&mut flow);
        flow.acknowledge(&json!(0));
        let ids: Vec<_> = (0..10).map_while(|_| send(&mut flow)).collect();
        assert_eq!(ids, [1, 2, 3, 4]);
        flow.acknowledge(&json!(4));
        assert_eq!(send(&mut flow), Some(5));
    }

    #[test]
    fn ids_count_modulo_256() {
        let mut flow = FlowControl::default();
        send(&mut flow);
        flow.acknowledge(&json!(0));
        for expected in (1..=255).chain(0..=20) {
            let id = send(&mut flow);
            assert_eq!(id, Some(expected));
            flow.acknowledge(&json!(id));
        }
    }

    #[test]
    fn a_wrong_id_stalls_null_resets_and_an_invalid_id_blocks() {
        let mut flow = FlowControl::default();
        flow.acknowledge(&json!(100));
        assert_eq!(send(&mut flow), None);
        assert!(!flow.blocks_all_clients());
        flow.acknowledge(&json!(null));
        assert_eq!(send(&mut flow), Some(0));
        flow.acknowledge(&json!("x"));
        assert_eq!(send(&mut flow), None);
        assert!(flow.blocks_all_clients());
    }
}
