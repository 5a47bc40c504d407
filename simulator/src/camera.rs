//! The microscope's detectors and the settings that they share.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use imaging::{Detector, EncodeError, Image, TestPattern};
use serde::Serialize;

use crate::{detector_settings::DetectorSettings, lights::Lights, lock::lock, options::Options};

/// No frame takes longer, whatever exposure is asked for.
const MAX_INTERVAL_S: f64 = 3600.0;

/// What can be changed of all detectors at once while they run.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CameraSettings {
    /// What the images show.
    pub test_pattern: TestPattern,
    /// Exposure time in milliseconds, until a detector is given another.
    pub exposure_ms: f64,
}

/// The microscope's detectors.
#[derive(Debug)]
pub struct Camera {
    detectors: Vec<Detector>,
    settings: Mutex<CameraSettings>,
    /// Those of the detectors that were given any.
    own_settings: Mutex<HashMap<&'static str, DetectorSettings>>,
    /// The lights, if images are dark without them.
    needed_lights: Option<Arc<Lights>>,
    frames_per_second: f64,
    began: Instant,
}

impl Camera {
    /// The detectors as the options describe them: so large that the first one's frames have the size of the options
    /// after the subsampling of the options. The others have half the width and height.
    pub fn new(options: &Options, lights: &Arc<Lights>) -> Self {
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
            own_settings: Mutex::default(),
            needed_lights: options.dark_without_light.then(|| Arc::clone(lights)),
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

    /// Changes what the images show.
    pub fn set_test_pattern(&self, test_pattern: TestPattern) {
        lock(&self.settings).test_pattern = test_pattern;
    }

    /// Gives all detectors this exposure, and takes back what was set of any.
    pub fn set_exposure_ms(&self, exposure_ms: f64) {
        lock(&self.settings).exposure_ms = exposure_ms;
        lock(&self.own_settings).clear();
    }

    /// The settings of a detector now.
    pub fn detector_settings(&self, detector: &Detector) -> DetectorSettings {
        let own = lock(&self.own_settings).get(detector.name).copied();
        own.unwrap_or_else(|| DetectorSettings::new(self.settings().exposure_ms))
    }

    /// Changes the settings of a detector.
    pub fn change_detector_settings(&self, detector: &Detector, change: impl FnOnce(&mut DetectorSettings)) {
        let at_first = DetectorSettings::new(self.settings().exposure_ms);
        change(lock(&self.own_settings).entry(detector.name).or_insert(at_first));
    }

    /// The image that a detector takes as this frame, with every so many of its pixels and rows.
    pub fn capture(
        &self,
        detector: &Detector,
        frame_number: u64,
        subsampling_factor: usize,
    ) -> Result<Image, EncodeError> {
        let image = detector.capture(self.settings().test_pattern, frame_number, subsampling_factor)?;
        let is_dark = self.needed_lights.as_ref().is_some_and(|lights| !lights.any_shines());
        let brightness = if is_dark { 0.0 } else { self.detector_settings(detector).brightness() };
        Ok(if brightness == 1.0 { image } else { image.lit(brightness) })
    }

    /// The shortest time between two frames of a detector.
    pub fn frame_interval(&self, detector: &Detector) -> Duration {
        let exposure_s = self.detector_settings(detector).exposure_ms / 1000.0;
        Duration::from_secs_f64((1.0 / self.frames_per_second).max(exposure_s).min(MAX_INTERVAL_S))
    }

    /// The number of the frame that is taken at `instant`.
    pub fn frame_number(&self, instant: Instant) -> u64 {
        (instant.saturating_duration_since(self.began).as_secs_f64() * self.frames_per_second).round() as u64
    }
}
