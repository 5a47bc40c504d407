//! `build`: makes `dist`, and says where it is and how large.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cache::files;
use crate::page;
use crate::project::Project;
use crate::step::Runner;

/// Prepares, builds, and lists the files.
pub fn run(runner: &Runner) -> Result<()> {
    let project = Project::find(runner)?;
    page::build(&project, runner)?;
    let folder = project.page();
    print!("\n{}", listing(&folder, &sizes(&folder)?));
    Ok(())
}

/// A file of the page, and its length in bytes.
type Size = (PathBuf, u64);

/// All files in a folder and in those inside.
fn sizes(folder: &Path) -> Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for path in files(folder)? {
        if path.is_dir() {
            sizes.extend(self::sizes(&path)?);
        } else {
            let file = fs::metadata(&path).with_context(|| format!("cannot read {}", path.display()))?;
            sizes.push((path, file.len()));
        }
    }
    sizes.sort();
    Ok(sizes)
}

fn listing(folder: &Path, sizes: &[Size]) -> String {
    let line = |bytes: u64, name: &str| format!("  {:>12}  {name}\n", with_separators(bytes));
    let mut text = format!("  {}\n", folder.display());
    for (path, bytes) in sizes {
        let name = path.strip_prefix(folder).unwrap_or(path);
        text += &line(*bytes, &name.display().to_string());
    }
    text + &line(sizes.iter().map(|(_, bytes)| bytes).sum(), "bytes in all, uncompressed")
}

/// "1,234,567".
fn with_separators(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_with_its_length() {
        let folder = Path::new("dist");
        let sizes = [(folder.join("index.html"), 999), (folder.join("snippets").join("a.js"), 1_234_567)];
        let lines = listing(folder, &sizes);
        let lines: Vec<_> = lines.lines().collect();
        assert_eq!(lines[0], "  dist");
        assert_eq!(lines[1], "           999  index.html");
        assert!(lines[2].starts_with("     1,234,567  snippets"), "{}", lines[2]);
        assert_eq!(lines[3], "     1,235,566  bytes in all, uncompressed");
    }
}
