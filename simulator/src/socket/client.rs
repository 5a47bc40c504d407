//! One connected client.

use std::{collections::VecDeque, sync::Arc};

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use socketioxide::extract::SocketRef;

use super::{flow_control::FlowControl, proxy::ProxyHandle};
use crate::{clock::unix_time_ms, stream::EncodedFrame};

/// Bytes that may wait for a client that never acknowledges; further frames are dropped.
const MAX_UNSENT_BYTES: usize = 8 << 20;
/// Frames and acknowledgements remembered for the tests.
const MAX_OBSERVATIONS: usize = 4096;

/// A frame id with the time when it was sent or acknowledged.
#[derive(Debug, Clone, Serialize)]
pub struct Observation {
    at_ms: u64,
    frame_id: Value,
}

/// What happened on one connection, for the tests.
#[derive(Debug, Clone, Serialize)]
pub struct ClientLog {
    sid: String,
    connected_at_ms: u64,
    disconnected_at_ms: Option<u64>,
    frames_sent: u64,
    frame_bytes_sent: u64,
    acks_received: u64,
    sent: VecDeque<Observation>,
    acks: VecDeque<Observation>,
}

/// A client that has joined the namespace.
#[derive(Debug)]
pub struct Client {
    socket: SocketRef,
    proxy: Arc<ProxyHandle>,
    flow: FlowControl,
    log: ClientLog,
}

impl Client {
    /// A client that was just connected.
    pub fn new(socket: SocketRef, proxy: Arc<ProxyHandle>) -> Self {
        let log = ClientLog {
            sid: socket.id.to_string(),
            connected_at_ms: unix_time_ms(),
            disconnected_at_ms: None,
            frames_sent: 0,
            frame_bytes_sent: 0,
            acks_received: 0,
            sent: VecDeque::new(),
            acks: VecDeque::new(),
        };
        Self { socket, proxy, flow: FlowControl::default(), log }
    }

    /// Would a frame be sent now?
    pub fn accepts_frame(&self) -> bool {
        self.flow.next_id().is_some() && self.has_room()
    }

    /// Does this client keep frames from all clients?
    pub fn blocks_all_clients(&self) -> bool {
        self.flow.blocks_all_clients()
    }

    /// Sends the frame if flow control allows it, else drops it.
    pub fn send_frame(&mut self, frame: &EncodedFrame) {
        let id = self.flow.next_id().filter(|_| self.has_room());
        if let Some((id, payload)) = id.map(|id| (id, frame.payload(id)))
            && self.emit_binary("frame", &payload)
        {
            self.flow.on_sent(id);
            self.log.frames_sent += 1;
            self.log.frame_bytes_sent += payload.len() as u64;
            remember(&mut self.log.sent, Value::from(id));
        }
    }

    /// Sends an event with one binary argument. `false` if the client's queue is full or it is gone.
    pub fn emit_binary(&self, event: &str, payload: &Bytes) -> bool {
        let sent = self.socket.emit(event, payload).is_ok();
        if sent {
            self.proxy.add_unsent(payload.len());
        }
        sent
    }

    /// Sends an event with one text argument. `false` if the client's queue is full or it is gone.
    pub fn emit_text(&self, event: &str, text: &str) -> bool {
        self.socket.emit(event, text).is_ok()
    }

    /// Handles the argument of a `frame_ack`; the real server ignores one that is no object.
    pub fn acknowledge(&mut self, argument: &Value) {
        self.log.acks_received += 1;
        if let Value::Object(argument) = argument {
            let frame_id = argument.get("frame_id").unwrap_or(&Value::Null);
            self.flow.acknowledge(frame_id);
            remember(&mut self.log.acks, frame_id.clone());
        }
    }

    /// Its socket.
    pub fn socket(&self) -> &SocketRef {
        &self.socket
    }

    /// Its connection.
    pub fn proxy(&self) -> &Arc<ProxyHandle> {
        &self.proxy
    }

    /// What has happened so far.
    pub fn log(&self) -> &ClientLog {
        &self.log
    }

    /// What happened until the client disconnected, now.
    pub fn into_log(self) -> ClientLog {
        ClientLog { disconnected_at_ms: Some(unix_time_ms()), ..self.log }
    }

    fn has_room(&self) -> bool {
        self.flow.has_backpressure() || self.proxy.unsent_bytes() < MAX_UNSENT_BYTES
    }
}

fn remember(observations: &mut VecDeque<Observation>, frame_id: Value) {
    if observations.len() == MAX_OBSERVATIONS {
        observations.pop_front();
    }
    observations.push_back(Observation { at_ms: unix_time_ms(), frame_id });
}
