//! Builds the page.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::cache::{create_folder, files, remove_folder};
use crate::classes;
use crate::fingerprint;
use crate::imports::{self, Bound};
use crate::parts::{Parts, file_name, replaced};
use crate::project::Project;
use crate::setup::Workshop;
use crate::sources;
use crate::step::{Output, Runner, Step, minutes};
use crate::toolchain::WASM;

/// The cargo profile that makes it small.
const PROFILE: &str = "page";

/// What wasm-opt does. Blocks are made anew, and all is done twice, which saves 1 % of the page in brotli. Nothing of
/// a Rust program lies in the first 1,024 bytes of its memory (the stack comes first and grows down), and no browser
/// asks which tools and features a part was made with.
const SHRINK: [&str; 7] =
    ["--flatten", "--rereloop", "-Oz", "-Oz", "--low-memory-unused", "--strip-producers", "--strip-target-features"];

/// Builds the page for release, in parts, into the project's `dist` folder.
pub fn build(project: &Project, workshop: &Workshop, runner: &Runner) -> Result<()> {
    let page = Builder { page: project.generated()?.join("page"), project, workshop, runner };
    page.bundle()?;
    page.take_apart()?;
    replace(&project.page(), &page.page)
}

struct Builder<'a> {
    /// Where the page becomes what it will be.
    page: PathBuf,
    project: &'a Project,
    workshop: &'a Workshop,
    runner: &'a Runner,
}

impl Builder<'_> {
    /// Lets Trunk build all in one piece.
    fn bundle(&self) -> Result<()> {
        let step = Step {
            title: "Building the page".to_owned(),
            usual: "about 90 s the first time",
            limit: minutes(30),
            advice: "The compiler's message above says what is wrong.".to_owned(),
            output: Output::OnFailure,
        };
        let mut trunk = self.workshop.trunk()?;
        trunk
            .current_dir(&self.project.root)
            .env(sources::FLAGS, sources::flags()?)
            .args(["build", "--release", "--cargo-profile", PROFILE, "--features", "parts", "--dist"])
            .arg(&self.page);
        self.runner.run(&step, &mut trunk)?;
        Ok(())
    }

    /// Puts the parts of cargo's program in the place of the one piece.
    fn take_apart(&self) -> Result<()> {
        let name = program_name(&self.page)?;
        let folder = self.project.generated()?.join("parts");
        remove_folder(&folder)?;
        create_folder(&folder)?;
        let program = self.project.target.join(WASM).join(PROFILE).join("lockstep.wasm");
        let parts = Parts::of(&program, &folder, &name)?;
        self.bind(&parts.main, &folder, &name)?;
        let (program, script) = (folder.join(format!("{name}_bg.wasm")), folder.join(format!("{name}.js")));
        shorten(&program, &script, &name)?;
        self.shrink(&program)?;
        for part in &parts.others {
            self.shrink(part)?;
        }
        self.minify(&[&script, &parts.loader])?;
        // The program starts when both scripts are there.
        let index = self.page.join("index.html");
        let text = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
        let link = format!("<link crossorigin href=./{} rel=modulepreload></head>", file_name(&parts.loader)?);
        fs::write(&index, replaced(&text, "</head>", &link, 1)?)
            .with_context(|| format!("cannot write {}", index.display()))?;
        fingerprint::rename(&self.page, &name)
    }

    /// Makes `NAME.js` and `NAME_bg.wasm` of the first part, as Trunk did of the whole.
    fn bind(&self, main: &Path, folder: &Path, name: &str) -> Result<()> {
        let step = Step {
            title: "Binding the first part to JavaScript".to_owned(),
            usual: "about 1 s",
            limit: minutes(5),
            advice: "wasm-bindgen's message above says what is wrong.".to_owned(),
            output: Output::OnFailure,
        };
        let mut bindgen = self.workshop.tool("wasm-bindgen")?;
        bindgen
            .args(["--target", "web", "--no-typescript"])
            // What the other parts are linked to would be left out otherwise.
            .arg("--keep-lld-exports")
            .args(["--out-name", name, "--out-dir"])
            .arg(folder)
            .arg(main);
        self.runner.run(&step, &mut bindgen)?;
        Ok(())
    }

    /// Lets esbuild write shorter scripts to the page. Trunk leaves wasm-bindgen's as they are.
    fn minify(&self, scripts: &[&Path]) -> Result<()> {
        let Some(mut esbuild) = self.workshop.esbuild(self.runner)? else {
            for script in scripts {
                copy(script, &self.page.join(file_name(script)?))?;
            }
            return Ok(());
        };
        let step = Step {
            title: "Minifying the scripts".to_owned(),
            usual: "about 1 s",
            limit: minutes(5),
            advice: "esbuild's message above says what is wrong.".to_owned(),
            output: Output::OnFailure,
        };
        let mut folder = OsString::from("--outdir=");
        folder.push(&self.page);
        esbuild.args(["--minify", "--format=esm"]).arg(folder).args(scripts);
        self.runner.run(&step, &mut esbuild)?;
        Ok(())
    }

    /// Lets wasm-opt write a smaller part to the page.
    fn shrink(&self, part: &Path) -> Result<()> {
        let file = file_name(part)?;
        let step = Step {
            title: format!("Shrinking {file}"),
            usual: "up to 20 s",
            limit: minutes(10),
            advice: "wasm-opt's message above says what is wrong.".to_owned(),
            output: Output::OnFailure,
        };
        let mut wasm_opt = self.workshop.wasm_opt(self.runner)?;
        wasm_opt.args(SHRINK).arg(part).arg("-o").arg(self.page.join(file));
        self.runner.run(&step, &mut wasm_opt)?;
        Ok(())
    }
}

