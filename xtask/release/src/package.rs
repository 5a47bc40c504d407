//! Everything that a release has, made from the built page and its sources: the same bytes from the same commit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::page_files::PageFiles;
use crate::{archive, bill_of_materials, checksum, crates, wheel};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const CONTAINERFILE: &str = include_str!("../container/Containerfile");
const NGINX: &str = include_str!("../container/nginx.conf");
const CHECKSUMS: &str = "SHA256SUMS";

/// Writes all files of a release into the folder, which has to be there, and says which.
pub fn package(page: &PageFiles, sources: &Path, folder: &Path) -> Result<()> {
    let mut files = vec![
        (format!("lockstep-{VERSION}.zip"), archive::pack(page)?),
        (wheel::file_name(), wheel::pack(page)?),
        (format!("lockstep-{VERSION}.cdx.json"), bill_of_materials::write(&crates::in_page(sources)?)?),
        ("Containerfile".to_owned(), CONTAINERFILE.into()),
        ("nginx.conf".to_owned(), NGINX.into()),
    ];
    files.push((CHECKSUMS.to_owned(), checksum::list(&files).into_bytes()));
    for (name, content) in &files {
        let file = folder.join(name);
        fs::write(&file, content).with_context(|| format!("cannot write {}", file.display()))?;
        println!("  {}", file.display());
    }
    Ok(())
}
