//! What the page knows, in words.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::backend::STATUS;
use crate::page::{Page, react, settle};

#[wasm_bindgen_test]
async fn it_goes_from_connecting_over_syncing_to_what_is_known() {
    let page = Page::console().await;
    assert_eq!(page.text(".status-connection"), "Connecting…");
    page.backend.connect().await;
    assert_eq!(page.text(".status-connection"), "Connected");
    assert_eq!(page.text(".status-stream"), "Syncing…");
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(page.text(".status-stream"), "Running");
}

#[wasm_bindgen_test]
async fn a_lost_connection_counts_down_and_can_be_retried_at_once() {
    let page = Page::synced(false).await;
    page.backend.drop_socket();
    // No longer: it reconnects by itself soon.
    react().await;
    assert!(page.text(".status-connection").starts_with("Not connected"));
    assert!(page.text(".status-detail").starts_with("in "), "{}", page.text(".status-detail"));
    page.backend.lose(STATUS);
    react().await;
    let retry: HtmlElement = page.find(".status button.link").unchecked_into();
    retry.click();
    settle().await;
    assert_eq!(page.backend.sockets(), 2);
    assert_eq!(page.backend.live_sockets(), 1);
}