/// Leaves out what nobody uses, and gives the program's imports short names.
fn shorten(program: &Path, script: &Path, name: &str) -> Result<()> {
    let text = fs::read_to_string(script).with_context(|| format!("cannot read {}", script.display()))?;
    let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
    let bound = classes::leave_out(&Bound { program: bytes, script: text })?;
    let bound = imports::shorten(&bound, name)?;
    fs::write(program, bound.program).with_context(|| format!("cannot write {}", program.display()))?;
    fs::write(script, bound.script).with_context(|| format!("cannot write {}", script.display()))
}

/// What Trunk called the program: `lockstep-HASH`.
fn program_name(page: &Path) -> Result<String> {
    let mut names = Vec::new();
    for path in files(page)? {
        names.extend(file_name(&path)?.strip_suffix("_bg.wasm").map(str::to_owned));
    }
    ensure!(names.len() == 1, "{} has {} programs instead of one", page.display(), names.len());
    names.pop().context("no program")
}

/// Puts the new page where the old one is, in moves: an interrupted build leaves no page that is half old, half new.
fn replace(old: &Path, new: &Path) -> Result<()> {
    // The new page may be on another disk, from where nothing can be moved.
    let (incoming, outgoing) = (old.with_extension("new"), old.with_extension("old"));
    remove_folder(&incoming)?;
    remove_folder(&outgoing)?;
    create_folder(&incoming)?;
    for path in files(new)? {
        copy(&path, &incoming.join(file_name(&path)?))?;
    }
    match fs::rename(old, &outgoing) {
        Err(why) if why.kind() == ErrorKind::NotFound => {}
        moved => moved.with_context(|| format!("cannot move {}", old.display()))?,
    }
    fs::rename(&incoming, old).with_context(|| format!("cannot move the new page to {}", old.display()))?;
    remove_folder(&outgoing)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("lockstep-page-{name}-{}", std::process::id()));
        remove_folder(&folder).unwrap();
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_program_is_found_by_its_name() {
        let page = folder("name");
        fs::write(page.join("lockstep-1a.js"), "").unwrap();
        assert!(program_name(&page).is_err());
        fs::write(page.join("lockstep-1a_bg.wasm"), "").unwrap();
        assert_eq!(program_name(&page).unwrap(), "lockstep-1a");
        fs::write(page.join("lockstep-1b_bg.wasm"), "").unwrap();
        assert!(program_name(&page).is_err());
        fs::remove_dir_all(&page).unwrap();
    }

    #[test]
    fn the_new_page_takes_the_old_ones_place() {
        let root = folder("replace");
        let (dist, new) = (root.join("dist"), root.join("new"));
        fs::create_dir_all(&new).unwrap();
        fs::write(new.join("index.html"), "first").unwrap();
        replace(&dist, &new).unwrap();
        assert_eq!(fs::read_to_string(dist.join("index.html")).unwrap(), "first");

        fs::write(dist.join("left.js"), "").unwrap();
        fs::write(new.join("index.html"), "second").unwrap();
        replace(&dist, &new).unwrap();
        assert_eq!(fs::read_to_string(dist.join("index.html")).unwrap(), "second");
        assert!(!dist.join("left.js").exists());
        let mut left: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["dist", "new"]);
        fs::remove_dir_all(&root).unwrap();
    }
}
