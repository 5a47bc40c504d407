//! The notices.

use lockstep::control::camera::{Choice, Format};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::backend::{START, STATUS};
use crate::page::{Page, react, settle};

async fn refuse(page: &Page, body: &str) {
    page.press("Play", START).await;
    page.backend.reply(START, body);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
}

#[wasm_bindgen_test]
async fn a_refusal_is_told_in_the_backends_words_and_can_be_dismissed() {
    let page = Page::synced(false).await;
    refuse(&page, r#"{"status":"error","message":"camera unplugged"}"#).await;
    assert!(page.text(".notice").contains("camera unplugged"));
    assert_eq!(page.offered(), ["Play"]);
    page.find(".notice-dismiss").unchecked_into::<HtmlElement>().click();
    settle().await;
    assert_eq!(page.count(".notice"), 0);
}

#[wasm_bindgen_test]
async fn repeats_do_not_pile_up() {
    let page = Page::synced(false).await;
    for _ in 0..3 {
        page.backend.drop_socket();
        // No longer: it reconnects by itself soon.
        react().await;
        page.backend.lose(STATUS);
        react().await;
        page.find(".status button.link").unchecked_into::<HtmlElement>().click();
        settle().await;
        page.backend.connect().await;
        page.backend.reply(STATUS, "false");
        settle().await;
    }
    assert_eq!(page.count(".notice"), 1, "{}", page.text(".notices"));
}

#[wasm_bindgen_test]
async fn a_long_exposure_can_be_started_anyway() {
    let page = Page::synced(false).await;
    refuse(&page, r#"{"status":"long_exposure","exposureMs":3000.0,"thresholdMs":2000.0,"message":"3 s exposure"}"#)
        .await;
    assert!(page.text(".notice").contains("3 s exposure"));
    page.find(".notice .button").unchecked_into::<HtmlElement>().click();
    let forced = START.replace("force=false", "force=true");
    page.asked(&forced, 1).await;
    page.backend.reply(&forced, r#"{"status":"success","detector":"W","protocol":"jpeg"}"#);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
    assert_eq!(page.count(".notice"), 0, "what the first start came to is history");
}

#[wasm_bindgen_test]
async fn what_was_found_is_told_until_it_is_no_longer_so() {
    let page = Page::synced(true).await;
    page.backend.say(r#"42["signal","{\"name\":\"sigStreamStopped\",\"args\":{\"p0\":\"A\",\"p1\":\"jpeg\"}}"]"#);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    assert!(page.text(".notices").contains("was found stopped"), "{}", page.text(".notices"));
    page.press("Play", START).await;
    page.backend.reply(START, r#"{"status":"success","detector":"W","protocol":"jpeg"}"#);
    settle().await;
    assert_eq!(page.offered(), ["Stop"]);
    assert_eq!(page.count(".notice"), 0, "{}", page.text(".notices"));
}

#[wasm_bindgen_test]
async fn start_anyway_starts_what_was_refused_whatever_was_chosen_since() {
    let page = Page::synced(false).await;
    refuse(&page, r#"{"status":"long_exposure","exposureMs":3000.0,"thresholdMs":2000.0,"message":"3 s exposure"}"#)
        .await;
    page.store.choose(Choice { detector: Some("Other".to_owned()), format: Format::Binary });
    settle().await;
    page.find(".notice .button").unchecked_into::<HtmlElement>().click();
    page.asked(&START.replace("force=false", "force=true"), 1).await;
}

#[wasm_bindgen_test]
async fn no_other_button_of_a_notice_starts_anything() {
    let page = Page::synced(false).await;
    refuse(&page, r#"{"status":"long_exposure","exposureMs":3000.0,"thresholdMs":2000.0,"message":"3 s exposure"}"#)
        .await;
    let before = page.backend.requests().len();
    // Somebody's extension has changed the classes.
    let dismiss = page.find(".notice-dismiss");
    dismiss.set_class_name("changed");
    dismiss.unchecked_into::<HtmlElement>().click();
    settle().await;
    assert_eq!(page.count(".notice"), 0);
    assert_eq!(page.backend.requests().len(), before);
}
