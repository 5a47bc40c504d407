//! Snaps, before a backend that answers when the test says.

use leptos::prelude::view;
use lockstep::backend::{Address, AddressSource, Settings};
use lockstep::components::LiveView;
use lockstep::sync::{Event, Visibility};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::page::{Page, settle, until, wait_ms};
use crate::snap_panel::{
    CANCEL, PENDING, START, STATUS, WORDS, button, done, file, going, has_focus, input, is_offered, is_there, opened,
    page_shows_preview, png, running, take, toggle, write,
};

#[wasm_bindgen_test]
async fn a_snap_is_taken_followed_and_shown() {
    let page = opened().await;
    assert!(is_offered(&page, "submit") && !is_offered(&page, "button"));
    assert!(page.find(".snap progress").has_attribute("hidden"));
    button(&page, "submit").focus().unwrap();
    button(&page, "submit").click();
    take(&page).await;
    assert_eq!(page.backend.count(START), 1, "a double click is one request");
    assert!(!is_offered(&page, "submit") && is_offered(&page, "button"));
    let bar = page.find(".snap progress");
    assert!(!bar.has_attribute("hidden") && !bar.has_attribute("value"), "nobody knows how far it is");
    page.backend.reply(START, PENDING);
    page.asked(STATUS, 1).await;
    assert_eq!(bar.get_attribute("value").as_deref(), Some("0"));
    page.backend.reply(STATUS, &going("running", "0.5"));
    page.asked(STATUS, 2).await;
    assert_eq!(bar.get_attribute("value").as_deref(), Some("50"));
    assert_eq!(page.text(WORDS), "Taking the picture…", "percents are not read out");
    page.backend.reply(STATUS, &done("recordings/a b/sn?p.tiff", &png()));
    page.until(WORDS, "The backend reports that sn?p.tiff is saved. Looking").await;
    assert!(page.find(".snap a").has_attribute("hidden"), "there is nothing yet to download");
    is_there(&page, "recordings/a%20b/sn%3Fp.tiff").await;
    page.until(WORDS, "Saved as sn?p.tiff, 1.4 MB.").await;
    assert!(has_focus(&button(&page, "submit")), "the keyboard is where it was");
    assert!(bar.has_attribute("hidden") && is_offered(&page, "submit") && !is_offered(&page, "button"));
    let link = page.find(".snap a");
    let href = link.get_attribute("href").unwrap();
    assert!(href.ends_with("/imswitch/api/FileManager/download/recordings/a%20b/sn%3Fp.tiff"), "{href}");
    assert_eq!(link.get_attribute("download").as_deref(), Some("sn?p.tiff"));
    assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
    assert_eq!(page.find(".snap img").get_attribute("alt").as_deref(), Some("Preview of sn?p.tiff"));
    page_shows_preview(&page).await;
    wait_ms(700).await;
    assert_eq!(page.backend.count(STATUS), 2, "what is done is not asked for");
}

#[wasm_bindgen_test]
async fn a_preview_that_can_not_be_shown_is_not_and_the_file_is_there() {
    // It begins like a PNG of 320 × 240 pixels, and then it ends.
    let broken = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAUAAAADw";
    for preview in [broken, "", "data:text/html;base64,PGI+", "javascript:alert(1)"] {
        let page = opened().await;
        take(&page).await;
        page.backend.reply(START, &done("a.png", preview));
        is_there(&page, "a.png").await;
        page.until(WORDS, "Saved as a.png, 1.4 MB.").await;
        let image = page.find(".snap img");
        until(&format!("{preview} not to be shown"), || image.has_attribute("hidden")).await;
        assert_eq!(image.has_attribute("src"), preview == broken, "{preview}");
        assert_eq!(page.text(WORDS).contains("without a preview"), preview != broken, "{preview}");
        assert!(!page.find(".snap a").has_attribute("hidden"), "{preview}");
    }
}

/// What is asked of a file that the backend says it saved.
async fn saved() -> Page {
    let page = opened().await;
    take(&page).await;
    page.backend.reply(START, &done("a.png", &png()));
    page.asked(&file("a.png"), 1).await;
    page
}

