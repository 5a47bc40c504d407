//! A worker: the thread that takes, encodes and hands out the pictures of one stream.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{
    encode,
    parameters::{ParameterMap, Protocol, WorkerParameters},
};
use crate::{
    camera::Detector,
    simulator::{Simulator, lock},
};

const FALLBACK_INTERVAL: Duration = Duration::from_millis(50);

#[derive(Debug, Default, Clone)]
struct Counts {
    frames_emitted: u64,
    emit_ms_total: f64,
    emit_ms_max: f64,
    failures: u64,
}

#[derive(Debug)]
struct Shared {
    detector_name: &'static str,
    protocol: Protocol,
    parameters: Mutex<ParameterMap>,
    counts: Mutex<Counts>,
    stopped: AtomicBool,
    began: Instant,
}

/// A running worker. Dropping it does not stop it: that is how workers leak.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts a worker for the detector with this name; the name must be one of the camera's.
    pub fn start(
        simulator: &Arc<Simulator>,
        detector_name: &'static str,
        protocol: Protocol,
        parameters: ParameterMap,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            detector_name,
            protocol,
            parameters: Mutex::new(parameters),
            counts: Mutex::default(),
            stopped: AtomicBool::new(false),
            began: Instant::now(),
        });
        let (simulator, for_thread) = (Arc::clone(simulator), Arc::clone(&shared));
        let thread = std::thread::Builder::new().name("worker".to_owned()).spawn(move || for_thread.run(&simulator))?;
        Ok(Self { shared, thread })
    }

    /// Stops the worker; no frame comes from it afterwards.
    pub fn stop(self) {
        self.shared.stopped.store(true, Ordering::Release);
        self.thread.thread().unpark();
        if self.thread.join().is_err() {
            eprintln!("simulator: a worker had panicked");
        }
    }

    /// The parameters in use.
    pub fn parameters(&self) -> ParameterMap {
        lock(&self.shared.parameters).clone()
    }

    /// Changes parameters from the next frame on.
    pub fn change_parameters(&self, changes: &ParameterMap) {
        lock(&self.shared.parameters).extend(changes.clone());
    }

    /// What it has done so far.
    pub fn diagnostics(&self) -> Value {
        let counts = lock(&self.shared.counts).clone();
        let frames = counts.frames_emitted as f64;
        json!({
            "protocol": self.shared.protocol,
            "worker": {
                "frames_emitted": counts.frames_emitted,
                "emit_ms_avg": if counts.frames_emitted == 0 { 0.0 } else { counts.emit_ms_total / frames },
                "emit_ms_max": counts.emit_ms_max,
                "fps_emit": frames / self.shared.began.elapsed().as_secs_f64().max(0.001),
            },
        })
    }
}

impl Shared {
    fn run(&self, simulator: &Simulator) {
        let Some(detector) = simulator.camera.detector(Some(self.detector_name)) else {
            eprintln!("simulator: no detector {}", self.detector_name);
            return;
        };
        let mut due = Instant::now();
        while !self.stopped.load(Ordering::Acquire) {
            let parameters = WorkerParameters::read(&lock(&self.parameters), self.protocol);
            let throttle = parameters.as_ref().map_or(FALLBACK_INTERVAL, |parameters| parameters.throttle);
            if let Some(parameters) = parameters
                && self.is_awaited(simulator)
            {
                self.emit(simulator, detector, &parameters, due);
            }
            // A worker that can't keep up goes on from now instead of catching up in a burst.
            due = (due + simulator.camera.frame_interval().max(throttle)).max(Instant::now());
            self.wait_until(due);
        }
    }

    /// Would anybody take a frame now?
    fn is_awaited(&self, simulator: &Simulator) -> bool {
        !simulator.faults.frames_are_stalled()
            && match self.protocol {
                Protocol::Jpeg | Protocol::Binary => simulator.hub.awaits_frame(),
                Protocol::Mjpeg => simulator.mjpeg.has_readers(),
                Protocol::Webrtc => false,
            }
    }

    fn emit(&self, simulator: &Simulator, detector: &Detector, parameters: &WorkerParameters, due: Instant) {
        let began = Instant::now();
        let frame = simulator.camera.frame_number(due);
        let mut picture = detector.expose(simulator.camera.settings().scene, frame);
        if parameters.subsampling_factor > 1 {
            picture = picture.subsampled(parameters.subsampling_factor);
        }
        let outcome = match self.protocol {
            Protocol::Jpeg => encode::jpeg_frame(detector, &picture, parameters.jpeg_quality)
                .map(|frame| simulator.hub.emit_frame(&frame)),
            Protocol::Binary => {
                encode::binary_frame(detector, &picture, parameters).map(|frame| simulator.hub.emit_frame(&frame))
            }
            Protocol::Mjpeg => encode::jpeg(&picture, parameters.jpeg_quality).map(|jpeg| simulator.mjpeg.show(&jpeg)),
            Protocol::Webrtc => Ok(()),
        };
        let emit_ms = began.elapsed().as_secs_f64() * 1000.0;
        let mut counts = lock(&self.counts);
        match outcome {
            Ok(()) => {
                counts.frames_emitted += 1;
                counts.emit_ms_total += emit_ms;
                counts.emit_ms_max = counts.emit_ms_max.max(emit_ms);
            }
            Err(error) => {
                if counts.failures == 0 {
                    eprintln!("simulator: {} can't be encoded: {error}", self.detector_name);
                }
                counts.failures += 1;
            }
        }
    }

    fn wait_until(&self, due: Instant) {
        loop {
            let remaining = due.saturating_duration_since(Instant::now());
            if remaining.is_zero() || self.stopped.load(Ordering::Acquire) {
                return;
            }
            std::thread::park_timeout(remaining);
        }
    }
}
