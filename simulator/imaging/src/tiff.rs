//! 16-bit gray images as TIFF files, one page each: one uncompressed strip, little-endian.

use crate::{encode_error::EncodeError, image::Image};

const RESOLUTION_OFFSET: u32 = 8;
const FIRST_PAGE_OFFSET: usize = 16;
/// Where a file says where its first directory is.
const FIRST_LINK_OFFSET: usize = 4;

/// The image as a TIFF file.
pub fn to_tiff(image: &Image) -> Result<Vec<u8>, EncodeError> {
    let mut stack = TiffStack::default();
    stack.push(image)?;
    Ok(stack.into_bytes())
}

/// A TIFF file that grows page by page and can be read after each.
#[derive(Debug)]
pub struct TiffStack {
    bytes: Vec<u8>,
    /// Where the next page's directory is to be named.
    link_offset: usize,
}

impl Default for TiffStack {
    fn default() -> Self {
        let mut bytes = Vec::with_capacity(FIRST_PAGE_OFFSET);
        bytes.extend_from_slice(b"II*\0");
        bytes.extend_from_slice(&0u32.to_le_bytes());
        for resolution_part in [1u32, 1] {
            bytes.extend_from_slice(&resolution_part.to_le_bytes());
        }
        Self { bytes, link_offset: FIRST_LINK_OFFSET }
    }
}

impl TiffStack {
    /// Appends a page.
    pub fn push(&mut self, image: &Image) -> Result<(), EncodeError> {
        let (width, height) = (u32::try_from(image.width)?, u32::try_from(image.height)?);
        let pixels = image.to_le_bytes();
        let pixels_offset = u32::try_from(self.bytes.len())?;
        let directory_offset = u32::try_from(self.bytes.len() + pixels.len())?;
        let directory = [
            long(256, width),
            long(257, height),
            short(258, 16), // bits per sample
            short(259, 1),  // no compression
            short(262, 1),  // 0 is black
            long(273, pixels_offset),
            short(277, 1),     // samples per pixel
            long(278, height), // rows per strip
            long(279, u32::try_from(pixels.len())?),
            rational(282, RESOLUTION_OFFSET), // horizontal resolution
            rational(283, RESOLUTION_OFFSET), // vertical resolution
            short(296, 1),                    // without a unit
        ];
        self.bytes.extend_from_slice(&pixels);
        self.bytes.extend_from_slice(&u16::try_from(directory.len())?.to_le_bytes());
        self.bytes.extend_from_slice(directory.as_flattened());
        self.bytes[self.link_offset..][..4].copy_from_slice(&directory_offset.to_le_bytes());
        self.link_offset = self.bytes.len();
        // No further directory yet.
        self.bytes.extend_from_slice(&0u32.to_le_bytes());
        Ok(())
    }

    /// The file as it is.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn short(tag: u16, value: u32) -> [u8; 12] {
    entry(tag, 3, value)
}

fn long(tag: u16, value: u32) -> [u8; 12] {
    entry(tag, 4, value)
}

fn rational(tag: u16, offset: u32) -> [u8; 12] {
    entry(tag, 5, offset)
}

/// An entry of the directory with one value, or the offset of a value of more than four bytes.
fn entry(tag: u16, kind: u16, value_or_offset: u32) -> [u8; 12] {
    let mut entry = [0; 12];
    entry[..2].copy_from_slice(&tag.to_le_bytes());
    entry[2..4].copy_from_slice(&kind.to_le_bytes());
    entry[4..8].copy_from_slice(&1u32.to_le_bytes());
    entry[8..].copy_from_slice(&value_or_offset.to_le_bytes());
    entry
}
