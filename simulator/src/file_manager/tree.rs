//! The data folder, in memory: it is gone with the process, and a test can't harm a disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use bytes::Bytes;

use super::Entry;
use crate::lock::lock;

/// All files together, in bytes.
const CAPACITY: usize = 64 << 20;
/// When every file was written: clients show it and do not count on it.
const MODIFIED_TIME: &str = "2026-08-21T12:00:00";

/// Why a file or folder is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A file's name with a slash or a backslash, a folder's with a colon, or one that leads out of the data folder.
    BadName,
    /// No such file or folder.
    Missing,
    /// There is one of that name.
    Taken,
    /// The disk is full.
    Full,
}

/// Files by their path from the data folder on, such as `lockstep/index.html`.
#[derive(Debug)]
pub struct FileTree {
    files: Mutex<BTreeMap<String, Bytes>>,
    capacity: usize,
}

impl Default for FileTree {
    fn default() -> Self {
        Self { files: Mutex::default(), capacity: CAPACITY }
    }
}

impl FileTree {
    /// Keeps a file in a folder, which is made where there is none. A file of that name is replaced.
    pub fn write(&self, folder: &str, name: &str, content: Bytes) -> Result<(), Refusal> {
        let folder = folder_path(folder)?;
        if !is_file_name(name) {
            return Err(Refusal::BadName);
        }
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let mut files = lock(&self.files);
        let others = files.iter().filter(|(other, _)| **other != path);
        if others.map(|(_, content)| content.len()).sum::<usize>() + content.len() > self.capacity {
            return Err(Refusal::Full);
        }
        files.insert(path, content);
        Ok(())
    }

    /// A file's content.
    pub fn read(&self, path: &str) -> Option<Bytes> {
        lock(&self.files).get(path).cloned()
    }

    /// All folders and files, in the order of their paths.
    pub fn list(&self) -> Vec<Entry> {
        let files = lock(&self.files);
        let folders: BTreeSet<_> = files.keys().flat_map(|path| folders_of(path)).collect();
        let folders = folders.into_iter().map(|path| entry(path, None));
        let mut entries: Vec<_> =
            folders.chain(files.iter().map(|(path, file)| entry(path, Some(file.len())))).collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        entries
    }

    /// Removes a file, or a folder with all that is in it.
    pub fn remove(&self, id: &str) -> Result<(), Refusal> {
        let path = folder_path(id)?;
        let mut files = lock(&self.files);
        let before = files.len();
        files.retain(|file, _| !is_inside(file, &path));
        if files.len() == before { Err(Refusal::Missing) } else { Ok(()) }
    }

    /// Gives a file or folder another name, in the same folder.
    pub fn rename(&self, id: &str, new_name: &str) -> Result<(), Refusal> {
        let path = folder_path(id)?;
        if !is_file_name(new_name) {
            return Err(Refusal::BadName);
        }
        let new_path = match path.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{new_name}"),
            None => new_name.to_owned(),
        };
        let mut files = lock(&self.files);
        if files.keys().any(|file| is_inside(file, &new_path)) {
            return Err(Refusal::Taken);
        }
        let moved: Vec<_> = files.keys().filter(|file| is_inside(file, &path)).cloned().collect();
        if moved.is_empty() {
            return Err(Refusal::Missing);
        }
        for old in moved {
            if let Some(content) = files.remove(&old) {
                files.insert(format!("{new_path}{}", &old[path.len()..]), content);
            }
        }
        Ok(())
    }
}

/// The folders that lead to a file: `a` and `a/b` for `a/b/c`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

fn entry(path: &str, size: Option<usize>) -> Entry {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let path = format!("/{path}");
    Entry { name, is_directory: size.is_none(), id: path.clone(), path, size, modified_time: MODIFIED_TIME.to_owned() }
}

/// Whether the file is the one at the path, or lies in the folder there.
fn is_inside(file: &str, path: &str) -> bool {
    file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A folder's path without the slashes around it.
fn folder_path(folder: &str) -> Result<String, Refusal> {
    let folder = folder.trim_matches('/');
    let is_good = |part: &str| is_file_name(part) && !part.contains(':');
    if folder.is_empty() || folder.split('/').all(is_good) { Ok(folder.to_owned()) } else { Err(Refusal::BadName) }
}

fn is_file_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', '\0'])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn paths(tree: &FileTree) -> Vec<String> {
        tree.list().into_iter().map(|entry| entry.path).collect()
    }

    #[test]
    fn files_lie_in_folders_that_are_listed_before_them() {
        let tree = FileTree::default();
        tree.write("/a/b", "c d ü.txt", Bytes::from_static(b"1")).unwrap();
        tree.write("a", "x", Bytes::from_static(b"2")).unwrap();
        assert_eq!(paths(&tree), ["/a", "/a/b", "/a/b/c d ü.txt", "/a/x"]);
        assert_eq!(tree.read("a/b/c d ü.txt").unwrap(), "1");
        tree.remove("/a/b").unwrap();
        assert_eq!(paths(&tree), ["/a", "/a/x"]);
        assert_eq!(tree.remove("/a/b"), Err(Refusal::Missing));
    }

    #[test]
    fn a_folders_name_is_no_beginning_of_anothers() {
        let tree = FileTree::default();
        tree.write("page", "x", Bytes::new()).unwrap();
        tree.write("pages", "x", Bytes::new()).unwrap();
        tree.remove("/page").unwrap();
        assert_eq!(paths(&tree), ["/pages", "/pages/x"]);
    }

    #[test]
    fn a_renamed_folder_keeps_what_is_in_it() {
        let tree = FileTree::default();
        tree.write("new/deep", "x", Bytes::from_static(b"1")).unwrap();
        tree.rename("/new", "page").unwrap();
        assert_eq!(tree.read("page/deep/x").unwrap(), "1");
        tree.write("new", "y", Bytes::new()).unwrap();
        assert_eq!(tree.rename("/new", "page"), Err(Refusal::Taken));
        assert_eq!(tree.rename("/nothing", "page2"), Err(Refusal::Missing));
    }

    #[test]
    fn bad_names_and_more_than_there_is_room_for_are_refused() {
        let tree = FileTree { capacity: 3, ..FileTree::default() };
        for (folder, name) in [("", "a/b"), ("", "a\\b"), ("", ".."), ("", ""), ("a:b", "x"), ("a/../..", "x")] {
            assert_eq!(tree.write(folder, name, Bytes::new()), Err(Refusal::BadName), "{folder} {name}");
        }
        tree.write("", "x", Bytes::from_static(b"123")).unwrap();
        assert_eq!(tree.write("", "y", Bytes::from_static(b"1")), Err(Refusal::Full));
        // In the place of itself.
        tree.write("", "x", Bytes::from_static(b"456")).unwrap();
    }
}
