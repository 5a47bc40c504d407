//! Waiting for something to become true, with a deadline.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::engine::Engine;

/// How often a condition is looked at.
pub fn poll() -> Duration {
    match Engine::chosen() {
        Engine::Chromium | Engine::WebKit => Duration::from_millis(20),
        // It answers in the process through which all requests of all pages go as well: asked too often, it makes them wait.
        Engine::Firefox => Duration::from_millis(100),
    }
}

/// Now, in Unix time in milliseconds.
pub fn unix_ms() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64() * 1_000.0
}

/// Looks at `condition` until it is true. Answers whether it was in time.
pub fn wait_until(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    loop {
        if condition() {
            return true;
        }
        if begun.elapsed() > limit {
            return false;
        }
        thread::sleep(poll());
    }
}
