//! How views follow from one another.

use proptest::prelude::*;

use super::{CanvasTransform, Orientation, PictureSize, PixelRect, Point, StageLayout, Viewport};

fn scene(stage: (f64, f64), picture: (u32, u32)) -> StageLayout {
    let picture = PictureSize { width_px: picture.0, height_px: picture.1 };
    let corner = Point { x: 0.0, y: 0.0 };
    StageLayout { width_px: stage.0, height_px: stage.1, corner, pixel_ratio: 1.0, picture }
}

fn is_near(a: Point, b: Point) -> bool {
    (a.x - b.x).abs() < 1e-6 && (a.y - b.y).abs() < 1e-6
}

#[test]
fn at_first_all_of_the_picture_is_there() {
    let scene = scene((1000.0, 500.0), (400, 400));
    let fit = Viewport::default();
    assert_eq!(fit.placement(&scene), CanvasTransform { magnification: 1.0, right_px: 0.0, down_px: 0.0 });
    assert_eq!((fit.scale(&scene), fit.percent(&scene)), (1.25, 125));
    assert_eq!(fit.pixel_at(&scene, Point { x: 249.9, y: 10.0 }), None);
    assert_eq!(fit.pixel_at(&scene, Point { x: 250.0, y: 0.0 }), Some((0, 0)));
    assert_eq!(fit.pixel_at(&scene, Point { x: 749.9, y: 499.9 }), Some((399, 399)));
    assert_eq!(fit.pixel_at(&scene, Point { x: 750.0, y: 499.9 }), None);
    let all = PixelRect { left: 0, top: 0, size: scene.picture };
    assert_eq!(fit.visible(&scene), all);
}

#[test]
fn one_to_one_is_a_pixel_of_the_screen() {
    let mut scene = scene((1000.0, 500.0), (4000, 4000));
    assert_eq!(Viewport::Fit.one_to_one(&scene).scale(&scene), 1.0);
    scene.pixel_ratio = 2.0;
    let view = Viewport::Fit.one_to_one(&scene);
    assert_eq!((view.scale(&scene), view.percent(&scene)), (0.5, 100));
    let size = PictureSize { width_px: 2000, height_px: 1000 };
    assert_eq!(view.visible(&scene), PixelRect { left: 1000, top: 1500, size });
}

#[test]
fn zooming_has_ends_and_halts_where_the_picture_fits() {
    let scene = scene((800.0, 600.0), (1600, 1200));
    let at = Point { x: 100.0, y: 50.0 };
    let close = Viewport::Fit.zoomed_at(&scene, at, 1e9);
    assert_eq!(close.scale(&scene), 32.0);
    assert_eq!(close.zoomed_at(&scene, at, 2.0), close);
    assert_eq!(close.zoomed_at(&scene, at, 1e-9), Viewport::Fit);
    assert_eq!(Viewport::Fit.zoomed_at(&scene, at, 0.5), Viewport::Fit, "there is nothing more to be seen");
    for nonsense in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
        assert_eq!(close.zoomed_at(&scene, at, nonsense), close);
    }
}

#[test]
fn a_small_picture_can_be_as_small_as_it_is() {
    let scene = scene((800.0, 600.0), (80, 60));
    let small = Viewport::Fit.one_to_one(&scene);
    assert_eq!(small.scale(&scene), 1.0);
    assert_eq!(small.zoomed_at(&scene, Point { x: 400.0, y: 300.0 }, 0.5), small);
    let larger = small.panned(&scene, 30.0, 20.0).zoomed_at(&scene, Point { x: 100.0, y: 100.0 }, 2.0);
    assert_eq!(larger, Viewport::Free { scale: 2.0, middle: scene.centre() }, "it lies in the middle");
    assert_eq!(small.panned(&scene, 30.0, 20.0).one_to_one(&scene), small);
}

