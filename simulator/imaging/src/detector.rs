//! The detectors.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    encode_error::EncodeError,
    image::{BitDepth, Image},
    laser_spot::LaserSpot,
    specimen::Specimen,
    test_pattern::TestPattern,
};

/// Larger images are not made: a client may ask for every pixel of any camera.
const MAX_PIXELS: usize = 128 << 20;
/// Subjects that are kept, each in one size.
const MAX_PREPARED: usize = 4;

/// What a detector sees, in one size.
#[derive(Debug)]
enum Subject {
    Specimen(Specimen),
    LaserSpot(LaserSpot),
}

/// What a detector sees, in any size.
#[derive(Debug, Clone, Copy)]
enum SubjectKind {
    Specimen,
    LaserSpot,
}

/// One camera of the microscope.
#[derive(Debug)]
pub struct Detector {
    /// Its name in the interface.
    pub name: &'static str,
    /// Side of one of its pixels in the specimen, in micrometres; 1 where the microscope knows none.
    pub pixel_size_um: f64,
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    bit_depth: BitDepth,
    subject_kind: SubjectKind,
    /// The subjects that were seen last, each with its subsampling factor.
    subjects: Mutex<Vec<(usize, Arc<Subject>)>>,
    frames_per_second: f64,
}

impl Detector {
    /// The main camera: 12 bits, a specimen.
    pub fn widefield(width: usize, height: usize, frames_per_second: f64) -> Self {
        let subject_kind = SubjectKind::Specimen;
        Self::new("WidefieldCamera", 0.325, (width, height), BitDepth::Twelve, subject_kind, frames_per_second)
    }

    /// The focus-lock camera: 16 bits, a laser spot.
    pub fn focus_lock(width: usize, height: usize, frames_per_second: f64) -> Self {
        let subject_kind = SubjectKind::LaserSpot;
        Self::new("FocusLock", 1.0, (width, height), BitDepth::Sixteen, subject_kind, frames_per_second)
    }

    /// The overview camera: 8 bits, the specimen.
    pub fn overview(width: usize, height: usize, frames_per_second: f64) -> Self {
        let subject_kind = SubjectKind::Specimen;
        Self::new("OverviewCamera", 5.2, (width, height), BitDepth::Eight, subject_kind, frames_per_second)
    }

    /// The same with another name.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    fn new(
        name: &'static str,
        pixel_size_um: f64,
        (width, height): (usize, usize),
        bit_depth: BitDepth,
        subject_kind: SubjectKind,
        frames_per_second: f64,
    ) -> Self {
        let subjects = Mutex::default();
        Self { name, pixel_size_um, width, height, bit_depth, subject_kind, subjects, frames_per_second }
    }

    /// The image with this number, as large as every `subsampling_factor`-th pixel and row make it. It is made in that
    /// size, which takes less time than leaving pixels out. The same arguments always give the same image.
    pub fn capture(
        &self,
        test_pattern: TestPattern,
        frame_number: u64,
        subsampling_factor: usize,
    ) -> Result<Image, EncodeError> {
        let (width, height) = self.size(subsampling_factor);
        if width.saturating_mul(height) > MAX_PIXELS {
            return Err(format!("{width} × {height} pixels are too many").into());
        }
        let frame_number = if test_pattern == TestPattern::Specimen { frame_number } else { 0 };
        let seconds = (frame_number as f64 / self.frames_per_second) as f32;
        let values = match test_pattern {
            TestPattern::Ramp => self.ramp(width, height),
            TestPattern::Patches => self.patches(width, height),
            TestPattern::Specimen | TestPattern::Still => match &*self.subject(subsampling_factor) {
                Subject::Specimen(specimen) => self.specimen(specimen, frame_number, seconds),
                Subject::LaserSpot(spot) => spot.render(frame_number, seconds),
            },
        };
        Ok(Image { width, height, bit_depth: self.bit_depth, values })
    }

    fn size(&self, subsampling_factor: usize) -> (usize, usize) {
        let factor = subsampling_factor.max(1);
        (self.width.div_ceil(factor), self.height.div_ceil(factor))
    }

    /// The subject in the size that this factor leaves.
    fn subject(&self, subsampling_factor: usize) -> Arc<Subject> {
        // Nothing is left half done where a thread that holds it panics.
        let mut subjects = self.subjects.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, subject)) = subjects.iter().find(|(factor, _)| *factor == subsampling_factor) {
            return Arc::clone(subject);
        }
        let (width, height) = self.size(subsampling_factor);
        let subject = Arc::new(match self.subject_kind {
            SubjectKind::Specimen => Subject::Specimen(Specimen::new(width, height)),
            SubjectKind::LaserSpot => Subject::LaserSpot(LaserSpot::new(width, height)),
        });
        if subjects.len() == MAX_PREPARED {
            subjects.remove(0);
        }
        subjects.push((subsampling_factor, Arc::clone(&subject)));
        subject
    }

    /// The specimen, whose values have 12 bits, as this detector measures it.
    fn specimen(&self, specimen: &Specimen, frame_number: u64, seconds: f32) -> Vec<u16> {
        let mut values = specimen.render(frame_number, seconds);
        if self.bit_depth == BitDepth::Eight {
            values.iter_mut().for_each(|value| *value = *value >> 4 << 8);
        }
        values
    }

    fn ramp(&self, width: usize, height: usize) -> Vec<u16> {
        let max = usize::from(self.bit_depth.max());
        let last = width.saturating_sub(1).max(1);
        let row: Vec<u16> = (0..width).map(|x| self.sample((x * max / last) as u16)).collect();
        row.repeat(height)
    }

    fn patches(&self, width: usize, height: usize) -> Vec<u16> {
        let max = self.bit_depth.max();
        let (quarter, top) = (width / 4, height / 4);
        let value = |x, y| match (y < top, x) {
            (true, x) if x < quarter => max,
            (true, x) if x >= width - quarter => 0,
            _ => max / 2,
        };
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| self.sample(value(x, y))).collect()
    }

    /// What was measured, where the detector's samples have it.
    fn sample(&self, measured: u16) -> u16 {
        match self.bit_depth {
            BitDepth::Eight => measured << 8,
            BitDepth::Twelve | BitDepth::Sixteen => measured,
        }
    }
}
