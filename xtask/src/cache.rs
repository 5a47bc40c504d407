//! The user's cache folder, where tools are kept for every clone.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};

use crate::duration::{in_words, minutes};
use crate::process::check_interrupt;

/// How long one command waits for another that is preparing the same cache.
const LOCK_LIMIT: Duration = minutes(45);

/// The cache folder, locked: nobody else installs into it meanwhile.
pub struct Cache {
    root: PathBuf,
    _lock: File,
}

impl Cache {
    /// Opens the cache, waiting for another command that is preparing it.
    pub fn open() -> Result<Self> {
        let root = folder()?;
        create_folder(&root)?;
        let path = root.join("lock");
        let lock = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let started = Instant::now();
        let mut has_said_so = false;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { root, _lock: lock }),
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("cannot lock {}", path.display()));
                }
                Err(TryLockError::WouldBlock) => {}
            }
            if !has_said_so {
                println!("• Waiting for another `cargo xtask` that is preparing tools");
                has_said_so = true;
            }
            if started.elapsed() > LOCK_LIMIT {
                let limit = in_words(LOCK_LIMIT);
                bail!("another `cargo xtask` has held {} for {limit}", path.display());
            }
            check_interrupt()?;
            sleep(Duration::from_millis(200));
        }
    }

    /// Where a tool of this version lives: `tools/NAME-VERSION`.
    pub fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.root.join("tools").join(format!("{name}-{version}"))
    }

    /// Fills a new folder and moves it to its place only when it is complete.
    pub fn install(&self, target: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let staging = self.root.join("staging");
        remove_folder(&staging)?;
        create_folder(&staging)?;
        fill(&staging)?;
        if let Some(parent) = target.parent() {
            create_folder(parent)?;
        }
        remove_folder(target)?;
        fs::rename(&staging, target).with_context(|| format!("cannot move a new tool to {}", target.display()))
    }

    /// A folder for intermediate files, which outlives a failed attempt.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// Removes the intermediate files.
    pub fn clear_scratch(&self) -> Result<()> {
        remove_folder(&self.scratch())
    }

    /// Records that something happened just now.
    pub fn mark(&self, name: &str) -> Result<()> {
        let path = self.root.join(name);
        fs::write(&path, "").with_context(|| format!("cannot write {}", path.display()))
    }

    /// How long ago something was recorded, if it was.
    pub fn marked_since(&self, name: &str) -> Option<Duration> {
        let written = fs::metadata(self.root.join(name)).ok()?.modified().ok()?;
        SystemTime::now().duration_since(written).ok()
    }
}

/// The cache folder of this project.
pub fn folder() -> Result<PathBuf> {
    choose_folder(|name| env::var_os(name).map(PathBuf::from)).context("no cache folder: set XDG_CACHE_HOME or HOME")
}

fn choose_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let base = variable("XDG_CACHE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))?;
    Some(base.join("lockstep"))
}

/// Creates a folder and those above it.
pub fn create_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot create the folder {}", path.display()))
}

/// Removes a folder and all that is in it, if it is there.
pub fn remove_folder(path: &Path) -> Result<()> {
    if path.exists() {
        fs::remove_dir_all(path).with_context(|| format!("cannot remove the folder {}", path.display()))?;
    }
    Ok(())
}

/// What is in a folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = || format!("cannot read {}", folder.display());
    let entries = fs::read_dir(folder).with_context(unreadable)?;
    entries.map(|entry| entry.map(|entry| entry.path()).with_context(unreadable)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_folder_follows_the_desktop_conventions() {
        let home = |name: &str| (name == "HOME").then(|| PathBuf::from("/home/ada"));
        assert_eq!(choose_folder(home), Some(PathBuf::from("/home/ada/.cache/lockstep")));

        let both = |name: &str| match name {
            "XDG_CACHE_HOME" => Some(PathBuf::from("/var/cache/ada")),
            _ => home(name),
        };
        assert_eq!(choose_folder(both), Some(PathBuf::from("/var/cache/ada/lockstep")));

        let relative = |name: &str| match name {
            "XDG_CACHE_HOME" => Some(PathBuf::from("cache")),
            _ => home(name),
        };
        assert_eq!(choose_folder(relative), Some(PathBuf::from("/home/ada/.cache/lockstep")));
        assert_eq!(choose_folder(|_| None), None);
    }
}
