//! All connected clients.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use serde_json::Value;
use socketioxide::socket::Sid;

use super::{
    client::{Client, ClientLog},
    signal::{Signal, SignalForm},
    tap::TapHandle,
};
use crate::{simulator::lock, stream::EncodedFrame};

/// Departed clients remembered for the tests.
const REMEMBERED_DEPARTED: usize = 64;

/// The clients in the namespace and the logs of those that left.
#[derive(Debug, Default)]
pub struct Hub {
    clients: Mutex<HashMap<Sid, Client>>,
    departed: Mutex<VecDeque<ClientLog>>,
}

impl Hub {
    /// A client entered the namespace.
    pub fn add(&self, sid: Sid, client: Client) {
        lock(&self.clients).insert(sid, client);
    }

    /// A client left the namespace.
    pub fn remove(&self, sid: Sid) {
        let Some(client) = lock(&self.clients).remove(&sid) else { return };
        let mut departed = lock(&self.departed);
        if departed.len() == REMEMBERED_DEPARTED {
            departed.pop_front();
        }
        departed.push_back(client.into_log());
    }

    /// How many clients are in the namespace.
    pub fn len(&self) -> usize {
        lock(&self.clients).len()
    }

    /// Would a frame reach anybody now?
    pub fn awaits_frame(&self) -> bool {
        let clients = lock(&self.clients);
        !clients.values().any(Client::blocks_everybody) && clients.values().any(Client::awaits_frame)
    }

    /// Sends a frame to every client whose flow control allows it.
    pub fn emit_frame(&self, frame: &EncodedFrame) {
        let mut clients = lock(&self.clients);
        if clients.values().any(Client::blocks_everybody) {
            return;
        }
        clients.values_mut().for_each(|client| client.send_frame(frame));
    }

    /// Sends a signal to every client. A client whose queue is full misses it, as it would miss a ping.
    pub fn emit_signal(&self, signal: &Signal, form: SignalForm) {
        let clients = lock(&self.clients);
        match form {
            SignalForm::Msgpack => {
                let payload = Bytes::from(signal.to_msgpack());
                for client in clients.values() {
                    client.emit_binary("signal_msgpack", &payload);
                }
            }
            SignalForm::Json => {
                let text = signal.to_json().to_string();
                for client in clients.values() {
                    client.emit_text("signal", &text);
                }
            }
            SignalForm::None => {}
        }
    }

    /// The argument of a client's `frame_ack`.
    pub fn acknowledge(&self, sid: Sid, argument: &Value) {
        if let Some(client) = lock(&self.clients).get_mut(&sid) {
            client.acknowledge(argument);
        }
    }

    /// The connections of all clients in the namespace.
    pub fn taps(&self) -> Vec<Arc<TapHandle>> {
        lock(&self.clients).values().map(|client| Arc::clone(client.tap())).collect()
    }

    /// Tells every client to leave the namespace (`41`).
    pub fn disconnect_from_namespace(&self) {
        // The handlers of the library take the lock when a client leaves.
        let sockets: Vec<_> = lock(&self.clients).values().map(|client| client.socket().clone()).collect();
        for socket in sockets {
            if let Err(error) = socket.disconnect() {
                eprintln!("simulator: a client could not be disconnected: {error}");
            }
        }
    }

    /// What happened on every connection, departed clients first.
    pub fn logs(&self) -> Vec<ClientLog> {
        let mut logs: Vec<ClientLog> = lock(&self.departed).iter().cloned().collect();
        logs.extend(lock(&self.clients).values().map(|client| client.log().clone()));
        logs
    }
}
