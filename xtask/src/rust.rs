//! What all that calls cargo or the compiler has to know.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The target the page is built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The `cargo` that started this program.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// Where a compiler looks for the standard library of [`WASM`].
pub fn std_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}