#[test]
fn panning_ends_where_the_edge_is_in_the_middle() {
    let scene = scene((800.0, 600.0), (1600, 1200));
    let view = Viewport::Fit.one_to_one(&scene).panned(&scene, 100.0, -50.0);
    assert_eq!(view, Viewport::Free { scale: 1.0, middle: Point { x: 700.0, y: 650.0 } });
    let corner = view.panned(&scene, 1e9, 1e9);
    assert_eq!(corner, Viewport::Free { scale: 1.0, middle: Point { x: 0.0, y: 0.0 } });
    let size = PictureSize { width_px: 400, height_px: 300 };
    assert_eq!(corner.visible(&scene), PixelRect { left: 0, top: 0, size });
}

#[test]
fn a_finer_picture_shows_the_same_part() {
    let before = scene((800.0, 600.0), (400, 300));
    let after = scene((800.0, 600.0), (1600, 1200));
    let view = Viewport::Fit.zoomed_at(&before, Point { x: 100.0, y: 50.0 }, 4.0);
    let finer = view.resized(before.picture, after.picture);
    assert_eq!(finer.placement(&after), view.placement(&before));
    assert_eq!(Viewport::Fit.resized(before.picture, after.picture), Viewport::Fit);
}

#[test]
fn one_to_one_lies_on_the_screens_pixels() {
    let mut scene = scene((801.0, 601.0), (640, 480));
    let view = Viewport::Fit.one_to_one(&scene);
    let left = |view: Viewport, scene: &StageLayout| scene.width_px / 2.0 - 320.0 + view.placement(scene).right_px;
    assert_eq!(left(view, &scene), 81.0, "not 80.5");
    assert_eq!(view.pixel_at(&scene, Point { x: 80.9, y: 300.0 }), None, "what is pointed at is what is shown");
    assert_eq!(view.pixel_at(&scene, Point { x: 81.0, y: 300.0 }).map(|(x, _)| x), Some(0));
    scene.pixel_ratio = 1.25;
    let view = Viewport::Fit.one_to_one(&scene);
    let left = scene.width_px / 2.0 - 256.0 + view.placement(&scene).right_px;
    assert!((left * 1.25 - (left * 1.25).round()).abs() < 1e-9, "{left}");
}

#[test]
fn a_picture_of_another_size_keeps_the_zoom_within_its_limits() {
    let before = scene((800.0, 600.0), (1600, 1200));
    let after = scene((800.0, 600.0), (16, 12));
    let close = Viewport::Fit.zoomed_at(&before, Point { x: 100.0, y: 50.0 }, 1e9);
    let resized = close.resized(before.picture, after.picture);
    assert_eq!(resized.percent(&after), 320_000, "as large as it was");
    assert_eq!(resized.within_limits(&after).scale(&after), after.fit_scale(), "and as large as it may be");
    assert_eq!(close.within_limits(&before), close);
    assert_eq!(Viewport::Fit.within_limits(&after), Viewport::Fit);
}

#[test]
fn what_is_turned_keeps_the_camera_s_point_in_the_middle() {
    let (straight, right) = (Orientation::default(), Orientation::default().turned());
    let before = scene((800.0, 600.0), (1600, 1200));
    let after = scene((800.0, 600.0), (1200, 1600));
    let view = Viewport::Fit.one_to_one(&before).panned(&before, 500.0, 100.0);
    let turned = view.turned(before.picture, straight, right);
    // 300, 500 of the camera's; a quarter to the right, its first column is at the top and its first row at the right.
    assert_eq!(turned, Viewport::Free { scale: 1.0, middle: Point { x: 700.0, y: 300.0 } });
    let at = turned.pixel_at(&after, Point { x: 400.0, y: 300.0 });
    assert_eq!(at.map(|at| right.picture_pixel(before.picture, at)), Some((300, 499)));
    assert_eq!(turned.turned(before.picture, right, straight), view);
    assert_eq!(Viewport::Fit.turned(before.picture, straight, right), Viewport::Fit);
}

