//! Samples to RGBA. Samples are 16-bit, little-endian, row by row from the top left; RGBA is as a canvas wants it.
//!
//! Where `samples` and `rgba` are not of the same picture, the shorter one ends it.

/// The table that gives each value its tone.
pub type Table = [u8; 1 << 16];

/// One sample a pixel: its brightness.
#[inline(never)]
pub fn gray(samples: &[u8], table: &Table, rgba: &mut [u8]) {
    for (sample, pixel) in samples.as_chunks().0.iter().zip(rgba.as_chunks_mut().0) {
        let tone = tone(*sample, table);
        *pixel = opaque(tone, tone, tone);
    }
}

/// Three samples a pixel: red, green, blue.
#[inline(never)]
pub fn rgb(samples: &[u8], table: &Table, rgba: &mut [u8]) {
    for ([r0, r1, g0, g1, b0, b1], pixel) in samples.as_chunks().0.iter().zip(rgba.as_chunks_mut().0) {
        *pixel = opaque(tone([*r0, *r1], table), tone([*g0, *g1], table), tone([*b0, *b1], table));
    }
}

/// One sample a pixel, behind a colour filter in rows of RG and GB.
///
/// Each cell of 2 × 2 pixels is shown in one colour: its red, the mean tone of its two greens, its blue. So nothing is
/// shown that was not measured there; the picture keeps its size and has half the detail. A last row or column
/// without a partner takes the colour of the cell beside it. A picture of one row or column has no cell, and is gray.
#[inline(never)]
pub fn bayer_rg(samples: &[u8], width_px: usize, table: &Table, rgba: &mut [u8]) {
    let row_bytes = width_px * 2;
    if width_px < 2 || samples.len() < 2 * row_bytes {
        return gray(samples, table, rgba);
    }
    let pairs = samples.chunks_exact(2 * row_bytes).zip(rgba.chunks_exact_mut(4 * row_bytes));
    for (pair, out) in pairs {
        let (upper, lower) = pair.split_at(row_bytes);
        let (out_upper, out_lower) = out.split_at_mut(2 * row_bytes);
        cells(upper, lower, table, out_upper);
        out_lower.copy_from_slice(out_upper);
    }
    let last = samples.len() / (2 * row_bytes) * 4 * row_bytes;
    if rgba.len() == last + 2 * row_bytes {
        rgba.copy_within(last - 2 * row_bytes..last, last);
    }
}

/// One row of cells.
fn cells(upper: &[u8], lower: &[u8], table: &Table, out: &mut [u8]) {
    let cells = upper.as_chunks::<4>().0.iter().zip(lower.as_chunks::<4>().0);
    for (([r0, r1, g0, g1], [h0, h1, b0, b1]), pixels) in cells.zip(out.as_chunks_mut::<8>().0) {
        let green = u16::midpoint(tone([*g0, *g1], table).into(), tone([*h0, *h1], table).into()) as u8;
        let [red, green, blue, opacity] = opaque(tone([*r0, *r1], table), green, tone([*b0, *b1], table));
        *pixels = [red, green, blue, opacity, red, green, blue, opacity];
    }
    if !upper.len().is_multiple_of(4) {
        let end = out.len() - 4;
        out.copy_within(end - 4..end, end);
    }
}

fn tone(sample: [u8; 2], table: &Table) -> u8 {
    table[usize::from(u16::from_le_bytes(sample))]
}

