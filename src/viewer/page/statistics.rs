//! Figures about the frames so far.

use std::sync::Arc;

use crate::control::camera::Format;
use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::viewer::status::{LastFrame, OtherCamera};

/// Figures about the frames so far, published at most four times a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Frames that came.
    pub received: u64,
    /// Frames that were drawn.
    pub painted: u64,
    /// Frames that a newer one overtook before they were decoded.
    pub dropped: u64,
    /// Frames that can't be shown.
    pub undecodable: u64,
    /// Frames painted a second over the last 2 s, rounded to tenths; 0 while none are.
    pub frames_per_second: f64,
    /// Time between painted frames, in milliseconds, once there were two in a row.
    pub interval_ms: Option<u64>,
    /// When the frame on the canvas came; `None` while the canvas is empty.
    pub last_frame_at: Option<Timestamp>,
    /// When the latest frame came that could not be shown; `None` while all could.
    pub last_refusal_at: Option<Timestamp>,
    /// Why frames could not be shown: the latest reason.
    pub refusal: Option<Arc<str>>,
    /// How large the picture on the canvas is.
    pub size: Option<PictureSize>,
    /// How large the camera's own picture is, where the frame says so (binary frames).
    pub original_size: Option<PictureSize>,
    /// Every how many camera pixels one was kept, in rows and columns, where the frame says so (binary frames); above 0.
    pub subsampling_factor: Option<u32>,
    /// How many bits samples have, as far as was seen, 1 to 16; `None` for a jpeg picture.
    pub bit_depth: Option<u16>,
    /// The side of a camera pixel in the specimen, in µm; above 0. A pixel of a picture that was subsampled is larger by
    /// `subsampling_factor`.
    pub pixel_size_um: Option<f64>,
    /// The camera that the picture on the canvas comes from, cut to 120 characters.
    pub detector: Option<Arc<str>>,
    /// The cameras that stream as well, and are not shown.
    pub others: Vec<OtherCamera>,
}

impl Statistics {
    /// How the picture on the canvas came.
    #[must_use]
    pub const fn format(&self) -> Format {
        if self.bit_depth.is_some() { Format::Binary } else { Format::Jpeg }
    }

    /// The frame on the canvas.
    #[must_use]
    pub fn last_frame(&self) -> Option<LastFrame> {
        self.last_frame_at.map(|at| LastFrame { at, interval_ms: self.interval_ms })
    }
}
