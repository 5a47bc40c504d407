//! What a recording's file contains.

use bytes::Bytes;
use imaging::{EncodeError, Image, TiffStack, to_jpeg};

use super::record_format::RecordFormat;

/// Frames beyond this are counted and take room on the disk, but are not in the file.
const MAX_KEPT_BYTES: usize = 32 << 20;
const JPEG_QUALITY: u8 = 80;

/// A file that grows frame by frame.
#[derive(Debug)]
pub struct Content {
    kind: Kind,
    /// Bytes written, those that are not kept included.
    written_bytes: usize,
}

#[derive(Debug)]
enum Kind {
    /// One page for each frame, 16 bits.
    Tiff(TiffStack),
    /// One picture after the other.
    Jpegs(Vec<u8>),
    /// A folder, which can't be fetched.
    Folder,
}

impl Content {
    /// Nothing yet.
    pub fn new(format: RecordFormat) -> Self {
        let kind = match format {
            RecordFormat::Tiff => Kind::Tiff(TiffStack::default()),
            RecordFormat::Mp4 => Kind::Jpegs(Vec::new()),
            RecordFormat::Zarr => Kind::Folder,
        };
        Self { kind, written_bytes: 0 }
    }

    /// Appends a frame; returns how many bytes it takes on the disk.
    pub fn push(&mut self, image: &Image) -> Result<usize, EncodeError> {
        let raw_bytes = image.values.len() * 2;
        let has_room = self.written_bytes + raw_bytes <= MAX_KEPT_BYTES;
        let bytes = match &mut self.kind {
            Kind::Tiff(stack) => {
                if has_room {
                    stack.push(image)?;
                }
                raw_bytes
            }
            Kind::Jpegs(jpegs) => {
                let jpeg = to_jpeg(image, JPEG_QUALITY)?;
                if has_room {
                    jpegs.extend_from_slice(&jpeg);
                }
                jpeg.len()
            }
            Kind::Folder => raw_bytes,
        };
        self.written_bytes += bytes;
        Ok(bytes)
    }

    /// The file; `None` for a folder.
    pub fn into_file(self) -> Option<Bytes> {
        match self.kind {
            Kind::Tiff(stack) => Some(stack.into_bytes().into()),
            Kind::Jpegs(jpegs) => Some(jpegs.into()),
            Kind::Folder => None,
        }
    }
}
