//! Where the worker begins.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;
use wasm_bindgen_futures::spawn_local;

use crate::parts;

/// Runs in the worker once the program is there, and loads the part that paints. Where that can't be had the worker
/// fails, which the page hears.
#[wasm_bindgen]
pub fn paint() {
    spawn_local(async {
        match parts::picture().await {
            Ok(picture) => (picture.work)(),
            Err(why) => throw_str(&why.to_string()),
        }
    });
}
