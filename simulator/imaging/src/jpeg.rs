//! Gray images as JPEG.

use jpeg_encoder::{ColorType, Encoder};

use crate::{encode_error::EncodeError, image::Image};

/// The upper eight bits of the image as a JPEG; `quality` is 1 to 100.
pub fn to_jpeg(image: &Image, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, quality).encode(
        &image.to_gray8(),
        u16::try_from(image.width)?,
        u16::try_from(image.height)?,
        ColorType::Luma,
    )?;
    Ok(jpeg)
}
