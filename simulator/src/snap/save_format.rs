//! The file formats of snaps.

use super::tiff::encode_tiff;
use crate::{
    camera::Image,
    stream::{EncodeError, jpeg},
};

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
            Self::Tiff => encode_tiff(image),
            Self::Png => encode_png16(image),
            Self::Jpg => jpeg(image, JPEG_QUALITY),
        }
    }
}

/// The upper eight bits of the image as a PNG.
pub fn encode_png8(image: &Image) -> Result<Vec<u8>, EncodeError> {
    encode_png(image, png::BitDepth::Eight, &image.to_gray8())
}

fn encode_png16(image: &Image) -> Result<Vec<u8>, EncodeError> {
    let values: Vec<u8> = image.values.iter().flat_map(|value| value.to_be_bytes()).collect();
    encode_png(image, png::BitDepth::Sixteen, &values)
}

fn encode_png(image: &Image, depth: png::BitDepth, values: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, u32::try_from(image.width)?, u32::try_from(image.height)?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(values)?;
    Ok(out)
}
