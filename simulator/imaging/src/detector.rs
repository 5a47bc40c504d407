//! The detectors.

use crate::{
    image::{BitDepth, Image},
    laser_spot::LaserSpot,
    specimen::Specimen,
    test_pattern::TestPattern,
};

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
    /// The main camera: 12 bits, a specimen.
    pub fn widefield(width: usize, height: usize, frames_per_second: f64) -> Self {
        Self {
            name: "WidefieldCamera",
            pixel_size_um: 0.325,
            width,
            height,
            bit_depth: BitDepth::Twelve,
            subject: Subject::Specimen(Specimen::new(width, height)),
            frames_per_second,
        }
    }

    /// The focus-lock camera: 16 bits, a laser spot.
    pub fn focus_lock(width: usize, height: usize, frames_per_second: f64) -> Self {
        Self {
            name: "FocusLock",
            pixel_size_um: 1.0,
            width,
            height,
            bit_depth: BitDepth::Sixteen,
            subject: Subject::LaserSpot(LaserSpot::new(width, height)),
            frames_per_second,
        }
    }

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
