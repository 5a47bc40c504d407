//! How large a picture's pixel is in the specimen.

use super::PictureSize;

/// What a backend says that knows no pixel size, in µm.
const DEFAULT_UM: f64 = 1.0;

/// Every how many of the camera's pixels and rows one is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subsampling {
    /// This many; above 0.
    Factor(u32),
    /// The backend is being asked.
    Asked,
    /// Neither the frame nor the backend says it.
    Unknown,
}

impl Subsampling {
    /// The factor that makes a picture of this size from the camera's own, in rows and columns alike.
    #[must_use]
    pub fn factor_between(camera: PictureSize, picture: PictureSize) -> Option<u32> {
        let factor = (f64::from(camera.width_px) / f64::from(picture.width_px)).round();
        // Between 1 and the largest size.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let factor = if factor >= 1.0 { factor as u32 } else { return None };
        // Backends may round up or down.
        let fits = |camera_px: u32, picture_px| (camera_px / factor..=camera_px.div_ceil(factor)).contains(&picture_px);
        let fits = fits(camera.width_px, picture.width_px) && fits(camera.height_px, picture.height_px);
        fits.then_some(factor)
    }
}

/// How large a picture's pixel is in the specimen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PixelSize {
    /// So large.
    Known {
        /// Its side in µm; above 0.
        um: f64,
        /// Who says so.
        source: PixelSizeSource,
    },
    /// It will be known soon, or be known to be unknown.
    Asked,
    /// It can't be told.
    Unknown(MissingFact),
}

/// Who says how large the camera's pixels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelSizeSource {
    /// The backend was told.
    Setup,
    /// The backend says what it also says when nobody told it.
    MaybeDefault,
}

/// What would have to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingFact {
    /// How large the camera's pixels are.
    CameraPixel,
    /// How the picture was subsampled.
    Subsampling,
}

impl PixelSize {
    /// By the size of the camera's own pixels, which is what frames say.
    #[must_use]
    pub fn of(camera_pixel_um: Option<f64>, subsampling: Subsampling) -> Self {
        let Some(camera_pixel_um) = camera_pixel_um else { return Self::Unknown(MissingFact::CameraPixel) };
        match subsampling {
            Subsampling::Factor(factor) => {
                let is_default = (camera_pixel_um - DEFAULT_UM).abs() < f64::EPSILON;
                let source = if is_default { PixelSizeSource::MaybeDefault } else { PixelSizeSource::Setup };
                Self::Known { um: camera_pixel_um * f64::from(factor), source }
            }
            Subsampling::Asked => Self::Asked,
            Subsampling::Unknown => Self::Unknown(MissingFact::Subsampling),
        }
    }

    /// In µm, where it is known.
    #[must_use]
    pub const fn um(self) -> Option<f64> {
        match self {
            Self::Known { um, .. } => Some(um),
            Self::Asked | Self::Unknown(_) => None,
        }
    }

    /// What is to be known about it, and what to do; nothing where all is well.
    #[must_use]
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::Known { source: PixelSizeSource::Setup, .. } | Self::Asked => None,
            Self::Known { source: PixelSizeSource::MaybeDefault, .. } => Some(
                "The backend says that a camera pixel is 1 µm wide, which it also says when it knows none: \
                 see that the pixel size is set in ImSwitch",
            ),
            Self::Unknown(MissingFact::CameraPixel) => {
                Some("The backend does not say how large the camera’s pixels are: set the pixel size in ImSwitch")
            }
            Self::Unknown(MissingFact::Subsampling) => Some(
                "The backend does not say how the picture was subsampled. It is asked again; \
                 frames in the binary format say it themselves",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MissingFact, PictureSize, PixelSize, PixelSizeSource, Subsampling};

    #[test]
    fn two_sizes_tell_the_factor_unless_a_part_was_cut_out() {
        let factor = |camera: (u32, u32), picture: (u32, u32)| {
            let size = |(width_px, height_px)| PictureSize { width_px, height_px };
            Subsampling::factor_between(size(camera), size(picture))
        };
        assert_eq!(factor((400, 300), (100, 75)), Some(4));
        assert_eq!(factor((401, 299), (101, 74)), Some(4));
        assert_eq!(factor((640, 480), (640, 480)), Some(1));
        assert_eq!(factor((400, 300), (100, 300)), None);
        assert_eq!(factor((100, 100), (400, 400)), None);
        assert_eq!(factor((0, 0), (0, 0)), None);
    }

    #[test]
    fn a_pixel_is_as_large_as_the_camera_pixels_that_it_stands_for() {
        let PixelSize::Known { um, source } = PixelSize::of(Some(0.325), Subsampling::Factor(4)) else {
            panic!("it is known");
        };
        assert!((um - 1.3).abs() < 1e-12);
        assert_eq!(source, PixelSizeSource::Setup);
        assert_eq!(PixelSize::of(Some(0.325), Subsampling::Factor(1)).advice(), None);
    }

    #[test]
    fn nothing_is_said_until_all_of_it_is_known() {
        assert_eq!(PixelSize::of(None, Subsampling::Factor(4)), PixelSize::Unknown(MissingFact::CameraPixel));
        assert_eq!(PixelSize::of(Some(0.5), Subsampling::Unknown), PixelSize::Unknown(MissingFact::Subsampling));
        assert_eq!(PixelSize::of(Some(0.5), Subsampling::Asked), PixelSize::Asked);
        for unknown in [MissingFact::CameraPixel, MissingFact::Subsampling].map(PixelSize::Unknown) {
            assert!(unknown.um().is_none() && unknown.advice().is_some());
        }
    }

    #[test]
    fn one_micrometre_may_be_what_nobody_set() {
        let size = PixelSize::of(Some(1.0), Subsampling::Factor(4));
        assert_eq!(size, PixelSize::Known { um: 4.0, source: PixelSizeSource::MaybeDefault });
        assert!(size.advice().is_some_and(|advice| advice.contains("knows none")));
    }
}
