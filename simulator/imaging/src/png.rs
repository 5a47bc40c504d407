//! Gray images as PNG.

use ::png::{BitDepth, ColorType, Compression, Encoder};

use crate::{encode_error::EncodeError, image::Image};

/// The upper eight bits of the image as a PNG.
pub fn to_png8(image: &Image) -> Result<Vec<u8>, EncodeError> {
    encode(image, BitDepth::Eight, &image.to_gray8())
}

/// The image as a PNG of 16 bits.
pub fn to_png16(image: &Image) -> Result<Vec<u8>, EncodeError> {
    let values: Vec<u8> = image.values.iter().flat_map(|value| value.to_be_bytes()).collect();
    encode(image, BitDepth::Sixteen, &values)
}

fn encode(image: &Image, depth: BitDepth, values: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, u32::try_from(image.width)?, u32::try_from(image.height)?);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(depth);
    encoder.set_compression(Compression::Fast);
    encoder.write_header()?.write_image_data(values)?;
    Ok(out)
}
