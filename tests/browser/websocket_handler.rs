//! The socket's keeper.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::backend::STATUS;
use crate::page::{Page, settle, wait_ms};

const STARTED: &str = r#"42["signal","{\"name\":\"sigStreamStarted\",\"args\":{\"p0\":\"W\",\"p1\":\"jpeg\"}}"]"#;

#[wasm_bindgen_test]
async fn it_shakes_hands_answers_pings_and_syncs() {
    let page = Page::console().await;
    page.backend.connect().await;
    page.backend.say("2");
    settle().await;
    assert_eq!(page.backend.sent(), ["40", "3"]);
    assert!(page.text(".status-stream").contains("Syncing"));
    assert_eq!(page.text(".status-connection"), "Connected");
}

#[wasm_bindgen_test]
async fn what_waits_to_be_sent_has_a_limit() {
    let page = Page::synced(false).await;
    page.backend.hold_back(100_000);
    page.backend.say("2");
    assert_eq!(page.backend.sent(), ["40"]);
    page.backend.hold_back(0);
    page.backend.say("2");
    assert_eq!(page.backend.sent(), ["40", "3"]);
}

#[wasm_bindgen_test]
async fn a_text_beyond_the_limit_is_not_read() {
    let page = Page::synced(false).await;
    let before = page.backend.count(STATUS);
    // It would mean something, if anybody read it to its end.
    page.backend.say(&format!("{STARTED}{}", " ".repeat(1 << 20)));
    settle().await;
    assert_eq!(page.backend.count(STATUS), before);
    page.backend.say(STARTED);
    settle().await;
    assert_eq!(page.backend.count(STATUS), before + 1, "the next one is read");
}

#[wasm_bindgen_test]
async fn every_reconnect_syncs_again_with_never_two_sockets() {
    let page = Page::synced(true).await;
    page.backend.drop_socket();
    settle().await;
    assert_eq!(page.offered(), ["Stop"], "confirmed a moment ago, and the check at once is under way");
    page.backend.lose(STATUS);
    settle().await;
    assert_eq!(page.offered(), [""; 0], "nothing is vouched for");
    assert!(page.text(".status-stream").contains("Running when last seen"));
    // 0.5 s ± 50 %
    wait_ms(800).await;
    assert_eq!(page.backend.sockets(), 2);
    assert_eq!(page.backend.live_sockets(), 1);
    page.backend.connect().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    assert_eq!(page.offered(), ["Play"]);
}

#[wasm_bindgen_test]
async fn an_announced_change_is_checked_at_once() {
    let page = Page::synced(false).await;
    let before = page.backend.count(STATUS);
    page.backend.say(STARTED);
    settle().await;
    assert_eq!(page.backend.count(STATUS), before + 1);
    assert_eq!(page.offered(), [""; 0]);
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
}

#[wasm_bindgen_test]
async fn what_was_announced_is_told_from_what_was_confirmed() {
    let page = Page::synced(false).await;
    page.backend.say(STARTED);
    settle().await;
    for wait in [260, 510, 1_010] {
        page.backend.lose(STATUS);
        wait_ms(wait).await;
    }
    page.backend.lose(STATUS);
    settle().await;
    assert_eq!(page.text(".status-stream"), "Running unverified: announced, not confirmed");
    page.until(".status", "stopped was confirmed ").await;
}

#[wasm_bindgen_test]
async fn what_is_not_understood_leaves_the_connection_alive() {
    let page = Page::synced(true).await;
    for garbage in
        ["", "9", "4", "42", "42[", "42[7]", "45-", "451-[\"frame\"]", "42[\"nosuchevent\",1]", "0{}", "\u{0}"]
    {
        page.backend.say(garbage);
        settle().await;
    }
    assert_eq!(page.offered(), ["Stop"]);
    assert_eq!(page.text(".status-connection"), "Connected");
    assert_eq!(page.backend.live_sockets(), 1);
}

#[wasm_bindgen_test]
async fn a_namespace_closed_by_the_server_is_a_lost_connection() {
    let page = Page::synced(true).await;
    page.backend.say("41");
    // Before it reconnects by itself.
    assert_eq!(page.backend.live_sockets(), 0);
    settle().await;
    page.backend.lose(STATUS);
    settle().await;
    assert!(page.text(".notices").contains("Connection lost: the backend "), "{}", page.text(".notices"));
}
