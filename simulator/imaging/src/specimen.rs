//! Fluorescent cells and beads that drift over an unevenly lit background.

use std::f32::consts::TAU;

use crate::{noise::Noise, random::SplitMix64};

const BACKGROUND_LEVEL: f32 = 340.0;
/// Where the generator of cells and beads begins.
const SEED: u64 = 20_260_821;
/// The largest value of 12 bits.
const MAX_VALUE: u16 = 4095;
const CELLS: usize = 22;
const BEADS: usize = 60;
const CELL_SHAPES: usize = 5;

/// A square of values that are added to the image.
#[derive(Debug)]
struct Sprite {
    side: usize,
    values: Vec<u16>,
}

/// A drifting cell or bead: positions are in pixels, speeds in pixels a second.
#[derive(Debug)]
struct Particle {
    sprite: usize,
    x: f32,
    y: f32,
    x_speed: f32,
    y_speed: f32,
    sway: f32,
    sway_hz: f32,
    phase: f32,
}

/// The specimen under the main camera, with 12-bit values.
#[derive(Debug)]
pub struct Specimen {
    width: usize,
    height: usize,
    background: Vec<u16>,
    noise: Noise,
    sprites: Vec<Sprite>,
    particles: Vec<Particle>,
}

impl Specimen {
    /// Prepares images of `width` by `height` pixels.
    pub fn new(width: usize, height: usize) -> Self {
        let mut random = SplitMix64::new(SEED);
        let scale = width.min(height) as f32;
        let mut sprites: Vec<Sprite> = (0..CELL_SHAPES).map(|_| cell(&mut random, scale)).collect();
        let bead_sprite = sprites.len();
        sprites.push(bead((scale / 160.0).max(1.2)));
        let particles = (0..CELLS + BEADS)
            .map(|index| {
                let (sprite, speed) =
                    if index < CELLS { (index % CELL_SHAPES, scale / 45.0) } else { (bead_sprite, scale / 18.0) };
                Particle {
                    sprite,
                    x: random.between(0.0, width as f32),
                    y: random.between(0.0, height as f32),
                    x_speed: random.between(-speed, speed),
                    y_speed: random.between(-speed, speed),
                    sway: random.between(0.2, 1.0) * scale / 60.0,
                    sway_hz: random.between(0.1, 0.6),
                    phase: random.between(0.0, TAU),
                }
            })
            .collect();
        Self {
            width,
            height,
            background: background(width, height),
            noise: Noise::new(width, 180.0),
            sprites,
            particles,
        }
    }

    /// The values of the frame with this number, taken `seconds` after the first.
    pub fn render(&self, frame_number: u64, seconds: f32) -> Vec<u16> {
        let mut values = self.background.clone();
        for particle in &self.particles {
            self.add(particle, seconds, &mut values);
        }
        for (y, row) in values.chunks_exact_mut(self.width).enumerate() {
            for (value, noise) in row.iter_mut().zip(self.noise.row(frame_number, y, self.width)) {
                *value = value.saturating_add(*noise).min(MAX_VALUE);
            }
        }
        values
    }

    fn add(&self, particle: &Particle, seconds: f32, values: &mut [u16]) {
        let sprite = &self.sprites[particle.sprite];
        let side = sprite.side as f32;
        let sway = particle.sway * (TAU * particle.sway_hz * seconds + particle.phase).sin();
        // Wraps around outside the image, so that nothing jumps where it can be seen.
        let left = (particle.x + particle.x_speed * seconds + sway).rem_euclid(self.width as f32 + side) - side;
        let top = (particle.y + particle.y_speed * seconds - sway).rem_euclid(self.height as f32 + side) - side;
        let (left, top) = (left as isize, top as isize);
        let first_x = left.max(0) as usize;
        let last_x = (left + sprite.side as isize).clamp(0, self.width as isize) as usize;
        if first_x >= last_x {
            return;
        }
        for (sprite_y, sprite_row) in sprite.values.chunks_exact(sprite.side).enumerate() {
            let y = top + sprite_y as isize;
            if y < 0 || y >= self.height as isize {
                continue;
            }
            let start = y as usize * self.width;
            let skipped = (first_x as isize - left) as usize;
            let row = &mut values[start + first_x..start + last_x];
            for (value, added) in row.iter_mut().zip(&sprite_row[skipped..]) {
                *value = value.saturating_add(*added);
            }
        }
    }
}

