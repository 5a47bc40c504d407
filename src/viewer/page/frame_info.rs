//! What a frame says about its picture.

use std::sync::Arc;

use crate::viewer::geometry::PictureSize;
use crate::wire::Metadata;

/// Longer names of cameras are cut.
const MAX_NAME_CHARS: usize = 120;

/// What a frame says about its picture. But for the time, the fields are those of [`Statistics`](super::Statistics).
pub(super) struct FrameInfo {
    /// When the backend sent it, in seconds of its own clock.
    pub(super) server_timestamp_s: Option<f64>,
    pub(super) original_size: Option<PictureSize>,
    pub(super) subsampling_factor: Option<u32>,
    pub(super) pixel_size_um: Option<f64>,
    pub(super) detector: Option<Arc<str>>,
}

impl FrameInfo {
    pub(super) fn of(metadata: &Metadata<'_>) -> Self {
        let original = metadata.original_width_px.zip(metadata.original_height_px);
        Self {
            server_timestamp_s: metadata.server_timestamp_s,
            original_size: original.map(|(width_px, height_px)| PictureSize { width_px, height_px }),
            subsampling_factor: metadata.subsampling_factor,
            pixel_size_um: metadata.pixel_size_um,
            detector: metadata.detector_name.map(|name| Arc::from(short(name))),
        }
    }
}

/// The beginning of a name.
fn short(name: &str) -> &str {
    name.char_indices().nth(MAX_NAME_CHARS).map_or(name, |(end, _)| &name[..end])
}
