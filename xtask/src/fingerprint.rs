//! Names that change with what is in the files, so that a browser's cache never mixes two builds.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::cache::files;
use crate::parts::file_name;

/// Gives the files whose names begin with `old`, which is `NAME-HASH`, a hash of what is in all of them, and
/// follows that in every script and page of the folder.
///
/// Trunk's own hash is that of the compiler's program, and would stay the same when one of the tools behind it changes.
pub fn rename(folder: &Path, old: &str) -> Result<()> {
    let mut files = files(folder)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    let mut texts = Vec::new();
    let mut named = Vec::new();
    for path in files {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let end = file_name(&path)?.strip_prefix(old).map(str::to_owned);
        if let Some(end) = &end {
            end.hash(&mut hasher);
            bytes.hash(&mut hasher);
        }
        if matches!(path.extension().and_then(|it| it.to_str()), Some("html" | "js")) {
            let text = String::from_utf8(bytes).with_context(|| format!("{} is no UTF-8", path.display()))?;
            texts.push((path.clone(), text));
        } else {
            let names_it = bytes.windows(old.len()).any(|part| part == old.as_bytes());
            ensure!(!names_it, "{} names {old}, which is to be renamed", path.display());
        }
        named.extend(end.map(|end| (path, end)));
    }
    let (name, _) = old.rsplit_once('-').with_context(|| format!("{old} has no hash"))?;
    let new = format!("{name}-{:016x}", hasher.finish());
    for (path, text) in texts {
        fs::write(&path, text.replace(old, &new)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for (path, end) in named {
        let to = folder.join(format!("{new}{end}"));
        fs::rename(&path, &to).with_context(|| format!("cannot rename {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const OLD: &str = "lockstep-0123456789abcdef";

    /// Writes a page with such a program and renames it; answers with its files and its index.
    fn renamed(program: &str) -> Result<(Vec<String>, String)> {
        let folder = std::env::temp_dir().join(format!("lockstep-names-{program}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), format!("import './{OLD}.js'; './{OLD}_bg.wasm'")).unwrap();
        fs::write(folder.join("main-1a.css"), "body {}").unwrap();
        fs::write(folder.join(format!("{OLD}.js")), format!("import './{OLD}_parts.js'")).unwrap();
        fs::write(folder.join(format!("{OLD}_bg.wasm")), program).unwrap();
        let outcome = rename(&folder, OLD);
        let mut names: Vec<_> =
            files(&folder).unwrap().iter().map(|path| file_name(path).unwrap().to_owned()).collect();
        names.sort();
        let index = fs::read_to_string(folder.join("index.html")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        outcome.map(|()| (names, index))
    }

    #[test]
    fn names_follow_what_is_in_the_files() {
        let (names, index) = renamed("one").unwrap();
        assert_eq!((&*names[0], &*names[3], names.len()), ("index.html", "main-1a.css", 4));
        let name = names[1].strip_suffix(".js").unwrap();
        assert_eq!(names[2], format!("{name}_bg.wasm"));
        assert_eq!(index, format!("import './{name}.js'; './{name}_bg.wasm'"));
        assert_ne!(name, OLD);
        assert_eq!(renamed("one").unwrap().0, names);
        assert_ne!(renamed("other").unwrap().0, names);
    }

    #[test]
    fn a_program_that_names_a_file_is_not_renamed() {
        assert!(renamed(OLD).is_err());
    }
}
