//! The room on the backend's disk.

use crate::wire::Storage;

/// Below this it is said how much is left, in bytes: 16-bit frames of a large camera fill it in less than a minute.
const LOW_BYTES: u64 = 5_000_000_000;

/// What is known about the disk to which the backend writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disk {
    storage: Option<Storage>,
    is_full: bool,
}

/// What somebody wants to know about the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskRoom {
    /// The backend has not said how much is left.
    Unknown,
    /// There is enough for now.
    Enough,
    /// It gets low.
    Low {
        /// What can still be written, in bytes.
        free_bytes: u64,
    },
    /// Nothing more can be written.
    Full,
}

impl Disk {
    /// The backend says how full the disk is.
    pub fn report(&mut self, storage: Storage) {
        self.storage = Some(storage);
        // A disk can be full for a frame while some of it is left, so it has to have got room.
        self.is_full = storage.free_bytes == 0 || (self.is_full && storage.free_bytes < LOW_BYTES);
    }

    /// The backend says that there is no room for another frame. Is that news?
    pub const fn fill(&mut self) -> bool {
        let is_news = !self.is_full;
        self.is_full = true;
        is_news
    }

    /// How much room there is.
    #[must_use]
    pub fn room(&self) -> DiskRoom {
        match self.storage {
            _ if self.is_full => DiskRoom::Full,
            None => DiskRoom::Unknown,
            Some(Storage { free_bytes, .. }) if free_bytes < LOW_BYTES => DiskRoom::Low { free_bytes },
            Some(_) => DiskRoom::Enough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reported(disk: &mut Disk, free_bytes: u64) -> DiskRoom {
        disk.report(Storage { free_bytes, total_bytes: None });
        disk.room()
    }

    #[test]
    fn what_is_left_is_said_once_it_is_little() {
        let mut disk = Disk::default();
        assert_eq!(disk.room(), DiskRoom::Unknown);
        assert_eq!(reported(&mut disk, LOW_BYTES), DiskRoom::Enough);
        assert_eq!(reported(&mut disk, LOW_BYTES - 1), DiskRoom::Low { free_bytes: LOW_BYTES - 1 });
        assert_eq!(reported(&mut disk, 0), DiskRoom::Full);
        assert_eq!(reported(&mut disk, LOW_BYTES), DiskRoom::Enough);
    }

    #[test]
    fn a_full_disk_is_news_once_until_it_has_got_room() {
        let mut disk = Disk::default();
        assert!(disk.fill());
        assert!(!disk.fill());
        assert_eq!(reported(&mut disk, 4_096), DiskRoom::Full);
        assert!(!disk.fill());
        assert_eq!(reported(&mut disk, LOW_BYTES), DiskRoom::Enough);
        assert!(disk.fill());
    }
}
