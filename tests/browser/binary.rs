//! Binary frames to pixels: contrast, measured values, and frames that no backend should send.

use leptos::prelude::*;
use lockstep::sync::Visibility;
use lockstep::viewer::geometry::PictureSize;
use lockstep::viewer::image::{Contrast, DisplayRange, PixelValue, RangeLimits};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::bench::Bench;
use crate::binary_frames::{Kind, frame, lz4, packet, row, samples};
use crate::canvas::{BLUE, GREEN, RED, canvas, pixels};
use crate::frames::{Id, Payload, frame as jpeg_frame, good};
use crate::page::until;

fn manual(min: u16, max: u16) -> Contrast {
    Contrast { range: DisplayRange::Manual(RangeLimits { min, max }), gamma: 1.0 }
}

impl Bench {
    /// The red of all pixels of the canvas: of a gray picture, its tones.
    fn tones(&self) -> Vec<u8> {
        pixels(&self.place).iter().map(|pixel| pixel[0]).collect()
    }

    /// Waits until the canvas shows these tones.
    async fn until_tones(&self, tones: &[u8]) {
        until(&format!("the canvas to show {tones:?}"), || self.tones() == tones).await;
    }

    /// Waits until these values are said to be black and white.
    async fn until_limits(&self, limits: Option<RangeLimits>) {
        until(&format!("the limits to be {limits:?}"), || self.viewer.limits().get_untracked() == limits).await;
    }

    /// Sets the contrast and waits until it shows.
    async fn show_with(&self, contrast: Contrast, tones: &[u8]) {
        self.viewer.contrast().set(contrast);
        self.until_tones(tones).await;
    }
}

#[wasm_bindgen_test]
async fn a_contrast_set_by_hand_goes_along_to_no_other_depth_and_no_other_backend() {
    let of_depth = |id: u8, bits: u8| {
        let mut packet = packet(Kind::Gray, 2, 1, &samples(&[10, 200]));
        packet[20] = bits;
        frame(id, "none", &packet)
    };
    let bench = Bench::new().await;
    bench.take(of_depth(0, 12));
    until("the picture to be known", || bench.statistics().bit_depth == Some(12)).await;
    let by_hand = manual(50, 150);
    bench.viewer.contrast().set(by_hand);
    bench.take(of_depth(1, 12));
    bench.until_acknowledged(&[0, 1]).await;
    bench.settle().await;
    assert_eq!(bench.viewer.contrast().get_untracked(), by_hand, "it is for this picture");
    bench.take(of_depth(2, 8));
    until("the contrast to be automatic", || bench.viewer.contrast().get_untracked() == Contrast::default()).await;
    bench.viewer.contrast().set(by_hand);
    bench.viewer.clear();
    assert_eq!(bench.viewer.contrast().get_untracked(), Contrast::default());
}

#[wasm_bindgen_test]
async fn a_binary_frame_is_painted_value_by_value() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(1_000, 1_255));
    let values = [0, 1_000, 1_001, 1_100, 1_254, 1_255, 4_095, 1_128];
    bench.take(frame(7, "lz4", &packet(Kind::Gray, 4, 2, &lz4(&samples(&values)))));
    bench.until_acknowledged(&[7]).await;
    until("the contrast to be set", || bench.tones() == [0, 0, 1, 100, 254, 255, 255, 128]).await;
    assert!(
        pixels(&bench.place).iter().all(|&[red, green, blue, opacity]| red == green && red == blue && opacity == 255)
    );
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (4, 2));
    assert_eq!(bench.value_at(3, 0).await, Some(PixelValue::Gray16(1_100)));
    assert_eq!((bench.value_at(4, 0).await, bench.value_at(0, 2).await), (None, None));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [7]);
    bench.until_counted((1, 1, 0, 0)).await;
    let statistics = bench.statistics();
    assert_eq!(statistics.size, Some(PictureSize { width_px: 4, height_px: 2 }));
    assert_eq!(statistics.original_size, Some(PictureSize { width_px: 400, height_px: 300 }));
    assert_eq!((statistics.subsampling_factor, statistics.bit_depth), (Some(4), Some(12)));
    assert_eq!(statistics.detector.as_deref(), Some("WidefieldCamera"));
}

#[wasm_bindgen_test]
async fn colours_are_painted() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.take(frame(0, "none", &packet(Kind::Rgb, 2, 1, &samples(&[1, 2, 3, 40, 50, 60]))));
    bench.until_acknowledged(&[0]).await;
    until("the colours", || pixels(&bench.place) == [[1, 2, 3, 255], [40, 50, 60, 255]]).await;
    assert_eq!(bench.value_at(1, 0).await, Some(PixelValue::Rgb16([40, 50, 60])));
    bench.take(frame(1, "none", &packet(Kind::Bayer, 2, 2, &samples(&[10, 20, 40, 50]))));
    bench.until_acknowledged(&[0, 1]).await;
    until("the cell", || pixels(&bench.place) == [[10, 30, 50, 255]; 4]).await;
}

