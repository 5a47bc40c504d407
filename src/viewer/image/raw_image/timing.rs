//! What marks cost: `cargo test --package lockstep --lib -- --ignored --nocapture marks_cost`. The loops are compiled for speed
//! in builds for tests as well.

#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use pixels::{Lut, to_rgba};

use super::{ClippingMarks, Contrast, DisplayRange, RangeLimits, RawImage};
use crate::sync::Timestamp;

const SIDE_PX: u32 = 2_048;
const ROUNDS: usize = 31;

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e3
}

fn timed(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}

/// Prints how long a picture takes to be rendered: by the loop alone, without marks, and with marks, in turns.
#[test]
#[ignore = "prints times, for people to compare"]
fn marks_cost() {
    let samples: Vec<u8> = (0..SIDE_PX * SIDE_PX)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 20) as u16)
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut packet = b"UC2F\x01\0\0\0".to_vec();
    for word in [SIDE_PX, SIDE_PX, SIDE_PX * 2] {
        packet.extend(word.to_le_bytes());
    }
    packet.extend([12, 0, 1, 0]);
    packet.extend(0_u64.to_le_bytes());
    packet.extend((samples.len() as u32).to_le_bytes());
    packet.extend(&samples);
    let contrast = Contrast { range: DisplayRange::Manual(RangeLimits { min: 0, max: 4_095 }), gamma: 1.0 };
    let table = Lut::new(RangeLimits { min: 0, max: 4_095 }.tones(1.0));
    let mut rgba = vec![0; samples.len() * 2];
    let mut raw_image = RawImage::default();
    raw_image.take(&packet, Some("none")).unwrap();
    raw_image.measure(Timestamp(0));
    let (mut bare, mut off, mut on) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(timed(|| to_rgba::gray(&samples, table.table(), &mut rgba)));
        off.push(timed(|| {
            black_box(raw_image.to_rgba(contrast, ClippingMarks::Off).unwrap());
        }));
        on.push(timed(|| {
            black_box(raw_image.to_rgba(contrast, ClippingMarks::On).unwrap());
        }));
    }
    let [bare, off, on] = [bare, off, on].map(median);
    println!(
        "{SIDE_PX} × {SIDE_PX} pixels: the loop {bare:.2} ms, marks off {off:.2} ms ({:.3}), on {on:.2} ms ({:.3})",
        off / bare,
        on / bare
    );
}
