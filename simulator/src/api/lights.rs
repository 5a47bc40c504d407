//! The calls about lights. An unknown light is an error inside the server.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};

use super::{
    commands::announce,
    error_response::server_error,
    query::{ApiQuery, finite, flag},
};
use crate::{lights::Light, simulator::Simulator, socket::Signal};

/// All of them.
pub fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/LaserController/getLaserNames", get(names))
        .route("/LaserController/getLaserValueRanges", get(range))
        .route("/LaserController/getLaserValue", get(value))
        .route("/LaserController/getLaserActive", get(active))
        .route("/LaserController/setLaserValue", get(set_value))
        .route("/LaserController/setLaserActive", get(set_active))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LightQuery {
    laser_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ValueQuery {
    laser_name: String,
    #[serde(deserialize_with = "finite")]
    value: f64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ActiveQuery {
    laser_name: String,
    #[serde(deserialize_with = "flag")]
    active: bool,
}

async fn names(State(simulator): State<Arc<Simulator>>) -> Json<Vec<String>> {
    Json(simulator.lights.names())
}

/// `[min,max]`, or `null` for a light that is only on or off.
async fn range(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<LightQuery>) -> Response {
    answer(&simulator, &query, |light| light.range)
}

async fn value(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<LightQuery>) -> Response {
    answer(&simulator, &query, |light| light.value)
}

async fn active(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<LightQuery>) -> Response {
    answer(&simulator, &query, |light| light.active)
}

async fn set_value(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<ValueQuery>) -> Response {
    set(&simulator, &query.laser_name, |light| light.value = query.value)
}

async fn set_active(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<ActiveQuery>) -> Response {
    set(&simulator, &query.laser_name, |light| light.active = query.active)
}

fn answer<T: Serialize>(simulator: &Simulator, query: &LightQuery, pick: impl FnOnce(Light) -> T) -> Response {
    let light = simulator.lights.get(&query.laser_name);
    light.map_or_else(server_error, |light| Json(pick(light)).into_response())
}

/// Changes a light; `null` is the answer.
fn set(simulator: &Simulator, name: &str, change: impl FnOnce(&mut Light)) -> Response {
    let Some(light) = simulator.lights.change(name, change) else { return server_error() };
    if simulator.options.hardware_lights {
        announce(simulator, &Signal::LaserPowerUpdated(light));
    }
    Json(()).into_response()
}
