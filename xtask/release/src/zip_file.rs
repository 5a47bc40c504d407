//! Zip files with the same bytes from the same files.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// Packs files under these paths, in this order.
pub fn zip_file<'a>(files: impl IntoIterator<Item = (String, &'a [u8])>) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // One date for every file, and permissions that don't depend on the machine.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for (path, content) in files {
        zip.start_file(path, options).context("cannot pack")?;
        zip.write_all(content).context("cannot pack")?;
    }
    Ok(zip.finish().context("cannot pack")?.into_inner())
}
