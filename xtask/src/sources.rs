//! Where the sources of other crates lie, which is nobody's business who opens the page.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cache::files;

/// The variable by which cargo hands flags to the compiler.
pub const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
/// What stands between two of them there.
const SEPARATOR: &str = "\u{1f}";

/// The flags that are set already, and that paths of crates begin with the crates' names: what the page says when it
/// panics would otherwise name folders of whoever built it, and the page would be another one on every machine.
pub fn flags() -> Result<OsString> {
    let mut flags = Vec::new();
    if let Some(encoded) = env::var_os(FLAGS) {
        flags.extend((!encoded.is_empty()).then_some(encoded));
    } else if let Ok(words) = env::var("RUSTFLAGS") {
        flags.extend(words.split_whitespace().map(OsString::from));
    }
    flags.extend(registries(&cargo_home()?)?.iter().map(|folder| nameless(folder)));
    Ok(flags.join(SEPARATOR.as_ref()))
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(folder));
    }
    let home = env::home_dir().context("there is no home folder: set CARGO_HOME to where cargo keeps its files")?;
    Ok(home.join(".cargo"))
}

/// The folders that hold crates, one for each registry.
fn registries(cargo_home: &Path) -> Result<Vec<PathBuf>> {
    let all = cargo_home.join("registry").join("src");
    // All crates may be elsewhere, for example in the project.
    let mut folders = if all.is_dir() { files(&all)? } else { Vec::new() };
    folders.sort();
    Ok(folders)
}

/// Leaves this folder out of every path.
fn nameless(folder: &Path) -> OsString {
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(folder);
    flag.push("=");
    flag
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::cache::{create_folder, remove_folder};

    #[test]
    fn each_registry_is_left_out_and_none_is_fine() {
        let home = env::temp_dir().join(format!("lockstep-sources-{}", std::process::id()));
        remove_folder(&home).unwrap();
        assert_eq!(registries(&home).unwrap(), Vec::<PathBuf>::new());
        let folders = ["one", "two words"].map(|name| home.join("registry").join("src").join(name));
        folders.iter().for_each(|folder| create_folder(folder).unwrap());
        assert_eq!(registries(&home).unwrap(), folders);
        let flag = nameless(&folders[1]).into_string().unwrap();
        assert_eq!(flag, format!("--remap-path-prefix={}=", folders[1].display()));
        remove_folder(&home).unwrap();
    }
}
