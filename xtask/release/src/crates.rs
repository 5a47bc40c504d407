//! The crates that are in the page, as cargo knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// The page's own crate.
pub const PAGE: &str = "lockstep";
const TARGET: &str = "wasm32-unknown-unknown";
/// Before each line stands how deep it is in the tree.
const FORMAT: &str = "|{p}|{l}|{r}|";

/// A crate's name and version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrateId {
    pub name: String,
    pub version: String,
}

/// What is known of a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CrateFacts {
    /// An SPDX expression.
    pub license: String,
    /// Where its sources are developed.
    pub repository: String,
    /// Of the file that the registry has; none of crates of this project.
    pub sha256: Option<String>,
    /// The crates that it uses.
    pub uses: BTreeSet<CrateId>,
}

/// The crates that are compiled into the page, with what they use; macros and what runs at build time are not.
pub fn in_page(sources: &Path) -> Result<BTreeMap<CrateId, CrateFacts>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(sources).args(["tree", "--locked", "--package", PAGE, "--target", TARGET]);
    command.args(["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", FORMAT]);
    let output = command.output().context("cannot run cargo")?;
    ensure!(output.status.success(), "cargo does not list the crates:\n{}", String::from_utf8_lossy(&output.stderr));
    let mut crates = read_tree(&String::from_utf8_lossy(&output.stdout))?;
    let lock = sources.join("Cargo.lock");
    let lock = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    for (id, sha256) in read_lock(&lock) {
        if let Some(facts) = crates.get_mut(&id) {
            facts.sha256 = Some(sha256);
        }
    }
    Ok(crates)
}

/// Reads lines such as `2|serde v1.0.228|MIT OR Apache-2.0|https://…| (*)`, where the last part means: see above.
fn read_tree(text: &str) -> Result<BTreeMap<CrateId, CrateFacts>> {
    let mut crates = BTreeMap::<CrateId, CrateFacts>::new();
    let mut way = Vec::<CrateId>::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let mut parts = line.split('|');
        let mut part = || parts.next().with_context(|| format!("cargo's tree has a line {line:?}"));
        let (depth, package, license, repository) = (part()?, part()?, part()?, part()?);
        let depth: usize = depth.parse().with_context(|| format!("cargo's tree has a line {line:?}"))?;
        let mut words = package.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next().and_then(|word| word.strip_prefix('v'))) else {
            bail!("cargo's tree has a package {package:?}");
        };
        let id = CrateId { name: name.to_owned(), version: version.to_owned() };
        way.truncate(depth);
        ensure!(way.len() == depth, "cargo's tree has a line {line:?} that belongs to none before it");
        if let Some(user) = way.last() {
            crates.entry(user.clone()).or_default().uses.insert(id.clone());
        }
        let facts = crates.entry(id.clone()).or_default();
        // The older way to say "or".
        facts.license = license.replace('/', " OR ");
        facts.repository = repository.to_owned();
        way.push(id);
    }
    ensure!(crates.keys().any(|id| id.name == PAGE), "cargo's tree has no {PAGE}");
    Ok(crates)
}

/// The checksums in Cargo.lock, which cargo writes a line a field.
fn read_lock(text: &str) -> Vec<(CrateId, String)> {
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
        line.and_then(|value| value.strip_suffix('"')).map(str::to_owned)
    };
    let read = |package| {
        let id = CrateId { name: field(package, "name")?, version: field(package, "version")? };
        Some((id, field(package, "checksum")?))
    };
    text.split("[[package]]").filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn id(name: &str, version: &str) -> CrateId {
        CrateId { name: name.to_owned(), version: version.to_owned() }
    }

    #[test]
    fn the_tree_says_who_uses_whom() {
        let tree = "0|lockstep v0.1.0 (/somewhere)|MIT OR Apache-2.0||\n1|a v1.0.0|MIT/Apache-2.0|https://a|\n\
                    2|b v2.0.0|Zlib|https://b|\n1|c v3.0.0-rc.1|MIT||\n2|a v1.0.0|MIT/Apache-2.0|https://a| (*)\n";
        let crates = read_tree(tree).unwrap();
        assert_eq!(crates.len(), 4);
        let uses = |name, version| crates[&id(name, version)].uses.iter().cloned().collect::<Vec<_>>();
        assert_eq!(uses(PAGE, "0.1.0"), [id("a", "1.0.0"), id("c", "3.0.0-rc.1")]);
        assert_eq!(uses("a", "1.0.0"), [id("b", "2.0.0")]);
        assert_eq!(uses("c", "3.0.0-rc.1"), [id("a", "1.0.0")]);
        assert_eq!(crates[&id("a", "1.0.0")].license, "MIT OR Apache-2.0");
        for bad in ["", "1|a v1|MIT||", "x|lockstep v1|MIT||", "0|lockstep|MIT||", "0|lockstep v1"] {
            assert!(read_tree(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_lock_file_has_checksums_of_what_is_not_ours() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab12\"\n\
                    dependencies = [\n \"b\",\n]\n\n[[package]]\nname = \"lockstep\"\nversion = \"0.1.0\"\n";
        assert_eq!(read_lock(lock), [(id("a", "1.0.0"), "ab12".to_owned())]);
    }
}
