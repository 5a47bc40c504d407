//! What clients and server say to each other over Socket.IO.

use std::{sync::Arc, time::Duration};

use serde_json::Value;
use socketioxide::{
    SocketIo, TransportType,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
};
use tokio_tungstenite::tungstenite::Message;

use super::{client::Client, tap::TapHandle, upgrade::SocketService};
use crate::{fault::RefuseSockets, simulator::Simulator};

const CAPABILITIES: &str = concat!(
    r#"42["server_capabilities","#,
    r#"{"messagepack":true,"binary_streaming":true,"protocol_version":"1.0"}]"#
);
const MOST_MESSAGE_BYTES: usize = 1_000_000;
/// The real server waits for ever for a client that opens a socket and stays silent.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(24 * 3600);

/// The Socket.IO service of this simulator.
pub fn socket_io(simulator: &Arc<Simulator>) -> SocketService {
    let options = &simulator.options;
    let (service, io) = SocketIo::builder()
        .ping_interval(Duration::from_millis(options.ping_interval_ms))
        .ping_timeout(Duration::from_millis(options.ping_timeout_ms))
        .max_payload(MOST_MESSAGE_BYTES as u64)
        .ws_max_message_size(MOST_MESSAGE_BYTES)
        .ws_max_frame_size(MOST_MESSAGE_BYTES)
        .connect_timeout(CONNECT_TIMEOUT)
        .transports([TransportType::Websocket])
        .build_with_inner_svc(());
    let admitting = Arc::clone(simulator);
    let admit = move |socket: SocketRef, TryData(auth): TryData<Value>| {
        let simulator = Arc::clone(&admitting);
        async move { admit(&simulator, &socket, auth.unwrap_or_default()).await }
    };
    let entering = Arc::clone(simulator);
    let enter = move |socket: SocketRef| {
        let simulator = Arc::clone(&entering);
        async move { enter(&simulator, &socket) }
    };
    io.ns("/", enter.with(admit));
    service
}

/// Runs before the connect packet is answered.
async fn admit(simulator: &Simulator, socket: &SocketRef, auth: Value) -> Result<(), &'static str> {
    let Some(tap) = tap_of(socket) else { return Err("no connection") };
    if simulator.faults.refused_sockets() == Some(RefuseSockets::ConnectError) {
        return Err("refused by the fault switch");
    }
    if is_truthy(&auth) {
        // The real server's handler takes no credentials, fails, and never answers.
        tap.gone().await;
        return Err("gone");
    }
    tap.inject(vec![Message::text(CAPABILITIES)]).await;
    Ok(())
}

/// Runs after the connect packet was answered.
fn enter(simulator: &Arc<Simulator>, socket: &SocketRef) {
    let Some(tap) = tap_of(socket) else { return };
    let sid = socket.id;
    let acknowledging = Arc::clone(simulator);
    socket.on("frame_ack", move |TryData(argument): TryData<Value>, reply: AckSender| {
        let simulator = Arc::clone(&acknowledging);
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
    let leaving = Arc::clone(simulator);
    socket.on_disconnect(move || {
        let simulator = Arc::clone(&leaving);
        async move { simulator.hub.remove(sid) }
    });
    simulator.hub.add(sid, Client::new(socket.clone(), tap));
}

fn tap_of(socket: &SocketRef) -> Option<Arc<TapHandle>> {
    socket.req_parts().extensions.get::<Arc<TapHandle>>().cloned()
}

/// Would Python take it for true?
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
