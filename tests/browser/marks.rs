//! Marks on saturated and black pixels, and how much of the picture they are.

use leptos::prelude::*;
use lockstep::viewer::image::{Clipping, ClippingMarks, Contrast, DisplayRange, PixelValue, RangeLimits, Share};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::bench::Bench;
use crate::binary_frames::{Kind, frame, packet, row, samples};
use crate::canvas::pixels;
use crate::frames::{Id, Payload, frame as jpeg_frame, good};
use crate::page::until;

const SATURATED: [u8; 4] = [255, 0, 0, 255];
const BLACK: [u8; 4] = [0, 96, 255, 255];

fn gray(tone: u8) -> [u8; 4] {
    [tone, tone, tone, 255]
}

impl Bench {
    fn mark(&self, marks: ClippingMarks) {
        self.viewer.marks().set(marks);
    }

    async fn until_pixels(&self, what: &str, wanted: &[[u8; 4]]) {
        until(what, || pixels(&self.place) == wanted).await;
    }

    /// From where on values are saturated, and how many of four samples are saturated and black.
    async fn until_clipping(&self, wanted: Option<(u16, u64, u64)>) {
        let wanted = wanted.map(|(saturated_from, saturated, black)| Clipping {
            saturated_from,
            saturated: Share::of(saturated, 4),
            black: Share::of(black, 4),
        });
        until(&format!("{wanted:?}"), || self.viewer.clipping().get_untracked() == wanted).await;
    }
}

fn manual(min: u16, max: u16) -> Contrast {
    Contrast { range: DisplayRange::Manual(RangeLimits { min, max }), gamma: 1.0 }
}

/// A jpeg whose left half is black, and whose right half is white.
fn halves(id: u8) -> Vec<u8> {
    let picture: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    picture.set_width(64);
    picture.set_height(32);
    let context: CanvasRenderingContext2d = picture.get_context("2d").unwrap().unwrap().unchecked_into();
    context.fill_rect(0.0, 0.0, 32.0, 32.0);
    context.set_fill_style_str("#fff");
    context.fill_rect(32.0, 0.0, 32.0, 32.0);
    let url = picture.to_data_url_with_type("image/jpeg").unwrap();
    jpeg_frame(Id::Integer(id), "jpeg", Payload::Image(url.strip_prefix("data:image/jpeg;base64,").unwrap()))
}

/// The first pixel of the halves, and the last.
fn ends(bench: &Bench) -> [[u8; 4]; 2] {
    let pixels = pixels(&bench.place);
    [pixels[0], pixels[pixels.len() - 1]]
}

#[wasm_bindgen_test]
async fn samples_at_the_ends_are_marked_and_measured_as_they_are() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.take(row(0, &[0, 100, 4_095, 254]));
    let plain = [gray(0), gray(100), gray(255), gray(254)];
    bench.until_pixels("the picture", &plain).await;
    bench.until_clipping(None).await;
    bench.mark(ClippingMarks::On);
    bench.until_pixels("the marks", &[BLACK, gray(100), SATURATED, gray(254)]).await;
    bench.until_clipping(Some((4_095, 1, 1))).await;
    assert_eq!(bench.value_at(2, 0).await, Some(PixelValue::Gray16(4_095)));
    // A camera that measures more than was seen before.
    bench.take(row(1, &[0, 100, 4_095, 65_535]));
    bench.until_pixels("the new end", &[BLACK, gray(100), gray(255), SATURATED]).await;
    bench.until_clipping(Some((65_535, 1, 1))).await;
    bench.mark(ClippingMarks::Off);
    bench.until_pixels("no marks", &[gray(0), gray(100), gray(255), gray(255)]).await;
    bench.until_clipping(None).await;
}

#[wasm_bindgen_test]
async fn of_colours_one_at_its_end_is_enough() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.mark(ClippingMarks::On);
    bench.take(frame(0, "none", &packet(Kind::Rgb, 2, 1, &samples(&[0, 4_095, 7, 0, 50, 0]))));
    bench.until_pixels("a saturated green", &[SATURATED, [0, 50, 0, 255]]).await;
    bench.take(frame(1, "none", &packet(Kind::Bayer, 2, 2, &samples(&[7, 9, 4_095, 0]))));
    bench.until_pixels("a saturated cell", &[SATURATED; 4]).await;
    bench.until_clipping(Some((4_095, 1, 1))).await;
}

