//! The head of a jpeg file: how large the picture says it is. The browser decodes the rest.

use thiserror::Error;

use crate::viewer::geometry::PictureSize;
use crate::wire::{MAX_PIXELS, MAX_SIDE_PX};

/// A jpeg that is not worth a decoder's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum JpegError {
    /// Does not begin as a jpeg does.
    #[error("is no jpeg")]
    NotJpeg,
    /// Ends, or its pixels begin, before it said how large the picture is.
    #[error("is a jpeg that does not say how large it is")]
    SizeMissing,
    /// A side of 0 or above [`MAX_SIDE_PX`].
    #[error("says it is {0} pixels; 1 to {MAX_SIDE_PX} a side are possible")]
    AbsurdSize(PictureSize),
    /// More than [`MAX_PIXELS`].
    #[error("says it is {0} pixels; {MAX_PIXELS} in all are the limit")]
    TooManyPixels(PictureSize),
}

/// Reads the size from a jpeg's head; nothing behind it is looked at.
///
/// # Errors
///
/// [`JpegError`].
pub fn jpeg_size(bytes: &[u8]) -> Result<PictureSize, JpegError> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8]).ok_or(JpegError::NotJpeg)?;
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            return Err(JpegError::SizeMissing);
        };
        match marker {
            0xFF => rest = &rest[1..],                         // padding before a marker
            0x01 | 0xD0..=0xD7 => rest = after,                // markers that stand alone
            0xD9 | 0xDA => return Err(JpegError::SizeMissing), // the end, or the pixels
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return frame_header(after),
            _ => rest = skip_segment(after).ok_or(JpegError::SizeMissing)?,
        }
    }
}

/// A segment begins with its own length, which counts the two bytes it takes.
fn skip_segment(bytes: &[u8]) -> Option<&[u8]> {
    let (length, _) = bytes.split_first_chunk()?;
    bytes.get(usize::from(u16::from_be_bytes(*length)).max(2)..)
}

fn frame_header(bytes: &[u8]) -> Result<PictureSize, JpegError> {
    let [_, _, _precision, height_high, height_low, width_high, width_low, ..] = *bytes else {
        return Err(JpegError::SizeMissing);
    };
    let size = PictureSize {
        width_px: u16::from_be_bytes([width_high, width_low]).into(),
        height_px: u16::from_be_bytes([height_high, height_low]).into(),
    };
    let possible = |side_px| (1..=MAX_SIDE_PX).contains(&side_px);
    if !possible(size.width_px) || !possible(size.height_px) {
        return Err(JpegError::AbsurdSize(size));
    }
    if size.width_px * size.height_px > MAX_PIXELS {
        return Err(JpegError::TooManyPixels(size));
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{JpegError, jpeg_size};
    use crate::viewer::geometry::PictureSize;

    /// As libjpeg writes it: JFIF segment, quantisation table, frame header.
    fn head(width_px: u16, height_px: u16) -> Vec<u8> {
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
        bytes.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        bytes.extend([0xFF, 0xDB, 0, 67]);
        bytes.extend([1; 65]);
        bytes.extend([0xFF, 0xC0, 0, 11, 8]);
        bytes.extend(height_px.to_be_bytes());
        bytes.extend(width_px.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0]);
        bytes
    }

    #[test]
    fn finds_the_size_behind_other_segments() {
        assert_eq!(jpeg_size(&head(640, 480)), Ok(PictureSize { width_px: 640, height_px: 480 }));
    }

    #[test]
    fn accepts_padding_and_every_kind_of_frame_header() {
        for kind in [0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA] {
            let bytes = [0xFF, 0xD8, 0xFF, 0xFF, 0xFF, kind, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0];
            assert_eq!(jpeg_size(&bytes), Ok(PictureSize { width_px: 3, height_px: 2 }));
        }
    }

    #[test]
    fn refuses_absurd_sizes() {
        for (width_px, height_px) in [(0, 480), (640, 0), (16_385, 1), (1, 65_535)] {
            let size = PictureSize { width_px: width_px.into(), height_px: height_px.into() };
            assert_eq!(jpeg_size(&head(width_px, height_px)), Err(JpegError::AbsurdSize(size)));
        }
        assert!(jpeg_size(&head(16_384, 4_096)).is_ok());
        let size = PictureSize { width_px: 16_384, height_px: 4_097 };
        assert_eq!(jpeg_size(&head(16_384, 4_097)), Err(JpegError::TooManyPixels(size)));
    }

    #[test]
    fn tells_what_is_no_jpeg() {
        assert_eq!(jpeg_size(b""), Err(JpegError::NotJpeg));
        assert_eq!(jpeg_size(b"\x89PNG\r\n\x1a\n"), Err(JpegError::NotJpeg));
    }

    #[test]
    fn refuses_every_truncation() {
        let whole = head(640, 480);
        let frame_header_end = whole.len() - 4;
        for len in 2..frame_header_end {
            assert_eq!(jpeg_size(&whole[..len]), Err(JpegError::SizeMissing), "{len} bytes");
        }
    }

    #[test]
    fn refuses_pixels_before_the_size() {
        assert_eq!(jpeg_size(&[0xFF, 0xD8, 0xFF, 0xDA, 0, 2]), Err(JpegError::SizeMissing));
    }

    #[test]
    fn a_segment_of_no_length_ends_all_the_same() {
        assert_eq!(jpeg_size(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xD9]), Err(JpegError::SizeMissing));
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = jpeg_size(&bytes);
            let _ = jpeg_size(&[&[0xFF, 0xD8], bytes.as_slice()].concat());
        }
    }
}
