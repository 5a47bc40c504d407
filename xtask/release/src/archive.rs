//! The package: a zip file of the page.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use zip::ZipArchive;

use crate::page_files::PageFiles;
use crate::zip_file::zip_file;

/// All files lie in this folder, so that who unpacks it somewhere gets one thing.
const FOLDER: &str = "lockstep/";
/// For the person who unpacks it: not the page's.
const EXTRAS: [(&str, &str); 2] =
    [("README.txt", include_str!("package-readme.txt")), ("install.sh", include_str!("package-install.sh"))];
/// The most that a file may unpack to, in bytes.
const MAX_FILE: u64 = 16 << 20;
/// The most files that a package may have.
const MAX_FILES: usize = 256;

/// The package.
pub fn pack(page: &PageFiles) -> Result<Vec<u8>> {
    let extras = EXTRAS.iter().map(|(name, text)| (*name, text.as_bytes()));
    let files = extras.chain(page.in_order());
    zip_file(files.map(|(path, content)| (format!("{FOLDER}{path}"), content)))
}

/// The page's files in a package.
pub fn unpack(file: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut zip = ZipArchive::new(opened).with_context(|| format!("{} is no zip file", file.display()))?;
    ensure!(zip.len() <= MAX_FILES, "{} has {} files", file.display(), zip.len());
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).with_context(|| format!("{} is damaged", file.display()))?;
        let Some(path) = entry.name().strip_prefix(FOLDER).map(str::to_owned) else { continue };
        if EXTRAS.iter().any(|(name, _)| *name == path) || path.is_empty() || path.ends_with('/') {
            continue;
        }
        let mut content = Vec::new();
        // The size that the file names may be wrong.
        entry.take(MAX_FILE).read_to_end(&mut content).with_context(|| format!("{} is damaged", file.display()))?;
        files.insert(path, content);
    }
    Ok(files)
}
