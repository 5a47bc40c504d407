//! The built page's files, read from a folder or a package.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::archive;

/// What browsers ask for, and what names all other files.
pub const INDEX: &str = "index.html";
/// More than the page will ever have, in bytes: something else was named.
const MAX_TOTAL: usize = 16 << 20;

/// The files by their paths from the page's folder on, with slashes; `index.html` is one of them.
#[derive(Debug, PartialEq, Eq)]
pub struct PageFiles(BTreeMap<String, Vec<u8>>);

impl PageFiles {
    /// Reads a folder or a zip file, and sees whether it is a page.
    pub fn read(place: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        if place.is_dir() {
            read_folder(place, "", &mut files)?;
        } else {
            files = archive::unpack(place)?;
        }
        Self::check(files).with_context(|| format!("{} is no built page", place.display()))
    }

    fn check(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let total: usize = files.values().map(Vec::len).sum();
        ensure!(total <= MAX_TOTAL, "it has {total} bytes");
        let index = files.get(INDEX).with_context(|| format!("it has no {INDEX}"))?;
        let index = String::from_utf8_lossy(index);
        ensure!(index.contains("<title>Lockstep</title>"), "its {INDEX} is not Lockstep's");
        for path in files.keys() {
            ensure!(path.split('/').all(is_plain), "it has a file {path:?}");
        }
        let program = files.keys().find(|path| path.ends_with(".wasm")).context("it has no program")?;
        ensure!(index.contains(program.as_str()), "its {INDEX} names another program than {program}");
        Ok(Self(files))
    }

    /// Every file with its path, `index.html` last: what it names has to be there before.
    pub fn in_order(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let others = self.0.iter().filter(|(path, _)| *path != INDEX);
        let index = self.0.iter().filter(|(path, _)| *path == INDEX);
        others.chain(index).map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// Whether the page has a file at the path.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether the page has files in the folder at the path.
    pub fn has_folder(&self, path: &str) -> bool {
        self.0.keys().any(|file| is_inside(file, path))
    }
}

/// Whether the path leads into the folder.
pub fn is_inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A part of a path that every server takes as it is.
fn is_plain(part: &str) -> bool {
    !part.starts_with('.')
        && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
        && !part.is_empty()
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let cannot_read = || format!("cannot read {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot_read)? {
        let path = entry.with_context(cannot_read)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            bail!("{} has a name that is not Unicode", path.display());
        };
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name, content);
        }
    }
    Ok(())
}
