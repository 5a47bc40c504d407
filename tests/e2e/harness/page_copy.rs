//! The built page in a folder of its own, so that a test can break it.

use std::fs;
use std::path::{Path, PathBuf};

use super::environment;
use super::temporary_folder::TemporaryFolder;

/// A copy of the built page. It goes with this value.
pub struct PageCopy {
    folder: TemporaryFolder,
}

impl PageCopy {
    pub fn new() -> Self {
        let folder = TemporaryFolder::new();
        copy(&environment::page(), folder.path());
        Self { folder }
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The one file whose name begins and ends so.
    pub fn file(&self, begin: &str, end: &str) -> PathBuf {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(begin) && name.ends_with(end)
        };
        let found: Vec<_> = files.filter(named).collect();
        let [path] = &found[..] else { panic!("{} files are called {begin}…{end}, instead of one", found.len()) };
        path.clone()
    }

    /// Takes the one file away whose name begins and ends so.
    pub fn remove(&self, begin: &str, end: &str) {
        fs::remove_file(self.file(begin, end)).unwrap();
    }

    /// Puts another build in its place: all files have other names.
    pub fn replace_all(&self) {
        fs::remove_dir_all(self.folder.path()).unwrap();
        fs::create_dir(self.folder.path()).unwrap();
        fs::write(self.folder.path().join("index.html"), "<p>Another build").unwrap();
    }

    /// Puts a newer build in its place, as an installer does: program and script have other names, which the index says.
    /// Answers with what tells it from the one before.
    pub fn update(&self) -> &'static str {
        const NEWER: &str = "newer";
        let index = self.folder.path().join("index.html");
        let mut page = fs::read_to_string(&index).unwrap();
        for end in ["_bg.wasm", "_bg.wasm.gz", ".js"] {
            let old = self.file("lockstep-", end);
            let new = format!("lockstep-{NEWER}{end}");
            page = page.replace(old.file_name().unwrap().to_str().unwrap(), &new);
            fs::rename(old, self.folder.path().join(new)).unwrap();
        }
        fs::write(index, page).unwrap();
        NEWER
    }

    /// Puts other bytes into the one file whose name begins and ends so.
    pub fn overwrite(&self, begin: &str, end: &str, bytes: &[u8]) {
        fs::write(self.file(begin, end), bytes).unwrap();
    }
}

/// Copies what is in a folder into another one.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&copied).unwrap();
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).unwrap();
        }
    }
}
