//! The backend's disk: what is left of it when it gets low, and that it is full.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, settle};

/// A signal about the disk, as older backends send it.
async fn say(page: &Page, name: &str, arguments: &str) {
    let signal = format!(r#"{{"name":"{name}","args":{arguments}}}"#);
    let signal = signal.replace('"', "\\\"");
    page.backend.say(&format!(r#"42["signal","{signal}"]"#));
    settle().await;
}

async fn report(page: &Page, free_bytes: u64) {
    let disk = format!(r#"{{"is_active":true,"usage":{{"free":{free_bytes},"total":128000000000}}}}"#);
    say(page, "sigStorageStatusUpdate", &format!(r#"{{"p0":{{"storage_devices":[{disk}]}}}}"#)).await;
}

const LINE: &str = ".status-disk";

#[wasm_bindgen_test]
async fn what_is_left_is_said_when_it_gets_low() {
    let page = Page::synced(true).await;
    report(&page, 64_000_000_000).await;
    assert_eq!(page.count(LINE), 0);
    report(&page, 2_400_000_000).await;
    assert_eq!(page.text(LINE), "2.4 GB left on the backend’s disk");
    for odd in ["{}", r#"{"p0":null}"#, r#"{"p0":{"storage_devices":[{"usage":{"free":-1}}]}}"#] {
        say(&page, "sigStorageStatusUpdate", odd).await;
        assert_eq!(page.text(LINE), "2.4 GB left on the backend’s disk", "{odd}");
    }
    report(&page, 64_000_000_000).await;
    assert_eq!(page.count(LINE), 0);
}

#[wasm_bindgen_test]
async fn a_full_disk_is_told_once_until_it_has_room() {
    let page = Page::synced(true).await;
    for _ in 0..3 {
        say(&page, "sigDiskFull", "{}").await;
    }
    assert!(page.text(".notice").contains("disk is full"), "{}", page.text(".notices"));
    assert!(!page.text(".notice").contains("times"), "{}", page.text(".notices"));
    assert_eq!(page.text(LINE), "The backend’s disk is full");
    report(&page, 0).await;
    assert_eq!(page.count(".notice"), 1);
    report(&page, 64_000_000_000).await;
    assert_eq!(page.count(".notice"), 0);
    say(&page, "sigDiskFull", "{}").await;
    assert_eq!(page.count(".notice"), 1, "it is news again");
    page.backend.drop_socket();
    settle().await;
    assert_eq!(page.count(LINE), 0, "nobody says any more how full it is");
}
