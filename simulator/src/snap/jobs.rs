//! Snap jobs: each takes one image and saves it.

use std::{
    collections::VecDeque,
    sync::Mutex,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use imaging::{Detector, EncodeError, to_png8};
use serde_json::{Value, json};

use super::save_format::SaveFormat;
use crate::{camera::Camera, clock::unix_time_ms, file_name::safe_name, lock::lock};

/// A job is pending for a tenth of its time.
const PENDING_PART: u32 = 10;
/// Older jobs and their files are forgotten.
const MAX_JOBS: usize = 16;
const MAX_WRITTEN_NAME_BYTES: usize = 200;
const NO_SUCH_JOB: &str = "No such snap job";
/// The longer side of a preview, in pixels.
const MAX_PREVIEW_SIDE: usize = 320;

#[derive(Debug, Clone, PartialEq)]
enum Progress {
    Running,
    /// There is no file where its name can't be written, and nothing says so.
    Done {
        file: Option<Bytes>,
        preview: Option<Preview>,
    },
    Failed(String),
    Cancelled,
}

/// A small image, as a data URL.
#[derive(Debug, Clone, PartialEq)]
struct Preview {
    address: String,
    width: usize,
    height: usize,
}

#[derive(Debug, Clone)]
struct Job {
    id: String,
    detector: &'static str,
    path: String,
    can_be_written: bool,
    format: SaveFormat,
    preview: bool,
    began: Instant,
    /// How long it takes.
    duration: Duration,
    progress: Progress,
}

/// The latest snap jobs.
#[derive(Debug)]
pub struct SnapJobs {
    jobs: Mutex<VecDeque<Job>>,
    /// How long each takes.
    duration: Duration,
}

/// A saved file.
#[derive(Debug, Clone)]
pub struct SavedFile {
    /// Its content.
    pub bytes: Bytes,
    /// Its content type.
    pub content_type: &'static str,
}

impl SnapJobs {
    /// No jobs, each of which will take this long.
    pub fn new(duration: Duration) -> Self {
        Self { jobs: Mutex::default(), duration }
    }

    /// Begins a job and returns its status.
    pub fn start(&self, detector: &'static str, file_name: &str, format: SaveFormat, preview: bool) -> Value {
        let mut jobs = lock(&self.jobs);
        if jobs.len() == MAX_JOBS {
            jobs.pop_front();
        }
        let job = Job {
            id: new_job_id(),
            detector,
            path: format!("recordings/{}_{detector}.{}", safe_name(file_name, "snap"), format.extension()),
            can_be_written: can_be_written(file_name),
            format,
            preview,
            began: Instant::now(),
            duration: self.duration,
            progress: Progress::Running,
        };
        let status = job.status();
        jobs.push_back(job);
        status
    }

    /// The status of a job.
    pub fn status(&self, camera: &Camera, id: &str) -> Value {
        let mut jobs = lock(&self.jobs);
        match jobs.iter_mut().find(|job| job.id == id) {
            Some(job) => {
                job.finish_if_due(camera);
                job.status()
            }
            None => json!({"jobId": id, "status": "unknown", "error": NO_SUCH_JOB}),
        }
    }

    /// Cancels a job that is not finished.
    pub fn cancel(&self, camera: &Camera, id: &str) -> Value {
        let mut jobs = lock(&self.jobs);
        let Some(job) = jobs.iter_mut().find(|job| job.id == id) else {
            return json!({"jobId": id, "status": "unknown", "error": NO_SUCH_JOB, "cancelled": false});
        };
        job.finish_if_due(camera);
        let cancelled = job.progress == Progress::Running;
        if cancelled {
            job.progress = Progress::Cancelled;
        }
        let mut status = job.status();
        status["cancelled"] = cancelled.into();
        status
    }

    /// The file that a finished job saved under this path, the newest if there are several.
    pub fn file(&self, camera: &Camera, path: &str) -> Option<SavedFile> {
        let mut jobs = lock(&self.jobs);
        jobs.iter_mut().rev().filter(|job| job.path == path).find_map(|job| {
            job.finish_if_due(camera);
            match &job.progress {
                Progress::Done { file: Some(file), .. } => {
                    Some(SavedFile { bytes: file.clone(), content_type: job.format.content_type() })
                }
                _ => None,
            }
        })
    }
}

impl Job {
    /// Takes and saves the image once the job's time is over.
    fn finish_if_due(&mut self, camera: &Camera) {
        if self.progress != Progress::Running || self.began.elapsed() < self.duration {
            return;
        }
        let Some(detector) = camera.detector(Some(self.detector)) else { return };
        self.progress = match self.save(camera, detector) {
            Ok((file, preview)) => Progress::Done { file: self.can_be_written.then(|| file.into()), preview },
            Err(error) => Progress::Failed(error.to_string()),
        };
    }

    /// The file, and its preview.
    fn save(&self, camera: &Camera, detector: &Detector) -> Result<(Vec<u8>, Option<Preview>), EncodeError> {
        let frame_number = camera.frame_number(self.began + self.duration);
        let image = camera.capture(detector, frame_number, 1)?;
        let file = self.format.encode(&image)?;
        let preview = if self.preview {
            let small = image.subsampled(image.width.max(image.height).div_ceil(MAX_PREVIEW_SIDE));
            let address = format!("data:image/png;base64,{}", BASE64_STANDARD.encode(to_png8(&small)?));
            Some(Preview { address, width: small.width, height: small.height })
        } else {
            None
        };
        Ok((file, preview))
    }

    fn status(&self) -> Value {
        let elapsed = self.began.elapsed();
        let name = match &self.progress {
            Progress::Running if elapsed < self.duration / PENDING_PART => "pending",
            Progress::Running => "running",
            Progress::Done { .. } => "done",
            Progress::Failed(_) => "error",
            Progress::Cancelled => "cancelled",
        };
        let progress = match self.progress {
            Progress::Done { .. } => 1.0,
            _ => (elapsed.as_secs_f64() / self.duration.as_secs_f64()).min(0.99),
        };
        let mut status = json!({
            "jobId": self.id,
            "status": name,
            "elapsedMs": elapsed.as_secs_f64() * 1000.0,
            "expectedDurationMs": self.duration.as_secs_f64() * 1000.0,
            "progress": progress,
            "detectors": [self.detector],
        });
        match &self.progress {
            Progress::Done { preview, .. } => {
                status["result"] = json!({
                    "fullPath": format!("/datasets/{}", self.path),
                    "relativePath": "recordings",
                    "relativeFilePath": self.path,
                    "previewDetector": self.detector,
                    "previewImage": preview.as_ref().map(|preview| &preview.address),
                    "previewWidth": preview.as_ref().map(|preview| preview.width),
                    "previewHeight": preview.as_ref().map(|preview| preview.height),
                });
            }
            Progress::Failed(message) => status["error"] = message.as_str().into(),
            Progress::Running | Progress::Cancelled => {}
        }
        status
    }
}

/// Longer names are too long for a disk once the rest is added.
fn can_be_written(name: &str) -> bool {
    name.len() <= MAX_WRITTEN_NAME_BYTES && !name.contains('\0')
}

fn new_job_id() -> String {
    use std::hash::{BuildHasher, RandomState};
    let half = || RandomState::new().hash_one(unix_time_ms());
    format!("{:016x}{:016x}", half(), half())
}
