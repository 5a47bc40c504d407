//! The Python packages of `tests/peer`, the second server that end-to-end tests run the page against.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::cache::Cache;
use crate::debian::Debian;
use crate::duration::minutes;
use crate::step::{Output, Runner, Step};
use crate::version::Version;

const PYTHON: &str = "python3";
/// The oldest Python that the packages run on.
const OLDEST_PYTHON: &str = "3.11";
/// Prints the version and the program's own path, if pip is there.
const QUESTION: &str = "import pip, sys; print('.'.join(map(str, sys.version_info[:3])), sys.executable)";
/// The packages, each with its version.
const REQUIREMENTS: &str = include_str!("../../tests/peer/requirements.txt");

/// What `tests/peer` runs on.
pub struct Peer {
    /// Python's program.
    pub python: PathBuf,
    /// The folder of its packages, for PYTHONPATH.
    pub packages: PathBuf,
}

impl Peer {
    /// Finds or installs the packages, and Python itself where Debian has it.
    pub fn prepare(runner: &Runner) -> Result<Self> {
        let cache = Cache::open()?;
        let python = Python::prepare(runner)?;
        let packages = cache.tool("peer", &key(REQUIREMENTS, python.version));
        if !packages.is_dir() {
            cache.install(&packages, |staging| install_packages(runner, &python.program, staging))?;
        }
        Ok(Self { python: python.program, packages })
    }
}

/// A Python that has pip.
#[derive(Debug, PartialEq, Eq)]
struct Python {
    program: PathBuf,
    version: Version,
}

impl Python {
    fn prepare(runner: &Runner) -> Result<Self> {
        let python = match Self::find(runner) {
            Ok(python) => python,
            Err(why) => {
                crate::process::check_interrupt()?;
                let debian = Debian::detect(runner).with_context(|| {
                    format!("install Python {OLDEST_PYTHON} or newer with pip, as {PYTHON} on the PATH: {why:#}")
                })?;
                debian.install(runner, &["python3", "python3-pip"], "about 20 s")?;
                Self::find(runner).context("Debian's python3-pip is installed, but the python3 on the PATH lacks it")?
            }
        };
        if Some(python.version) < Version::parse(OLDEST_PYTHON) {
            let Self { program, version } = &python;
            bail!(
                "{} is {version}: install Python {OLDEST_PYTHON} or newer, and put it first on the PATH",
                program.display()
            );
        }
        Ok(python)
    }

    fn find(runner: &Runner) -> Result<Self> {
        let answer = runner.ask(Command::new(PYTHON).args(["-c", QUESTION]))?;
        Self::read(&answer).with_context(|| format!("{PYTHON} tells no version and path: {answer:?}"))
    }

    /// Reads the answer to [`QUESTION`].
    fn read(answer: &str) -> Option<Self> {
        let (version, program) = answer.trim().split_once(' ')?;
        Some(Self { program: PathBuf::from(program), version: Version::parse(version)? })
    }
}

/// Packages of another content, or for another Python, live in another folder.
fn key(requirements: &str, python: Version) -> String {
    let mut hasher = DefaultHasher::new();
    requirements.hash(&mut hasher);
    format!("{:016x}-python-{python}", hasher.finish())
}

/// Puts the packages into a folder that can be moved, which a virtual environment can't.
fn install_packages(runner: &Runner, python: &Path, folder: &Path) -> Result<()> {
    let list = folder.join("requirements.txt");
    fs::write(&list, REQUIREMENTS).with_context(|| format!("cannot write {}", list.display()))?;
    let step = Step {
        title: "Installing the Python packages of tests/peer".to_owned(),
        usual_time: "about 10 s",
        limit: minutes(10),
        advice: "It needs the Python package registry. Try `python3 -m pip download -r tests/peer/requirements.txt` \
                 and look at what it says."
            .to_owned(),
        output: Output::OnFailure,
    };
    let mut command = Command::new(python);
    command
        .args(["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--target"])
        .arg(folder)
        .arg("--requirement")
        .arg(list);
    runner.run(&step, &mut command)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn python_tells_its_version_and_path() {
        let python = Python::read("3.13.1 /opt/my tools/bin/python3\n").unwrap();
        assert_eq!(python.version, Version::parse("3.13.1").unwrap());
        assert_eq!(python.program, Path::new("/opt/my tools/bin/python3"));
        assert_eq!(Python::read(""), None);
    }

    #[test]
    fn other_requirements_and_another_python_have_another_folder() {
        let version = |text| Version::parse(text).unwrap();
        let usual = key("a==1\n", version("3.11.2"));
        assert_eq!(usual, key("a==1\n", version("3.11.2")));
        assert_ne!(usual, key("a==2\n", version("3.11.2")));
        assert_ne!(usual, key("a==1\n", version("3.13.1")));
        assert!(usual.ends_with("-python-3.11.2"), "{usual}");
    }

    #[test]
    fn every_package_has_its_version() {
        let packages: Vec<_> = REQUIREMENTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        assert!(packages.iter().any(|package| package.starts_with("python-socketio==")), "{packages:?}");
        for package in packages {
            let version = package.split_once("==").and_then(|(_, version)| Version::parse(version));
            assert!(version.is_some(), "{package} names no version");
        }
    }
}
