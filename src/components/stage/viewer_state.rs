//! Which part of the picture is shown, and where somebody points.

use leptos::html;
use leptos::prelude::*;

use super::orientations::Orientations;
use super::stage_area::{StageArea, pixel_ratio, stage_area};
use crate::store::Store;
use crate::viewer::Viewer;
use crate::viewer::geometry::{CanvasTransform, Orientation, PictureSize, PixelRect, Point, StageLayout, Viewport};

/// Which part of the picture is shown, and where somebody points; copies are the same state.
#[derive(Clone, Copy)]
pub struct ViewerState {
    /// The stage's element, whose size is followed.
    pub(super) stage: NodeRef<html::Div>,
    /// Is the crosshair shown?
    pub(super) crosshair: RwSignal<bool>,
    /// How large the camera's picture is.
    picture_size: Memo<Option<PictureSize>>,
    /// How it is turned and mirrored.
    orientation: Memo<Orientation>,
    orientations: Orientations,
    /// How large stage and picture are, turned as it is; `None` while there is nothing to be seen.
    layout: Memo<Option<StageLayout>>,
    /// How the picture lies on the stage.
    viewport: Memo<Viewport>,
    /// What somebody chose last.
    chosen: RwSignal<Option<Chosen>>,
    /// Where the pointer is on the stage, while it is.
    pointer: RwSignal<Option<Point>>,
}

/// A viewport that was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Chosen {
    viewport: Viewport,
    /// How large the camera's picture was then, and how it lay.
    picture: PictureSize,
    orientation: Orientation,
}

impl Chosen {
    /// The same part of a picture that is this large now, and lies so.
    fn now(self, picture: PictureSize, orientation: Orientation) -> Viewport {
        let turned = self.viewport.turned(self.picture, self.orientation, orientation);
        turned.resized(orientation.shown_size(self.picture), orientation.shown_size(picture))
    }
}

impl ViewerState {
    /// All of the picture is shown at first, as it was turned when it was shown last.
    #[must_use]
    pub fn new(store: Store, viewer: Viewer) -> Self {
        let statistics = viewer.statistics();
        let picture_size = Memo::new(move |_| statistics.with(|statistics| statistics.size));
        let orientations = Orientations::new(store, viewer);
        let orientation = Memo::new(move |_| orientations.current());
        let chosen = RwSignal::new(None::<Chosen>);
        let stage = NodeRef::new();
        let area = stage_area(stage);
        let pixel_ratio = pixel_ratio(area);
        let layout = Memo::new(move |_| {
            let StageArea { corner, width_px, height_px } = area.get()?;
            let shown = orientation.get().shown_size(picture_size.get()?);
            let layout = StageLayout::new(width_px, height_px, pixel_ratio.get(), shown)?;
            Some(StageLayout { corner, ..layout })
        });
        let viewport = Memo::new(move |_| match (chosen.get(), layout.get(), picture_size.get()) {
            (None, ..) => Viewport::Fit,
            (Some(chosen), Some(layout), Some(picture)) => {
                chosen.now(picture, orientation.get()).within_limits(&layout)
            }
            // The picture may come again, as after a while on another page.
            (Some(chosen), ..) => chosen.viewport,
        });
        Self {
            stage,
            crosshair: RwSignal::new(false),
            picture_size,
            orientation,
            orientations,
            layout,
            viewport,
            chosen,
            pointer: RwSignal::new(None),
        }
    }

    /// How the picture is turned and mirrored.
    pub fn orientation(self) -> Orientation {
        self.orientation.get()
    }

    /// Turns and mirrors the picture of this camera so, here and in the visits that follow.
    pub fn set_orientation(self, orientation: Orientation) {
        self.orientations.keep(orientation);
    }

    /// Is there a picture?
    pub fn has_picture(self) -> bool {
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

    /// The stage's sides exchanged, in CSS pixels, where columns and rows change places on it: with these the picture fits.
    pub(super) fn sideways_px(self) -> Option<(f64, f64)> {
        let StageLayout { width_px, height_px, .. } = self.layout.get()?;
        self.orientation.get().is_sideways().then_some((height_px, width_px))
    }

    /// The part of what is shown that is on the stage.
    pub(super) fn visible_part(self) -> Option<PixelRect> {
        Some(self.viewport.get().visible(&self.layout.get()?))
    }

    /// The pixel that is read out, as column and row of the camera's picture: under the pointer, or else under the
    /// crosshair.
    pub(super) fn pointed_pixel(self) -> Option<(u32, u32)> {
        let layout = self.layout.get()?;
        let point = self.pointer.get().or_else(|| self.crosshair.get().then(|| stage_middle(&layout)))?;
        let shown = self.viewport.get().pixel_at(&layout, point)?;
        Some(self.orientation.get().picture_pixel(self.picture_size.get()?, shown))
    }

    /// Shows another part of the picture, if there is one.
    pub(super) fn change_viewport(self, change: impl FnOnce(Viewport, &StageLayout) -> Viewport) {
        let Some(layout) = self.layout.get_untracked() else { return };
        let viewport = self.viewport.get_untracked();
        let changed = change(viewport, &layout);
        if let Some(picture) = self.picture_size.get_untracked().filter(|_| changed != viewport) {
            let orientation = self.orientation.get_untracked();
            self.chosen.set(Some(Chosen { viewport: changed, picture, orientation }));
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
