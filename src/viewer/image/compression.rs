//! How a frame's samples are packed.

use thiserror::Error;

use crate::wire::truncated;

/// How a frame's samples are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// As an LZ4 frame.
    Lz4,
    /// Not at all.
    Raw,
}

/// A compression that this page can't undo.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("is packed with `{0}`, which this page can't unpack: choose lz4 or none")]
pub struct UnsupportedCompression(String);

impl Compression {
    /// The packing that a frame's metadata names; without a name the first bytes tell.
    ///
    /// # Errors
    ///
    /// [`UnsupportedCompression`]: another name. It is cut to 120 characters.
    pub fn of(name: Option<&str>, payload: &[u8]) -> Result<Self, UnsupportedCompression> {
        match name {
            Some("lz4") => Ok(Self::Lz4),
            Some("none" | "raw" | "") => Ok(Self::Raw),
            Some(other) => Err(UnsupportedCompression(truncated(other))),
            None if payload.starts_with(&pixels::unpack::LZ4_MAGIC) => Ok(Self::Lz4),
            None => Ok(Self::Raw),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Compression;

    #[test]
    fn names_are_known_or_said() {
        assert_eq!(Compression::of(Some("lz4"), &[]), Ok(Compression::Lz4));
        for raw in ["none", "raw", ""] {
            assert_eq!(Compression::of(Some(raw), &pixels::unpack::LZ4_MAGIC), Ok(Compression::Raw));
        }
        let words = Compression::of(Some("zstd"), &pixels::unpack::LZ4_MAGIC).map_err(|error| error.to_string());
        assert_eq!(words, Err("is packed with `zstd`, which this page can't unpack: choose lz4 or none".to_owned()));
        let long = Compression::of(Some(&"z".repeat(10_000)), &[]).map_err(|error| error.to_string().len());
        assert!(long.is_err_and(|bytes| bytes < 250));
    }

    #[test]
    fn without_a_name_the_bytes_tell() {
        assert_eq!(Compression::of(None, &[4, 0x22, 0x4d, 0x18, 0]), Ok(Compression::Lz4));
        assert_eq!(Compression::of(None, &[4, 0x22, 0x4d]), Ok(Compression::Raw));
    }
}