#[wasm_bindgen_test]
async fn the_two_formats_follow_one_another() {
    let bench = Bench::new().await;
    bench.take(row(0, &[100, 200]));
    bench.until_acknowledged(&[0]).await;
    bench.until_tones(&[0, 255]).await;
    bench.until_limits(Some(RangeLimits { min: 100, max: 200 })).await;
    bench.take(good(1, GREEN));
    bench.until_acknowledged(&[0, 1]).await;
    bench.until_shows(GREEN).await;
    // Contrast has no effect on a jpeg.
    bench.until_limits(None).await;
    let value = bench.value_at(63, 47).await;
    let Some(PixelValue::Rgb8([red, green, blue])) = value else { panic!("{value:?}") };
    assert!(red.abs_diff(0x20) < 6 && green.abs_diff(0xD0) < 6 && blue.abs_diff(0x20) < 6, "{red} {green} {blue}");
    assert_eq!(bench.value_at(64, 0).await, None);
    bench.until_counted((2, 2, 0, 0)).await;
    assert_eq!((bench.statistics().bit_depth, bench.statistics().original_size), (None, None));
    bench.viewer.contrast().set(manual(0, 255));
    bench.settle().await;
    bench.until_shows(GREEN).await;
    bench.take(row(2, &[7, 9, 11]));
    bench.until_acknowledged(&[0, 1, 2]).await;
    bench.until_tones(&[7, 9, 11]).await;
}

#[wasm_bindgen_test]
async fn what_is_broken_is_acknowledged_and_counted_and_the_last_picture_stays() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.take(row(0, &[10, 20]));
    bench.until_acknowledged(&[0]).await;
    let values = samples(&[1, 2, 3, 4]);
    let bomb = lz4(&vec![0; 8 << 20]);
    let packed = lz4(&values);
    let bad = [
        ("lz4", packet(Kind::Gray, 4, 1, &bomb)),
        ("lz4", packet(Kind::Rgb, 8_192, 8_192, &packed)),
        ("lz4", packet(Kind::Gray, 4, 1, &packed[..packed.len() - 5])),
        ("lz4", packet(Kind::Gray, 4, 1, &values)),
        ("none", packet(Kind::Gray, 4, 2, &values)),
        ("none", packet(Kind::Gray, 60_000, 60_000, &values)),
        ("zstd", packet(Kind::Gray, 4, 1, &values)),
        ("none", b"UC2F".to_vec()),
    ];
    let mut expected = vec![0];
    for (id, (compression, packet)) in (1..).zip(bad) {
        bench.take(frame(id, compression, &packet));
        expected.push(id);
        bench.until_acknowledged(&expected).await;
        bench.until_tones(&[10, 20]).await;
        assert_eq!(bench.value_at(1, 0).await, Some(PixelValue::Gray16(20)));
    }
    bench.settle().await;
    assert_eq!(bench.acknowledged(), expected);
    bench.until_counted((9, 1, 0, 8)).await;
    bench.show_with(manual(9, 19), &[26, 255]).await;
    bench.take(row(9, &[12, 15]));
    expected.push(9);
    bench.until_acknowledged(&expected).await;
    bench.until_tones(&[77, 153]).await;
}

#[wasm_bindgen_test]
async fn a_contrast_repaints_the_picture_that_is_there() {
    let bench = Bench::new().await;
    bench.take(row(0, &[0, 1_024, 2_048, 4_095]));
    bench.until_acknowledged(&[0]).await;
    bench.settle().await;
    bench.until_tones(&[0, 64, 128, 255]).await;
    bench.show_with(manual(1_024, 2_048), &[0, 0, 255, 255]).await;
    bench.until_limits(Some(RangeLimits { min: 1_024, max: 2_048 })).await;
    bench.show_with(Contrast { gamma: 2.0, ..Contrast::default() }, &[0, 128, 180, 255]).await;
    bench.show_with(Contrast::default(), &[0, 64, 128, 255]).await;
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0], "a repaint is no frame");
    bench.until_counted((1, 1, 0, 0)).await;
}

#[wasm_bindgen_test]
async fn auto_contrast_ends_with_the_last_picture() {
    let bench = Bench::new().await;
    bench.take(row(0, &[100, 200, 300]));
    bench.until_acknowledged(&[0]).await;
    bench.until_tones(&[0, 128, 255]).await;
    // Too soon after the first to be measured at once.
    bench.take(row(1, &[1_000, 1_500, 3_000]));
    bench.until_acknowledged(&[0, 1]).await;
    until("the last picture to be measured", || bench.tones() == [0, 64, 255]).await;
    bench.until_limits(Some(RangeLimits { min: 1_000, max: 3_000 })).await;
}

#[wasm_bindgen_test]
async fn the_latest_frame_overtakes_and_all_are_acknowledged_in_order() {
    let bench = Bench::new().await;
    bench.viewer.contrast().set(manual(0, 255));
    for id in 0..4 {
        bench.take(row(id, &[1, 2]));
    }
    bench.take(row(4, &[3, 4]));
    bench.until_acknowledged(&[0, 1, 2, 3, 4]).await;
    until("the latest to be painted", || bench.tones() == [3, 4]).await;
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3, 4]);
    bench.until_counted((5, 2, 3, 0)).await;
}

