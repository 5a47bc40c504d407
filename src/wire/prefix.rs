//! The first bytes of something.

/// A value that was not read whole is known by as many of its first bytes at least: enough for a packet's header and for
/// what its payload begins with.
pub(super) const MIN_PREFIX_BYTES: usize = 64;

/// The first bytes of something, perhaps all of them. A picture's bytes need not be copied to where they are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix<'a> {
    /// Those that were read.
    pub bytes: &'a [u8],
    /// How many there are in all.
    pub size_bytes: usize,
}

impl<'a> From<&'a [u8]> for Prefix<'a> {
    /// All of it.
    fn from(bytes: &'a [u8]) -> Self {
        Self { bytes, size_bytes: bytes.len() }
    }
}
