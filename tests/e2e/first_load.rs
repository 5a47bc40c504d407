//! What a browser has to fetch before the first button shows.

use crate::harness::{FirstLoad, Profile, Simulator, Tab};

const FIRST_LOAD_LIMIT_BYTES: usize = 226_000;

#[test]
fn the_first_load_stays_below_its_limit() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    let load = FirstLoad::of(&tab);
    println!("{load}");
    for kind in ["index.html", ".js", "_bg.wasm", ".css"] {
        assert!(load.files.iter().any(|file| file.name.ends_with(kind)), "there is no {kind} in\n{load}");
    }
    let brotli_bytes = load.total.brotli_bytes;
    assert!(
        brotli_bytes <= FIRST_LOAD_LIMIT_BYTES,
        "the first load has {brotli_bytes} bytes in brotli, the limit is {FIRST_LOAD_LIMIT_BYTES}\n{load}"
    );
    tab.finish();
}