#[wasm_bindgen_test]
async fn what_is_counted_for_automatic_contrast_tells_the_share_and_nothing_else_does() {
    let bench = Bench::new().await;
    bench.take(row(0, &[0, 100, 4_095, 4_095]));
    bench.until_clipping(Some((4_095, 2, 1))).await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.until_clipping(None).await;
    let owner = Owner::new();
    owner.with(|| bench.viewer.histogram());
    bench.until_clipping(Some((4_095, 2, 1))).await;
    owner.cleanup();
    bench.until_clipping(None).await;
    bench.viewer.contrast().set(Contrast::default());
    bench.until_clipping(Some((4_095, 2, 1))).await;
    bench.take(halves(1));
    bench.until_acknowledged(&[0, 1]).await;
    bench.until_clipping(None).await;
    bench.viewer.clear();
}

#[wasm_bindgen_test]
async fn where_only_the_page_looks_whether_it_is_dark_no_share_is_told() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    let owner = Owner::new();
    let darkness = owner.with(|| bench.viewer.darkness());
    let measured = |expected: bool| move || darkness.get_untracked() == Some(expected);
    bench.take(halves(0));
    until("the jpeg to be counted", measured(false)).await;
    bench.settle().await;
    assert_eq!(bench.viewer.clipping().get_untracked(), None, "of a jpeg");
    bench.take(row(1, &[0, 0, 1, 2]));
    until("the samples to be counted", measured(true)).await;
    bench.settle().await;
    assert_eq!(bench.viewer.clipping().get_untracked(), None, "of samples");
    // Beside somebody who looks it is, and until that one leaves.
    let panel = Owner::new();
    panel.with(|| bench.viewer.histogram());
    bench.until_clipping(Some((4_095, 0, 2))).await;
    panel.cleanup();
    bench.until_clipping(None).await;
    assert_eq!(darkness.get_untracked(), Some(true), "it is still looked at");
    owner.cleanup();
}

#[wasm_bindgen_test]
async fn who_looks_again_is_told_of_the_picture_that_is_there() {
    let bench = Bench::new().await;
    let first_told = async || {
        let owner = Owner::new();
        let darkness = owner.with(|| bench.viewer.darkness());
        until("the picture to be counted", || darkness.get_untracked().is_some()).await;
        let told = darkness.get_untracked();
        owner.cleanup();
        told
    };
    bench.take(halves(0));
    assert_eq!(first_told().await, Some(false));
    bench.take(good(1, "#000"));
    bench.until_acknowledged(&[0, 1]).await;
    assert_eq!(first_told().await, Some(true), "not what was counted before");
    assert_eq!(first_told().await, Some(true), "also where no frame came since");
}

#[wasm_bindgen_test]
async fn a_jpeg_is_marked_as_well_and_read_without_its_marks() {
    let bench = Bench::new().await;
    bench.take(halves(0));
    until("the picture", || ends(&bench) == [gray(0), gray(255)]).await;
    bench.mark(ClippingMarks::On);
    until("marks on the picture that is there", || ends(&bench) == [BLACK, SATURATED]).await;
    assert_eq!(bench.value_at(0, 0).await, Some(PixelValue::Rgb8([0; 3])));
    assert_eq!(bench.value_at(63, 31).await, Some(PixelValue::Rgb8([255; 3])));
    let half = || bench.viewer.clipping().get_untracked().map(|it| it.saturated.per_10_000.abs_diff(5_000) < 100);
    until("the share of the picture and not of its marks", || half() == Some(true)).await;
    bench.take(halves(1));
    bench.until_acknowledged(&[0, 1]).await;
    until("marks on the next", || ends(&bench) == [BLACK, SATURATED]).await;
    bench.take(row(2, &[0, 100, 4_095, 2_000]));
    until("marks on samples", || pixels(&bench.place).first() == Some(&BLACK)).await;
    bench.take(halves(3));
    until("marks on a jpeg again", || ends(&bench) == [BLACK, SATURATED] && pixels(&bench.place).len() > 4).await;
    bench.mark(ClippingMarks::Off);
    until("none on the picture that is there", || ends(&bench) == [gray(0), gray(255)]).await;
    bench.until_clipping(None).await;
}