prop_compose! {
    fn scenes()(
        width_px in 1.0..4_000.0,
        height_px in 1.0..4_000.0,
        corner in (0.0..4_000.0, -4_000.0..4_000.0),
        pixel_ratio in 0.25..4.0,
        picture in (1_u32..16_384, 1_u32..16_384),
    ) -> StageLayout {
        let picture = PictureSize { width_px: picture.0, height_px: picture.1 };
        let corner = Point { x: corner.0, y: corner.1 };
        StageLayout { width_px, height_px, corner, pixel_ratio, picture }
    }
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Zoom(f64, f64, f64),
    Pan(f64, f64),
    OneToOne,
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        (-100.0..4_100.0, -100.0..4_100.0, 1e-3..1e3).prop_map(|(x, y, factor)| Act::Zoom(x, y, factor)),
        (any::<f64>(), any::<f64>(), any::<f64>()).prop_map(|(x, y, factor)| Act::Zoom(x, y, factor)),
        (-5_000.0..5_000.0, -5_000.0..5_000.0).prop_map(|(right, down)| Act::Pan(right, down)),
        (any::<f64>(), any::<f64>()).prop_map(|(right, down)| Act::Pan(right, down)),
        Just(Act::OneToOne),
    ]
}

proptest! {
    #[test]
    fn the_picture_is_never_lost(scene in scenes(), acts in prop::collection::vec(acts(), 0..12)) {
        let mut view = Viewport::Fit;
        for act in acts {
            view = match act {
                Act::Zoom(x, y, factor) => view.zoomed_at(&scene, Point { x, y }, factor),
                Act::Pan(right_px, down_px) => view.panned(&scene, right_px, down_px),
                Act::OneToOne => view.one_to_one(&scene),
            };
            let scale = view.scale(&scene);
            let (fit, one_to_one) = (scene.fit_scale(), scene.one_to_one_scale());
            prop_assert!(scale >= fit.min(one_to_one) && scale <= fit.max(32.0 * one_to_one) * (1.0 + 1e-9), "{scale}");
            let middle = view.picture_point(&scene, Point { x: scene.width_px / 2.0, y: scene.height_px / 2.0 });
            let (width, height) = (f64::from(scene.picture.width_px), f64::from(scene.picture.height_px));
            prop_assert!((0.0..=width).contains(&middle.x) && (0.0..=height).contains(&middle.y), "{middle:?}");
            let PixelRect { left, top, size } = view.visible(&scene);
            prop_assert!(size.width_px > 0 && left + size.width_px <= scene.picture.width_px);
            prop_assert!(size.height_px > 0 && top + size.height_px <= scene.picture.height_px);
            prop_assert_eq!(view.within_limits(&scene), view);
            let CanvasTransform { magnification, right_px, .. } = view.placement(&scene);
            let shown_px = magnification * scene.fit_scale() * width;
            let left = (scene.corner.x + (scene.width_px - shown_px) / 2.0 + right_px) * scene.pixel_ratio;
            let lies_on_a_pixel = (left - left.round()).abs() < 1e-6 * left.abs().max(1.0);
            let is_one_to_one = view.scale(&scene) == one_to_one && view != Viewport::Fit;
            prop_assert!(!is_one_to_one || lies_on_a_pixel, "{left}");
        }
    }

    #[test]
    fn zooming_in_holds_the_pixel_under_the_pointer(
        scene in scenes(), part in (0.0..1.0, 0.0..1.0), factors in prop::collection::vec(1.0..3.0, 1..6)
    ) {
        // A point of the stage that shows some of the picture, as a pointer on the picture does.
        let fit = scene.fit_scale();
        let shown = |stage: f64, picture: u32, part: f64| stage / 2.0 + (part - 0.5) * f64::from(picture) * fit;
        let at = Point {
            x: shown(scene.width_px, scene.picture.width_px, part.0),
            y: shown(scene.height_px, scene.picture.height_px, part.1),
        };
        let before = Viewport::Fit.picture_point(&scene, at);
        let view = factors.iter().fold(Viewport::Fit, |view, &factor| view.zoomed_at(&scene, at, factor));
        prop_assert!(is_near(view.picture_point(&scene, at), before));
    }
}
