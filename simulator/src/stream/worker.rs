//! A worker: the thread that takes, encodes and sends the images of one stream.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use imaging::{Detector, Image, to_jpeg};
use serde_json::{Value, json};

use super::{
    encode,
    mjpeg::Mjpeg,
    parameters::{ParameterMap, Protocol, WorkerParameters},
};
use crate::{
    camera::Camera,
    fault::FaultSwitch,
    lock::lock,
    recording::Recorder,
    socket::{Hub, Signal},
};

/// Between attempts while the parameters can't be used.
const FALLBACK_INTERVAL: Duration = Duration::from_millis(50);

/// What workers use of the simulator.
#[derive(Debug, Clone)]
pub struct WorkerContext {
    /// Where images come from.
    pub camera: Arc<Camera>,
    /// Where jpeg and binary frames go to.
    pub hub: Arc<Hub>,
    /// Where mjpeg frames go to.
    pub mjpeg: Arc<Mjpeg>,
    /// Where frames are recorded.
    pub recorder: Arc<Recorder>,
    /// Whether frames are stalled, and how signals are sent.
    pub faults: Arc<FaultSwitch>,
}

#[derive(Debug, Default, Clone)]
struct Counts {
    frames_emitted: u64,
    emit_ms_total: f64,
    emit_ms_max: f64,
    failures: u64,
}

#[derive(Debug)]
struct Shared {
    context: WorkerContext,
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
        context: &WorkerContext,
        detector_name: &'static str,
        protocol: Protocol,
        parameters: ParameterMap,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            context: context.clone(),
            detector_name,
            protocol,
            parameters: Mutex::new(parameters),
            counts: Mutex::default(),
            stopped: AtomicBool::new(false),
            began: Instant::now(),
        });
        let for_thread = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("worker".to_owned()).spawn(move || for_thread.run())?;
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
    fn run(&self) {
        let camera = &self.context.camera;
        let Some(detector) = camera.detector(Some(self.detector_name)) else {
            eprintln!("simulator: no detector {}", self.detector_name);
            return;
        };
        let mut due = Instant::now();
        while !self.stopped.load(Ordering::Acquire) {
            let parameters = WorkerParameters::parse(&lock(&self.parameters), self.protocol);
            let throttle = parameters.as_ref().map_or(FALLBACK_INTERVAL, |parameters| parameters.throttle);
            if let Some(parameters) = parameters {
                let (records, has_receiver) = (self.context.recorder.records(detector.name), self.has_receiver());
                if records || has_receiver {
                    self.take_frame(detector, &parameters, due, has_receiver);
                }
            }
            // A worker that can't keep up goes on from now instead of catching up in a burst.
            due = (due + camera.frame_interval(detector).max(throttle)).max(Instant::now());
            self.wait_until(due);
        }
    }

    /// Would a frame be sent to any client now?
    fn has_receiver(&self) -> bool {
        let WorkerContext { hub, mjpeg, faults, .. } = &self.context;
        !faults.frames_are_stalled()
            && match self.protocol {
                Protocol::Jpeg | Protocol::Binary => hub.accepts_frame(),
                Protocol::Mjpeg => mjpeg.has_readers(),
                Protocol::Webrtc => false,
            }
    }

    /// Takes a frame, records it if it is to be, and sends it if anybody is there.
    fn take_frame(&self, detector: &Detector, parameters: &WorkerParameters, due: Instant, has_receiver: bool) {
        let WorkerContext { camera, hub, mjpeg, .. } = &self.context;
        let began = Instant::now();
        let image = camera.capture(detector, camera.frame_number(due), parameters.subsampling_factor);
        if let Ok(image) = &image {
            self.record(image);
        }
        if !has_receiver {
            return;
        }
        let outcome = image.and_then(|image| match self.protocol {
            Protocol::Jpeg => {
                encode::jpeg_frame(detector, &image, parameters.jpeg_quality).map(|frame| hub.emit_frame(&frame))
            }
            Protocol::Binary => encode::binary_frame(detector, &image, parameters).map(|frame| hub.emit_frame(&frame)),
            Protocol::Mjpeg => to_jpeg(&image, parameters.jpeg_quality).map(|jpeg| mjpeg.publish(&jpeg)),
            Protocol::Webrtc => Ok(()),
        });
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

    fn record(&self, image: &Image) {
        let WorkerContext { hub, recorder, faults, .. } = &self.context;
        let Some(recorded) = recorder.take(self.detector_name, image) else { return };
        hub.emit_signal(&Signal::FrameRecorded { frames: recorded.frames }, faults.signal_form());
        if recorded.disk_is_full {
            hub.emit_signal(&Signal::DiskFull, faults.signal_form());
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
