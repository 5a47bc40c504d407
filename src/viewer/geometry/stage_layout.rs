//! Stage and picture, as large as they are now.

use super::{PictureSize, Point};

/// Stage and picture, as large as they are now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageLayout {
    /// The stage's width, in CSS pixels.
    pub width_px: f64,
    /// The stage's height, in CSS pixels.
    pub height_px: f64,
    /// Where it begins in the window, in CSS pixels from that one's top left.
    pub corner: Point,
    /// Screen pixels in a CSS pixel.
    pub pixel_ratio: f64,
    /// The picture in its own pixels.
    pub picture: PictureSize,
}

impl StageLayout {
    /// A stage in the window's corner. `None` where there is nothing to be seen: no stage, or no picture.
    #[must_use]
    pub fn new(width_px: f64, height_px: f64, pixel_ratio: f64, picture: PictureSize) -> Option<Self> {
        let lengths = [width_px, height_px, pixel_ratio];
        let seen = lengths.iter().all(|length| *length > 0.0 && length.is_finite())
            && picture.width_px > 0
            && picture.height_px > 0;
        let corner = Point { x: 0.0, y: 0.0 };
        seen.then_some(Self { width_px, height_px, corner, pixel_ratio, picture })
    }

    /// CSS pixels in a picture pixel where all of the picture is on the stage, as large as it goes.
    #[must_use]
    pub fn fit_scale(&self) -> f64 {
        let (width, height) = (f64::from(self.picture.width_px), f64::from(self.picture.height_px));
        (self.width_px / width).min(self.height_px / height)
    }

    /// CSS pixels in a picture pixel where that is one pixel of the screen.
    #[must_use]
    pub fn one_to_one_scale(&self) -> f64 {
        1.0 / self.pixel_ratio
    }

    /// The picture's point where its halves meet.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point { x: f64::from(self.picture.width_px) / 2.0, y: f64::from(self.picture.height_px) / 2.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{PictureSize, StageLayout};

    #[test]
    fn without_stage_or_picture_there_is_none() {
        let picture = PictureSize { width_px: 640, height_px: 480 };
        assert!(StageLayout::new(300.0, 200.0, 1.0, picture).is_some());
        assert!(StageLayout::new(0.0, 200.0, 1.0, picture).is_none());
        assert!(StageLayout::new(300.0, f64::NAN, 1.0, picture).is_none());
        assert!(StageLayout::new(300.0, 200.0, f64::INFINITY, picture).is_none());
        assert!(StageLayout::new(300.0, 200.0, 1.0, PictureSize { width_px: 0, height_px: 480 }).is_none());
    }

    #[test]
    fn the_longer_side_decides_what_fits() {
        let picture = PictureSize { width_px: 640, height_px: 480 };
        let scale =
            |width_px, height_px| StageLayout::new(width_px, height_px, 1.0, picture).map(|scene| scene.fit_scale());
        assert_eq!(scale(640.0, 960.0), Some(1.0));
        assert_eq!(scale(1280.0, 480.0), Some(1.0));
    }
}
