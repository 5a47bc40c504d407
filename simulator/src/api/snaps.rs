//! The calls about snaps.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    commands,
    query::{ApiQuery, flag},
};
use crate::{simulator::Simulator, snap::SaveFormat};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapQuery {
    #[serde(default)]
    file_name: String,
    #[serde(default = "tiff")]
    save_format: u8,
    #[serde(default, deserialize_with = "flag")]
    return_preview: bool,
    detector_name: Option<String>,
}

fn tiff() -> u8 {
    1
}

/// Begins a snap.
pub async fn start_snap(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<SnapQuery>) -> Json<Value> {
    let Some(format) = SaveFormat::from_number(query.save_format) else {
        let reason = format!("{} is not a valid SaveFormat", query.save_format);
        return Json(json!({"status": "error", "error": reason}));
    };
    let Some(detector) = simulator.camera.detector(query.detector_name.as_deref()) else {
        return Json(commands::no_such_detector(query.detector_name.as_deref()));
    };
    Json(simulator.snaps.start(detector.name, &query.file_name, format, query.return_preview))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobQuery {
    job_id: String,
}

/// The status of a snap.
pub async fn snap_status(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<JobQuery>) -> Json<Value> {
    Json(simulator.snaps.status(&simulator.camera, &query.job_id))
}

/// Cancels a snap.
pub async fn cancel_snap(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<JobQuery>) -> Json<Value> {
    Json(simulator.snaps.cancel(&simulator.camera, &query.job_id))
}
