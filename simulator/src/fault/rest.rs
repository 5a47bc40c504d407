//! Layers around the REST calls: their faults and their log.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{Method, StatusCode, header};

use super::fault_kind::{Fault, Stage};
use crate::simulator::Simulator;

/// A hanging call gets a 500 in the end, and a held one goes on, so that nothing hangs for ever.
const MAX_WAIT: Duration = Duration::from_secs(600);
const MAX_DELAY: Duration = Duration::from_secs(600);
const CUT_OFF_AFTER: Duration = Duration::from_millis(50);

/// Remembers a REST call and its answer.
pub async fn log_request(State(simulator): State<Arc<Simulator>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = simulator.requests.on_received(&request);
    let response = next.run(request).await;
    simulator.requests.on_answered(number, response.status().as_u16(), began.elapsed().as_secs_f64() * 1000.0);
    response
}

/// Applies the fault that is switched on for a REST call, if any. Preflights always work.
pub async fn apply_rest_faults(State(simulator): State<Arc<Simulator>>, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return next.run(request).await;
    }
    // Subscribed before the fault is looked up, or its end could be missed.
    let mut cleared = simulator.faults.subscribe_to_clear();
    let Some(fault) = simulator.faults.for_call(request.uri().path()) else {
        return next.run(request).await;
    };
    match fault {
        Fault::Answer(rest) => {
            run_if_after(rest.stage, request, next).await;
            rest.with.with.to_response(!simulator.streams.active().is_empty())
        }
        Fault::Hang(rest) => {
            run_if_after(rest.stage, request, next).await;
            tokio::time::sleep(MAX_WAIT).await;
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Fault::Hold(rest) => {
            let release = tokio::time::timeout(MAX_WAIT, cleared.changed());
            run_late(rest.stage, release, request, next).await
        }
        Fault::CutOff(rest) => {
            run_if_after(rest.stage, request, next).await;
            cut_off()
        }
        Fault::Delay(rest) => {
            let delay = tokio::time::sleep(Duration::from_millis(rest.with.delay_ms).min(MAX_DELAY));
            run_late(rest.stage, delay, request, next).await
        }
        _ => next.run(request).await,
    }
}

/// Runs the call if the fault comes after its work; drops the response.
async fn run_if_after(stage: Stage, request: Request, next: Next) {
    if stage == Stage::After {
        drop(next.run(request).await);
    }
}

/// Runs the call before or after the wait.
async fn run_late(stage: Stage, wait: impl Future, request: Request, next: Next) -> Response {
    match stage {
        Stage::Before => {
            wait.await;
            next.run(request).await
        }
        Stage::After => {
            let response = next.run(request).await;
            wait.await;
            response
        }
    }
}

/// Sends the head and a piece of the body, then ends the connection.
fn cut_off() -> Response {
    let piece = stream::once(async { Ok(Bytes::from_static(b"tr")) });
    let failure = stream::once(async {
        // The piece must be on its way before, or the client would see no answer at all.
        tokio::time::sleep(CUT_OFF_AFTER).await;
        Err(std::io::Error::other("cut off by the fault switch"))
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Body::from_stream(piece.chain(failure))).into_response()
}
