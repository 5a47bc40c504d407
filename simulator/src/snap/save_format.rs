//! The file formats of snaps.

use imaging::{EncodeError, Image, to_jpeg, to_png16, to_tiff};

const JPEG_QUALITY: u8 = 90;

/// File formats, as the interface numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveFormat {
    /// 1
    Tiff,
    /// 5
    Png,
    /// 6
    Jpg,
}

impl SaveFormat {
    /// The format with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Tiff),
            5 => Some(Self::Png),
            6 => Some(Self::Jpg),
            _ => None,
        }
    }

    /// How names of such files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Tiff => "tiff",
            Self::Png => "png",
            Self::Jpg => "jpg",
        }
    }

    /// The content type of such files.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Tiff => "image/tiff",
            Self::Png => "image/png",
            Self::Jpg => "image/jpeg",
        }
    }

    /// The image as a file. TIFF and PNG keep all 16 bits.
    pub fn encode(self, image: &Image) -> Result<Vec<u8>, EncodeError> {
        match self {
            Self::Tiff => to_tiff(image),
            Self::Png => to_png16(image),
            Self::Jpg => to_jpeg(image, JPEG_QUALITY),
        }
    }
}
