//! LZ4 frames: `04 22 4d 18`, a descriptor, blocks, an end mark.
//!
//! The frame is walked here and its blocks are unpacked by `lz4_flex`. Its checksums are skipped and not compared: the
//! bytes came over TCP, which has its own, and hashing each picture twice would show nothing but a broken backend.

use thiserror::Error;

/// What a frame begins with.
pub const MAGIC: [u8; 4] = [0x04, 0x22, 0x4d, 0x18];

/// No byte of a block stands for more bytes than this: a length grows by at most 255 a byte.
pub const MAX_EXPANSION: usize = 255;

/// How far back a block may refer to what the blocks before it unpacked to.
const HISTORY_BYTES: usize = 64 << 10;

/// An LZ4 frame that can't be unpacked into the room there is for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Lz4Error {
    /// Ends before its end mark.
    #[error("ends too early")]
    Truncated,
    /// Begins with other bytes than an LZ4 frame.
    #[error("does not begin as an LZ4 frame does")]
    NotLz4,
    /// Of a version, or with a feature, that no backend is known to use.
    #[error("uses a feature of LZ4 frames that is not supported: {0}")]
    Unsupported(&'static str),
    /// What the blocks contain is no LZ4.
    #[error("has a broken block")]
    BrokenBlock,
    /// Unpacks to more bytes than were announced; they were not written.
    #[error("unpacks to more than the announced {expected_bytes} bytes")]
    TooLong {
        /// The size of the buffer.
        expected_bytes: usize,
    },
    /// Unpacks to fewer bytes than were announced.
    #[error("unpacks to {size_bytes} bytes instead of {expected_bytes}")]
    TooShort {
        /// Bytes that it has.
        size_bytes: usize,
        /// The size of the buffer.
        expected_bytes: usize,
    },
    /// Bytes follow its end.
    #[error("goes on for {size_bytes} bytes after its end")]
    Trailing {
        /// Bytes that follow.
        size_bytes: usize,
    },
}

/// Unpacks a whole frame, which must have exactly as many bytes as `unpacked`. That never grows: a frame that wants to
/// be longer is given up where it does. After an error, what is in `unpacked` means nothing.
///
/// # Errors
///
/// [`Lz4Error`].
#[inline(never)]
pub fn unpack(frame: &[u8], unpacked: &mut [u8]) -> Result<(), Lz4Error> {
    let mut rest = frame;
    let descriptor = Descriptor::read(&mut rest)?;
    let expected_bytes = unpacked.len();
    let mut filled_bytes = 0;
    while let Some(block) = descriptor.block(&mut rest)? {
        let (done, room) = unpacked.split_at_mut(filled_bytes);
        let too_long = Lz4Error::TooLong { expected_bytes };
        filled_bytes += match block {
            Block::Raw(bytes) => {
                room.get_mut(..bytes.len()).ok_or(too_long)?.copy_from_slice(bytes);
                bytes.len()
            }
            Block::Packed(bytes) => {
                let history = &done[done.len().saturating_sub(descriptor.history_bytes)..];
                lz4_flex::block::decompress_into_with_dict(bytes, room, history).map_err(|why| match why {
                    lz4_flex::block::DecompressError::OutputTooSmall { .. } => too_long,
                    _ => Lz4Error::BrokenBlock,
                })?
            }
        };
    }
    if filled_bytes != expected_bytes {
        return Err(Lz4Error::TooShort { size_bytes: filled_bytes, expected_bytes });
    }
    if !rest.is_empty() {
        return Err(Lz4Error::Trailing { size_bytes: rest.len() });
    }
    Ok(())
}

/// What the head of a frame says about the rest.
struct Descriptor {
    /// How far back blocks may refer: not at all where each stands alone.
    history_bytes: usize,
    block_checksums: bool,
    content_checksum: bool,
}

enum Block<'a> {
    Raw(&'a [u8]),
    Packed(&'a [u8]),
}

impl Descriptor {
    fn read(rest: &mut &[u8]) -> Result<Self, Lz4Error> {
        if take(rest)? != MAGIC {
            return Err(Lz4Error::NotLz4);
        }
        let [flags, _block_size] = take(rest)?;
        let has = |bit: u8| flags & (1 << bit) != 0;
        if flags >> 6 != 1 {
            return Err(Lz4Error::Unsupported("another version"));
        }
        if has(0) {
            return Err(Lz4Error::Unsupported("a dictionary"));
        }
        if has(3) {
            // The content's size, which the caller knows, and which is compared with what the blocks really have.
            let _: [u8; 8] = take(rest)?;
        }
        let [_header_checksum] = take(rest)?;
        Ok(Self {
            history_bytes: if has(5) { 0 } else { HISTORY_BYTES },
            block_checksums: has(4),
            content_checksum: has(2),
        })
    }

    /// The next block; `None` at the frame's end.
    fn block<'a>(&self, rest: &mut &'a [u8]) -> Result<Option<Block<'a>>, Lz4Error> {
        const RAW: u32 = 1 << 31;
        let head = u32::from_le_bytes(take(rest)?);
        if head == 0 {
            if self.content_checksum {
                let _: [u8; 4] = take(rest)?;
            }
            return Ok(None);
        }
        let (bytes, after) = rest.split_at_checked((head & !RAW) as usize).ok_or(Lz4Error::Truncated)?;
        *rest = after;
        if self.block_checksums {
            let _: [u8; 4] = take(rest)?;
        }
        Ok(Some(if head & RAW == 0 { Block::Packed(bytes) } else { Block::Raw(bytes) }))
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Lz4Error> {
    let (taken, after) = rest.split_first_chunk().ok_or(Lz4Error::Truncated)?;
    *rest = after;
    Ok(*taken)
}

#[cfg(test)]
mod tests;
