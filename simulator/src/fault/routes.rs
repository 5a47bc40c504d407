//! The switch's own calls, under `/simulator`.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Query, State},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::future::join_all;
use http::{StatusCode, header};
use imaging::TestPattern;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fault_kind::{DropSockets, Fault};
use crate::{
    api,
    simulator::Simulator,
    socket::{EndMode, ProxyHandle},
};

const MAX_FREEZE: Duration = Duration::from_secs(60);
/// A client that reads nothing must not block the test.
const MAX_SENDING: Duration = Duration::from_secs(5);

/// All routes of the switch.
pub fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/faults", get(list_faults).post(add_fault).delete(clear_faults))
        .route("/requests", get(list_requests).delete(forget_requests))
        .route("/clients", get(list_clients))
        .route("/state", get(show_state))
        .route("/camera", get(show_camera).post(change_camera))
        .route("/image", get(show_image))
}

fn refusal(status: StatusCode, message: String) -> Response {
    (status, Json(json!({"error": message}))).into_response()
}

async fn list_faults(State(simulator): State<Arc<Simulator>>) -> Json<Vec<Fault>> {
    Json(simulator.faults.active())
}

async fn add_fault(State(simulator): State<Arc<Simulator>>, Json(fault): Json<Fault>) -> Response {
    match fault {
        Fault::DropSockets { how } => {
            if !drop_sockets(&simulator, how).await {
                return refusal(StatusCode::GATEWAY_TIMEOUT, "a client reads nothing".to_owned());
            }
        }
        Fault::Send { message } => {
            let messages = match message.messages() {
                Ok(messages) => messages,
                Err(error) => return refusal(StatusCode::UNPROCESSABLE_ENTITY, error),
            };
            if !for_every_socket(&simulator, |proxy| {
                let messages = messages.clone();
                async move { proxy.inject(messages).await }
            })
            .await
            {
                return refusal(StatusCode::GATEWAY_TIMEOUT, "a client reads nothing".to_owned());
            }
        }
        Fault::Freeze { for_ms } => std::thread::sleep(Duration::from_millis(for_ms).min(MAX_FREEZE)),
        Fault::GhostFrames { ref detector } => {
            let Some(name) = simulator.camera.detector(detector.as_deref()).map(|detector| detector.name) else {
                return refusal(StatusCode::UNPROCESSABLE_ENTITY, "no such detector".to_owned());
            };
            if simulator.faults.add(fault).is_err() {
                return refusal(StatusCode::CONFLICT, "too many faults".to_owned());
            }
            if let Err(error) = simulator.streams.add_ghost(name) {
                return refusal(StatusCode::INTERNAL_SERVER_ERROR, error.to_string());
            }
        }
        lasting => {
            if simulator.faults.add(lasting).is_err() {
                return refusal(StatusCode::CONFLICT, "too many faults".to_owned());
            }
        }
    }
    Json(simulator.faults.active()).into_response()
}

/// `false` if any of them did not end in time.
async fn drop_sockets(simulator: &Simulator, how: DropSockets) -> bool {
    let mode = match how {
        DropSockets::Abrupt => EndMode::Abrupt,
        DropSockets::Close => EndMode::CloseFrame,
        DropSockets::Namespace => {
            simulator.hub.disconnect_from_namespace();
            return true;
        }
    };
    for_every_socket(simulator, |proxy| async move { proxy.end(mode).await }).await
}

/// Runs an action on all sockets at once. `false` if it took too long on any of them.
async fn for_every_socket<F: Future<Output = ()>>(
    simulator: &Simulator,
    action: impl Fn(Arc<ProxyHandle>) -> F,
) -> bool {
    let connections = simulator.hub.connections().into_iter();
    let actions: Vec<_> = connections.map(|proxy| tokio::time::timeout(MAX_SENDING, action(proxy))).collect();
    join_all(actions).await.iter().all(Result::is_ok)
}

async fn clear_faults(State(simulator): State<Arc<Simulator>>) -> Json<Vec<Fault>> {
    simulator.faults.clear();
    simulator.streams.stop_ghosts();
    Json(simulator.faults.active())
}

async fn list_requests(State(simulator): State<Arc<Simulator>>) -> impl IntoResponse {
    Json(simulator.requests.all())
}

async fn forget_requests(State(simulator): State<Arc<Simulator>>) -> StatusCode {
    simulator.requests.clear();
    StatusCode::NO_CONTENT
}

async fn list_clients(State(simulator): State<Arc<Simulator>>) -> impl IntoResponse {
    Json(simulator.hub.logs())
}

async fn show_state(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let (commands_in_flight, most_commands_in_flight) = simulator.streams.commands_in_flight();
    Json(json!({
        "active_streams": simulator.streams.active(),
        "leaked_workers": simulator.streams.leaked(),
        "commands_in_flight": commands_in_flight,
        "most_commands_in_flight": most_commands_in_flight,
        "clients": simulator.hub.len(),
    }))
}

async fn show_camera(State(simulator): State<Arc<Simulator>>) -> impl IntoResponse {
    Json(simulator.camera.settings())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CameraChange {
    test_pattern: Option<TestPattern>,
    exposure_ms: Option<f64>,
}

async fn change_camera(State(simulator): State<Arc<Simulator>>, Json(change): Json<CameraChange>) -> Response {
    if let Some(exposure_ms) = change.exposure_ms
        && !(0.0..=600_000.0).contains(&exposure_ms)
    {
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, "exposure_ms must be 0 to 600000".to_owned());
    }
    if let Some(test_pattern) = change.test_pattern {
        simulator.camera.set_test_pattern(test_pattern);
    }
    if let Some(exposure_ms) = change.exposure_ms {
        simulator.camera.set_exposure_ms(exposure_ms);
        if api::is_long_exposure(exposure_ms) {
            api::stop_all_streams(&simulator);
        }
    }
    Json(simulator.camera.settings()).into_response()
}

#[derive(Debug, Deserialize)]
struct ImageQuery {
    #[serde(default)]
    frame: u64,
    detector: Option<String>,
    subsampling_factor: Option<usize>,
}

/// The 16-bit values, little-endian, of the frame with this number, subsampled as streams are at first unless asked
/// otherwise.
async fn show_image(State(simulator): State<Arc<Simulator>>, Query(query): Query<ImageQuery>) -> Response {
    let Some(detector) = simulator.camera.detector(query.detector.as_deref()) else {
        return refusal(StatusCode::UNPROCESSABLE_ENTITY, "no such detector".to_owned());
    };
    let factor = query.subsampling_factor.unwrap_or_else(|| simulator.options.subsampling_factor.into());
    let image = match simulator.camera.capture(detector, query.frame, factor) {
        Ok(image) => image,
        Err(error) => return refusal(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::HeaderName::from_static("x-width"), image.width.to_string()),
        (header::HeaderName::from_static("x-height"), image.height.to_string()),
        (header::HeaderName::from_static("x-bit-depth"), image.bit_depth.bits().to_string()),
    ];
    (headers, image.to_le_bytes()).into_response()
}
