//! Leaves out the JavaScript classes that nobody makes, and the functions of the program that only they call.
//!
//! wasm-bindgen keeps every class that a library exports, used or not: here those of `wasm-streams`, which Leptos' server
//! functions bring along.

use anyhow::{Context, Result};
use wasm_encoder::{ExportKind, ExportSection};
use wasmparser::{Parser, Payload};

use crate::imports::{Bound, with_section};

const CLASS: &str = "\nexport class ";

/// The same without classes that the rest of the script never mentions. What else they need goes with wasm-opt.
pub fn leave_out(bound: &Bound) -> Result<Bound> {
    let mut script = bound.script.clone();
    for name in bound.script.split(CLASS).skip(1).filter_map(|rest| rest.split(' ').next()) {
        let without = without_class(&script, name)?;
        if !without.contains(name) {
            script = without;
        }
    }
    let calls = |script: &str, export: &str| script.contains(&format!("wasm.{export}("));
    let mut exports = ExportSection::new();
    for payload in Parser::new(0).parse_all(&bound.program) {
        let Payload::ExportSection(section) = payload.context("the program can't be read")? else { continue };
        for export in section {
            let export = export.context("the program's exports can't be read")?;
            if !calls(&bound.script, export.name) || calls(&script, export.name) {
                exports.export(export.name, ExportKind::from(export.kind), export.index);
            }
        }
    }
    Ok(Bound { program: with_section(&bound.program, &exports)?, script })
}

/// The script without a class, its disposal and what frees the memory of objects that were forgotten.
fn without_class(script: &str, name: &str) -> Result<String> {
    let script = cut(script, &format!("{CLASS}{name} {{"), "\n}")?;
    let script = cut(&script, &format!("\nif (Symbol.dispose) {name}."), ";")?;
    cut(&script, &format!("\nconst {name}Finalization = "), ", 1));")
}

/// A text without what goes from here to there.
fn cut(text: &str, from: &str, to: &str) -> Result<String> {
    let (before, rest) =
        text.split_once(from).with_context(|| format!("{from:?} is missing in what wasm-bindgen wrote"))?;
    let (_, after) =
        rest.split_once(to).with_context(|| format!("nothing ends {from:?} in what wasm-bindgen wrote"))?;
    Ok(format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use wasm_encoder::{CodeSection, Function, FunctionSection, Module, TypeSection};

    use super::*;

    const REST: &str = "
function go() {
    wasm.go(1);
}";
    const STREAM: &str = "
export class Stream {
    free() {
        wasm.stream_free(this, 0);
    }
}
if (Symbol.dispose) Stream.prototype[Symbol.dispose] = Stream.prototype.free;
const StreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.stream_free(ptr, 1));";

    fn program(exports: &[&str]) -> Vec<u8> {
        let (mut types, mut functions, mut section, mut code) =
            (TypeSection::new(), FunctionSection::new(), ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        for (index, name) in (0..).zip(["go", "stream_free", "shared"]) {
            functions.function(0);
            if exports.contains(&name) {
                section.export(name, ExportKind::Func, index);
            }
            let mut body = Function::new([]);
            body.instructions().end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&section).section(&code);
        module.finish()
    }

    #[test]
    fn a_class_that_nobody_makes_goes_with_what_it_calls() {
        let script = format!("{STREAM}{REST}");
        let bound = leave_out(&Bound { program: program(&["go", "stream_free", "shared"]), script }).unwrap();
        assert_eq!(bound.script, REST);
        // Other parts of the page use what this script does not.
        assert_eq!(bound.program, program(&["go", "shared"]));
    }

    #[test]
    fn a_class_that_is_made_stays() {
        let script = format!("{STREAM}{REST}\nconst made = Stream.__wrap(2);");
        let program = program(&["go", "stream_free", "shared"]);
        let bound = leave_out(&Bound { program: program.clone(), script: script.clone() }).unwrap();
        assert_eq!((bound.script, bound.program), (script, program));
    }

    #[test]
    fn a_class_of_another_kind_is_no_class_to_guess_about() {
        let script = "\nexport class Stream {\n}".to_owned();
        assert!(leave_out(&Bound { program: program(&["go"]), script }).is_err());
    }
}