#[wasm_bindgen_test]
async fn a_hidden_tab_paints_nothing() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.visibility.set(Visibility::Hidden);
    bench.take(row(1, &[1, 2]));
    bench.take(row(2, &[30, 40]));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0]);
    bench.until_shows(RED).await;
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&[0, 1, 2]).await;
    bench.until_tones(&[0, 255]).await;
}

#[wasm_bindgen_test]
async fn a_histogram_is_counted_while_somebody_looks_at_it() {
    let bench = Bench::new().await;
    bench.take(row(0, &[0, 15, 16, 4_095]));
    bench.until_acknowledged(&[0]).await;
    let owner = Owner::new();
    let histogram = owner.with(|| bench.viewer.histogram());
    let counts = |of: [usize; 3]| histogram.get_untracked().map(|histogram| of.map(|bin| histogram.counts[bin]));
    until("the picture that is there to be counted", || counts([0, 1, 255]) == Some([2, 1, 1])).await;
    assert_eq!(histogram.get_untracked().unwrap().top, 4_095);
    bench.take(row(1, &[16, 16, 16, 4_095]));
    until("the next picture to be counted", || counts([0, 1, 255]) == Some([0, 3, 1])).await;
    bench.take(good(2, BLUE));
    until("a jpeg to be counted by its colours", || histogram.get_untracked().is_some_and(|it| it.top == 255)).await;
    let near = |of: usize| histogram.get_untracked().unwrap().counts[of - 5..=of + 5].iter().sum::<u32>();
    let counted = histogram.get_untracked().unwrap().counts.iter().sum::<u32>() / 3;
    assert!((60_000..=1 << 16).contains(&counted), "{counted}");
    assert_eq!((near(0x20), near(0xD0)), (2 * counted, counted), "blue is 20 20 D0");
    // Who looks again is told what was told before: no frame comes any more.
    owner.cleanup();
    bench.settle().await;
    assert_eq!(histogram.get_untracked(), None, "nobody looks");
    let owner = Owner::new();
    let histogram = owner.with(|| bench.viewer.histogram());
    until("it to be told again", || histogram.get_untracked().is_some_and(|it| it.top == 255)).await;
    let counts = |of: [usize; 3]| histogram.get_untracked().map(|histogram| of.map(|bin| histogram.counts[bin]));
    bench.take(row(3, &[0, 15, 16, 4_095]));
    until("a binary frame to have one again", || counts([0, 1, 255]) == Some([2, 1, 1])).await;
    owner.cleanup();
    bench.take(row(4, &[16, 16, 16, 4_095]));
    bench.until_acknowledged(&[0, 1, 2, 3, 4]).await;
    bench.settle().await;
    assert_eq!(histogram.get_untracked(), None, "nobody looks");
}

/// A jpeg of columns that are black and white by turns.
fn stripes(id: u8, width_px: u32) -> Vec<u8> {
    let picture: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    picture.set_width(width_px);
    picture.set_height(64);
    let context: CanvasRenderingContext2d = picture.get_context("2d").unwrap().unwrap().unchecked_into();
    context.fill_rect(0.0, 0.0, width_px.into(), 64.0);
    context.set_fill_style_str("#fff");
    (0..width_px).step_by(2).for_each(|x| context.fill_rect(x.into(), 0.0, 1.0, 64.0));
    let url = picture.to_data_url_with_type_and_encoder_options("image/jpeg", &1.0.into()).unwrap();
    let base64 = url.strip_prefix("data:image/jpeg;base64,").unwrap();
    jpeg_frame(Id::Integer(id), "jpeg", Payload::Image(base64))
}

#[wasm_bindgen_test]
async fn a_pattern_is_not_counted_in_step_with_it() {
    let bench = Bench::new().await;
    let owner = Owner::new();
    let histogram = owner.with(|| bench.viewer.histogram());
    for (id, width_px) in [(0, 512), (1, 502), (2, 1_024), (3, 256)] {
        bench.take(stripes(id, width_px));
        let halves = || {
            let counts = histogram.get_untracked()?.counts;
            let (dark, bright) = counts.split_at(128);
            Some([dark, bright].map(|half| f64::from(half.iter().sum::<u32>())))
        };
        let balanced = || halves().is_some_and(|[dark, bright]| (dark / bright - 1.0).abs() < 0.1);
        until(&format!("both tones to be counted at {width_px} pixels"), balanced).await;
        bench.settle().await;
        assert!(balanced(), "{:?} at {width_px} pixels", halves());
    }
    owner.cleanup();
}

#[wasm_bindgen_test]
async fn a_cleared_viewer_holds_no_samples() {
    let bench = Bench::new().await;
    bench.take(row(0, &[100, 200]));
    bench.until_acknowledged(&[0]).await;
    bench.viewer.clear();
    assert_eq!(bench.value_at(0, 0).await, None);
    bench.until_limits(None).await;
    bench.viewer.contrast().set(manual(0, 255));
    bench.settle().await;
    bench.until_tones(&[0]).await;
}
