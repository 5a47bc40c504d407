//! Packets made by hand, as `lz4_flex` packs them, and as no backend should send them.

#![allow(clippy::unwrap_used)]

use std::io::Write;

use lz4_flex::frame::FrameEncoder;
use proptest::prelude::*;

use super::super::{ClippingMarks, Contrast, DisplayRange, Histogram, PixelValue, RangeLimits, Share};
use super::{RawImage, SamplesError};
use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::wire::Uc2fError;

const GRAY: [u8; 2] = [1, 0];
const BAYER: [u8; 2] = [1, 1];
const RGB: [u8; 2] = [3, 2];

/// A packet with channels and pixel format as given.
fn packet(width_px: u32, height_px: u32, kind: [u8; 2], payload: &[u8]) -> Vec<u8> {
    let mut bytes = b"UC2F\x01\0\0\0".to_vec();
    for word in [width_px, height_px, width_px.wrapping_mul(2 * u32::from(kind[0]))] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([12, 0]);
    bytes.extend(kind);
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend((payload.len() as u32).to_le_bytes());
    bytes.extend(payload);
    bytes
}

fn bytes(samples: &[u16]) -> Vec<u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = FrameEncoder::new(Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn manual(min: u16, max: u16) -> Contrast {
    Contrast { range: DisplayRange::Manual(RangeLimits { min, max }), gamma: 1.0 }
}

/// Holds a gray picture of 2 × 1: 100, 200.
fn with_a_picture() -> RawImage {
    let mut raw_image = RawImage::default();
    raw_image.take(&packet(2, 1, GRAY, &bytes(&[100, 200])), Some("none")).unwrap();
    raw_image
}

#[test]
fn raw_and_packed_samples_are_shown_alike() {
    let samples = bytes(&[0, 100, 200, 300, 355, 4_095]);
    for (payload, compression) in
        [(samples.clone(), Some("none")), (samples.clone(), None), (lz4(&samples), Some("lz4")), (lz4(&samples), None)]
    {
        let mut raw_image = RawImage::default();
        raw_image.take(&packet(3, 2, GRAY, &payload), compression).unwrap();
        let rendered = raw_image.to_rgba(manual(100, 355), ClippingMarks::Off).unwrap().unwrap();
        assert_eq!(rendered.size, PictureSize { width_px: 3, height_px: 2 });
        let tones: Vec<u8> = rendered.rgba.iter().step_by(4).copied().collect();
        assert_eq!(tones, [0, 0, 100, 200, 255, 255]);
        assert_eq!(raw_image.value_at(1, 1), Some(PixelValue::Gray16(355)));
        assert_eq!((raw_image.value_at(3, 0), raw_image.value_at(0, 2)), (None, None));
    }
}

#[test]
fn colours_are_shown_and_told() {
    let mut raw_image = RawImage::default();
    raw_image.take(&packet(2, 1, RGB, &bytes(&[1, 2, 3, 4, 5, 6])), Some("none")).unwrap();
    assert_eq!(
        raw_image.to_rgba(manual(0, 255), ClippingMarks::Off).unwrap().unwrap().rgba,
        [1, 2, 3, 255, 4, 5, 6, 255]
    );
    assert_eq!(raw_image.value_at(1, 0), Some(PixelValue::Rgb16([4, 5, 6])));

    raw_image.take(&packet(2, 3, BAYER, &bytes(&[10, 20, 40, 50, 0, 0])), Some("none")).unwrap();
    assert_eq!(
        raw_image.to_rgba(manual(0, 255), ClippingMarks::Off).unwrap().unwrap().rgba,
        [10, 30, 50, 255].repeat(6)
    );
    for (x, y) in [(0, 0), (1, 1), (1, 2)] {
        assert_eq!(raw_image.value_at(x, y), Some(PixelValue::Rgb16([10, 30, 50])));
    }
    raw_image.take(&packet(1, 2, BAYER, &bytes(&[10, 20])), Some("none")).unwrap();
    assert_eq!(raw_image.value_at(0, 1), Some(PixelValue::Gray16(20)));
}

#[test]
fn what_is_at_the_ends_is_marked_as_far_as_it_was_measured() {
    let (saturated, black) = ([255, 0, 0, 255], [0, 96, 255, 255]);
    for (kind, samples) in [(GRAY, &[0, 4_095, 100][..]), (RGB, &[0, 0, 0, 4_095, 1, 0, 100, 100, 100])] {
        let mut raw_image = RawImage::default();
        raw_image.take(&packet(3, 1, kind, &bytes(samples)), Some("none")).unwrap();
        raw_image.measure(Timestamp(0));
        let pixels = |raw_image: &mut RawImage, marks| -> Vec<[u8; 4]> {
            raw_image.to_rgba(manual(0, 255), marks).unwrap().unwrap().rgba.as_chunks().0.to_vec()
        };
        assert_eq!(pixels(&mut raw_image, ClippingMarks::On), [black, saturated, [100, 100, 100, 255]]);
        assert_eq!(pixels(&mut raw_image, ClippingMarks::Off)[0], [0, 0, 0, 255]);
        // A camera that measures more than was seen so far: nothing is said of it until that is measured.
        let more: Vec<u16> = samples.iter().map(|&sample| if sample == 4_095 { 16_383 } else { sample * 4 }).collect();
        raw_image.take(&packet(3, 1, kind, &bytes(&more)), Some("none")).unwrap();
        assert_ne!(pixels(&mut raw_image, ClippingMarks::On)[1], saturated);
        raw_image.measure(Timestamp(1_000));
        assert_eq!(pixels(&mut raw_image, ClippingMarks::On)[..2], [black, saturated]);
    }
    let mut raw_image = RawImage::default();
    raw_image.take(&packet(2, 2, BAYER, &bytes(&[9, 9, 9, 4_095])), Some("none")).unwrap();
    assert_eq!(raw_image.clipping(), None, "nothing was measured");
    raw_image.measure(Timestamp(0));
    assert_eq!(raw_image.to_rgba(manual(0, 255), ClippingMarks::On).unwrap().unwrap().rgba, saturated.repeat(4));
    assert_eq!(raw_image.clipping().map(|clipping| clipping.saturated), Some(Share::of(1, 4)));
}

#[test]
fn what_is_broken_is_said_and_the_picture_before_it_stays() {
    let samples = bytes(&[1, 2, 3, 4, 5, 6]);
    let bomb = lz4(&vec![0; 1 << 20]);
    let cut = lz4(&samples);
    let cases = [
        (packet(3, 2, GRAY, &samples[..10]), "none", "a binary frame has 10 bytes of pixels; its header makes them 12"),
        (packet(3, 2, RGB, &samples), "none", "a binary frame has 12 bytes of pixels; its header makes them 36"),
        (packet(3, 2, GRAY, &bomb), "lz4", "a binary frame's LZ4 data unpacks to more than the announced 12 bytes"),
        (packet(3, 3, GRAY, &cut), "lz4", "a binary frame's LZ4 data unpacks to 12 bytes instead of 18"),
        (packet(3, 2, GRAY, &cut[..cut.len() - 5]), "lz4", "a binary frame's LZ4 data ends too early"),
        (packet(3, 2, GRAY, &samples), "lz4", "a binary frame's LZ4 data does not begin as an LZ4 frame does"),
        (
            packet(3, 2, GRAY, &samples),
            "zstd",
            "a binary frame is packed with `zstd`, which this page can't unpack: choose lz4 or none",
        ),
        (
            packet(8_192, 8_192, RGB, &cut),
            "lz4",
            "a binary frame has 27 bytes of LZ4 data, which can't be the 402653184 bytes of its header",
        ),
        (
            packet(60_000, 60_000, GRAY, &cut),
            "lz4",
            "a binary frame says it is 60000 × 60000 pixels; 1 to 16384 a side are possible",
        ),
        (
            packet(16_384, 16_384, GRAY, &cut),
            "lz4",
            "a binary frame says it is 16384 × 16384 pixels; 67108864 in all are the limit",
        ),
        (
            packet(3, 2, [2, 9], &samples),
            "none",
            "a binary frame says it has 2 channels, rows of 12 bytes and pixel format 9",
        ),
        (b"UC2F".to_vec(), "none", "a binary frame has only 4 bytes, less than its header"),
    ];
    for (packet, compression, words) in cases {
        let mut raw_image = with_a_picture();
        let said = raw_image.take(&packet, Some(compression)).unwrap_err().to_string();
        assert!(said.starts_with(words), "{said:?} instead of {words:?}");
        assert!(raw_image.spare.len() <= 18, "{} bytes were allocated: {words}", raw_image.spare.len());
        let rendered = raw_image.to_rgba(manual(0, 255), ClippingMarks::Off).unwrap().unwrap();
        assert_eq!(rendered.rgba, [100, 100, 100, 255, 200, 200, 200, 255]);
        assert_eq!(raw_image.value_at(1, 0), Some(PixelValue::Gray16(200)));
    }
}

#[test]
fn values_are_seen_whatever_the_header_says() {
    let mut raw_image = RawImage::default();
    let mut take = |samples: [u16; 4], depth: u8| {
        let mut packet = packet(4, 1, GRAY, &bytes(&samples));
        packet[20] = depth;
        raw_image.take(&packet, None).unwrap();
        raw_image.measure(Timestamp(0));
        let Histogram { top, counts } = raw_image.histogram().unwrap();
        assert_eq!(counts.iter().sum::<u32>(), 4, "every value is in a bin");
        (top, raw_image.bit_depth(), raw_image.limits(DisplayRange::Auto))
    };
    // 8 bits, shifted up by eight, under a header that says 12.
    let limits = |min, max| RangeLimits { min, max };
    assert_eq!(take([0, 256, 40_000, 65_280], 12), (65_535, Some(16), limits(0, 65_280)));
    for senseless in [0, 255] {
        assert_eq!(take([1, 2, 3, 900], senseless), (1_023, Some(10), limits(1, 900)), "{senseless}");
    }
    assert_eq!(take([1, 2, 3, 900], 12), (4_095, Some(12), limits(1, 900)), "what a header says is where it begins");
}

#[test]
fn the_range_grows_and_does_not_shrink_until_another_stream_begins() {
    let mut raw_image = RawImage::default();
    let top = |raw_image: &mut RawImage, at_ms: u64, samples: &[u16]| {
        raw_image.take(&packet(samples.len() as u32, 1, GRAY, &bytes(samples)), None).unwrap();
        raw_image.measure(Timestamp(at_ms));
        raw_image.histogram().unwrap().top
    };
    assert_eq!(top(&mut raw_image, 0, &[1, 4_095]), 4_095);
    assert_eq!(top(&mut raw_image, 1_000, &[1, 4_096]), 8_191);
    assert_eq!(top(&mut raw_image, 2_000, &[1, 2]), 8_191);
    assert_eq!(top(&mut raw_image, 3_000, &[1, 2, 3]), 8_191, "subsampled otherwise, it is the same camera");
    raw_image.begin_stream();
    assert_eq!(top(&mut raw_image, 4_000, &[1, 2, 3]), 4_095);
}

#[test]
fn bits_that_were_seen_are_known_of_a_picture_of_another_size_before_it_is_measured() {
    let mut raw_image = RawImage::default();
    raw_image.take(&packet(4, 1, GRAY, &bytes(&[0, 256, 40_000, 65_280])), None).unwrap();
    assert_eq!(raw_image.bit_depth(), Some(12), "as the header has it");
    raw_image.measure(Timestamp(0));
    assert_eq!(raw_image.bit_depth(), Some(16));
    raw_image.take(&packet(2, 1, GRAY, &bytes(&[0, 65_280])), None).unwrap();
    assert_eq!((raw_image.bit_depth(), raw_image.histogram()), (Some(16), None));
    raw_image.begin_stream();
    raw_image.take(&packet(2, 1, GRAY, &bytes(&[0, 65_280])), None).unwrap();
    assert_eq!(raw_image.bit_depth(), Some(12), "of another stream, nothing was seen");
}

#[test]
fn colour_that_is_called_gray_is_shown_in_colour() {
    let mut raw_image = RawImage::default();
    raw_image.take(&packet(2, 1, [3, 0], &bytes(&[1, 2, 3, 4, 5, 6])), Some("none")).unwrap();
    assert_eq!(
        raw_image.to_rgba(manual(0, 255), ClippingMarks::Off).unwrap().unwrap().rgba,
        [1, 2, 3, 255, 4, 5, 6, 255]
    );
}

#[test]
fn buffers_are_kept_and_given_back() {
    let mut raw_image = RawImage::default();
    let large = packet(30, 20, GRAY, &lz4(&[7; 1_200]));
    let small = packet(2, 1, GRAY, &bytes(&[100, 200]));
    for _ in 0..2 {
        raw_image.take(&large, None).unwrap();
    }
    let places = [&raw_image.samples, &raw_image.spare].map(|buffer| buffer.as_ptr());
    for packet in [&small, &large, &small, &small] {
        raw_image.take(packet, None).unwrap();
    }
    assert!([&raw_image.samples, &raw_image.spare].iter().all(|buffer| places.contains(&buffer.as_ptr())));
    assert_eq!(
        raw_image.to_rgba(manual(0, 255), ClippingMarks::Off).unwrap().unwrap().rgba.len(),
        8,
        "the rest of the buffer is not shown"
    );
    raw_image.clear();
    assert_eq!((raw_image.samples.capacity(), raw_image.to_rgba(manual(0, 255), ClippingMarks::Off)), (0, Ok(None)));
    assert_eq!(raw_image.value_at(0, 0), None);
}

#[test]
fn auto_contrast_follows_the_levels_a_few_times_a_second() {
    let mut raw_image = RawImage::default();
    let take = |raw_image: &mut RawImage, samples: [u16; 2]| {
        raw_image.take(&packet(2, 1, GRAY, &bytes(&samples)), None).unwrap();
    };
    assert_eq!((raw_image.histogram(), raw_image.is_measured()), (None, true));
    take(&mut raw_image, [100, 200]);
    assert!(raw_image.measure(Timestamp(0)), "the first of its kind at once");
    assert_eq!(raw_image.limits(DisplayRange::Auto), RangeLimits { min: 100, max: 200 });
    let rendered = raw_image.to_rgba(Contrast::default(), ClippingMarks::Off).unwrap().unwrap();
    assert_eq!(rendered.rgba, [0, 0, 0, 255, 255, 255, 255, 255]);
    assert!(!raw_image.measure(Timestamp(1_000)), "nothing new");

    take(&mut raw_image, [300, 500]);
    assert!(raw_image.measure(Timestamp(1_100)), "the last was long ago");
    take(&mut raw_image, [600, 700]);
    assert!(!raw_image.measure(Timestamp(1_349)) && !raw_image.is_measured());
    assert_eq!(raw_image.limits(DisplayRange::Auto), RangeLimits { min: 300, max: 500 });
    assert!(raw_image.measure(Timestamp(1_350)) && raw_image.is_measured());
    assert_eq!(raw_image.limits(DisplayRange::Auto), RangeLimits { min: 600, max: 700 });
    let counts = raw_image.histogram().unwrap().counts;
    assert_eq!((counts[600 / 16], counts[700 / 16], counts.iter().sum::<u32>()), (1, 1, 2));

    raw_image.take(&packet(1, 2, GRAY, &bytes(&[1, 2])), None).unwrap();
    assert_eq!(raw_image.histogram(), None, "of a picture of another kind");
    assert!(raw_image.measure(Timestamp(1_351)), "of another kind, at once");
}

#[test]
fn a_header_alone_allocates_nothing() {
    let mut raw_image = RawImage::default();
    let error = raw_image.take(&packet(60_000, 60_000, GRAY, &[0; 16]), Some("none")).unwrap_err();
    assert_eq!(error, SamplesError::Packet(Uc2fError::AbsurdSize { width_px: 60_000, height_px: 60_000 }));
    assert_eq!(raw_image.spare.capacity(), 0);
}

proptest! {
    #[test]
    fn damaged_packets_never_panic_nor_grow(
        at in any::<prop::sample::Index>(), with in any::<u8>(), kind in prop::sample::select(vec![GRAY, BAYER, RGB]),
    ) {
        let samples = vec![3; 20 * 10 * 2 * usize::from(kind[0])];
        let mut packet = packet(20, 10, kind, &lz4(&samples));
        *at.get_mut(&mut packet) = with;
        let mut raw_image = RawImage::default();
        if raw_image.take(&packet, Some("lz4")).is_ok() {
            raw_image.measure(Timestamp(0));
            prop_assert!(raw_image.to_rgba(Contrast::default(), ClippingMarks::Off).unwrap().is_some());
        }
        prop_assert!(raw_image.spare.len() <= packet.len() * 255);
    }
}
