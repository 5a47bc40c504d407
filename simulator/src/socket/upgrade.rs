//! The WebSocket handshake: puts a proxy between the client and the Socket.IO library.

use std::sync::Arc;

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
use tokio::sync::Semaphore;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{handshake::server::create_response, protocol::Role},
};

use super::{
    events::{SocketService, socket_io},
    proxy::{self, ProxyHandle},
};
use crate::{fault::RefuseSockets, simulator::Simulator};

/// More connections than this at once are refused.
const MAX_CONNECTIONS: usize = 64;
/// Buffered between the proxy and the library, in each direction.
const PIPE_BYTES: usize = 1 << 18;

/// What the handshake needs.
#[derive(Clone)]
pub struct Sockets {
    simulator: Arc<Simulator>,
    service: SocketService,
    connections: Arc<Semaphore>,
}

impl Sockets {
    /// No connections yet.
    pub fn new(simulator: &Arc<Simulator>) -> Self {
        Self {
            simulator: Arc::clone(simulator),
            service: socket_io(simulator),
            connections: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
        }
    }
}

/// Answers `GET …/socket.io/?EIO=4&transport=websocket`.
pub async fn upgrade(State(sockets): State<Sockets>, request: Request) -> Response {
    let Sockets { simulator, service, connections } = sockets;
    match simulator.faults.refused_sockets() {
        Some(RefuseSockets::Reject) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(RefuseSockets::Hang) => {
            simulator.faults.until_sockets_are_answered().await;
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Some(RefuseSockets::ConnectError) | None => {}
    }
    let Ok(connection) = connections.try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (parts, body) = request.into_parts();
    let mut head = http::Request::from_parts(parts.clone(), ());
    let switching = match create_response(&head) {
        Ok(response) => response.map(|()| Body::empty()),
        Err(error) => return bad_request(&error.to_string()),
    };
    let (handle, commands) = ProxyHandle::new();
    head.extensions_mut().insert(Arc::clone(&handle));
    let (library_end, proxy_end) = tokio::io::duplex(PIPE_BYTES);
    if let Err(error) = Service::call(&service, (library_end, head)).into_inner() {
        return bad_request(&error.to_string());
    }
    let request = Request::from_parts(parts, body);
    tokio::spawn(async move {
        let client = match hyper::upgrade::on(request).await {
            Ok(upgraded) => WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await,
            Err(error) => {
                eprintln!("simulator: WebSocket upgrade failed: {error}");
                return;
            }
        };
        let library = WebSocketStream::from_raw_socket(proxy_end, Role::Client, None).await;
        proxy::run(&simulator.faults, &handle, client, library, commands).await;
        drop(connection);
    });
    switching.into_response()
}

fn bad_request(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"code": 3, "message": message}))).into_response()
}
