//! The files that a browser fetches to show the page for the first time, and how large they are.

use std::fmt;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::rest::fetch;
use super::tab::Tab;

/// Where the page's own files are not: that is what it asks the backend.
const API: &str = "/imswitch/api/";

/// The page itself and what it loaded, each once. Only what came over the network has an address of its own here.
const ADDRESSES: &str = "[...new Set(performance.getEntries()
    .filter((entry) => ['navigation', 'resource'].includes(entry.entryType))
    .map((entry) => entry.name))]";

/// The files of a first load.
#[derive(Clone, Debug, Serialize)]
pub struct FirstLoad {
    /// What leads to the right buttons.
    pub buttons: Files,
    /// The picture's part, which is loaded after that.
    pub picture: Files,
}

/// Some of the files.
#[derive(Clone, Debug, Serialize)]
pub struct Files {
    /// Largest first.
    pub files: Vec<LoadedFile>,
    pub total: Sizes,
}

/// One file.
#[derive(Clone, Debug, Serialize)]
pub struct LoadedFile {
    /// Its name; the page's own is `index.html`.
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

impl FirstLoad {
    /// What this tab has loaded so far. Nobody has opened a panel or the settings, so any part is the picture's.
    pub fn of(tab: &Tab) -> Self {
        let addresses: Vec<String> = tab.evaluate(ADDRESSES);
        let files = addresses.iter().filter(|address| !address.contains(API));
        let (picture, buttons) = files.map(|address| LoadedFile::fetch(address)).partition(LoadedFile::is_part);
        Self { buttons: Files::of(buttons), picture: Files::of(picture) }
    }
}

impl Files {
    fn of(mut files: Vec<LoadedFile>) -> Self {
        files.sort_by_key(|file| std::cmp::Reverse(file.sizes.brotli_bytes));
        let total = files.iter().fold(Sizes::default(), |total, file| total.with(file.sizes));
        Self { files, total }
    }

    /// Is there a file whose name ends so?
    pub fn has(&self, end: &str) -> bool {
        self.files.iter().any(|file| file.name.ends_with(end))
    }
}

impl LoadedFile {
    fn fetch(address: &str) -> Self {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("index.html");
        Self { name: name.to_owned(), sizes: Sizes::of(fetch(minreq::get(address)).as_bytes()) }
    }

    /// Is it loaded after the buttons are right? `tests/e2e/parts.rs` sees that it is.
    fn is_part(&self) -> bool {
        self.name.ends_with(".wasm") && !self.name.ends_with("_bg.wasm")
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

impl fmt::Display for FirstLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nThe picture's part, loaded after that:\n\n{}", self.buttons, self.picture)
    }
}

/// A table in Markdown, a line a file.
impl fmt::Display for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| file | raw | gzip | brotli |\n| --- | ---: | ---: | ---: |")?;
        for LoadedFile { name, sizes } in &self.files {
            writeln!(f, "| `{name}` | {sizes} |")?;
        }
        writeln!(f, "| all | {} |", self.total)
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { raw_bytes, gzip_bytes, brotli_bytes } = self;
        write!(f, "{raw_bytes} | {gzip_bytes} | {brotli_bytes}")
    }
}
