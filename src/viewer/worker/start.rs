//! Where the worker begins.

use wasm_bindgen::prelude::wasm_bindgen;

use super::work::work;

/// Runs in the worker once the program is there.
#[wasm_bindgen]
pub fn paint() {
    work();
}
