//! Pointers that are down on the stage: one drags, two pinch.

use super::{Point, StageLayout, Viewport};

/// How far one pointer moves before it drags, in CSS pixels: a hand trembles while it clicks.
const DRAG_THRESHOLD_PX: f64 = 4.0;

/// The pointers that are down, at most two: more fingers change nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PointerGesture {
    down: [Option<Finger>; 2],
}

/// A pointer that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Finger {
    id: i32,
    /// Where it was when it moved the picture last, or went down.
    at: Point,
    stage: PressStage,
}

/// How far a press has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PressStage {
    /// It may be a click.
    Pressed,
    /// It moves the picture.
    Dragging,
}

impl PointerGesture {
    /// A pointer goes down.
    pub fn press(&mut self, id: i32, at: Point) {
        self.lift(id);
        if let Some(free) = self.down.iter_mut().find(|finger| finger.is_none()) {
            *free = Some(Finger { id, at, stage: PressStage::Pressed });
        }
    }

    /// A pointer goes up.
    pub fn lift(&mut self, id: i32) {
        for finger in &mut self.down {
            finger.take_if(|finger| finger.id == id);
        }
    }

    /// Are any down?
    #[must_use]
    pub fn any(&self) -> bool {
        self.down.iter().any(Option::is_some)
    }

    /// A pointer moves, and takes the picture along: what was under each finger stays there.
    pub fn drag(&mut self, id: i32, to: Point, view: Viewport, scene: &StageLayout) -> Viewport {
        let before = *self;
        let pinches = self.down.iter().all(Option::is_some);
        let Some(finger) = self.down.iter_mut().flatten().find(|finger| finger.id == id) else {
            return view;
        };
        if finger.stage == PressStage::Pressed && !pinches && distance_px(finger.at, to) < DRAG_THRESHOLD_PX {
            return view;
        }
        finger.at = to;
        // When one of two is lifted, the other goes on.
        self.down.iter_mut().flatten().for_each(|finger| finger.stage = PressStage::Dragging);
        let (Some(from), Some(to)) = (before.middle(), self.middle()) else {
            return view;
        };
        let view = view.panned(scene, to.x - from.x, to.y - from.y);
        match (before.spread_px(), self.spread_px()) {
            (Some(from_px), Some(to_px)) => view.zoomed_at(scene, to, to_px / from_px),
            _ => view,
        }
    }

    /// The middle between those that are down.
    fn middle(&self) -> Option<Point> {
        match self.down {
            [Some(Finger { at: a, .. }), Some(Finger { at: b, .. })] => {
                Some(Point { x: a.x.midpoint(b.x), y: a.y.midpoint(b.y) })
            }
            [Some(finger), None] | [None, Some(finger)] => Some(finger.at),
            [None, None] => None,
        }
    }

    /// How far two are apart.
    fn spread_px(&self) -> Option<f64> {
        match self.down {
            // Fingers on the same point have no direction to spread from.
            [Some(a), Some(b)] => Some(distance_px(a.at, b.at).max(1.0)),
            _ => None,
        }
    }
}

fn distance_px(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[cfg(test)]
mod tests {
    use super::{Point, PointerGesture, StageLayout, Viewport};
    use crate::viewer::geometry::PictureSize;

    const SCENE: StageLayout = StageLayout {
        width_px: 800.0,
        height_px: 600.0,
        corner: Point { x: 0.0, y: 0.0 },
        pixel_ratio: 1.0,
        picture: PictureSize { width_px: 1600, height_px: 1200 },
    };

    const fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn one_drags() {
        let mut fingers = PointerGesture::default();
        let view = Viewport::Fit.one_to_one(&SCENE);
        assert_eq!(fingers.drag(1, point(500.0, 400.0), view, &SCENE), view, "none is down");
        fingers.press(1, point(400.0, 300.0));
        assert!(fingers.any());
        let dragged = fingers.drag(1, point(410.0, 295.0), view, &SCENE);
        assert_eq!(dragged, view.panned(&SCENE, 10.0, -5.0));
        assert_eq!(fingers.drag(2, point(0.0, 0.0), dragged, &SCENE), dragged, "another one is not down");
        fingers.lift(1);
        assert!(!fingers.any());
        assert_eq!(fingers.drag(1, point(500.0, 400.0), dragged, &SCENE), dragged);
    }

    #[test]
    fn a_click_that_trembles_drags_nothing_and_a_drag_takes_all_of_its_way() {
        let mut fingers = PointerGesture::default();
        fingers.press(1, point(400.0, 300.0));
        assert_eq!(fingers.drag(1, point(402.0, 302.0), Viewport::Fit, &SCENE), Viewport::Fit);
        fingers.lift(1);
        fingers.press(1, point(400.0, 300.0));
        assert_eq!(fingers.drag(1, point(403.0, 300.0), Viewport::Fit, &SCENE), Viewport::Fit);
        let dragged = fingers.drag(1, point(405.0, 300.0), Viewport::Fit, &SCENE);
        assert_eq!(dragged, Viewport::Fit.panned(&SCENE, 5.0, 0.0));
        assert_eq!(fingers.drag(1, point(404.0, 300.0), dragged, &SCENE), dragged.panned(&SCENE, -1.0, 0.0));
    }

    #[test]
    fn two_pinch_and_hold_what_is_under_them() {
        let mut fingers = PointerGesture::default();
        let mut view = Viewport::Fit.one_to_one(&SCENE);
        fingers.press(1, point(300.0, 300.0));
        fingers.press(2, point(500.0, 300.0));
        let under = [view.picture_point(&SCENE, point(300.0, 300.0)), view.picture_point(&SCENE, point(500.0, 300.0))];
        view = fingers.drag(1, point(200.0, 250.0), view, &SCENE);
        view = fingers.drag(2, point(600.0, 250.0), view, &SCENE);
        let now = [view.picture_point(&SCENE, point(200.0, 250.0)), view.picture_point(&SCENE, point(600.0, 250.0))];
        for (before, after) in under.iter().zip(now) {
            assert!((before.x - after.x).abs() < 0.5 && (before.y - after.y).abs() < 0.5, "{before:?} → {after:?}");
        }
        assert!((view.scale(&SCENE) - 2.0).abs() < 0.01);
    }

    #[test]
    fn a_third_changes_nothing_and_one_that_stays_goes_on() {
        let mut fingers = PointerGesture::default();
        let view = Viewport::Fit.one_to_one(&SCENE);
        for id in 1..=3 {
            fingers.press(id, point(100.0, 100.0));
        }
        assert_eq!(fingers.drag(3, point(500.0, 500.0), view, &SCENE), view);
        let pinched = fingers.drag(1, point(100.0, 100.0), view, &SCENE);
        assert_eq!(pinched, view, "on the same point");
        fingers.lift(1);
        assert_eq!(fingers.drag(2, point(107.0, 100.0), view, &SCENE), view.panned(&SCENE, 7.0, 0.0));
    }
}
