//! The state that all parts of the server share.

use std::{sync::Arc, time::Duration};

use crate::{
    camera::Camera,
    fault::{FaultSwitch, RequestLog},
    file_manager::FileTree,
    lights::Lights,
    options::Options,
    recording::{Disk, Recorder},
    snap::SnapJobs,
    socket::Hub,
    stream::{Mjpeg, Streams, WorkerContext},
};

/// The state of the simulated microscope.
#[derive(Debug)]
pub struct Simulator {
    /// The command line.
    pub options: Options,
    /// The detectors.
    pub camera: Arc<Camera>,
    /// The active streams and their parameters.
    pub streams: Streams,
    /// The connected Socket.IO clients.
    pub hub: Arc<Hub>,
    /// The readers of the mjpeg stream.
    pub mjpeg: Arc<Mjpeg>,
    /// The lights.
    pub lights: Arc<Lights>,
    /// The recordings.
    pub recorder: Arc<Recorder>,
    /// The snap jobs.
    pub snaps: SnapJobs,
    /// The data folder.
    pub files: FileTree,
    /// The faults that tests have switched on.
    pub faults: Arc<FaultSwitch>,
    /// The REST calls received.
    pub requests: RequestLog,
}

impl Simulator {
    /// A microscope without streams, clients or faults.
    pub fn new(options: Options) -> Self {
        let lights = Arc::new(Lights::new(&options));
        let context = WorkerContext {
            camera: Arc::new(Camera::new(&options, &lights)),
            recorder: Arc::new(Recorder::new(Disk::new(u64::from(options.disk_mib) << 20))),
            hub: Arc::default(),
            mjpeg: Arc::default(),
            faults: Arc::new(FaultSwitch::new(options.no_push)),
        };
        Self {
            lights,
            camera: Arc::clone(&context.camera),
            recorder: Arc::clone(&context.recorder),
            hub: Arc::clone(&context.hub),
            mjpeg: Arc::clone(&context.mjpeg),
            faults: Arc::clone(&context.faults),
            streams: Streams::new(&options, context),
            snaps: SnapJobs::new(Duration::from_millis(options.snap_ms)),
            files: FileTree::default(),
            requests: RequestLog::default(),
            options,
        }
    }
}
