//! Version numbers, read from what tools print.

use std::fmt;

/// A version such as 1.96.0; what follows a `-` or `+` is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// Reads `1.96.0`, `1.96`, `132` or `1.97.0-nightly`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.trim().split(['-', '+']).next()?;
        let mut parts = number.splitn(3, '.');
        let mut part = |required: bool| match parts.next() {
            Some(part) => part.parse().ok(),
            None if required => None,
            None => Some(0),
        };
        Some(Self { major: part(true)?, minor: part(false)?, patch: part(false)? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The `release:` line of `rustc -vV`.
pub fn compiler_version(text: &str) -> Option<Version> {
    Version::parse(line(text, "release: ")?)
}

/// The first number of the `LLVM version:` line of `rustc -vV`.
pub fn llvm_major(text: &str) -> Option<u32> {
    line(text, "LLVM version: ")?.split('.').next()?.parse().ok()
}

/// The version at the end of what `cargo pkgid` prints:
/// `registry+https://host/index#wasm-bindgen@0.2.130`.
pub fn package_version(id: &str) -> Option<&str> {
    let version = id.trim().rsplit(['@', '#']).next()?;
    Version::parse(version).map(|_| version)
}

/// The first number in what a browser or its driver says about itself:
/// `Chromium 150.0.7871.100 built on Debian`.
pub fn browser_major(text: &str) -> Option<u32> {
    let version = text.split_whitespace().find(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))?;
    version.split('.').next()?.parse().ok()
}

fn line<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(start))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const RUSTC: &str = "rustc 1.96.0 (abc 2026-05-01) (built from a source tarball)\n\
        binary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\nLLVM version: 22.1.8\n";

    #[test]
    fn versions_compare_by_number() {
        let version = |text| Version::parse(text).unwrap();
        assert!(version("1.100.0") > version("1.96.1"));
        assert_eq!(version("1.95"), version("1.95.0"));
        assert_eq!(version("1.97.0-nightly").to_string(), "1.97.0");
        assert_eq!(Version::parse("unknown"), None);
        assert_eq!(Version::parse(""), None);
    }

    #[test]
    fn the_compiler_tells_its_version_and_llvm() {
        assert_eq!(compiler_version(RUSTC), Version::parse("1.96.0"));
        assert_eq!(llvm_major(RUSTC), Some(22));
        assert_eq!(llvm_major("rustc 1.96.0"), None);
    }

    #[test]
    fn package_ids_end_in_the_version() {
        let id = "registry+https://example.org/index#wasm-bindgen@0.2.130\n";
        assert_eq!(package_version(id), Some("0.2.130"));
        assert_eq!(package_version("path+file:///clone/wasm-bindgen#0.2.130"), Some("0.2.130"));
        assert_eq!(package_version("nonsense"), None);
    }

    #[test]
    fn browsers_and_drivers_tell_their_version() {
        assert_eq!(browser_major("Chromium 150.0.7871.100 built on Debian"), Some(150));
        assert_eq!(browser_major("ChromeDriver 150.0.1 (refs/heads/x@{#1})"), Some(150));
        assert_eq!(browser_major("Google Chrome 141.0.7390.54"), Some(141));
        assert_eq!(browser_major("command not found"), None);
    }
}
