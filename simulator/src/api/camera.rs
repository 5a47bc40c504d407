//! The calls about what can be set of the cameras. All sets answer `null`, whatever became of them.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use imaging::Detector;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    commands::{announce, is_long_exposure, stop_all_streams},
    query::{ApiQuery, finite, flag},
};
use crate::{detector_settings::DetectorSettings, simulator::Simulator, socket::Signal};

/// What the cameras can do, where they say so.
const EXPOSURE_LIMITS_MS: [f64; 2] = [0.05, 10_000.0];
const GAIN_LIMITS: [f64; 2] = [0.0, 24.0];
const BLACK_LEVEL: u32 = 100;

/// All of them.
pub fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/SettingsController/getDetectorParameters", get(parameters))
        .route("/SettingsController/getDetectorParameterTree", get(parameter_tree))
        .route("/SettingsController/setDetectorExposureTime", get(set_exposure))
        .route("/SettingsController/setDetectorGain", get(set_gain))
        .route("/SettingsController/setDetectorMode", get(set_mode))
        .route("/SettingsController/setDetectorExposureOnce", get(expose_once))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DetectorQuery {
    detector_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ExposureQuery {
    detector_name: Option<String>,
    #[serde(deserialize_with = "finite")]
    exposure_time: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GainQuery {
    detector_name: Option<String>,
    #[serde(deserialize_with = "finite")]
    gain: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ModeQuery {
    detector_name: Option<String>,
    #[serde(deserialize_with = "flag")]
    is_auto: bool,
}

/// Those of the current camera, which is the first.
async fn parameters(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    let Some(detector) = simulator.camera.detector(None) else { return Json(Value::Null) };
    let settings = simulator.camera.detector_settings(detector);
    let (exposure_limits, gain_limits) = limits(&simulator);
    Json(json!({
        "exposure": settings.exposure_ms,
        "gain": settings.gain,
        "pixelSize": detector.pixel_size_um,
        "binning": 1,
        "supportedBinnings": [1],
        "blacklevel": BLACK_LEVEL,
        "isRGB": false,
        "mode": if settings.is_auto { "auto" } else { "manual" },
        "exposureMin": exposure_limits[0],
        "exposureMax": exposure_limits[1],
        "gainMin": gain_limits[0],
        "gainMax": gain_limits[1],
    }))
}

/// All of a named camera's, in groups.
async fn parameter_tree(
    State(simulator): State<Arc<Simulator>>,
    ApiQuery(query): ApiQuery<DetectorQuery>,
) -> Json<Value> {
    let Some(detector) = simulator.camera.detector(query.detector_name.as_deref()) else {
        let name = query.detector_name.unwrap_or_default();
        return Json(json!({"error": format!("Detector '{name}' not found"), "detectorName": name}));
    };
    let settings = simulator.camera.detector_settings(detector);
    let (exposure_limits, gain_limits) = limits(&simulator);
    let number = |name: &str, value: Value, units: &str, [min, max]: [Option<f64>; 2]| {
        json!({
            "name": name, "value": value, "group": "Misc", "editable": true, "type": "number", "units": units,
            "min": min, "max": max,
        })
    };
    let mode = json!({
        "name": "exposure_mode", "value": if settings.is_auto { "Auto" } else { "Manual" }, "group": "Misc",
        "editable": true, "type": "list", "options": ["Auto", "Manual"],
    });
    let flat_fielding =
        json!({"name": "flat_fielding", "value": true, "group": "Misc", "editable": true, "type": "boolean"});
    let trigger = json!({
        "name": "trigger_source", "value": "Continuous", "group": "Acquisition mode", "editable": true, "type": "list",
        "options": ["Continuous", "External trigger"],
    });
    Json(json!({
        "detectorName": detector.name,
        "model": "SimulatedCamera",
        "isMock": true,
        "isConnected": true,
        "isRGB": 0,
        "sensorWidth": detector.width,
        "sensorHeight": detector.height,
        "currentWidth": detector.width,
        "currentHeight": detector.height,
        "pixelSizeUm": [1, detector.pixel_size_um, detector.pixel_size_um],
        "binning": 1,
        "supportedBinnings": [1],
        "frameStart": [0, 0],
        "croppable": false,
        "groups": [
            {"name": "Misc", "parameters": [
                number("exposure", settings.exposure_ms.into(), "ms", exposure_limits),
                mode,
                number("gain", settings.gain.into(), "arb.u.", gain_limits),
                number("blacklevel", BLACK_LEVEL.into(), "arb.u.", [None, None]),
                flat_fielding,
            ]},
            {"name": "Acquisition mode", "parameters": [trigger]},
        ],
        "actions": [],
    }))
}

/// Sets the exposure, which nobody checks. A long one stops all streams.
async fn set_exposure(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<ExposureQuery>) -> Json<()> {
    let is_set = set(&simulator, query.detector_name.as_deref(), |settings| settings.exposure_ms = query.exposure_time);
    if is_set && is_long_exposure(query.exposure_time) {
        stop_all_streams(&simulator);
    }
    Json(())
}

async fn set_gain(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<GainQuery>) -> Json<()> {
    set(&simulator, query.detector_name.as_deref(), |settings| settings.gain = query.gain);
    Json(())
}

async fn set_mode(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<ModeQuery>) -> Json<()> {
    set(&simulator, query.detector_name.as_deref(), |settings| settings.is_auto = query.is_auto);
    Json(())
}

/// The camera chooses its exposure now, and keeps it.
async fn expose_once(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<DetectorQuery>) -> Json<()> {
    set(&simulator, query.detector_name.as_deref(), DetectorSettings::expose_well);
    Json(())
}

/// `false` if there is no such camera, of which the answer says nothing.
fn set(simulator: &Simulator, name: Option<&str>, change: impl FnOnce(&mut DetectorSettings)) -> bool {
    let Some(detector) = simulator.camera.detector(name) else { return false };
    simulator.camera.change_detector_settings(detector, change);
    announce(simulator, &updated(detector));
    true
}

fn updated(detector: &Detector) -> Signal {
    Signal::DetectorParametersUpdated { detector: detector.name }
}

/// The limits of exposure and gain, each the lowest and the highest value, where the cameras say so.
fn limits(simulator: &Simulator) -> ([Option<f64>; 2], [Option<f64>; 2]) {
    if simulator.options.camera_limits {
        (EXPOSURE_LIMITS_MS.map(Some), GAIN_LIMITS.map(Some))
    } else {
        ([None, None], [None, None])
    }
}
