//! The files of the built page, and how large they are.

use std::fmt;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::environment;

/// All files of the built page.
#[derive(Clone, Debug, Serialize)]
pub struct Dist {
    /// Largest first.
    pub files: Vec<DistFile>,
    /// Of all but packed copies: of a file and its copy, a browser fetches one.
    pub total: Sizes,
}

/// One file.
#[derive(Clone, Debug, Serialize)]
pub struct DistFile {
    /// Its path in the folder.
    pub name: String,
    pub sizes: Sizes,
}

/// How many bytes something has: as it is, and as a server may send it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Sizes {
    pub raw_bytes: usize,
    /// At level 9.
    pub gzip_bytes: usize,
    /// At quality 11, with the window of 4 MiB that servers use.
    pub brotli_bytes: usize,
}

impl Dist {
    /// How many bytes all files together may have, each in brotli: 2 % more than they had when it was set, so that what
    /// makes the page much larger is seen, and a new message is not.
    pub const LIMIT_BYTES: usize = 515_000;

    /// Reads and compresses the files of the built page.
    pub fn read() -> Self {
        let folder = environment::page();
        let measure = |path: &PathBuf| DistFile { name: name_in(&folder, path), sizes: Sizes::of(&read(path)) };
        let mut files: Vec<DistFile> = files_in(&folder).iter().map(measure).collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.sizes.brotli_bytes));
        let counted = files.iter().filter(|file| !file.name.ends_with(".gz"));
        let total = counted.fold(Sizes::default(), |total, file| total.with(file.sizes));
        Self { files, total }
    }

    /// Is there a file whose name ends so?
    pub fn has(&self, end: &str) -> bool {
        self.files.iter().any(|file| file.name.ends_with(end))
    }
}

impl Sizes {
    fn of(bytes: &[u8]) -> Self {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes).unwrap();
        let mut brotli = Vec::new();
        brotli::CompressorReader::new(bytes, 4096, 11, 22).read_to_end(&mut brotli).unwrap();
        Self { raw_bytes: bytes.len(), gzip_bytes: gzip.finish().unwrap().len(), brotli_bytes: brotli.len() }
    }

    fn with(self, other: Self) -> Self {
        Self {
            raw_bytes: self.raw_bytes + other.raw_bytes,
            gzip_bytes: self.gzip_bytes + other.gzip_bytes,
            brotli_bytes: self.brotli_bytes + other.brotli_bytes,
        }
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|why| panic!("can't read {}: {why}", path.display()))
}

/// All files of a folder and of the folders in it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

fn name_in(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap().display().to_string()
}

/// A table in Markdown, a line a file.
impl fmt::Display for Dist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| file | raw | gzip | brotli |\n| --- | ---: | ---: | ---: |")?;
        for DistFile { name, sizes } in &self.files {
            writeln!(f, "| `{name}` | {sizes} |")?;
        }
        writeln!(f, "| all, without packed copies | {} |", self.total)
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { raw_bytes, gzip_bytes, brotli_bytes } = self;
        write!(f, "{raw_bytes} | {gzip_bytes} | {brotli_bytes}")
    }
}
