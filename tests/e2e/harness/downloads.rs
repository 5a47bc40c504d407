//! Files that a tab saves.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::browser::Profile;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// The folder where a profile's tabs save files. It goes with this value.
pub struct Downloads {
    folder: PathBuf,
}

impl Downloads {
    /// Lets the tabs of this profile save files.
    pub fn of(profile: &Profile) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("lockstep-downloads-{}-{number}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        profile.save_files(&folder);
        Self { folder }
    }

    /// The file of this name, once it is complete.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        // The browser gives a file its name when it has all of it.
        let path: &Path = &self.folder.join(name);
        path.is_file().then(|| fs::read(path).unwrap()).filter(|bytes| !bytes.is_empty())
    }

    /// Is there a file whose name ends so?
    pub fn has(&self, end: &str) -> bool {
        let names = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter_map(|name| name.into_string().ok()).any(|name| name.ends_with(end))
    }
}

impl Drop for Downloads {
    fn drop(&mut self) {
        // The browser may still write into it; what is left lies among the temporary files.
        drop(fs::remove_dir_all(&self.folder));
    }
}
