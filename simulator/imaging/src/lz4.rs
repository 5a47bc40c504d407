//! LZ4 frames.

use std::io::Write;

use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};

use crate::encode_error::EncodeError;

/// The bytes as an LZ4 frame that announces their number.
pub fn to_lz4(bytes: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let info = FrameInfo::new()
        .content_size(Some(u64::try_from(bytes.len())?))
        .block_mode(BlockMode::Independent)
        .block_size(BlockSize::Max64KB);
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::with_capacity(bytes.len()));
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
