//! How large the built page is.

use crate::harness::Dist;

#[test]
fn everything_in_dist_stays_below_its_limit() {
    let dist = Dist::read();
    println!("{dist}");
    for kind in ["index.html", ".js", "_bg.wasm", ".css"] {
        assert!(dist.has(kind), "there is no {kind} in\n{dist}");
    }
    let brotli_bytes = dist.total.brotli_bytes;
    let limit_bytes = Dist::LIMIT_BYTES;
    assert!(brotli_bytes <= limit_bytes, "dist has {brotli_bytes} bytes in brotli, the limit is {limit_bytes}\n{dist}");
}
