//! The file formats of recordings.

/// File formats, as the interface numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFormat {
    /// 1
    Tiff,
    /// 3
    Zarr,
    /// 4
    Mp4,
}

impl RecordFormat {
    /// The format with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        [Self::Tiff, Self::Zarr, Self::Mp4].into_iter().find(|format| format.number() == number)
    }

    /// Its number.
    pub fn number(self) -> u8 {
        match self {
            Self::Tiff => 1,
            Self::Zarr => 3,
            Self::Mp4 => 4,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tiff => "TIFF",
            Self::Zarr => "ZARR",
            Self::Mp4 => "MP4",
        }
    }

    /// How names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Tiff => "tiff",
            Self::Zarr => "zarr",
            Self::Mp4 => "mp4",
        }
    }

    /// The content type of such files.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Tiff => "image/tiff",
            Self::Zarr => "application/octet-stream",
            Self::Mp4 => "video/mp4",
        }
    }

    /// Is it one file? ZARR is a folder.
    pub fn is_file(self) -> bool {
        self != Self::Zarr
    }
}
