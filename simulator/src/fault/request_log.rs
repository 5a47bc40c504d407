//! The REST calls received, for tests that count them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Instant,
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use serde::Serialize;

use crate::simulator::{Simulator, lock, unix_ms};

const REMEMBERED: usize = 4096;
const LONGEST_PATH: usize = 512;

/// One REST call.
#[derive(Debug, Clone, Serialize)]
pub struct LoggedRequest {
    number: u64,
    received_at_ms: u64,
    method: String,
    path_and_query: String,
    /// `None` while there is no answer, and for ever if the client left before it.
    status: Option<u16>,
    took_ms: Option<f64>,
}

#[derive(Debug, Default)]
struct Log {
    next_number: u64,
    requests: VecDeque<LoggedRequest>,
}

/// The latest REST calls.
#[derive(Debug, Default)]
pub struct RequestLog(Mutex<Log>);

impl RequestLog {
    fn received(&self, request: &Request) -> u64 {
        let mut log = lock(&self.0);
        let number = log.next_number;
        log.next_number += 1;
        if log.requests.len() == REMEMBERED {
            log.requests.pop_front();
        }
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        log.requests.push_back(LoggedRequest {
            number,
            received_at_ms: unix_ms(),
            method: request.method().to_string(),
            path_and_query: target.chars().take(LONGEST_PATH).collect(),
            status: None,
            took_ms: None,
        });
        number
    }

    fn answered(&self, number: u64, status: u16, took_ms: f64) {
        let mut log = lock(&self.0);
        if let Some(request) = log.requests.iter_mut().rev().find(|request| request.number == number) {
            request.status = Some(status);
            request.took_ms = Some(took_ms);
        }
    }

    /// The latest calls, oldest first.
    pub fn all(&self) -> Vec<LoggedRequest> {
        lock(&self.0).requests.iter().cloned().collect()
    }

    /// Forgets all calls; numbers go on counting.
    pub fn clear(&self) {
        lock(&self.0).requests.clear();
    }
}

/// Remembers a REST call and its answer.
pub async fn log_request(State(simulator): State<Arc<Simulator>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let number = simulator.requests.received(&request);
    let response = next.run(request).await;
    simulator.requests.answered(number, response.status().as_u16(), began.elapsed().as_secs_f64() * 1000.0);
    response
}
