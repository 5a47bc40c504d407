//! The REST calls received, for tests that count them.

use std::{collections::VecDeque, sync::Mutex};

use axum::extract::Request;
use serde::Serialize;

use crate::{clock::unix_time_ms, lock::lock};

const MAX_REQUESTS: usize = 4096;
const MAX_PATH_LENGTH: usize = 512;

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
    /// Remembers a call; returns its number.
    pub fn on_received(&self, request: &Request) -> u64 {
        let mut log = lock(&self.0);
        let number = log.next_number;
        log.next_number += 1;
        if log.requests.len() == MAX_REQUESTS {
            log.requests.pop_front();
        }
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        log.requests.push_back(LoggedRequest {
            number,
            received_at_ms: unix_time_ms(),
            method: request.method().to_string(),
            path_and_query: target.chars().take(MAX_PATH_LENGTH).collect(),
            status: None,
            took_ms: None,
        });
        number
    }

    /// Remembers the answer to the call with this number.
    pub fn on_answered(&self, number: u64, status: u16, took_ms: f64) {
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
