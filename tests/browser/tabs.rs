//! Two tabs of one browser: here two pages in one, which share channel and lock as tabs do.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::backend::{START, STATUS};
use crate::page::{Page, wait_ms};

const SUCCESS: &str = r#"{"status":"success","detector":"W","protocol":"jpeg"}"#;

#[wasm_bindgen_test]
async fn the_second_tab_shows_what_the_first_is_doing_and_checks_when_it_is_done() {
    let first = Page::synced(false).await;
    let second = first.beside(false).await;
    first.press("Play", START).await;
    second.until(".status-stream", "another tab").await;
    assert_eq!(second.offered(), [""; 0]);
    first.backend.reply(START, SUCCESS);
    second.until(".status-stream", "Syncing").await;
    // Both ask: the first to verify, the second because it was told.
    wait_ms(150).await;
    first.backend.reply(STATUS, "true");
    first.backend.reply(STATUS, "true");
    second.until(".status-stream", "Running").await;
    assert_eq!(second.offered(), ["Stop"]);
    assert_eq!(first.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn two_tabs_never_send_commands_at_once() {
    let first = Page::synced(false).await;
    let second = first.beside(false).await;
    first.click("Play");
    second.click("Play");
    first.asked(START, 1).await;
    wait_ms(300).await;
    assert_eq!(first.backend.count(START), 1);
    first.backend.reply(START, SUCCESS);
    wait_ms(300).await;
    assert!(first.backend.count(START) <= 2);
}