/// The lit background: brighter in the middle, a little uneven.
fn background(width: usize, height: usize) -> Vec<u16> {
    let (half_width, half_height) = (width as f32 / 2.0, height as f32 / 2.0);
    // What depends on the column alone is computed once.
    let columns: Vec<(f32, f32)> = (0..width)
        .map(|x| {
            let dx = (x as f32 - half_width) / half_width;
            (dx * dx, 0.05 * (2.1 * dx + 0.7).sin())
        })
        .collect();
    let mut background = Vec::with_capacity(width * height);
    for y in 0..height {
        let dy = (y as f32 - half_height) / half_height;
        let row_unevenness = (1.7 * dy - 0.4).cos();
        background.extend(columns.iter().map(|(dx_squared, unevenness)| {
            let vignetting = 1.0 - 0.30 * (dx_squared + dy * dy);
            (BACKGROUND_LEVEL * vignetting * (1.0 + unevenness * row_unevenness)) as u16
        }));
    }
    background
}

/// A cell: a dim body with a rim and grains, and a bright nucleus off its middle.
fn cell(random: &mut SplitMix64, scale: f32) -> Sprite {
    let radius = scale / random.between(11.0, 17.0);
    let side = (radius * 2.6) as usize + 2;
    let middle = side as f32 / 2.0;
    let (squash, lobes, lobe_phase) =
        (random.between(0.78, 1.0), random.between(2.0, 4.0).round(), random.between(0.0, TAU));
    let (nucleus_x, nucleus_y) = (random.between(-0.2, 0.2), random.between(-0.2, 0.2));
    let grains: Vec<(f32, f32, f32)> =
        (0..14).map(|_| (random.between(-0.8, 0.8), random.between(-0.8, 0.8), random.between(0.03, 0.07))).collect();
    let brightness = random.between(0.75, 1.0);
    let values = (0..side * side)
        .map(|index| {
            let x = ((index % side) as f32 - middle) / radius;
            let y = ((index / side) as f32 - middle) / (radius * squash);
            let outline = 1.0 + 0.08 * (lobes * y.atan2(x) + lobe_phase).sin();
            let distance = x.hypot(y) / outline;
            let body = 1.0 / (1.0 + ((distance - 1.0) * 16.0).exp());
            let rim = (-((distance - 0.93) * 14.0).powi(2)).exp();
            let nucleus_distance = (x - nucleus_x).hypot(y - nucleus_y) / 0.40;
            let nucleus = 1.0 / (1.0 + ((nucleus_distance - 1.0) * 9.0).exp());
            let grain: f32 = grains
                .iter()
                .map(|(gx, gy, size)| (-((x - gx).powi(2) + (y - gy).powi(2)) / (size * size)).exp())
                .sum();
            (brightness * (380.0 * body + 180.0 * rim + 1300.0 * nucleus + 450.0 * body * grain.min(1.0))) as u16
        })
        .collect();
    Sprite { side, values }
}

/// A bead, much smaller than the resolution: a bright point with one faint ring.
fn bead(sigma: f32) -> Sprite {
    let side = (sigma * 12.0) as usize + 3;
    let middle = side as f32 / 2.0;
    let values = (0..side * side)
        .map(|index| {
            let distance = ((index % side) as f32 - middle).hypot((index / side) as f32 - middle) / sigma;
            let point = (-distance * distance / 2.0).exp();
            let ring = (-((distance - 4.2) * 1.6).powi(2)).exp();
            (1700.0 * point + 70.0 * ring) as u16
        })
        .collect();
    Sprite { side, values }
}
