//! Takes the page's program apart: into what is loaded first, and what is loaded when it is wanted.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::step::in_words;

/// How the splitter instantiates a part, in the JavaScript that it writes.
const STREAMING: &str = "WebAssembly.instantiateStreaming(src, imports)";
/// How it is done instead: streaming fails where a server doesn't know the type of WebAssembly files, and any static
/// server has to do.
const BUFFERING: &str = "instantiate(src, imports)";
const INSTANTIATE: &str = "
async function instantiate(source, imports) {
    const response = await source;
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
";

/// The parts of a program.
pub struct Parts {
    /// What is loaded first; it still needs wasm-bindgen.
    pub main: PathBuf,
    /// The JavaScript that loads the others.
    pub loader: PathBuf,
    /// What is loaded when it is wanted.
    pub others: Vec<PathBuf>,
}

impl Parts {
    /// Takes the program apart and writes the parts to this folder; the name is that of the page's program, and every
    /// part's begins with it.
    pub fn of(program: &Path, folder: &Path, name: &str) -> Result<Self> {
        println!("• Taking the page apart (about 1 s)");
        let started = Instant::now();
        let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
        let main = folder.join("main.wasm");
        let main_script = format!("./{name}.js");
        let loader = format!("{name}_parts.js");
        let link_name = format!("./{loader}");
        let mut options = Options::new(&bytes);
        options.output_dir = folder;
        options.main_out_path = &main;
        options.main_module = &main_script;
        options.link_name = &link_name;
        let split = transform(options).map_err(|why| anyhow!("cannot take {} apart: {why:#}", program.display()))?;
        let loader = folder.join(loader);
        let mut text = fs::read_to_string(&loader).with_context(|| format!("cannot read {}", loader.display()))?;
        let mut others = Vec::new();
        for path in split.split_modules {
            let old = file_name(&path)?;
            let new = part_name(name, old);
            text = replaced(&text, &format!("\"./{old}\""), &format!("\"./{new}\""), 1)?;
            let other = folder.join(new);
            fs::rename(&path, &other).with_context(|| format!("cannot rename {}", path.display()))?;
            others.push(other);
        }
        text = replaced(&text, STREAMING, BUFFERING, others.len())? + INSTANTIATE;
        fs::write(&loader, text).with_context(|| format!("cannot write {}", loader.display()))?;
        println!("  done in {}", in_words(started.elapsed()));
        Ok(Self { main, loader, others })
    }
}

/// The last part of a path.
pub fn file_name(path: &Path) -> Result<&str> {
    path.file_name().and_then(|name| name.to_str()).with_context(|| format!("{} names no file", path.display()))
}

/// The splitter's `split_panels.wasm` becomes `NAME_panels.wasm`, and `chunk_4.wasm`, which several parts share,
/// `NAME_chunk_4.wasm`.
fn part_name(name: &str, file: &str) -> String {
    format!("{name}_{}", file.strip_prefix("split_").unwrap_or(file))
}

/// Replaces what occurs exactly so many times: what other tools write may change.
pub fn replaced(text: &str, old: &str, new: &str, times: usize) -> Result<String> {
    let found = text.matches(old).count();
    ensure!(found == times, "{old:?} occurs {found} times instead of {times} in what a tool wrote");
    Ok(text.replace(old, new))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn parts_are_named_after_the_page() {
        assert_eq!(part_name("lockstep-1a", "split_panels.wasm"), "lockstep-1a_panels.wasm");
        assert_eq!(part_name("lockstep-1a", "chunk_4.wasm"), "lockstep-1a_chunk_4.wasm");
    }

    #[test]
    fn only_what_is_there_is_replaced() {
        assert_eq!(replaced("a b a", "a", "c", 2).unwrap(), "c b c");
        assert!(replaced("a b a", "a", "c", 1).is_err());
        assert!(replaced("a b a", "d", "c", 1).is_err());
    }

    #[test]
    fn only_programs_linked_for_it_are_taken_apart() {
        let folder = std::env::temp_dir().join(format!("lockstep-parts-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join("whole.wasm");
        fs::write(&program, b"no program").unwrap();
        let why = Parts::of(&program, &folder, "lockstep-1a").err().unwrap().to_string();
        assert!(why.contains("whole.wasm"), "{why}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
