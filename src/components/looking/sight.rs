//! What is looked at.

use leptos::prelude::*;
use web_sys::{Element, window};

use super::full_screen;
use crate::components::panels::Panel;
use crate::keep::keep;
use crate::viewer::Viewer;
use crate::viewer::geometry::{CanvasTransform, PictureSize, Point, StageLayout, Viewport};

/// What is looked at, and what is shown about it; copies are the same sight.
#[derive(Clone, Copy)]
pub struct ViewerState {
    view: RwSignal<Viewport>,
    /// Width and height of the stage, in CSS pixels.
    stage_px: RwSignal<(f64, f64)>,
    size: Memo<Option<PictureSize>>,
    /// Where the pointer is on the stage, while it is.
    pointer: RwSignal<Option<Point>>,
    /// Is the crosshair shown?
    pub(super) crosshair: RwSignal<bool>,
    /// The panel that is open under the picture.
    pub(super) panel: RwSignal<Option<Panel>>,
    /// Has the live view the whole screen?
    pub(super) full_screen: RwSignal<bool>,
}

impl ViewerState {
    /// All of the picture, and nothing over it.
    #[must_use]
    pub fn new(viewer: Viewer) -> Self {
        let statistics = viewer.statistics();
        let size = Memo::new(move |_| statistics.with(|statistics| statistics.size));
        let sight = Self {
            view: RwSignal::new(Viewport::Fit),
            stage_px: RwSignal::new((0.0, 0.0)),
            size,
            pointer: RwSignal::new(None),
            crosshair: RwSignal::new(false),
            panel: RwSignal::new(None),
            full_screen: RwSignal::new(full_screen::is_on()),
        };
        let mut before = None::<PictureSize>;
        keep(Box::new(move || {
            let size = size.get();
            if let (Some(before), Some(size)) = (before, size)
                && before != size
            {
                sight.view.update(|view| *view = view.resized(before, size));
            }
            // While there is no picture, the view is of the one before: it may come again, as after a look elsewhere.
            before = size.or(before);
        }));
        sight
    }

    /// The panel that is open under the picture.
    #[must_use]
    pub fn panel(self) -> ReadSignal<Option<Panel>> {
        self.panel.read_only()
    }

    /// Is there a picture?
    pub(super) fn has_picture(self) -> bool {
        self.size.with(Option::is_some)
    }

    /// Is all of the picture on the stage, as at first?
    pub(super) fn fits(self) -> bool {
        self.view.get() == Viewport::Fit
    }

    /// How the picture lies on the stage, and how large both are; `None` while there is none of them.
    pub(super) fn scene(self) -> Option<(Viewport, StageLayout)> {
        let (width_px, height_px) = self.stage_px.get();
        let pixel_ratio = window().map_or(1.0, |window| window.device_pixel_ratio());
        let scene = StageLayout::new(width_px, height_px, pixel_ratio, self.size.get()?)?;
        Some((self.view.get(), scene))
    }

    /// Another view, if there is something to be seen.
    pub(super) fn change(self, change: impl FnOnce(Viewport, &StageLayout) -> Viewport) {
        if let Some((view, scene)) = untrack(|| self.scene()) {
            let changed = change(view, &scene);
            if changed != view {
                self.view.set(changed);
            }
        }
    }

    /// Larger or smaller, around the stage's middle.
    pub(super) fn zoom(self, factor: f64) {
        self.change(|view, scene| view.zoomed_at(scene, middle(scene), factor));
    }

    /// The stage has another size.
    pub(super) fn resize(self, stage: &Element) {
        let Area { width_px, height_px, .. } = Area::inside(stage);
        if self.stage_px.get_untracked() != (width_px, height_px) {
            self.stage_px.set((width_px, height_px));
        }
    }

    /// The pointer is there, or nowhere. This may come late, when nothing is looked at any more.
    pub(super) fn point(self, at: Option<Point>) {
        self.pointer.try_set(at);
    }

    /// The point of the stage whose pixel is read out: under the pointer, or else under the crosshair.
    pub(super) fn pointed(self, scene: &StageLayout) -> Option<Point> {
        self.pointer.get().or_else(|| self.crosshair.get().then(|| middle(scene)))
    }

    /// What moves the picture, as CSS; empty where it fits.
    pub(super) fn transform(self) -> String {
        let Some((view, scene)) = self.scene().filter(|(view, _)| *view != Viewport::Fit) else {
            return String::new();
        };
        let CanvasTransform { magnification, right_px, down_px } = view.placement(&scene);
        // In whole thousandths and millionths, because the page has no other use for writing floats.
        let (right, down, size) = (right_px * 1e3, down_px * 1e3, magnification * 1e6);
        #[allow(clippy::cast_possible_truncation)]
        let (right, down, size) = (right as i64, down as i64, size as i64);
        format!("transform:translate(calc({right}px/1000),calc({down}px/1000)) scale(calc({size}/1000000))")
    }
}

/// The stage's own middle.
fn middle(scene: &StageLayout) -> Point {
    Point { x: scene.width_px / 2.0, y: scene.height_px / 2.0 }
}

/// The stage within its border, in CSS pixels of the window.
pub(super) struct Area {
    left_px: f64,
    top_px: f64,
    width_px: f64,
    height_px: f64,
}

impl Area {
    fn inside(stage: &Element) -> Self {
        let area = stage.get_bounding_client_rect();
        let (left_px, top_px) = (f64::from(stage.client_left()), f64::from(stage.client_top()));
        Self {
            left_px: area.left() + left_px,
            top_px: area.top() + top_px,
            width_px: area.width() - 2.0 * left_px,
            height_px: area.height() - 2.0 * top_px,
        }
    }
}

/// A point of the window as one of the stage.
pub(super) fn stage_point(stage: &Element, client_x: i32, client_y: i32) -> Point {
    let area = Area::inside(stage);
    Point { x: f64::from(client_x) - area.left_px, y: f64::from(client_y) - area.top_px }
}
