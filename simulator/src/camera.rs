//! The microscope's detectors and the settings that they share.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use imaging::{Detector, TestPattern};
use serde::Serialize;

use crate::{lock::lock, options::Options};

/// What can be changed while the camera runs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CameraSettings {
    /// What the images show.
    pub test_pattern: TestPattern,
    /// Exposure time in milliseconds.
    pub exposure_ms: f64,
}

/// The microscope's detectors.
#[derive(Debug)]
pub struct Camera {
    detectors: Vec<Detector>,
    settings: Mutex<CameraSettings>,
    frames_per_second: f64,
    began: Instant,
}

impl Camera {
    /// The detectors as the options describe them: so large that the first one's frames have the size of the options
    /// after the subsampling of the options. The others have half the width and height.
    pub fn new(options: &Options) -> Self {
        let of_camera = |frame_px: u16| usize::from(frame_px) * usize::from(options.subsampling_factor);
        let (width, height) = (of_camera(options.width), of_camera(options.height));
        let detectors = (1..=options.cameras).map(|number| match number {
            1 => Detector::widefield(width, height, options.fps),
            2 => Detector::focus_lock(width / 2, height / 2, options.fps),
            3 => Detector::overview(width / 2, height / 2, options.fps),
            // It is there for as long as the program.
            _ => Detector::overview(width / 2, height / 2, options.fps).named(format!("Camera{number}").leak()),
        });
        let test_pattern = if options.still { TestPattern::Still } else { TestPattern::Specimen };
        let settings = CameraSettings { test_pattern, exposure_ms: options.exposure_ms };
        Self {
            detectors: detectors.collect(),
            settings: Mutex::new(settings),
            frames_per_second: options.fps,
            began: Instant::now(),
        }
    }

    /// The names of all detectors; the first is the default.
    pub fn detector_names(&self) -> Vec<&'static str> {
        self.detectors.iter().map(|detector| detector.name).collect()
    }

    /// The detector with this name, or the first.
    pub fn detector(&self, name: Option<&str>) -> Option<&Detector> {
        match name {
            Some(name) => self.detectors.iter().find(|detector| detector.name == name),
            None => self.detectors.first(),
        }
    }

    /// The settings now.
    pub fn settings(&self) -> CameraSettings {
        *lock(&self.settings)
    }

    /// Changes the settings.
    pub fn change_settings(&self, change: impl FnOnce(&mut CameraSettings)) {
        change(&mut lock(&self.settings));
    }

    /// The shortest time between two frames.
    pub fn frame_interval(&self) -> Duration {
        Duration::from_secs_f64((1.0 / self.frames_per_second).max(self.settings().exposure_ms / 1000.0))
    }

    /// The number of the frame that is taken at `instant`.
    pub fn frame_number(&self, instant: Instant) -> u64 {
        (instant.saturating_duration_since(self.began).as_secs_f64() * self.frames_per_second).round() as u64
    }
}
