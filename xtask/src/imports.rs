//! Gives a program's imports short names. wasm-bindgen ends each in a number of 16 digits, which hardly compress.

use anyhow::{Context, Result, bail};
use wasm_encoder::{EntityType, ImportSection, Module, RawSection, Section};
use wasmparser::{Import, Parser, Payload};

use crate::parts::replaced;

/// A program, and the JavaScript that wasm-bindgen wrote for it.
pub struct Bound {
    /// The program's bytes.
    pub program: Vec<u8>,
    /// The JavaScript's text.
    pub script: String,
}

/// The same with short names: `NAME_bg.js`, which is no file, and what is imported from it, which JavaScript has as
/// keys of one object; and of `NAME_parts.js`, which is a file, the name that the program has for it.
pub fn shorten(bound: &Bound, name: &str) -> Result<Bound> {
    let (own, loader) = (format!("./{name}_bg.js"), format!("./{name}_parts.js"));
    let mut script = bound.script.clone();
    let mut imports = ImportSection::new();
    let mut own_count = 0;
    let mut loader_count = 0;
    for Import { module, name, ty } in read(&bound.program)? {
        let ty = EntityType::try_from(ty).ok().with_context(|| format!("the import {name} is of no known type"))?;
        if module == own {
            let short = short(own_count);
            own_count += 1;
            script = replaced(&script, &key(name), &key(&short), 1)?;
            imports.import("a", &short, ty);
        } else if module == loader {
            loader_count += 1;
            imports.import("b", name, ty);
        } else {
            bail!("the program imports {name} from {module}, which is neither {own} nor {loader}");
        }
    }
    script = replaced(&script, &format!("\"{own}\": "), "a: ", 1)?;
    script = replaced(&script, &format!("\"{loader}\": "), "b: ", loader_count)?;
    Ok(Bound { program: with_section(&bound.program, &imports)?, script })
}

/// How a name begins its line in the object.
fn key(name: &str) -> String {
    format!("\n        {name}: ")
}

/// a, b, …, z, aa, ab, …
fn short(number: usize) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz";
    let begin = if number < letters.len() { String::new() } else { short(number / letters.len() - 1) };
    let place = number % letters.len();
    begin + &letters[place..=place]
}

fn read(program: &[u8]) -> Result<Vec<Import<'_>>> {
    for payload in Parser::new(0).parse_all(program) {
        if let Payload::ImportSection(section) = payload.context("the program can't be read")? {
            let imports = section.into_imports().collect::<Result<Vec<_>, _>>();
            return imports.context("the program's imports can't be read");
        }
    }
    bail!("the program imports nothing")
}

/// The same program with another section of this kind.
pub fn with_section(program: &[u8], section: &impl Section) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(program) {
        let payload = payload.context("the program can't be read")?;
        let Some((id, range)) = payload.as_section() else { continue };
        if id == section.id() {
            module.section(section);
        } else {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            let data = program.get(range).context("a section of the program ends after its end")?;
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use wasm_encoder::{CustomSection, MemorySection, MemoryType, TypeSection};

    use super::*;

    const SCRIPT: &str = r#"import * as import1 from "./lockstep_parts.js"
    const import0 = {
        __proto__: null,
        __wbg_now_5e8d4bd14e1d1a2b: function() {
            return Date.now();
        },
        __wbg_nowhere_0c6e0d4bd1a2b3c4: function(arg0) {
            return 0;
        },
    };
    return {
        __proto__: null,
        "./lockstep_bg.js": import0,
        "./lockstep_parts.js": import1,
    };
"#;

    fn program(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let memory = MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
        let mut memories = MemorySection::new();
        memories.memory(memory);
        let mut module = Module::new();
        module.section(&types).section(&section).section(&memories);
        module.section(&CustomSection { name: "note".into(), data: b"kept".into() });
        module.finish()
    }

    fn shortened(imports: &[(&str, &str)]) -> Result<Bound> {
        shorten(&Bound { program: program(imports), script: SCRIPT.to_owned() }, "lockstep")
    }

    #[test]
    fn program_and_script_agree_on_short_names() {
        let bound = shortened(&[
            ("./lockstep_bg.js", "__wbg_now_5e8d4bd14e1d1a2b"),
            ("./lockstep_parts.js", "__wasm_split_load_picture"),
            ("./lockstep_bg.js", "__wbg_nowhere_0c6e0d4bd1a2b3c4"),
        ])
        .unwrap();
        assert_eq!(bound.program, program(&[("a", "a"), ("b", "__wasm_split_load_picture"), ("a", "b")]));
        for line in
            ["\n        a: function() {", "\n        b: function(arg0) {", "\n        a: import0,", "b: import1,"]
        {
            assert!(bound.script.contains(line), "{line} is missing in {}", bound.script);
        }
        assert!(bound.script.starts_with("import * as import1 from \"./lockstep_parts.js\""), "{}", bound.script);
        assert!(!bound.script.contains("__wbg_"), "{}", bound.script);
    }

    #[test]
    fn what_the_script_does_not_have_is_an_error() {
        let loader = ("./lockstep_parts.js", "__wasm_split_load_picture");
        assert!(shortened(&[loader, ("./lockstep_bg.js", "__wbg_then_5e8d4bd14e1d1a2b")]).is_err());
        assert!(shortened(&[loader, loader]).is_err(), "the script has one key for it");
        assert!(shortened(&[loader, ("env", "memory_of_others")]).is_err());
    }

    #[test]
    fn short_names_are_all_different() {
        let names: Vec<_> = (0..1000).map(short).collect();
        assert_eq!((&*names[0], &*names[25], &*names[26], &*names[701], &*names[702]), ("a", "z", "aa", "zz", "aaa"));
        let different: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }
}
