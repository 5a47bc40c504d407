//! The detectors and the settings that they share.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

use serde::Serialize;

use super::{
    image::{BitDepth, Image},
    laser_spot::LaserSpot,
    specimen::Specimen,
    test_pattern::TestPattern,
};
use crate::{lock::lock, options::Options};

/// What can be changed while the camera runs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CameraSettings {
    /// What the images show.
    pub test_pattern: TestPattern,
    /// Exposure time in milliseconds.
    pub exposure_ms: f64,
}

#[derive(Debug)]
enum Subject {
    Specimen(Specimen),
    LaserSpot(LaserSpot),
}

/// One camera of the microscope.
#[derive(Debug)]
pub struct Detector {
    /// Its name in the interface.
    pub name: &'static str,
    /// Side of a pixel in the specimen, in micrometres.
    pub pixel_size_um: f64,
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    bit_depth: BitDepth,
    subject: Subject,
    frames_per_second: f64,
}

impl Detector {
    /// The image with this number. The same number and pattern always give the same image.
    pub fn capture(&self, test_pattern: TestPattern, frame_number: u64) -> Image {
        let frame_number = if test_pattern == TestPattern::Specimen { frame_number } else { 0 };
        let seconds = (frame_number as f64 / self.frames_per_second) as f32;
        let values = match (test_pattern, &self.subject) {
            (TestPattern::Ramp, _) => self.ramp(),
            (_, Subject::Specimen(specimen)) => specimen.render(frame_number, seconds),
            (_, Subject::LaserSpot(spot)) => spot.render(frame_number, seconds),
        };
        Image { width: self.width, height: self.height, bit_depth: self.bit_depth, values }
    }

    fn ramp(&self) -> Vec<u16> {
        let max = usize::from(self.bit_depth.max());
        let row: Vec<u16> = (0..self.width).map(|x| (x * max / (self.width - 1)) as u16).collect();
        row.repeat(self.height)
    }
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
    /// The detectors as the options describe them; the focus-lock camera has half the width and height.
    pub fn new(options: &Options) -> Self {
        let (width, height) = (usize::from(options.width), usize::from(options.height));
        let detectors = vec![
            Detector {
                name: "WidefieldCamera",
                pixel_size_um: 0.325,
                width,
                height,
                bit_depth: BitDepth::Twelve,
                subject: Subject::Specimen(Specimen::new(width, height)),
                frames_per_second: options.fps,
            },
            Detector {
                name: "FocusLock",
                pixel_size_um: 1.0,
                width: width / 2,
                height: height / 2,
                bit_depth: BitDepth::Sixteen,
                subject: Subject::LaserSpot(LaserSpot::new(width / 2, height / 2)),
                frames_per_second: options.fps,
            },
        ];
        let test_pattern = if options.still { TestPattern::Still } else { TestPattern::Specimen };
        let settings = CameraSettings { test_pattern, exposure_ms: options.exposure_ms };
        Self { detectors, settings: Mutex::new(settings), frames_per_second: options.fps, began: Instant::now() }
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
