//! The WebSocket handshake: hands one end of a pipe to the Socket.IO library and taps the other.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Json,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use serde_json::json;
use socketioxide::service::SocketIoService;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{handshake::server::create_response, protocol::Role},
};

use super::tap::{self, TapHandle};
use crate::{fault::RefuseSockets, simulator::Simulator};

/// The library's service; nothing but upgraded connections ever reaches it.
pub type SocketService = SocketIoService<()>;

/// More connections than this at once are refused.
const MOST_CONNECTIONS: usize = 64;
const PIPE_BYTES: usize = 1 << 18;

static CONNECTIONS: AtomicUsize = AtomicUsize::new(0);

/// Counts a connection for as long as it lives.
struct Connection;

impl Connection {
    fn new() -> Option<Self> {
        let counted = CONNECTIONS
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |count| (count < MOST_CONNECTIONS).then_some(count + 1));
        counted.ok().map(|_| Self)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        CONNECTIONS.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Answers `GET …/socket.io/?EIO=4&transport=websocket`.
pub async fn upgrade(
    State((simulator, service)): State<(Arc<Simulator>, SocketService)>,
    request: Request,
) -> Response {
    match simulator.faults.refused_sockets() {
        Some(RefuseSockets::Reject) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(RefuseSockets::Hang) => {
            simulator.faults.until_sockets_are_welcome().await;
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Some(RefuseSockets::ConnectError) | None => {}
    }
    let Some(connection) = Connection::new() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (parts, body) = request.into_parts();
    let mut head = http::Request::from_parts(parts.clone(), ());
    let switching = match create_response(&head) {
        Ok(response) => response.map(|()| Body::empty()),
        Err(error) => return bad_request(&error.to_string()),
    };
    let (handle, orders) = TapHandle::new();
    head.extensions_mut().insert(Arc::clone(&handle));
    let (library_end, tap_end) = tokio::io::duplex(PIPE_BYTES);
    if let Err(error) = Service::call(&service, (library_end, head)).into_inner() {
        return bad_request(&error.to_string());
    }
    let request = Request::from_parts(parts, body);
    tokio::spawn(async move {
        let outside = match hyper::upgrade::on(request).await {
            Ok(upgraded) => WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await,
            Err(error) => {
                eprintln!("simulator: WebSocket upgrade failed: {error}");
                return;
            }
        };
        let inside = WebSocketStream::from_raw_socket(tap_end, Role::Client, None).await;
        tap::run(simulator, handle, outside, inside, orders).await;
        drop(connection);
    });
    switching.into_response()
}

fn bad_request(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"code": 3, "message": message}))).into_response()
}
