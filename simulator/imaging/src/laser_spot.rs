//! What the focus-lock camera sees: the reflection of a laser, which wanders as the focus drifts.

use std::f32::consts::TAU;

use crate::noise::Noise;

/// A wandering laser spot, with 16-bit values.
#[derive(Debug)]
pub struct LaserSpot {
    width: usize,
    height: usize,
    noise: Noise,
}

impl LaserSpot {
    /// Prepares images of `width` by `height` pixels.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, noise: Noise::new(width, 2800.0) }
    }

    /// The values of the frame with this number, taken `seconds` after the first.
    pub fn render(&self, frame_number: u64, seconds: f32) -> Vec<u16> {
        let (width, height) = (self.width as f32, self.height as f32);
        let drift = (TAU * 0.08 * seconds).sin() + 0.15 * (TAU * 0.9 * seconds).sin();
        let middle_x = width * (0.5 + 0.22 * drift);
        let middle_y = height * (0.5 + 0.04 * (TAU * 0.23 * seconds).cos());
        // An elongated gaussian is a product of one factor for each axis: no exponential a pixel.
        let profile = |length: usize, middle: f32, sigma: f32| -> Vec<f32> {
            (0..length).map(|at| (-((at as f32 - middle) / sigma).powi(2) / 2.0).exp()).collect()
        };
        let columns = profile(self.width, middle_x, width / 26.0);
        let rows = profile(self.height, middle_y, height / 11.0);
        let mut values = Vec::with_capacity(self.width * self.height);
        for (y, row_light) in rows.iter().enumerate() {
            let noise = self.noise.row(frame_number, y, self.width);
            let level = 52_000.0 * row_light;
            values.extend(columns.iter().zip(noise).map(|(column, noise)| 900 + noise + (level * column) as u16));
        }
        values
    }
}
