//! The calls about stream parameters.

use std::sync::Arc;

use axum::{Json, extract::State};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{commands, error_response::Unprocessable, live_view::parameter_object, query::ApiQuery};
use crate::{simulator::Simulator, stream::Protocol};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShowQuery {
    protocol: Option<String>,
    detector_name: Option<String>,
}

/// The parameters of a protocol, of a running detector, or all.
pub async fn show(State(simulator): State<Arc<Simulator>>, ApiQuery(query): ApiQuery<ShowQuery>) -> Json<Value> {
    let in_use = simulator.streams.parameters_in_use();
    if let Some(name) = query.detector_name {
        if simulator.camera.detector(Some(&name)).is_none() {
            return Json(commands::no_such_detector(Some(&name)));
        }
        if let Some(parameters) = in_use.get(&name) {
            let protocol = parameters["protocol"].clone();
            return Json(json!({
                "status": "success", "detector": name, "protocol": protocol, "params": parameters,
            }));
        }
    }
    match query.protocol.as_deref().map(str::parse::<Protocol>) {
        Some(Ok(protocol)) => {
            let parameters = simulator.streams.parameters(protocol);
            Json(json!({"status": "success", "protocol": protocol, "params": parameters}))
        }
        Some(Err(message)) => Json(commands::error(&message)),
        None => {
            let protocols: Map<String, Value> = Protocol::ALL
                .into_iter()
                .map(|protocol| (protocol.name().to_owned(), Value::Object(simulator.streams.parameters(protocol))))
                .collect();
            Json(json!({"status": "success", "protocols": protocols, "per_detector": in_use}))
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct ChangeQuery {
    protocol: String,
}

/// Changes parameters, running streams included. Nothing is validated: for a protocol that does not exist it says
/// `success` as well.
pub async fn change(
    State(simulator): State<Arc<Simulator>>,
    ApiQuery(query): ApiQuery<ChangeQuery>,
    body: Bytes,
) -> Result<Json<Value>, Unprocessable> {
    let changes = parameter_object(&body)?.unwrap_or_default();
    Ok(Json(match query.protocol.parse::<Protocol>() {
        Ok(protocol) => {
            let parameters = simulator.streams.change_parameters(protocol, &changes);
            json!({"status": "success", "protocol": protocol, "params": parameters})
        }
        Err(_) => json!({"status": "success", "protocol": query.protocol, "params": changes}),
    }))
}
