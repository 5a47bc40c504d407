//! Everything that the parts of the server share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{
    api::Snaps,
    camera::Camera,
    fault::{FaultSwitch, RequestLog},
    options::Options,
    socket::Hub,
    stream::{Mjpeg, Streams},
};

/// The state of the simulated microscope.
#[derive(Debug)]
pub struct Simulator {
    /// The command line.
    pub options: Options,
    /// The detectors.
    pub camera: Camera,
    /// What streams, and with which parameters.
    pub streams: Streams,
    /// The connected Socket.IO clients.
    pub hub: Hub,
    /// The readers of the mjpeg stream.
    pub mjpeg: Mjpeg,
    /// The snap jobs.
    pub snaps: Snaps,
    /// The faults that tests have switched on.
    pub faults: FaultSwitch,
    /// The REST calls received.
    pub requests: RequestLog,
}

impl Simulator {
    /// A microscope at rest.
    pub fn new(options: Options) -> Self {
        Self {
            camera: Camera::new(&options),
            streams: Streams::new(&options),
            hub: Hub::default(),
            mjpeg: Mjpeg::default(),
            snaps: Snaps::new(Duration::from_millis(options.snap_ms)),
            faults: FaultSwitch::new(options.no_push),
            requests: RequestLog::default(),
            options,
        }
    }
}

/// Locks a mutex whose content is valid even if another thread panicked while holding it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Unix time in milliseconds.
pub fn unix_ms() -> u64 {
    unix_time().as_millis() as u64
}

/// Unix time.
pub fn unix_time() -> std::time::Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}
