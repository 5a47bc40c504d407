//! How a camera's picture is turned and mirrored on the stage.

use super::{PictureSize, Point};

/// How a camera's picture lies on the stage: turned, and then mirrored as a person sees it. What the camera sends stays as
/// it is; only what is shown, pointed at and saved goes by this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orientation {
    /// How far it is turned.
    pub turn: Turn,
    /// Whether left and right change places after that.
    pub mirroring: Mirroring,
}

/// How far a picture is turned, clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// Not at all.
    #[default]
    None,
    /// By 90°.
    Right,
    /// By 180°.
    Half,
    /// By 270°, which is one quarter to the left.
    Left,
}

/// Do left and right change places?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mirroring {
    /// They stay.
    #[default]
    Straight,
    /// They change places.
    Mirrored,
}

/// Which way the picture's columns and rows go on the stage: its point (x, y) is shown `a·x + c·y` to the right and
/// `b·x + d·y` down, as CSS and canvases name these. Each is −1, 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axes {
    /// A column's step, to the right.
    pub a: i8,
    /// A column's step, down.
    pub b: i8,
    /// A row's step, to the right.
    pub c: i8,
    /// A row's step, down.
    pub d: i8,
}

impl Turn {
    /// All of them, each a quarter further than the one before.
    pub const ALL: [Self; 4] = [Self::None, Self::Right, Self::Half, Self::Left];

    /// Clockwise, in degrees.
    #[must_use]
    pub const fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Right => 90,
            Self::Half => 180,
            Self::Left => 270,
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::None => Self::Right,
            Self::Right => Self::Half,
            Self::Half => Self::Left,
            Self::Left => Self::None,
        }
    }

    const fn previous(self) -> Self {
        self.next().next().next()
    }
}

impl Orientation {
    /// A quarter further clockwise, as a person sees it.
    #[must_use]
    pub const fn turned(self) -> Self {
        // What is mirrored after it turns the other way.
        let turn = match self.mirroring {
            Mirroring::Straight => self.turn.next(),
            Mirroring::Mirrored => self.turn.previous(),
        };
        Self { turn, ..self }
    }

    /// Left for right, as a person sees it.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        let mirroring = match self.mirroring {
            Mirroring::Straight => Mirroring::Mirrored,
            Mirroring::Mirrored => Mirroring::Straight,
        };
        Self { mirroring, ..self }
    }

    /// Do columns and rows change places?
    #[must_use]
    pub const fn is_sideways(self) -> bool {
        matches!(self.turn, Turn::Right | Turn::Left)
    }

    /// Which way columns and rows go.
    #[must_use]
    pub const fn axes(self) -> Axes {
        let (a, b, c, d) = match self.turn {
            Turn::None => (1, 0, 0, 1),
            Turn::Right => (0, 1, -1, 0),
            Turn::Half => (-1, 0, 0, -1),
            Turn::Left => (0, -1, 1, 0),
        };
        match self.mirroring {
            Mirroring::Straight => Axes { a, b, c, d },
            Mirroring::Mirrored => Axes { a: -a, b, c: -c, d },
        }
    }

    /// How large a picture of this size is on the stage, in its own pixels.
    #[must_use]
    pub const fn shown_size(self, picture: PictureSize) -> PictureSize {
        let PictureSize { width_px, height_px } = picture;
        if self.is_sideways() { PictureSize { width_px: height_px, height_px: width_px } } else { picture }
    }

    /// Where a point of a picture of this size is, counted from the top left of what is shown.
    #[must_use]
    pub fn to_shown(self, picture: PictureSize, at: Point) -> Point {
        let (from, to) = (middle(picture), middle(self.shown_size(picture)));
        let (x, y, Axes { a, b, c, d }) = (at.x - from.x, at.y - from.y, self.axes());
        Point { x: to.x + f64::from(a) * x + f64::from(c) * y, y: to.y + f64::from(b) * x + f64::from(d) * y }
    }

    /// The way back: the picture's own point.
    #[must_use]
    pub fn to_picture(self, picture: PictureSize, shown: Point) -> Point {
        let (from, to) = (middle(self.shown_size(picture)), middle(picture));
        // Of lengths that stay and right angles, the way back is that with columns and rows exchanged.
        let (x, y, Axes { a, b, c, d }) = (shown.x - from.x, shown.y - from.y, self.axes());
        Point { x: to.x + f64::from(a) * x + f64::from(b) * y, y: to.y + f64::from(c) * x + f64::from(d) * y }
    }

    /// The picture's own column and row of a pixel that is shown in this column and row.
    #[must_use]
    pub fn picture_pixel(self, picture: PictureSize, (x, y): (u32, u32)) -> (u32, u32) {
        let Point { x, y } = self.to_picture(picture, Point { x: f64::from(x) + 0.5, y: f64::from(y) + 0.5 });
        // The middle of a pixel is one; what is beside the picture ends at its first.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let pixel = (x as u32, y as u32);
        pixel
    }
}

fn middle(size: PictureSize) -> Point {
    Point { x: f64::from(size.width_px) / 2.0, y: f64::from(size.height_px) / 2.0 }
}

#[cfg(test)]
mod tests;
