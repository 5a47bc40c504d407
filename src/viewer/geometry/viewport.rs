//! How the picture lies on the stage: which of its points is in the stage's middle, and how large its pixels are.

use super::{Orientation, PictureSize, Point, StageLayout};

/// How many screen pixels a picture pixel is wide at most.
const MAX_SCREEN_PX: f64 = 32.0;

/// A scale this close to another one is the same: sums and products of floats are not exact.
const TOLERANCE: f64 = 1e-9;

/// How the picture lies on the stage. The stage's middle always shows a point of the picture, so it can't get lost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Viewport {
    /// All of the picture, as large as it goes, whatever size the stage gets.
    #[default]
    Fit,
    /// What the person chose.
    Free {
        /// CSS pixels in a picture pixel.
        scale: f64,
        /// The picture's point in the stage's middle.
        middle: Point,
    },
}

/// How the whole picture is moved from where it fits to where the view has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanvasTransform {
    /// How much larger than where it fits.
    pub magnification: f64,
    /// How far to the right, in CSS pixels.
    pub right_px: f64,
    /// How far down, in CSS pixels.
    pub down_px: f64,
}

/// A part of the picture, in whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelRect {
    /// The first column.
    pub left: u32,
    /// The first row.
    pub top: u32,
    /// How large it is; never empty.
    pub size: PictureSize,
}

impl Viewport {
    /// Each pixel of the picture is one of the screen's; the stage's middle keeps what it shows, unless all of the picture
    /// is to be seen.
    #[must_use]
    pub fn one_to_one(self, scene: &StageLayout) -> Self {
        let scale = scene.one_to_one_scale();
        let middle = if scale < scene.fit_scale() { scene.centre() } else { self.middle(scene) };
        Self::Free { scale, middle }
    }

    /// Larger by `factor`, or smaller, with the same point of the picture at this point of the stage. On the way down it
    /// halts where the whole picture fits; below that, the picture lies in the middle.
    #[must_use]
    pub fn zoomed_at(self, scene: &StageLayout, at: Point, factor: f64) -> Self {
        let (before, fit) = (self.scale(scene), scene.fit_scale());
        // Where the factor is no number, neither is this.
        let scale = before * factor;
        if !(factor > 0.0 && scale.is_finite()) {
            return self;
        }
        let scale = limited(scene, scale);
        if before > fit * (1.0 + TOLERANCE) && scale <= fit * (1.0 + TOLERANCE) {
            return Self::Fit;
        }
        if (scale / before - 1.0).abs() <= TOLERANCE {
            return self;
        }
        if scale <= fit {
            return Self::Free { scale, middle: scene.centre() };
        }
        let held = self.picture_point(scene, at);
        let x = held.x - (at.x - scene.width_px / 2.0) / scale;
        let y = held.y - (at.y - scene.height_px / 2.0) / scale;
        Self::free(scene, scale, Point { x, y })
    }

    /// Moved over the stage by so many CSS pixels.
    #[must_use]
    pub fn panned(self, scene: &StageLayout, right_px: f64, down_px: f64) -> Self {
        if right_px == 0.0 && down_px == 0.0 {
            return self;
        }
        let (scale, middle) = (self.scale(scene), self.middle(scene));
        Self::free(scene, scale, Point { x: middle.x - right_px / scale, y: middle.y - down_px / scale })
    }

    /// The same part of what the camera sees, after its pictures became larger or smaller.
    #[must_use]
    pub fn resized(self, before: PictureSize, after: PictureSize) -> Self {
        let Self::Free { scale, middle } = self else {
            return self;
        };
        let ratio = |before: u32, after: u32| f64::from(after.max(1)) / f64::from(before.max(1));
        let (wider, higher) = (ratio(before.width_px, after.width_px), ratio(before.height_px, after.height_px));
        Self::Free { scale: scale / wider, middle: Point { x: middle.x * wider, y: middle.y * higher } }
    }

    /// The same point of the camera's picture in the stage's middle, after that was turned or mirrored otherwise.
    #[must_use]
    pub fn turned(self, picture: PictureSize, before: Orientation, after: Orientation) -> Self {
        match self {
            Self::Free { scale, middle } if before != after => {
                Self::Free { scale, middle: after.to_shown(picture, before.to_picture(picture, middle)) }
            }
            other => other,
        }
    }

    /// As far in and out as it can be zoomed. Pictures and stages of other sizes have other limits.
    #[must_use]
    pub fn within_limits(self, scene: &StageLayout) -> Self {
        match self {
            Self::Fit => Self::Fit,
            Self::Free { scale, middle } => Self::free(scene, limited(scene, scale), middle),
        }
    }

    /// CSS pixels in a picture pixel.
    #[must_use]
    pub fn scale(self, scene: &StageLayout) -> f64 {
        match self {
            Self::Fit => scene.fit_scale(),
            Self::Free { scale, .. } => scale,
        }
    }

