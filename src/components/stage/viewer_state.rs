//! Which part of the picture is shown, and where somebody points.

use leptos::html;
use leptos::prelude::*;

use super::stage_area::{StageArea, pixel_ratio, stage_area};
use crate::viewer::Viewer;
use crate::viewer::geometry::{CanvasTransform, PictureSize, PixelRect, Point, StageLayout, Viewport};

/// Which part of the picture is shown, and where somebody points; copies are the same state.
#[derive(Clone, Copy)]
pub struct ViewerState {
    /// The stage's element, whose size is followed.
    pub(super) stage: NodeRef<html::Div>,
    /// Is the crosshair shown?
    pub(super) crosshair: RwSignal<bool>,
    picture_size: Memo<Option<PictureSize>>,
    /// How large stage and picture are; `None` while there is nothing to be seen.
    layout: Memo<Option<StageLayout>>,
    /// How the picture lies on the stage.
    viewport: Memo<Viewport>,
    /// The viewport that somebody chose last, and how large the picture was then.
    chosen: RwSignal<Option<(Viewport, PictureSize)>>,
    /// Where the pointer is on the stage, while it is.
    pointer: RwSignal<Option<Point>>,
}

impl ViewerState {
    /// All of the picture is shown at first.
    #[must_use]
    pub fn new(viewer: Viewer) -> Self {
        let statistics = viewer.statistics();
        let picture_size = Memo::new(move |_| statistics.with(|statistics| statistics.size));
        let chosen = RwSignal::new(None::<(Viewport, PictureSize)>);
        let stage = NodeRef::new();
        let area = stage_area(stage);
        let pixel_ratio = pixel_ratio(area);
        let layout = Memo::new(move |_| {
            let StageArea { corner, width_px, height_px } = area.get()?;
            let layout = StageLayout::new(width_px, height_px, pixel_ratio.get(), picture_size.get()?)?;
            Some(StageLayout { corner, ..layout })
        });
        let viewport = Memo::new(move |_| match (chosen.get(), layout.get()) {
            (None, _) => Viewport::Fit,
            (Some((viewport, before)), Some(layout)) => viewport.resized(before, layout.picture).within_limits(&layout),
            // The picture may come again, as after a while on another page.
            (Some((viewport, _)), None) => viewport,
        });
        Self {
            stage,
            crosshair: RwSignal::new(false),
            picture_size,
            layout,
            viewport,
            chosen,
            pointer: RwSignal::new(None),
        }
    }

    /// Is there a picture?
    pub(super) fn has_picture(self) -> bool {
        self.picture_size.with(Option::is_some)
    }

    /// Is all of the picture shown, as at first?
    pub(super) fn fits(self) -> bool {
        self.viewport.get() == Viewport::Fit
    }

    /// How large the picture is shown: 100 where each of its pixels is one of the screen's.
    pub(super) fn zoom_percent(self) -> Option<u32> {
        Some(self.viewport.get().percent(&self.layout.get()?))
    }

    /// How wide the stage is, in CSS pixels.
    pub(super) fn stage_width_px(self) -> Option<f64> {
        Some(self.layout.get()?.width_px)
    }

    /// CSS pixels in a pixel of the picture.
    pub(super) fn scale(self) -> Option<f64> {
        Some(self.viewport.get().scale(&self.layout.get()?))
    }

    /// Where the canvas goes; `None` where the picture fits, or there is none.
    pub(super) fn transform(self) -> Option<CanvasTransform> {
        let layout = self.layout.get()?;
        (!self.fits()).then(|| self.viewport.get().placement(&layout))
    }

    /// The part of the picture that is on the stage.
    pub(super) fn visible_part(self) -> Option<PixelRect> {
        Some(self.viewport.get().visible(&self.layout.get()?))
    }

    /// The pixel that is read out, as column and row: under the pointer, or else under the crosshair.
    pub(super) fn pointed_pixel(self) -> Option<(u32, u32)> {
        let layout = self.layout.get()?;
        let point = self.pointer.get().or_else(|| self.crosshair.get().then(|| stage_middle(&layout)))?;
        self.viewport.get().pixel_at(&layout, point)
    }

    /// Shows another part of the picture, if there is one.
    pub(super) fn change_viewport(self, change: impl FnOnce(Viewport, &StageLayout) -> Viewport) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let viewport = self.viewport.get_untracked();
        let changed = change(viewport, &layout);
        if changed != viewport {
            self.chosen.set(Some((changed, layout.picture)));
        }
    }

    /// Shows the picture larger or smaller, around the stage's middle.
    pub(super) fn zoom(self, factor: f64) {
        self.change_viewport(|viewport, layout| viewport.zoomed_at(layout, stage_middle(layout), factor));
    }

    /// The pointer is there on the stage, or not over it. Called from an animation frame, which may come when the stage
    /// is gone.
    pub(super) fn point_at(self, point: Option<Point>) {
        self.pointer.try_set(point);
    }
}

fn stage_middle(layout: &StageLayout) -> Point {
    Point { x: layout.width_px / 2.0, y: layout.height_px / 2.0 }
}
