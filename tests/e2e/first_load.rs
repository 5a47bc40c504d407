//! What a browser has to fetch until the buttons are right.

use crate::harness::{FirstLoad, Profile, Simulator, Tab};

const FIRST_LOAD_LIMIT_BYTES: usize = 116_000;

#[test]
fn the_first_load_stays_below_its_limit() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered, and the stage is there", |page| page.ready() && page.picture == "absent");
    let load = FirstLoad::of(&tab);
    println!("{load}");
    for kind in ["index.html", ".js", "_parts.js", "_bg.wasm", ".css"] {
        assert!(load.buttons.has(kind), "there is no {kind} in\n{load}");
    }
    assert!(load.picture.has("_picture.wasm"), "there is no picture in\n{load}");
    for part in ["_panels.wasm", "_settings.wasm"] {
        assert!(!load.picture.has(part), "nobody wanted {part}\n{load}");
    }
    let brotli_bytes = load.buttons.total.brotli_bytes;
    assert!(
        brotli_bytes <= FIRST_LOAD_LIMIT_BYTES,
        "the first load has {brotli_bytes} bytes in brotli, the limit is {FIRST_LOAD_LIMIT_BYTES}\n{load}"
    );
    tab.finish();
}
