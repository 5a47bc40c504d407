//! The REST interface.

mod commands;
mod error_response;
mod file_manager;
mod live_view;
mod parameters;
mod query;
mod recording;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    routing::{delete, get, patch, post},
};
use serde_json::{Value, json};

pub use commands::{auto_start, is_long_exposure, stop_all_streams};
pub use error_response::not_found;

use crate::simulator::Simulator;

/// All calls, under both of their prefixes, and the files that were uploaded.
pub fn routes() -> Router<Arc<Simulator>> {
    let calls = Router::new()
        .route("/version", get(version))
        .route("/SettingsController/getDetectorNames", get(live_view::detector_names))
        .route("/LiveViewController/getLiveViewActive", get(live_view::active))
        .route("/LiveViewController/getActiveStreams", get(live_view::active_streams))
        .route("/LiveViewController/startLiveView", post(live_view::start))
        .route("/LiveViewController/stopLiveView", get(live_view::stop))
        .route("/LiveViewController/getStreamParameters", get(parameters::show))
        .route("/LiveViewController/setStreamParameters", post(parameters::change))
        .route("/LiveViewController/getLongExposureInfo", get(live_view::long_exposure_info))
        .route("/LiveViewController/getStreamDiagnostics", get(live_view::diagnostics))
        .route("/LiveViewController/mjpeg_stream", get(live_view::mjpeg_stream))
        .route("/RecordingController/startSnap", get(recording::start_snap))
        .route("/RecordingController/getSnapStatus", get(recording::snap_status))
        .route("/RecordingController/cancelSnap", get(recording::cancel_snap))
        .route("/FileManager/download/{*path}", get(recording::download))
        .route("/FileManager/", get(file_manager::list))
        .route("/FileManager", delete(file_manager::remove))
        .route("/FileManager/rename", patch(file_manager::rename))
        .route("/FileManager/upload", post(file_manager::upload).layer(DefaultBodyLimit::max(file_manager::MAX_UPLOAD)))
        .method_not_allowed_fallback(error_response::method_not_allowed)
        .fallback(not_found);
    Router::new()
        .nest("/imswitch/api", calls.clone())
        .nest("/api", calls)
        .route("/imswitch/data/{*path}", get(file_manager::serve))
}

async fn version() -> Json<Value> {
    Json(json!({"version": "v2.1.193"}))
}
