//! What was counted, and what follows from it.

use proptest::prelude::*;

use super::{RangeLimits, Share, ValueCounts, step};
use crate::wire::{PixelFormat, Uc2fHeader};

fn header(width_px: u32, height_px: u32, bit_depth: u16, pixel_format: PixelFormat) -> Uc2fHeader {
    Uc2fHeader { width_px, height_px, bit_depth: Some(bit_depth), pixel_format, timestamp_ns: 0 }
}

fn levels(bit_depth: u16, samples: &[u16]) -> ValueCounts {
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let mut levels = ValueCounts::default();
    levels.count(&header(samples.len() as u32, 1, bit_depth, PixelFormat::Gray16), &bytes);
    levels
}

#[test]
fn a_few_outliers_do_not_widen_the_window() {
    // 1000 values from 100 to 1099, three outliers below and above.
    let mut samples: Vec<u16> = (100..1_100).collect();
    samples.extend([0, 0, 0, 4_095, 4_095, 4_095]);
    assert_eq!(levels(12, &samples).limits(), RangeLimits { min: 100, max: 1_099 });
    samples.extend([0; 100]);
    assert_eq!(levels(12, &samples).limits().min, 0);
}

#[test]
fn a_picture_of_one_value_is_shown_in_all_values() {
    assert_eq!(levels(12, &[7; 50]).limits(), RangeLimits { min: 0, max: 4_095 });
    assert_eq!(levels(16, &[65_535; 50]).limits(), RangeLimits { min: 0, max: 65_535 });
    assert_eq!(ValueCounts::default().limits(), RangeLimits { min: 0, max: 1 });
}

#[test]
fn bins_share_the_range() {
    let histogram = levels(12, &[0, 15, 16, 4_095]).histogram();
    assert_eq!((histogram.counts[0], histogram.counts[1], histogram.counts[255]), (2, 1, 1));
    assert_eq!(histogram.top, 4_095);
    let beyond = levels(12, &[0, 63, 64, 9_999]).histogram();
    assert_eq!((beyond.counts[0], beyond.counts[1], beyond.counts[156], beyond.top), (2, 1, 1, 16_383));
    let few = levels(1, &[0, 1, 1]).histogram();
    assert_eq!((few.counts[0], few.counts[128], few.top), (1, 2, 1));
    assert_eq!(ValueCounts::default().histogram().counts, [0; 256]);
}

#[test]
fn colours_are_counted_together() {
    let mut levels = ValueCounts::default();
    let bytes: Vec<u8> = [1_u16, 2, 3, 4, 5, 6].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    levels.count(&header(2, 1, 8, PixelFormat::Rgb48), &bytes);
    assert_eq!(levels.histogram().counts[..8], [0, 1, 1, 1, 1, 1, 1, 0]);
}

#[test]
fn a_picture_without_samples_is_counted_by_its_colours() {
    let mut levels = ValueCounts::default();
    levels.count_rgba(&[1, 2, 2, 255, 255, 0, 1, 255]);
    let histogram = levels.histogram();
    assert_eq!((histogram.counts[..4].to_vec(), histogram.counts[255], histogram.top), (vec![1, 2, 2, 0], 1, 255));
}

fn ends(levels: &ValueCounts) -> (u16, u16) {
    let ends = levels.ends();
    (ends.saturated_from, ends.saturated_to)
}

#[test]
fn values_are_saturated_where_their_range_ends() {
    assert_eq!(ends(&levels(12, &[3, 4_095])), (4_095, 4_095), "12 bits");
    assert_eq!(ends(&levels(12, &[3, 700])), (4_095, 4_095), "so far, as the header says");
    assert_eq!(ends(&levels(12, &[3, 65_535])), (65_535, 65_535), "16 bits");
    assert_eq!(ends(&levels(12, &[3, 9_999])), (16_383, 16_383), "as far as was seen");
    assert_eq!(ends(&levels(12, &[16, 65_520])), (65_520, 65_535), "12 bits, shifted by 4");
    assert_eq!(ends(&levels(12, &[0, 0])), (4_095, 4_095), "nothing was seen");
}

#[test]
fn eight_bits_in_the_upper_half_are_saturated_at_their_end_also_where_the_picture_is_dark() {
    assert_eq!(ends(&levels(12, &[256, 65_280])), (65_280, 65_535));
    let dark = levels(12, &[0, 256, 15 * 256, 15 * 256]);
    assert_eq!(ends(&dark), (65_280, 65_535));
    assert_eq!(dark.clipping().saturated.per_10_000, 0, "3840 is dark, and no end of 12 bits");
}

#[test]
fn what_is_at_the_ends_is_counted_and_another_streams_range_is_another() {
    let mut counted = levels(12, &[0, 0, 7, 4_094, 4_095, 4_095, 4_095, 9]);
    let clipping = counted.clipping();
    assert_eq!(
        (clipping.saturated_from, clipping.saturated, clipping.black),
        (4_095, Share::of(3, 8), Share::of(2, 8))
    );
    let bytes: Vec<u8> = [256_u16, 4_095].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    counted.count(&header(2, 1, 16, PixelFormat::Gray16), &bytes);
    assert_eq!(counted.clipping().saturated.per_10_000, 0, "its values go further");
    counted.forget_range();
    counted.count(&header(2, 1, 12, PixelFormat::Gray16), &bytes);
    assert_eq!(counted.clipping().saturated, Share::of(1, 2));
}

#[test]
fn each_colour_counts_for_itself() {
    let mut levels = ValueCounts::default();
    let bytes: Vec<u8> = [4_095_u16, 2, 0, 4, 4_095, 6].iter().flat_map(|sample| sample.to_le_bytes()).collect();
    levels.count(&header(2, 1, 12, PixelFormat::Rgb48), &bytes);
    assert_eq!((levels.clipping().saturated, levels.clipping().black), (Share::of(2, 6), Share::of(1, 6)));
}

#[test]
fn in_a_jpeg_the_last_two_values_are_white() {
    let mut levels = ValueCounts::default();
    levels.count_rgba(&[0, 1, 2, 255, 255, 254, 253, 255]);
    let clipping = levels.clipping();
    assert_eq!((clipping.saturated_from, clipping.saturated, clipping.black), (254, Share::of(2, 6), Share::of(2, 6)));
    assert_eq!(ValueCounts::default().clipping().saturated.per_10_000, 0);
}

#[test]
fn a_large_picture_is_counted_in_all_columns() {
    let header = header(2_048, 2_048, 16, PixelFormat::BayerRg16);
    let step = step(2_048 * 2_048, &header);
    assert!((64..80).contains(&step), "{step}");
    let mut columns = vec![0; 2_048];
    (0..2_048 * 2_048).step_by(step).for_each(|pixel| columns[pixel % 2_048] += 1);
    assert!(columns.iter().all(|&count| count > 20));
}

proptest! {
    #[test]
    fn limits_are_the_sorted_samples(mut samples in prop::collection::vec(any::<u16>(), 2..2_000)) {
        let limits = levels(16, &samples).limits();
        samples.sort_unstable();
        let saturated = samples.len() * 35 / 10_000;
        let (min, max) = (samples[saturated], samples[samples.len() - 1 - saturated]);
        if min < max {
            prop_assert_eq!(limits, RangeLimits { min, max });
        }
    }
}
