//! The REST interface.

mod camera;
mod commands;
mod download;
mod error_response;
mod file_manager;
mod lights;
mod live_view;
mod parameters;
mod query;
mod recording;
mod snaps;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    routing::{delete, get, patch, post},
};
use serde_json::{Value, json};

pub use commands::{auto_start, is_long_exposure, stop_all_streams};
pub use error_response::{not_found, without_cors_on_server_error};

use crate::{
    options::{Options, Part},
    simulator::Simulator,
};

/// All calls, under both of their prefixes, and the files that were uploaded.
pub fn routes(options: &Options) -> Router<Arc<Simulator>> {
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
        .route("/RecordingController/startSnap", get(snaps::start_snap))
        .route("/RecordingController/getSnapStatus", get(snaps::snap_status))
        .route("/RecordingController/cancelSnap", get(snaps::cancel_snap))
        .route("/FileManager/download/{*path}", get(download::download).head(error_response::method_not_allowed))
        .route("/FileManager/", get(file_manager::list))
        .route("/FileManager", delete(file_manager::remove))
        .route("/FileManager/rename", patch(file_manager::rename))
        .route("/FileManager/upload", post(file_manager::upload).layer(DefaultBodyLimit::max(file_manager::MAX_UPLOAD)))
        .merge(parts(options))
        .method_not_allowed_fallback(error_response::method_not_allowed)
        .fallback(not_found);
    Router::new()
        .nest("/imswitch/api", calls.clone())
        .nest("/api", calls)
        .route("/imswitch/data/{*path}", get(file_manager::serve))
}

/// The calls that a backend can lack.
fn parts(options: &Options) -> Router<Arc<Simulator>> {
    let parts = [
        (Part::Recording, recording::routes as fn() -> Router<Arc<Simulator>>),
        (Part::Lights, lights::routes),
        (Part::Camera, camera::routes),
    ];
    let present = parts.into_iter().filter(|(part, _)| !options.without.contains(part));
    present.fold(Router::new(), |router, (_, routes)| router.merge(routes()))
}

async fn version() -> Json<Value> {
    Json(json!({"version": "v2.1.193"}))
}
