//! The calls about recordings.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    error_response::{Unprocessable, server_error},
    query::ApiQuery,
};
use crate::{recording::RecordFormat, simulator::Simulator};

/// All of them.
pub fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/RecordingController/startRecording", get(start))
        .route("/RecordingController/stopRecording", get(stop))
        .route("/RecordingController/isRecording", get(is_recording))
        .route("/RecordingController/getRecordingStatus", get(status))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StartQuery {
    #[serde(default = "tiff")]
    m_save_format: u8,
    #[serde(default)]
    file_name: String,
}

fn tiff() -> u8 {
    RecordFormat::Tiff.number()
}

/// Begins a recording of the first stream that runs. Without one it answers the same.
async fn start(
    State(simulator): State<Arc<Simulator>>,
    ApiQuery(query): ApiQuery<StartQuery>,
) -> Result<Json<Value>, Unprocessable> {
    let Some(format) = RecordFormat::from_number(query.m_save_format) else {
        return Err(Unprocessable { place: "query", message: "Input should be 1, 3 or 4".to_owned() });
    };
    let detector = simulator.streams.active().first().map(|stream| stream.detector);
    Ok(Json(simulator.recorder.start(&query.file_name, format, detector)))
}

/// Ends the recording that runs, or names the latest.
async fn stop(State(simulator): State<Arc<Simulator>>) -> Response {
    simulator.recorder.stop().map_or_else(server_error, |place| Json(place).into_response())
}

async fn is_recording(State(simulator): State<Arc<Simulator>>) -> Json<bool> {
    Json(simulator.recorder.is_recording())
}

async fn status(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(simulator.recorder.status())
}
