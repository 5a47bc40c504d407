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
    proxy::ProxyHandle,
    signal::{Signal, SignalForm},
};
use crate::{lock::lock, stream::EncodedFrame};

/// Disconnected clients remembered for the tests.
const MAX_DISCONNECTED: usize = 64;

/// The clients in the namespace and the logs of those that left.
#[derive(Debug, Default)]
pub struct Hub {
    clients: Mutex<HashMap<Sid, Client>>,
    disconnected: Mutex<VecDeque<ClientLog>>,
}

impl Hub {
    /// Adds a client that has joined the namespace.
    pub fn add(&self, sid: Sid, client: Client) {
        lock(&self.clients).insert(sid, client);
    }

    /// Removes a client that has left the namespace, and keeps its log.
    pub fn remove(&self, sid: Sid) {
        let Some(client) = lock(&self.clients).remove(&sid) else { return };
        let mut disconnected = lock(&self.disconnected);
        if disconnected.len() == MAX_DISCONNECTED {
            disconnected.pop_front();
        }
        disconnected.push_back(client.into_log());
    }

    /// How many clients are in the namespace.
    pub fn len(&self) -> usize {
        lock(&self.clients).len()
    }

    /// Would a frame be sent to any client now?
    pub fn accepts_frame(&self) -> bool {
        let clients = lock(&self.clients);
        !clients.values().any(Client::blocks_all_clients) && clients.values().any(Client::accepts_frame)
    }

    /// Sends a frame to every client whose flow control allows it.
    pub fn emit_frame(&self, frame: &EncodedFrame) {
        let mut clients = lock(&self.clients);
        if clients.values().any(Client::blocks_all_clients) {
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

    /// Handles the argument of a client's `frame_ack`.
    pub fn acknowledge(&self, sid: Sid, argument: &Value) {
        if let Some(client) = lock(&self.clients).get_mut(&sid) {
            client.acknowledge(argument);
        }
    }

    /// The connections of all clients in the namespace.
    pub fn connections(&self) -> Vec<Arc<ProxyHandle>> {
        lock(&self.clients).values().map(|client| Arc::clone(client.proxy())).collect()
    }

    /// Disconnects every client from the namespace (`41`); the sockets stay open.
    pub fn disconnect_from_namespace(&self) {
        // Outside the lock, which the library's handlers take when a client leaves.
        let sockets: Vec<_> = lock(&self.clients).values().map(|client| client.socket().clone()).collect();
        for socket in sockets {
            if let Err(error) = socket.disconnect() {
                eprintln!("simulator: a client could not be disconnected: {error}");
            }
        }
    }

    /// What has happened on every connection, disconnected clients first.
    pub fn logs(&self) -> Vec<ClientLog> {
        let mut logs: Vec<ClientLog> = lock(&self.disconnected).iter().cloned().collect();
        logs.extend(lock(&self.clients).values().map(|client| client.log().clone()));
        logs
    }
}