#[wasm_bindgen_test]
async fn a_file_that_is_not_there_is_not_called_saved() {
    let page = saved().await;
    for round in 1..=4 {
        page.asked(&file("a.png"), round).await;
        assert!(!page.text(WORDS).contains("not there"), "it may still be written");
        page.backend.reply_with(&file("a.png"), 404, r#"{"detail":"Not Found"}"#);
    }
    page.until(WORDS, "The backend reports that a.png is saved, but the file is not there.").await;
    assert!(page.find(".snap a").has_attribute("hidden"), "there is nothing to download");
    page_shows_preview(&page).await;
    take_again(&page).await;
    page.backend.reply(START, &done("b.png", &png()));
    is_there(&page, "b.png").await;
    page.until(WORDS, "Saved as b.png, 1.4 MB.").await;
}

async fn take_again(page: &Page) {
    button(page, "submit").click();
    page.asked(START, 2).await;
}

#[wasm_bindgen_test]
async fn what_is_asked_of_a_file_may_be_odd_or_lost() {
    let page = saved().await;
    page.backend.lose(&file("a.png"));
    page.asked(&file("a.png"), 2).await;
    page.backend.reply_with_header(&file("a.png"), 200, ("content-type", "text/html"));
    page.asked(&file("a.png"), 3).await;
    page.backend.reply_with_header(&file("a.png"), 206, ("content-range", "bytes */*"));
    page.until(WORDS, "Saved as a.png.").await;
    assert!(!page.find(".snap a").has_attribute("hidden"));

    let page = saved().await;
    page.backend.reply_with(&file("a.png"), 416, "");
    page.until(WORDS, "The file is there, but it is empty.").await;
}

#[wasm_bindgen_test]
async fn format_and_name_are_sent_when_they_are_valid() {
    let page = opened().await;
    let select: HtmlInputElement = page.find(".snap-form select").unchecked_into();
    assert_eq!(select.value(), "1");
    select.set_value("6");
    input(&select);
    let field: HtmlElement = page.find(".snap-form input").unchecked_into();
    for bad in ["a b", "../a", "a.jpg", &"a".repeat(65)] {
        write(&page, bad);
        button(&page, "submit").click();
        settle().await;
        assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"), "{bad}");
        assert!(page.text("#snap-hint").len() > 10 && has_focus(&field), "{bad}");
    }
    assert_eq!(page.backend.requests(), [""; 0]);
    write(&page, " cells-7 ");
    button(&page, "submit").click();
    settle().await;
    assert!(!field.has_attribute("aria-invalid") && page.text("#snap-hint").is_empty());
    let line = "GET /imswitch/api/RecordingController/startSnap?fileName=cells-7&saveFormat=6&returnPreview=true";
    assert_eq!(page.backend.requests(), [line]);
    toggle(&page).await;
    toggle(&page).await;
    assert_eq!(page.find(".snap-form input").unchecked_into::<HtmlInputElement>().value(), " cells-7 ");
    assert_eq!(page.find(".snap-form select").unchecked_into::<HtmlInputElement>().value(), "6");
}

#[wasm_bindgen_test]
async fn a_running_snap_is_cancelled() {
    let page = running().await;
    page.asked(STATUS, 1).await;
    button(&page, "button").focus().unwrap();
    button(&page, "button").click();
    button(&page, "button").click();
    page.asked(CANCEL, 1).await;
    assert!(page.backend.aborted(STATUS), "the question that was out is answered by the cancel as well");
    assert_eq!((page.text(WORDS).as_str(), is_offered(&page, "button")), ("Cancelling…", false));
    page.backend.reply(CANCEL, r#"{"jobId":"a1","status":"cancelled","cancelled":true}"#);
    page.until(WORDS, "The snap was cancelled.").await;
    assert_eq!(page.backend.count(CANCEL), 1);
    assert!(has_focus(&button(&page, "button")) && is_offered(&page, "submit"));
    assert!(page.find(".snap a").has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn a_start_that_fails_says_why_and_what_to_do() {
    for (status, body, why) in [
        (200, r#"{"status":"error","message":"no camera"}"#, "no camera"),
        (404, r#"{"detail":"Not Found"}"#, "HTTP 404"),
        (500, "Internal Server Error", "HTTP 500"),
        (200, "<html></html>", "not understood"),
        (200, r#"{"status":"pending"}"#, "not understood"),
        (200, "", "not understood"),
    ] {
        let page = opened().await;
        take(&page).await;
        page.backend.reply_with(START, status, body);
        page.until(WORDS, why).await;
        assert!(page.text(WORDS).to_lowercase().contains("try again"), "{}", page.text(WORDS));
        assert!(is_offered(&page, "submit"), "{body}");
        wait_ms(400).await;
        assert_eq!(page.backend.requests(), [START], "a start is never repeated by itself");
    }
    let page = opened().await;
    take(&page).await;
    page.backend.lose(START);
    page.until(WORDS, "It may have been taken all the same.").await;
}

#[wasm_bindgen_test]
async fn lost_status_answers_are_asked_for_again() {
    let page = running().await;
    page.asked(STATUS, 1).await;
    page.backend.lose(STATUS);
    page.asked(STATUS, 2).await;
    page.backend.reply_with(STATUS, 500, "Internal Server Error");
    page.until(WORDS, "The backend does not answer at the moment.").await;
    page.asked(STATUS, 3).await;
    page.backend.reply(STATUS, &going("running", "0.9"));
    page.asked(STATUS, 4).await;
    assert_eq!(page.text(WORDS), "Taking the picture…");
    page.backend.reply(STATUS, &done("a.tiff", ""));
    is_there(&page, "a.tiff").await;
    page.until(WORDS, "Saved as a.tiff, 1.4 MB.").await;
}

#[wasm_bindgen_test]
async fn a_restarted_backend_that_knows_no_such_job_is_told() {
    let page = running().await;
    page.asked(STATUS, 1).await;
    page.backend.reply(STATUS, r#"{"jobId":"a1","status":"unknown"}"#);
    page.until(WORDS, "probably restarted").await;
    assert!(is_offered(&page, "submit") && page.find(".snap progress").has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn it_goes_on_while_its_panel_is_closed() {
    let page = running().await;
    toggle(&page).await;
    assert_eq!(page.count(".snap-words"), 0);
    page.asked(STATUS, 1).await;
    page.backend.reply(STATUS, &going("running", "0.25"));
    page.asked(STATUS, 2).await;
    toggle(&page).await;
    assert_eq!(page.find(".snap progress").get_attribute("value").as_deref(), Some("25"));
    toggle(&page).await;
    page.backend.reply(STATUS, &done("a.tiff", &png()));
    is_there(&page, "a.tiff").await;
    settle().await;
    toggle(&page).await;
    assert_eq!(page.text(WORDS), "Saved as a.tiff, 1.4 MB.");
    page_shows_preview(&page).await;
}

#[wasm_bindgen_test]
async fn another_backend_has_nothing_of_it() {
    let page = running().await;
    page.asked(STATUS, 1).await;
    let address = Address::parse("http://other:9000").unwrap();
    page.store.change_backend(Settings { address, origin: AddressSource::Link });
    settle().await;
    assert!(page.backend.aborted(STATUS));
    assert_eq!((page.text(WORDS).as_str(), is_offered(&page, "submit")), ("", true));
    wait_ms(700).await;
    assert_eq!(page.backend.count(STATUS), 1);
}

#[wasm_bindgen_test]
async fn a_hidden_tab_asks_nothing_and_goes_on_when_shown() {
    let page = running().await;
    page.asked(STATUS, 1).await;
    page.store.dispatch(Event::VisibilityChanged(Visibility::Hidden));
    page.backend.reply(STATUS, &going("running", "0.5"));
    wait_ms(900).await;
    assert_eq!(page.backend.count(STATUS), 1);
    page.store.dispatch(Event::VisibilityChanged(Visibility::Visible));
    page.asked(STATUS, 2).await;
    page.backend.reply(STATUS, &done("a.tiff", ""));
    is_there(&page, "a.tiff").await;
    page.until(WORDS, "Saved as a.tiff, 1.4 MB.").await;
}

#[wasm_bindgen_test]
async fn the_panel_is_reached_by_its_key_and_keys_in_its_field_are_only_text() {
    let page = Page::mount(|| view! { <LiveView/> });
    settle().await;
    let press = |selector: &str| {
        let init = web_sys::KeyboardEventInit::new();
        init.set_key("p");
        init.set_bubbles(true);
        let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        page.find(selector).dispatch_event(&event).unwrap();
    };
    press(".live-view-stage");
    settle().await;
    assert_eq!(page.find(".snap").get_attribute("aria-label").as_deref(), Some("Snap"));
    press(".snap-form input");
    settle().await;
    assert_eq!(page.count(".snap"), 1);
    press(".live-view-stage");
    settle().await;
    assert_eq!(page.count(".snap"), 0);
}
