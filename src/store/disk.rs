//! What the backend tells about its disk.

use leptos::prelude::*;

use super::handle::Store;
use crate::control::disk::{Disk, DiskRoom};
use crate::control::notices::{NoticeContent, Topic};
use crate::sync::Severity;
use crate::wire;

const FULL: &str = "The backend’s disk is full: it records and saves nothing more until there is room.";

impl Store {
    /// Takes an update that may be about the disk.
    pub fn hear_of_disk(self, update: &wire::Update) {
        match update.topic() {
            wire::Topic::Storage => {
                if let Some(storage) = update.storage() {
                    self.set_disk.update(|disk| disk.report(storage));
                    if self.disk.with_untracked(Disk::room) != DiskRoom::Full {
                        self.dismiss(Topic::Disk);
                    }
                }
            }
            wire::Topic::DiskFull => {
                // It may say so for each frame.
                if self.set_disk.try_update(Disk::fill) == Some(true) {
                    let text = FULL.to_owned();
                    self.show_notice(NoticeContent {
                        topic: Topic::Disk,
                        severity: Severity::Error,
                        text,
                        action: None,
                    });
                }
            }
            wire::Topic::CameraSettings | wire::Topic::Lights | wire::Topic::RecordedFrames => {}
        }
    }

    /// Nothing is heard any more.
    pub fn forget_disk(self) {
        self.set_disk.set(Disk::default());
        self.dismiss(Topic::Disk);
    }
}
