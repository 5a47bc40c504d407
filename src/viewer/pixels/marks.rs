//! Marks on the values at either end of the range: what is black, and what is saturated.
//!
//! They are put on a picture that is RGBA already, so that a picture without them costs nothing for there being any. A
//! pixel counts as saturated where one of its colours is, and as black where all are.

/// The colour of what is saturated, as RGBA: the red that ImageJ's “HiLo” has for it.
pub const SATURATED: [u8; 4] = [255, 0, 0, 255];
/// The colour of what is black: a blue that is lighter than HiLo's, so that it is seen beside black.
pub const BLACK: [u8; 4] = [0, 96, 255, 255];

/// The values at either end of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// The largest value that is black.
    pub black_to: u16,
    /// The smallest value that is saturated.
    pub saturated_from: u16,
    /// The largest value that there can be, as far as is known; beyond it, nothing is known.
    pub saturated_to: u16,
}

impl Ends {
    /// Is this value saturated?
    #[must_use]
    pub fn is_saturated(self, value: u16) -> bool {
        (self.saturated_from..=self.saturated_to).contains(&value)
    }

    /// The mark of a pixel with these values, if it gets one.
    fn mark<const N: usize>(self, values: [u16; N]) -> Option<[u8; 4]> {
        if values.iter().any(|&value| self.is_saturated(value)) {
            Some(SATURATED)
        } else if values.iter().all(|&value| value <= self.black_to) {
            Some(BLACK)
        } else {
            None
        }
    }
}

/// Marks a picture of one sample a pixel.
#[inline(never)]
pub fn gray(samples: &[u8], ends: Ends, rgba: &mut [u8]) {
    for (sample, pixel) in samples.as_chunks().0.iter().zip(rgba.as_chunks_mut().0) {
        if let Some(mark) = ends.mark([u16::from_le_bytes(*sample)]) {
            *pixel = mark;
        }
    }
}

/// Marks a picture of three samples a pixel.
#[inline(never)]
pub fn rgb(samples: &[u8], ends: Ends, rgba: &mut [u8]) {
    for (pixel_samples, pixel) in samples.as_chunks::<6>().0.iter().zip(rgba.as_chunks_mut().0) {
        let [r0, r1, g0, g1, b0, b1] = *pixel_samples;
        if let Some(mark) = ends.mark([[r0, r1], [g0, g1], [b0, b1]].map(u16::from_le_bytes)) {
            *pixel = mark;
        }
    }
}

/// Marks a picture behind a colour filter, whose cells of 2 × 2 pixels are each shown in one colour: a cell by its four
/// samples, and at the edges as [`to_rgba::bayer_rg`](crate::to_rgba::bayer_rg) shows them.
#[inline(never)]
pub fn bayer_rg(samples: &[u8], width_px: usize, ends: Ends, rgba: &mut [u8]) {
    let row_bytes = width_px * 2;
    if width_px < 2 || samples.len() < 2 * row_bytes {
        return gray(samples, ends, rgba);
    }
    for (pair, out) in samples.chunks_exact(2 * row_bytes).zip(rgba.chunks_exact_mut(4 * row_bytes)) {
        let (upper, lower) = pair.split_at(row_bytes);
        let (out_upper, out_lower) = out.split_at_mut(2 * row_bytes);
        let cells = upper.as_chunks::<4>().0.iter().zip(lower.as_chunks::<4>().0);
        for (([r0, r1, g0, g1], [h0, h1, b0, b1]), pixels) in cells.zip(out_upper.as_chunks_mut::<8>().0) {
            let values = [[*r0, *r1], [*g0, *g1], [*h0, *h1], [*b0, *b1]].map(u16::from_le_bytes);
            if let Some([red, green, blue, opacity]) = ends.mark(values) {
                *pixels = [red, green, blue, opacity, red, green, blue, opacity];
            }
        }
        if !width_px.is_multiple_of(2) {
            let end = out_upper.len() - 4;
            out_upper.copy_within(end - 4..end, end);
        }
        out_lower.copy_from_slice(out_upper);
    }
    let last = samples.len() / (2 * row_bytes) * 4 * row_bytes;
    if rgba.len() == last + 2 * row_bytes {
        rgba.copy_within(last - 2 * row_bytes..last, last);
    }
}

