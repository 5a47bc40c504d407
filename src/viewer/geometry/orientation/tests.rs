//! Turned and mirrored, there and back.

use proptest::prelude::*;

use super::{Axes, Mirroring, Orientation, PictureSize, Point, Turn};

const SIZE: PictureSize = PictureSize { width_px: 4, height_px: 3 };

fn all() -> impl Iterator<Item = Orientation> {
    Turn::ALL
        .into_iter()
        .flat_map(|turn| [Mirroring::Straight, Mirroring::Mirrored].map(|mirroring| Orientation { turn, mirroring }))
}

/// What is shown of a picture whose pixels are numbered row by row, as rows.
fn shown(orientation: Orientation) -> Vec<Vec<u32>> {
    let PictureSize { width_px, height_px } = orientation.shown_size(SIZE);
    let number = |x, y| {
        let (column, row) = orientation.picture_pixel(SIZE, (x, y));
        row * SIZE.width_px + column
    };
    (0..height_px).map(|y| (0..width_px).map(|x| number(x, y)).collect()).collect()
}

#[test]
fn as_it_came_it_is_what_came() {
    assert_eq!(shown(Orientation::default()), [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]);
}

#[test]
fn a_quarter_brings_the_first_column_to_the_top_from_below() {
    let turned = Orientation::default().turned();
    assert_eq!(turned.turn, Turn::Right);
    assert_eq!(shown(turned), [[8, 4, 0], [9, 5, 1], [10, 6, 2], [11, 7, 3]]);
    assert_eq!(turned.shown_size(SIZE), PictureSize { width_px: 3, height_px: 4 });
}

#[test]
fn a_mirror_exchanges_left_and_right_of_what_is_seen() {
    for orientation in all() {
        let exchanged: Vec<Vec<u32>> =
            shown(orientation).into_iter().map(|row| row.into_iter().rev().collect()).collect();
        assert_eq!(shown(orientation.mirrored()), exchanged, "{orientation:?}");
    }
}

#[test]
fn each_further_quarter_turns_what_is_seen_clockwise() {
    for orientation in all() {
        let before = shown(orientation);
        let turned: Vec<Vec<u32>> =
            (0..before[0].len()).map(|x| before.iter().rev().map(|row| row[x]).collect()).collect();
        assert_eq!(shown(orientation.turned()), turned, "{orientation:?}");
    }
}

#[test]
fn four_quarters_and_two_mirrors_are_none() {
    for orientation in all() {
        assert_eq!(orientation.turned().turned().turned().turned(), orientation);
        assert_eq!(orientation.mirrored().mirrored(), orientation);
    }
}

#[test]
fn all_eight_are_different() {
    let mut seen: Vec<Vec<Vec<u32>>> = all().map(shown).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 8);
}

#[test]
fn axes_are_those_of_css() {
    // `rotate(90deg)`.
    let right = Orientation { turn: Turn::Right, mirroring: Mirroring::Straight };
    assert_eq!(right.axes(), Axes { a: 0, b: 1, c: -1, d: 0 });
}

proptest! {
    #[test]
    fn a_point_comes_back(
        width_px in 1_u32..16_384, height_px in 1_u32..16_384, x in -100.0..16_500.0, y in -100.0..16_500.0,
    ) {
        let size = PictureSize { width_px, height_px };
        for orientation in all() {
            let back = orientation.to_picture(size, orientation.to_shown(size, Point { x, y }));
            prop_assert!((back.x - x).abs() < 1e-6 && (back.y - y).abs() < 1e-6, "{orientation:?}: {back:?}");
        }
    }

    #[test]
    fn each_pixel_is_shown_once(width_px in 1_u32..9, height_px in 1_u32..9) {
        let size = PictureSize { width_px, height_px };
        for orientation in all() {
            let shown = orientation.shown_size(size);
            let mut pixels: Vec<(u32, u32)> = (0..shown.height_px)
                .flat_map(|y| (0..shown.width_px).map(move |x| (x, y)))
                .map(|at| orientation.picture_pixel(size, at))
                .collect();
            pixels.sort_unstable();
            pixels.dedup();
            prop_assert_eq!(pixels.len() as u32, width_px * height_px);
            prop_assert!(pixels.iter().all(|&(x, y)| x < width_px && y < height_px));
        }
    }

    #[test]
    fn a_pixels_place_is_that_of_its_middle(
        width_px in 1_u32..3_000, height_px in 1_u32..3_000, x in any::<prop::sample::Index>(), y in any::<prop::sample::Index>(),
    ) {
        let size = PictureSize { width_px, height_px };
        let (x, y) = (x.index(width_px as usize) as u32, y.index(height_px as usize) as u32);
        for orientation in all() {
            let Point { x: right, y: down } =
                orientation.to_shown(size, Point { x: f64::from(x) + 0.5, y: f64::from(y) + 0.5 });
            prop_assert_eq!(orientation.picture_pixel(size, (right as u32, down as u32)), (x, y));
        }
    }
}
