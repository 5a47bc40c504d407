//! Fluorescent cells and beads that drift through a softly lit field.

use std::f32::consts::TAU;

use super::noise::{Dice, Noise};

const FIELD_LEVEL: f32 = 340.0;
const CELLS: usize = 22;
const BEADS: usize = 60;
const CELL_SHAPES: usize = 5;

/// A square patch of light that is added to the picture.
#[derive(Debug)]
struct Sprite {
    side: usize,
    light: Vec<u16>,
}

/// Something that drifts: positions are in pixels, speeds in pixels a second.
#[derive(Debug)]
struct Drifter {
    sprite: usize,
    x: f32,
    y: f32,
    x_speed: f32,
    y_speed: f32,
    sway: f32,
    sway_hz: f32,
    phase: f32,
}

/// The field of the main camera; values are 12 bits.
#[derive(Debug)]
pub struct Specimen {
    width: usize,
    height: usize,
    field: Vec<u16>,
    noise: Noise,
    sprites: Vec<Sprite>,
    drifters: Vec<Drifter>,
}

impl Specimen {
    /// Prepares a field of `width` by `height` pixels.
    pub fn new(width: usize, height: usize) -> Self {
        let mut dice = Dice::new(20_260_821);
        let scale = width.min(height) as f32;
        let mut sprites: Vec<Sprite> = (0..CELL_SHAPES).map(|_| cell(&mut dice, scale)).collect();
        let bead_sprite = sprites.len();
        sprites.push(bead((scale / 160.0).max(1.2)));
        let drifters = (0..CELLS + BEADS)
            .map(|index| {
                let (sprite, speed) =
                    if index < CELLS { (index % CELL_SHAPES, scale / 45.0) } else { (bead_sprite, scale / 18.0) };
                Drifter {
                    sprite,
                    x: dice.between(0.0, width as f32),
                    y: dice.between(0.0, height as f32),
                    x_speed: dice.between(-speed, speed),
                    y_speed: dice.between(-speed, speed),
                    sway: dice.between(0.2, 1.0) * scale / 60.0,
                    sway_hz: dice.between(0.1, 0.6),
                    phase: dice.between(0.0, TAU),
                }
            })
            .collect();
        Self { width, height, field: field(width, height), noise: Noise::new(width, 45.0), sprites, drifters }
    }

    /// Fills `values` with frame number `frame`, taken `seconds` after the first.
    pub fn expose(&self, frame: u64, seconds: f32, values: &mut Vec<u16>) {
        values.clear();
        values.extend_from_slice(&self.field);
        for drifter in &self.drifters {
            self.add(drifter, seconds, values);
        }
        for (y, row) in values.chunks_exact_mut(self.width).enumerate() {
            for (value, noise) in row.iter_mut().zip(self.noise.row(frame, y, self.width)) {
                *value = value.saturating_add(*noise).min(4095);
            }
        }
    }

    fn add(&self, drifter: &Drifter, seconds: f32, values: &mut [u16]) {
        let sprite = &self.sprites[drifter.sprite];
        let side = sprite.side as f32;
        let sway = drifter.sway * (TAU * drifter.sway_hz * seconds + drifter.phase).sin();
        // Wraps around outside the picture, so that nothing ever jumps in sight.
        let left = (drifter.x + drifter.x_speed * seconds + sway).rem_euclid(self.width as f32 + side) - side;
        let top = (drifter.y + drifter.y_speed * seconds - sway).rem_euclid(self.height as f32 + side) - side;
        let (left, top) = (left as isize, top as isize);
        let first_x = left.max(0) as usize;
        let last_x = (left + sprite.side as isize).clamp(0, self.width as isize) as usize;
        if first_x >= last_x {
            return;
        }
        for (sprite_y, light) in sprite.light.chunks_exact(sprite.side).enumerate() {
            let y = top + sprite_y as isize;
            if y < 0 || y >= self.height as isize {
                continue;
            }
            let start = y as usize * self.width;
            let skipped = (first_x as isize - left) as usize;
            let row = &mut values[start + first_x..start + last_x];
            for (value, light) in row.iter_mut().zip(&light[skipped..]) {
                *value = value.saturating_add(*light);
            }
        }
    }
}

/// The lit background: brighter in the middle, a little uneven.
fn field(width: usize, height: usize) -> Vec<u16> {
    let (half_width, half_height) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut field = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let dx = (x as f32 - half_width) / half_width;
            let dy = (y as f32 - half_height) / half_height;
            let vignetting = 1.0 - 0.30 * (dx * dx + dy * dy);
            let unevenness = 1.0 + 0.05 * (2.1 * dx + 0.7).sin() * (1.7 * dy - 0.4).cos();
            field.push((FIELD_LEVEL * vignetting * unevenness) as u16);
        }
    }
    field
}

/// A cell: a dim body with a rim and grains, and a bright nucleus off its middle.
fn cell(dice: &mut Dice, scale: f32) -> Sprite {
    let radius = scale / dice.between(11.0, 17.0);
    let side = (radius * 2.6) as usize + 2;
    let middle = side as f32 / 2.0;
    let (squash, lobes, lobe_phase) = (dice.between(0.78, 1.0), dice.between(2.0, 4.0).round(), dice.between(0.0, TAU));
    let (nucleus_x, nucleus_y) = (dice.between(-0.2, 0.2), dice.between(-0.2, 0.2));
    let grains: Vec<(f32, f32, f32)> =
        (0..14).map(|_| (dice.between(-0.8, 0.8), dice.between(-0.8, 0.8), dice.between(0.03, 0.07))).collect();
    let brightness = dice.between(0.75, 1.0);
    let light = (0..side * side)
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
    Sprite { side, light }
}

/// A bead, much smaller than the resolution: a bright point with one faint ring.
fn bead(sigma: f32) -> Sprite {
    let side = (sigma * 12.0) as usize + 3;
    let middle = side as f32 / 2.0;
    let light = (0..side * side)
        .map(|index| {
            let distance = ((index % side) as f32 - middle).hypot((index / side) as f32 - middle) / sigma;
            let point = (-distance * distance / 2.0).exp();
            let ring = (-((distance - 4.2) * 1.6).powi(2)).exp();
            (1700.0 * point + 70.0 * ring) as u16
        })
        .collect();
    Sprite { side, light }
}
