//! Snap jobs: one picture, saved to a file (in memory).

use std::{
    collections::VecDeque,
    sync::Mutex,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::{
    camera::{Detector, Picture},
    simulator::{Simulator, lock, unix_ms},
    stream::jpeg,
};

/// A job is pending for a tenth of its time.
const PENDING_PART: u32 = 10;
/// Older jobs and their files are forgotten.
const REMEMBERED: usize = 16;
const LONGEST_NAME: usize = 64;
const PREVIEW_SIDE: usize = 320;

/// File formats, as the interface numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveFormat {
    /// 1
    Tiff,
    /// 5
    Png,
    /// 6
    Jpg,
}

impl SaveFormat {
    /// The format with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Tiff),
            5 => Some(Self::Png),
            6 => Some(Self::Jpg),
            _ => None,
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Tiff => "tiff",
            Self::Png => "png",
            Self::Jpg => "jpg",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Tiff => "image/tiff",
            Self::Png => "image/png",
            Self::Jpg => "image/jpeg",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Progress {
    Running,
    Done { file: Bytes, preview: Option<String> },
    Failed(String),
    Cancelled,
}

#[derive(Debug, Clone)]
struct Job {
    id: String,
    detector: &'static str,
    path: String,
    format: SaveFormat,
    preview: bool,
    began: Instant,
    /// How long it takes.
    duration: Duration,
    progress: Progress,
}

/// The latest snap jobs.
#[derive(Debug)]
pub struct Snaps {
    jobs: Mutex<VecDeque<Job>>,
    /// How long each takes.
    duration: Duration,
}

/// A file's bytes and content type.
pub type File = (Bytes, &'static str);

impl Snaps {
    /// No jobs, each of which will take this long.
    pub fn new(duration: Duration) -> Self {
        Self { jobs: Mutex::default(), duration }
    }

    /// Begins a job and says how it stands.
    pub fn start(&self, detector: &'static str, file_name: &str, format: SaveFormat, preview: bool) -> Value {
        let mut jobs = lock(&self.jobs);
        if jobs.len() == REMEMBERED {
            jobs.pop_front();
        }
        let job = Job {
            id: job_id(),
            detector,
            path: format!("recordings/{}_{detector}.{}", safe_name(file_name), format.extension()),
            format,
            preview,
            began: Instant::now(),
            duration: self.duration,
            progress: Progress::Running,
        };
        let state = state(&job);
        jobs.push_back(job);
        state
    }

    /// How a job stands; the picture is taken when its time has come.
    pub fn status(&self, simulator: &Simulator, id: &str) -> Value {
        let mut jobs = lock(&self.jobs);
        match jobs.iter_mut().find(|job| job.id == id) {
            Some(job) => {
                advance(simulator, job);
                state(job)
            }
            None => json!({"jobId": id, "status": "unknown"}),
        }
    }

    /// Cancels a job that is not finished.
    pub fn cancel(&self, simulator: &Simulator, id: &str) -> Value {
        let mut jobs = lock(&self.jobs);
        let Some(job) = jobs.iter_mut().find(|job| job.id == id) else {
            return json!({"jobId": id, "status": "unknown", "cancelled": false});
        };
        advance(simulator, job);
        let cancelled = job.progress == Progress::Running;
        if cancelled {
            job.progress = Progress::Cancelled;
        }
        let mut state = state(job);
        state["cancelled"] = cancelled.into();
        state
    }

    /// The file that a finished job saved under this path, the newest if there are several.
    pub fn file(&self, simulator: &Simulator, path: &str) -> Option<File> {
        let mut jobs = lock(&self.jobs);
        jobs.iter_mut().rev().filter(|job| job.path == path).find_map(|job| {
            advance(simulator, job);
            match &job.progress {
                Progress::Done { file, .. } => Some((file.clone(), job.format.content_type())),
                _ => None,
            }
        })
    }
}

fn advance(simulator: &Simulator, job: &mut Job) {
    if job.progress != Progress::Running || job.began.elapsed() < job.duration {
        return;
    }
    let Some(detector) = simulator.camera.detector(Some(job.detector)) else { return };
    job.progress = match save(simulator, detector, job) {
        Ok((file, preview)) => Progress::Done { file: file.into(), preview },
        Err(error) => Progress::Failed(error.to_string()),
    };
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn save(simulator: &Simulator, detector: &Detector, job: &Job) -> Result<(Vec<u8>, Option<String>), Failure> {
    let frame = simulator.camera.frame_number(job.began + job.duration);
    let picture = detector.expose(simulator.camera.settings().scene, frame);
    let file = match job.format {
        SaveFormat::Tiff => tiff(&picture)?,
        SaveFormat::Png => png(&picture)?,
        SaveFormat::Jpg => jpeg(&picture, 90)?,
    };
    let preview = if job.preview {
        let small = picture.subsampled(picture.width.max(picture.height).div_ceil(PREVIEW_SIDE));
        Some(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(png8(&small)?)))
    } else {
        None
    };
    Ok((file, preview))
}

fn state(job: &Job) -> Value {
    let elapsed = job.began.elapsed();
    let status = match &job.progress {
        Progress::Running if elapsed < job.duration / PENDING_PART => "pending",
        Progress::Running => "running",
        Progress::Done { .. } => "done",
        Progress::Failed(_) => "error",
        Progress::Cancelled => "cancelled",
    };
    let progress = match job.progress {
        Progress::Done { .. } => 1.0,
        _ => (elapsed.as_secs_f64() / job.duration.as_secs_f64()).min(0.99),
    };
    let mut state = json!({
        "jobId": job.id,
        "status": status,
        "elapsedMs": elapsed.as_secs_f64() * 1000.0,
        "expectedDurationMs": job.duration.as_secs_f64() * 1000.0,
        "progress": progress,
        "detectors": [job.detector],
    });
    match &job.progress {
        Progress::Done { preview, .. } => {
            let file_name = job.path.rsplit('/').next().unwrap_or_default();
            state["result"] = json!({"relativeFilePath": job.path, "fileName": file_name, "previewImage": preview});
        }
        Progress::Failed(message) => state["error"] = message.as_str().into(),
        Progress::Running | Progress::Cancelled => {}
    }
    state
}

fn tiff(picture: &Picture) -> Result<Vec<u8>, Failure> {
    use tiff::encoder::{TiffEncoder, colortype::Gray16};
    let mut out = std::io::Cursor::new(Vec::new());
    TiffEncoder::new(&mut out)?.write_image::<Gray16>(
        u32::try_from(picture.width)?,
        u32::try_from(picture.height)?,
        &picture.values,
    )?;
    Ok(out.into_inner())
}

fn png(picture: &Picture) -> Result<Vec<u8>, Failure> {
    let values: Vec<u8> = picture.values.iter().flat_map(|value| value.to_be_bytes()).collect();
    write_png(picture, png::BitDepth::Sixteen, &values)
}

fn png8(picture: &Picture) -> Result<Vec<u8>, Failure> {
    write_png(picture, png::BitDepth::Eight, &picture.to_gray8())
}

fn write_png(picture: &Picture, depth: png::BitDepth, values: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, u32::try_from(picture.width)?, u32::try_from(picture.height)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(values)?;
    Ok(out)
}

fn job_id() -> String {
    use std::hash::{BuildHasher, RandomState};
    let half = || RandomState::new().hash_one(unix_ms());
    format!("{:016x}{:016x}", half(), half())
}

/// The name without anything that a path could be made of.
fn safe_name(name: &str) -> String {
    let name: String = name
        .chars()
        .take(LONGEST_NAME)
        .map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' })
        .collect();
    if name.is_empty() { "snap".to_owned() } else { name }
}
