//! The recorder: at most one recording runs, and the latest is remembered.

use std::{
    collections::VecDeque,
    sync::Mutex,
    time::{Duration, Instant},
};

use imaging::Image;
use serde_json::{Value, json};

use super::{content::Content, disk::Disk, record_format::RecordFormat};
use crate::{file_name::safe_name, lock::lock, snap::SavedFile};

/// Where the real server's containers keep what is recorded.
const DATA_FOLDER: &str = "/datasets";
const FOLDER: &str = "recordings";
/// Files are kept up to this many bytes in all, the latest in any case.
const MAX_KEPT_BYTES: usize = 64 << 20;

/// The recorder.
#[derive(Debug)]
pub struct Recorder(Mutex<State>);

#[derive(Debug)]
struct State {
    latest: Option<Recording>,
    /// How many there were.
    count: u64,
    files: VecDeque<(String, SavedFile)>,
    disk: Disk,
}

/// A recording that runs or has ended.
#[derive(Debug)]
struct Recording {
    format: RecordFormat,
    path: String,
    progress: Progress,
    frames: u64,
}

#[derive(Debug)]
enum Progress {
    Running { detector: &'static str, began: Instant, content: Content },
    Ended { lasted: Duration },
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// So many frames there are now.
    pub frames: u64,
    /// It was the last one: the disk is full.
    pub disk_is_full: bool,
}

impl Recorder {
    /// Nothing was recorded yet.
    pub fn new(disk: Disk) -> Self {
        Self(Mutex::new(State { latest: None, count: 0, files: VecDeque::new(), disk }))
    }

    /// Begins a recording of this detector's stream, or without one only says so. While one runs it is that one.
    pub fn start(&self, file_name: &str, format: RecordFormat, detector: Option<&'static str>) -> Value {
        let mut state = lock(&self.0);
        if let Some(running) = state.latest.as_ref().filter(|latest| latest.is_running()) {
            return running.place();
        }
        state.count += 1;
        let name = safe_name(file_name, "recording");
        let recording = Recording {
            format,
            path: format!("{FOLDER}/{}_{name}.{}", state.count, format.extension()),
            progress: match detector {
                Some(detector) => Progress::Running { detector, began: Instant::now(), content: Content::new(format) },
                None => Progress::Ended { lasted: Duration::ZERO },
            },
            frames: 0,
        };
        let place = recording.place();
        state.latest = Some(recording);
        place
    }

    /// Ends the recording, if one runs. `None` if nothing was ever recorded.
    pub fn stop(&self) -> Option<Value> {
        let mut state = lock(&self.0);
        state.end();
        state.latest.as_ref().map(Recording::place)
    }

    /// Ends the recording of this detector's stream, if there is one.
    pub fn on_stream_stopped(&self, detector: &str) {
        let mut state = lock(&self.0);
        if state.latest.as_ref().is_some_and(|latest| latest.is_of(detector)) {
            state.end();
        }
    }

    /// Are this detector's frames recorded?
    pub fn records(&self, detector: &str) -> bool {
        lock(&self.0).latest.as_ref().is_some_and(|latest| latest.is_of(detector))
    }

    /// Takes a frame of this detector, if it is recorded.
    pub fn take(&self, detector: &str, image: &Image) -> Option<Recorded> {
        let mut state = lock(&self.0);
        let State { latest: Some(recording), disk, .. } = &mut *state else { return None };
        if !recording.is_of(detector) {
            return None;
        }
        let Progress::Running { content, .. } = &mut recording.progress else { return None };
        match content.push(image) {
            Ok(bytes) => disk.take(bytes),
            Err(error) => {
                eprintln!("simulator: a frame can't be recorded: {error}");
                return None;
            }
        }
        recording.frames += 1;
        let recorded = Recorded { frames: recording.frames, disk_is_full: disk.is_full() };
        if recorded.disk_is_full {
            state.end();
        }
        Some(recorded)
    }

    /// Does one run?
    pub fn is_recording(&self) -> bool {
        lock(&self.0).latest.as_ref().is_some_and(Recording::is_running)
    }

    /// How the latest stands.
    pub fn status(&self) -> Value {
        match &lock(&self.0).latest {
            Some(latest) => latest.status(),
            None => json!({
                "is_recording": false, "format": null, "duration_seconds": 0.0, "frame_count": 0, "filepath": null,
            }),
        }
    }

    /// The file that a recording which has ended saved under this path.
    pub fn file(&self, path: &str) -> Option<SavedFile> {
        lock(&self.0).files.iter().find(|(saved, _)| saved == path).map(|(_, file)| file.clone())
    }

    /// The disk as it is now.
    pub fn disk(&self) -> Disk {
        lock(&self.0).disk
    }
}

impl State {
    /// Ends the recording that runs, and saves its file if it has any frame.
    fn end(&mut self) {
        let Some(recording) = &mut self.latest else { return };
        let Progress::Running { began, .. } = recording.progress else { return };
        let ended = Progress::Ended { lasted: began.elapsed() };
        let Progress::Running { content, .. } = std::mem::replace(&mut recording.progress, ended) else { return };
        if recording.frames == 0 {
            return;
        }
        if let Some(bytes) = content.into_file() {
            let file = SavedFile { bytes, content_type: recording.format.content_type() };
            self.files.push_back((recording.path.clone(), file));
        }
        let kept =
            |files: &VecDeque<(String, SavedFile)>| files.iter().map(|(_, file)| file.bytes.len()).sum::<usize>();
        while self.files.len() > 1 && kept(&self.files) > MAX_KEPT_BYTES {
            self.files.pop_front();
        }
    }
}

impl Recording {
    fn is_running(&self) -> bool {
        matches!(self.progress, Progress::Running { .. })
    }

    fn is_of(&self, name: &str) -> bool {
        matches!(self.progress, Progress::Running { detector, .. } if detector == name)
    }

    fn full_path(&self) -> String {
        format!("{DATA_FOLDER}/{}", self.path)
    }

    /// What a start and a stop answer.
    fn place(&self) -> Value {
        json!({
            "fullPath": self.full_path(),
            "relativePath": FOLDER,
            "relativeFilePath": self.path,
            "saveFormat": self.format.number(),
            "isDownloadableFile": self.format.is_file(),
        })
    }

    fn status(&self) -> Value {
        let lasted = match &self.progress {
            Progress::Running { began, .. } => began.elapsed(),
            Progress::Ended { lasted } => *lasted,
        };
        json!({
            "is_recording": self.is_running(),
            "format": self.format.name(),
            "duration_seconds": lasted.as_secs_f64(),
            "frame_count": self.frames,
            "filepath": self.full_path(),
        })
    }
}