    /// Screen pixels in 100 picture pixels: 100 where each is one.
    #[must_use]
    pub fn percent(self, scene: &StageLayout) -> u32 {
        // Positive, and bounded by the limits of the scale.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let percent = (100.0 * self.scale(scene) / scene.one_to_one_scale() + 0.5) as u32;
        percent
    }

    /// Where the whole picture goes.
    #[must_use]
    pub fn placement(self, scene: &StageLayout) -> CanvasTransform {
        let (scale, corner, centre) = (self.scale(scene), self.corner(scene), scene.centre());
        CanvasTransform {
            magnification: scale / scene.fit_scale(),
            right_px: corner.x - (scene.width_px / 2.0 - centre.x * scale),
            down_px: corner.y - (scene.height_px / 2.0 - centre.y * scale),
        }
    }

    /// Where the picture's top left is on the stage. Where its pixels are whole ones of the screen, that is on one: between
    /// two, each would show a mixture.
    fn corner(self, scene: &StageLayout) -> Point {
        let (scale, middle) = (self.scale(scene), self.middle(scene));
        let screen_px = scale * scene.pixel_ratio;
        let is_whole = screen_px >= 0.5 && (screen_px / screen_px.round() - 1.0).abs() <= TOLERANCE;
        let on_screen = |begin: f64, at: f64| match self {
            Self::Free { .. } if is_whole => ((begin + at) * scene.pixel_ratio).round() / scene.pixel_ratio - begin,
            Self::Free { .. } | Self::Fit => at,
        };
        Point {
            x: on_screen(scene.corner.x, scene.width_px / 2.0 - middle.x * scale),
            y: on_screen(scene.corner.y, scene.height_px / 2.0 - middle.y * scale),
        }
    }

    /// The picture's point that is shown at a point of the stage.
    fn shown_point(self, scene: &StageLayout, at: Point) -> Point {
        let (scale, corner) = (self.scale(scene), self.corner(scene));
        Point { x: (at.x - corner.x) / scale, y: (at.y - corner.y) / scale }
    }

    /// The picture's point at a point of the stage, which may be beside the picture, before it is moved to the next pixel
    /// of the screen.
    #[must_use]
    pub fn picture_point(self, scene: &StageLayout, at: Point) -> Point {
        let (scale, middle) = (self.scale(scene), self.middle(scene));
        Point {
            x: middle.x + (at.x - scene.width_px / 2.0) / scale,
            y: middle.y + (at.y - scene.height_px / 2.0) / scale,
        }
    }

    /// The column and row of the picture's pixel at a point of the stage; `None` beside the picture.
    #[must_use]
    pub fn pixel_at(self, scene: &StageLayout, at: Point) -> Option<(u32, u32)> {
        let Point { x, y } = self.shown_point(scene, at);
        let inside = |at: f64, side_px: u32| (0.0..f64::from(side_px)).contains(&at);
        let picture = scene.picture;
        // Cut down to the whole pixel, which is inside.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = (x as u32, y as u32);
        (inside(x, picture.width_px) && inside(y, picture.height_px)).then_some(pixel)
    }

    /// The pixels of which at least a part is on the stage.
    #[must_use]
    pub fn visible(self, scene: &StageLayout) -> PixelRect {
        let begin = self.shown_point(scene, Point { x: 0.0, y: 0.0 });
        let end = self.shown_point(scene, Point { x: scene.width_px, y: scene.height_px });
        let (left, width_px) = span(begin.x, end.x, scene.picture.width_px);
        let (top, height_px) = span(begin.y, end.y, scene.picture.height_px);
        PixelRect { left, top, size: PictureSize { width_px, height_px } }
    }

    fn middle(self, scene: &StageLayout) -> Point {
        match self {
            Self::Fit => scene.centre(),
            Self::Free { middle, .. } => middle,
        }
    }

    fn free(scene: &StageLayout, scale: f64, middle: Point) -> Self {
        let within = |at: f64, side_px: u32| at.max(0.0).min(f64::from(side_px));
        let PictureSize { width_px, height_px } = scene.picture;
        Self::Free { scale, middle: Point { x: within(middle.x, width_px), y: within(middle.y, height_px) } }
    }
}

/// This scale, or the nearest that is offered.
fn limited(scene: &StageLayout, scale: f64) -> f64 {
    let (one_to_one, fit) = (scene.one_to_one_scale(), scene.fit_scale());
    // Not `clamp`, which panics where the least is above the most.
    scale.max(one_to_one.min(fit)).min((MAX_SCREEN_PX * one_to_one).max(fit))
}

/// The first of the whole pixels from `begin` to `end`, and how many they are: at least one, all within the picture.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn span(begin: f64, end: f64, side_px: u32) -> (u32, u32) {
    // What is less than a thousandth of a pixel is a rounding error.
    let (begin, end) = (begin + 1e-3, end - 1e-3);
    // Casts end at 0 and at the largest number.
    let begin = (begin.floor() as u32).min(side_px.saturating_sub(1));
    let end = (end.ceil() as u32).clamp(begin + 1, side_px.max(begin + 1));
    (begin, end - begin)
}

#[cfg(test)]
mod tests;