/// Marks a picture that has nothing but its 8-bit colours.
#[inline(never)]
pub fn colours(ends: Ends, rgba: &mut [u8]) {
    for pixel in rgba.as_chunks_mut().0 {
        let [red, green, blue, _opacity] = *pixel;
        if let Some(mark) = ends.mark([red, green, blue].map(u16::from)) {
            *pixel = mark;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BLACK, Ends, SATURATED, bayer_rg, colours, gray, rgb};
    use crate::{Lut, Tones, to_rgba};

    const ENDS: Ends = Ends { black_to: 0, saturated_from: 4_095, saturated_to: 4_095 };
    const SHOWN: [u8; 4] = [9; 4];

    fn bytes(samples: &[u16]) -> Vec<u8> {
        samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    }

    #[test]
    fn both_ends_are_marked_and_nothing_between_or_beyond() {
        let mut rgba = SHOWN.repeat(6);
        gray(&bytes(&[0, 1, 4_094, 4_095, 4_096, 65_535]), ENDS, &mut rgba);
        assert_eq!(rgba, [BLACK, SHOWN, SHOWN, SATURATED, SHOWN, SHOWN].concat());
    }

    #[test]
    fn one_saturated_colour_is_enough_and_one_black_one_is_not() {
        let mut rgba = SHOWN.repeat(5);
        rgb(&bytes(&[0, 0, 0, 0, 0, 1, 0, 4_095, 0, 7, 7, 4_095, 4_095, 7, 7]), ENDS, &mut rgba);
        assert_eq!(rgba, [BLACK, SHOWN, SATURATED, SATURATED, SATURATED].concat());
    }

    #[test]
    fn each_of_a_cell_s_samples_counts() {
        for at in 0..4 {
            let mut samples = [7; 4];
            samples[at] = 4_095;
            let mut rgba = SHOWN.repeat(4);
            bayer_rg(&bytes(&samples), 2, ENDS, &mut rgba);
            assert_eq!(rgba, SATURATED.repeat(4), "sample {at}");
        }
        let mut rgba = SHOWN.repeat(8);
        bayer_rg(&bytes(&[0, 0, 0, 0, 0, 0, 0, 1]), 4, ENDS, &mut rgba);
        assert_eq!(rgba, [BLACK, BLACK, SHOWN, SHOWN].concat().repeat(2));
    }

    #[test]
    fn eight_bits_are_marked_where_they_are() {
        let ends = Ends { black_to: 1, saturated_from: 254, saturated_to: 255 };
        let mut rgba = [[0, 1, 0, 255], [0, 2, 0, 255], [3, 253, 9, 255], [3, 254, 9, 255]].concat();
        colours(ends, &mut rgba);
        assert_eq!(rgba, [BLACK, [0, 2, 0, 255], [3, 253, 9, 255], SATURATED].concat());
    }

    proptest! {
        /// With a cell, the marks are where the picture shows that cell, edges included.
        #[test]
        fn marks_of_cells_lie_where_cells_are_shown(
            (width_px, samples) in (2..9_usize, 2..9_usize)
                .prop_flat_map(|(w, h)| (Just(w), prop::collection::vec(0..3_u16, w * h))),
        ) {
            let ends = Ends { black_to: 0, saturated_from: 2, saturated_to: 2 };
            let height_px = samples.len() / width_px;
            let mut rgba = vec![9; samples.len() * 4];
            to_rgba::bayer_rg(&bytes(&samples), width_px, Lut::new(Tones::ALL).table(), &mut rgba);
            let shown = rgba.clone();
            bayer_rg(&bytes(&samples), width_px, ends, &mut rgba);
            for at in 0..samples.len() {
                let cell = |at: usize, side_px: usize| (at / 2).min(side_px / 2 - 1) * 2;
                let (x, y) = (cell(at % width_px, width_px), cell(at / width_px, height_px));
                let values = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)].map(|(x, y)| samples[y * width_px + x]);
                let wanted = if values.contains(&2) {
                    SATURATED
                } else if values == [0; 4] {
                    BLACK
                } else {
                    shown.as_chunks().0[at]
                };
                prop_assert_eq!(rgba.as_chunks().0[at], wanted, "pixel {}", at);
            }
        }

        #[test]
        fn sizes_that_disagree_never_panic(
            samples in prop::collection::vec(any::<u8>(), 0..200), width_px in 0..20_usize, rgba_bytes in 0..300_usize,
        ) {
            let mut rgba = vec![0; rgba_bytes];
            gray(&samples, ENDS, &mut rgba);
            rgb(&samples, ENDS, &mut rgba);
            bayer_rg(&samples, width_px, ENDS, &mut rgba);
            colours(ENDS, &mut rgba);
        }
    }
}
