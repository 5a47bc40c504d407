//! The calls about the live view.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::header;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    commands::{self, LONG_EXPOSURE_MS, StartRequest, is_long_exposure},
    error_response::Unprocessable,
    query::{ApiQuery, flag},
};
use crate::{
    simulator::Simulator,
    stream::{Mjpeg, ParameterMap, Protocol},
};

/// Names of all detectors.
pub async fn detector_names(State(simulator): State<Arc<Simulator>>) -> Json<Vec<&'static str>> {
    Json(simulator.camera.detector_names())
}

/// Is any stream registered?
pub async fn active(State(simulator): State<Arc<Simulator>>) -> Json<bool> {
    Json(!simulator.streams.active().is_empty())
}

/// All registered streams.
pub async fn active_streams(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(json!({"status": "success", "active_streams": simulator.streams.active()}))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartQuery {
    detector_name: Option<String>,
    #[serde(default = "jpeg")]
    protocol: String,
    #[serde(default, deserialize_with = "flag")]
    force: bool,
}

fn jpeg() -> String {
    Protocol::Jpeg.name().to_owned()
}

/// Starts a stream.
pub async fn start(
    State(simulator): State<Arc<Simulator>>,
    ApiQuery(query): ApiQuery<StartQuery>,
    body: Bytes,
) -> Result<Json<Value>, Unprocessable> {
    let request = StartRequest {
        detector: query.detector_name,
        protocol: query.protocol,
        force: query.force,
        parameters: parameter_object(&body)?.unwrap_or_default(),
    };
    Ok(Json(start_detached(simulator, request).await))
}

/// A start goes on when its client disconnects.
async fn start_detached(simulator: Arc<Simulator>, request: StartRequest) -> Value {
    match tokio::spawn(commands::start(simulator, request)).await {
        Ok(answer) => answer,
        Err(failure) => commands::error(&failure.to_string()),
    }
}

/// The object in a body; `None` if there is no body.
pub fn parameter_object(body: &Bytes) -> Result<Option<ParameterMap>, Unprocessable> {
    let unprocessable = |message: String| Unprocessable { place: "body", message };
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(parameters)) => Ok(Some(parameters)),
        Ok(Value::Null) => Ok(None),
        Ok(_) => Err(unprocessable("Input should be a valid dictionary".to_owned())),
        Err(error) => Err(unprocessable(error.to_string())),
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DetectorQuery {
    detector_name: Option<String>,
}

/// Stops a stream.
pub async fn stop(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<DetectorQuery>) -> Json<Value> {
    Json(commands::stop(&simulator, query.detector_name.as_deref()))
}

/// Would a start be refused?
pub async fn long_exposure_info(
    State(simulator): State<Arc<Simulator>>,
    ApiQuery(query): ApiQuery<DetectorQuery>,
) -> Json<Value> {
    let Some(detector) = simulator.camera.detector(query.detector_name.as_deref()) else {
        return Json(commands::no_such_detector(query.detector_name.as_deref()));
    };
    let exposure_ms = simulator.camera.detector_settings(detector).exposure_ms;
    Json(json!({
        "detector": detector.name,
        "exposureMs": exposure_ms,
        "thresholdMs": LONG_EXPOSURE_MS,
        "isLongExposure": is_long_exposure(exposure_ms),
    }))
}

/// What the workers have done.
pub async fn diagnostics(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(Value::Object(simulator.streams.diagnostics()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MjpegQuery {
    detector_name: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    start_stream: bool,
}

/// The multipart stream. It goes on when the client disconnects.
pub async fn mjpeg_stream(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<MjpegQuery>) -> Response {
    let reader = simulator.mjpeg.subscribe();
    if query.start_stream {
        let request = StartRequest {
            detector: query.detector_name,
            protocol: Protocol::Mjpeg.name().to_owned(),
            force: false,
            parameters: ParameterMap::new(),
        };
        let answer = start_detached(simulator, request).await;
        let is_mjpeg = answer["protocol"] == Protocol::Mjpeg.name();
        if !is_mjpeg {
            return Json(answer).into_response();
        }
    }
    let parts = futures_util::stream::unfold(reader, |mut reader| async move {
        reader.changed().await.ok()?;
        let part = reader.borrow_and_update().clone();
        Some((Ok::<_, std::convert::Infallible>(part), reader))
    });
    ([(header::CONTENT_TYPE, Mjpeg::CONTENT_TYPE)], Body::from_stream(parts)).into_response()
}