/// A pixel put together as one word, which is stored four times as fast as its bytes one by one.
fn opaque(red: u8, green: u8, blue: u8) -> [u8; 4] {
    (u32::from(red) | u32::from(green) << 8 | u32::from(blue) << 16 | 0xff00_0000).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{bayer_rg, gray, rgb};
    use crate::{Lut, Tones};

    /// A value's tone is the value: what is above 255 is white.
    fn plain() -> Lut {
        Lut::new(Tones { black: 0, white: 255, gamma: 1.0 })
    }

    fn bytes(samples: &[u16]) -> Vec<u8> {
        samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()
    }

    #[test]
    fn gray_has_one_tone_for_three_colours() {
        let mut rgba = [9; 12];
        gray(&bytes(&[0, 7, 300]), plain().table(), &mut rgba);
        assert_eq!(rgba, [0, 0, 0, 255, 7, 7, 7, 255, 255, 255, 255, 255]);
    }

    #[test]
    fn colours_keep_their_places() {
        let mut rgba = [9; 8];
        rgb(&bytes(&[1, 2, 3, 400, 5, 6]), plain().table(), &mut rgba);
        assert_eq!(rgba, [1, 2, 3, 255, 255, 5, 6, 255]);
    }

    #[test]
    fn a_cell_has_one_colour_and_odd_edges_take_their_neighbours() {
        // Three columns, three rows: one cell, whose colour all others take.
        let mut rgba = [9; 36];
        bayer_rg(&bytes(&[10, 20, 99, 40, 50, 99, 99, 99, 99]), 3, plain().table(), &mut rgba);
        assert_eq!(rgba, [10, 30, 50, 255].repeat(9).as_slice());
    }

    #[test]
    fn cells_stand_side_by_side() {
        let mut rgba = [9; 32];
        bayer_rg(&bytes(&[10, 20, 1, 2, 40, 50, 3, 4]), 4, plain().table(), &mut rgba);
        let row = [10, 30, 50, 255, 10, 30, 50, 255, 1, 2, 4, 255, 1, 2, 4, 255];
        assert_eq!(rgba, row.repeat(2).as_slice());
    }

    #[test]
    fn a_single_row_or_column_is_gray() {
        for width_px in [1, 3] {
            let mut rgba = [9; 12];
            bayer_rg(&bytes(&[1, 2, 3]), width_px, plain().table(), &mut rgba);
            assert_eq!(rgba, [1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255]);
        }
    }

    /// The cell of a pixel as the documentation says it, pixel by pixel.
    fn bayer_reference(samples: &[u16], width_px: usize, table: &Lut) -> Vec<u8> {
        let height_px = samples.len() / width_px;
        let tone = |x: usize, y: usize| u16::from(table.table()[usize::from(samples[y * width_px + x])]);
        let cell = |at: usize, side_px: usize| (at / 2).min(side_px / 2 - 1) * 2;
        let pixel = |index: usize| {
            let (x, y) = (cell(index % width_px, width_px), cell(index / width_px, height_px));
            [tone(x, y) as u8, ((tone(x + 1, y) + tone(x, y + 1)) / 2) as u8, tone(x + 1, y + 1) as u8, 255]
        };
        (0..samples.len()).flat_map(pixel).collect()
    }

    proptest! {
        #[test]
        fn bayer_is_the_references(
            (width_px, samples) in (2..12_usize, 2..12_usize)
                .prop_flat_map(|(w, h)| (Just(w), prop::collection::vec(any::<u16>(), w * h))),
            black in any::<u16>(), white in any::<u16>(),
        ) {
            let table = Lut::new(Tones { black, white, gamma: 1.0 });
            let mut rgba = vec![9; samples.len() * 4];
            bayer_rg(&bytes(&samples), width_px, table.table(), &mut rgba);
            prop_assert_eq!(rgba, bayer_reference(&samples, width_px, &table));
        }

        #[test]
        fn sizes_that_disagree_never_panic(
            samples in prop::collection::vec(any::<u8>(), 0..200), width_px in 0..20_usize, rgba_bytes in 0..300_usize,
        ) {
            let mut rgba = vec![0; rgba_bytes];
            let table = plain();
            gray(&samples, table.table(), &mut rgba);
            rgb(&samples, table.table(), &mut rgba);
            bayer_rg(&samples, width_px, table.table(), &mut rgba);
        }
    }
}
