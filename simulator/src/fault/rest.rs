//! Faults of REST calls, as a layer around them.

use std::{sync::Arc, time::Duration};

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
const HANG: Duration = Duration::from_secs(600);
const LONGEST_DELAY: Duration = Duration::from_secs(600);
const CUT_OFF_AFTER: Duration = Duration::from_millis(50);

/// Lets a REST call go wrong if a fault says so. Preflights always work.
pub async fn misbehave(State(simulator): State<Arc<Simulator>>, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return next.run(request).await;
    }
    // From before the fault is looked up, so that its end can't be missed.
    let mut clearing = simulator.faults.clearing();
    let Some(fault) = simulator.faults.for_call(request.uri().path()) else {
        return next.run(request).await;
    };
    match fault {
        Fault::Answer(rest) => {
            carry_out(rest.stage, request, next).await;
            rest.with.with.to_response(!simulator.streams.active().is_empty())
        }
        Fault::Hang(rest) => {
            carry_out(rest.stage, request, next).await;
            tokio::time::sleep(HANG).await;
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Fault::Hold(rest) => {
            let release = tokio::time::timeout(HANG, clearing.changed());
            carry_out_late(rest.stage, release, request, next).await
        }
        Fault::CutOff(rest) => {
            carry_out(rest.stage, request, next).await;
            cut_off()
        }
        Fault::Delay(rest) => {
            let delay = tokio::time::sleep(Duration::from_millis(rest.with.delay_ms).min(LONGEST_DELAY));
            carry_out_late(rest.stage, delay, request, next).await
        }
        _ => next.run(request).await,
    }
}

async fn carry_out(stage: Stage, request: Request, next: Next) {
    if stage == Stage::After {
        drop(next.run(request).await);
    }
}

async fn carry_out_late(stage: Stage, wait: impl Future, request: Request, next: Next) -> Response {
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

/// Sends the head and a piece of the body, and then breaks off.
fn cut_off() -> Response {
    let piece = stream::once(async { Ok(Bytes::from_static(b"tr")) });
    let break_off = stream::once(async {
        // The piece must be on its way before, or the client would see no answer at all.
        tokio::time::sleep(CUT_OFF_AFTER).await;
        Err(std::io::Error::other("cut off by the fault switch"))
    });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Body::from_stream(piece.chain(break_off))).into_response()
}
