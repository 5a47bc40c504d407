//! The disk, whose room recordings take.

/// How large it is, and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    /// All of it, in bytes.
    pub total_bytes: u64,
    /// What can still be written, in bytes.
    pub free_bytes: u64,
}

impl Disk {
    /// An empty one.
    pub fn new(total_bytes: u64) -> Self {
        Self { total_bytes, free_bytes: total_bytes }
    }

    /// Takes room for a frame.
    pub fn take(&mut self, bytes: usize) {
        self.free_bytes = self.free_bytes.saturating_sub(bytes as u64);
    }

    /// Is nothing left?
    pub fn is_full(&self) -> bool {
        self.free_bytes == 0
    }
}
