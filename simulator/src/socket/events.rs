//! The Socket.IO events between clients and server.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use socketioxide::{
    SocketIo, TransportType,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
    service::SocketIoService,
};
use tokio_tungstenite::tungstenite::Message;

use super::{client::Client, proxy::ProxyHandle};
use crate::{fault::RefuseSockets, simulator::Simulator};

const CAPABILITIES: &str = concat!(
    r#"42["server_capabilities","#,
    r#"{"messagepack":true,"binary_streaming":true,"protocol_version":"1.0"}]"#
);
const MAX_MESSAGE_BYTES: usize = 1_000_000;
/// The real server waits for ever for a client that opens a socket and sends nothing.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(24 * 3600);

/// The library's service; only upgraded connections reach it.
pub type SocketService = SocketIoService<()>;

/// The Socket.IO service of this simulator.
pub fn socket_io(simulator: &Arc<Simulator>) -> SocketService {
    let options = &simulator.options;
    let (service, io) = SocketIo::builder()
        .ping_interval(Duration::from_millis(options.ping_interval_ms))
        .ping_timeout(Duration::from_millis(options.ping_timeout_ms))
        .max_payload(MAX_MESSAGE_BYTES as u64)
        .ws_max_message_size(MAX_MESSAGE_BYTES)
        .ws_max_frame_size(MAX_MESSAGE_BYTES)
        .connect_timeout(CONNECT_TIMEOUT)
        .transports([TransportType::Websocket])
        .build_with_inner_svc(());
    let for_connecting = Arc::clone(simulator);
    let connecting = move |socket: SocketRef, TryData(auth): TryData<Value>| {
        let simulator = Arc::clone(&for_connecting);
        async move { on_connecting(&simulator, &socket, auth.unwrap_or_default()).await }
    };
    let for_connected = Arc::clone(simulator);
    let connected = move |socket: SocketRef| {
        let simulator = Arc::clone(&for_connected);
        async move { on_connected(&simulator, &socket) }
    };
    io.ns("/", connected.with(connecting));
    service
}

/// Runs before the connect packet is answered.
async fn on_connecting(simulator: &Simulator, socket: &SocketRef, auth: Value) -> Result<(), &'static str> {
    let Some(proxy) = proxy_of(socket) else { return Err("no connection") };
    if simulator.faults.refused_sockets() == Some(RefuseSockets::ConnectError) {
        return Err("refused by the fault switch");
    }
    if is_truthy(&auth) {
        // The real server's handler takes no credentials, fails, and never answers.
        proxy.closed().await;
        return Err("the client is gone");
    }
    proxy.inject(vec![Message::text(CAPABILITIES)]).await;
    Ok(())
}

/// Runs after the connect packet was answered.
fn on_connected(simulator: &Arc<Simulator>, socket: &SocketRef) {
    let Some(proxy) = proxy_of(socket) else { return };
    let sid = socket.id;
    let for_acks = Arc::clone(simulator);
    socket.on("frame_ack", move |TryData(argument): TryData<Value>, reply: AckSender| {
        let simulator = Arc::clone(&for_acks);
        async move {
            if simulator.faults.acks_are_lost() {
                return;
            }
            simulator.hub.acknowledge(sid, &argument.unwrap_or_default());
            if let Err(error) = reply.send::<[(); 0]>(&[]) {
                eprintln!("simulator: no reply to frame_ack: {error}");
            }
        }
    });
    let for_disconnect = Arc::clone(simulator);
    socket.on_disconnect(move || {
        let simulator = Arc::clone(&for_disconnect);
        async move { simulator.hub.remove(sid) }
    });
    simulator.hub.add(sid, Client::new(socket.clone(), proxy));
}

fn proxy_of(socket: &SocketRef) -> Option<Arc<ProxyHandle>> {
    socket.req_parts().extensions.get::<Arc<ProxyHandle>>().cloned()
}

/// Is it true to Python?
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
    }
}
