//! What a screen reader says aloud: each thing once, when it is so.

use leptos::prelude::*;
use lockstep::sync::StreamState;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::backend::{START, STATUS};
use crate::canvas::GREEN;
use crate::heard::Heard;
use crate::live_page::LivePage;
use crate::page::{Page, react, settle, until};

#[wasm_bindgen_test]
async fn a_loss_is_said_once_and_the_return_once() {
    let page = Page::synced(true).await;
    let heard = Heard::on(&page.root());
    page.backend.drop_socket();
    react().await;
    page.backend.lose(STATUS);
    for _ in 0..4 {
        let (sockets, asked) = (page.backend.sockets(), page.backend.requests().len());
        until("the next attempt", || page.backend.sockets() > sockets).await;
        page.backend.drop_socket();
        settle().await;
        if page.backend.requests().len() > asked {
            page.backend.lose(STATUS);
        }
    }
    assert_eq!(heard.take(), ["Not connected. Running when last seen, unverified: no connection."]);
    let sockets = page.backend.sockets();
    until("the next attempt", || page.backend.sockets() > sockets).await;
    page.backend.connect().await;
    settle().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(heard.take(), ["Connected. Running."]);
}

#[wasm_bindgen_test]
async fn a_backend_that_never_answers_is_said_once() {
    let page = Page::console().await;
    let heard = Heard::on(&page.root());
    page.backend.lose(STATUS);
    for _ in 0..4 {
        let sockets = page.backend.sockets();
        page.backend.drop_socket();
        until("the next attempt", || page.backend.sockets() > sockets).await;
    }
    let said = heard.take();
    assert!(said.len() == 1 && said[0].starts_with("Not connected. "), "{said:?}");
}

#[wasm_bindgen_test]
async fn a_command_and_its_outcome_are_said() {
    let page = Page::synced(false).await;
    let heard = Heard::on(&page.root());
    page.press("Play", START).await;
    assert_eq!(heard.take(), ["Connected. Starting…"]);
    page.backend.reply(START, r#"{"status":"success","detector":"W","protocol":"jpeg"}"#);
    settle().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(heard.take(), ["Connected. Running."]);
    page.store.dismiss(lockstep::control::notices::Topic::Command);
    settle().await;
    assert_eq!(heard.take(), [""; 0]);
}

#[wasm_bindgen_test]
async fn a_refusal_is_said_once() {
    let page = Page::synced(false).await;
    page.press("Play", START).await;
    let heard = Heard::on(&page.root());
    page.backend.reply(START, r#"{"status":"error","message":"camera unplugged"}"#);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    let said = heard.take();
    assert_eq!(said.iter().filter(|words| words.contains("camera unplugged")).count(), 1, "{said:?}");
    assert!(said.len() == 2 && said.iter().any(|words| words == "Connected. Stopped."), "{said:?}");
}

#[wasm_bindgen_test]
async fn frames_that_end_are_said_and_ages_are_not() {
    let page = LivePage::new().await;
    page.connect(StreamState::Running);
    let heard = Heard::on(&page.place);
    page.paint(0, GREEN).await;
    page.until_says("past", "The stream runs, but no new frame comes: this is the last one, ").await;
    let now = page.store.now.get_untracked();
    until("two seconds to pass", || page.store.now.get_untracked().ms_since(now) >= 2_000).await;
    assert_eq!(heard.take(), ["The stream runs, but no new frame comes: this is the last one"]);
}
