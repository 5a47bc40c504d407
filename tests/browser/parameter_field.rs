//! The fields for a stream's parameters.

use lockstep::control::camera::Parameter;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::cameras::{SET_JPEG, SUCCESS, answer, open, write};
use crate::page::{Page, settle};

fn quality(page: &Page) -> HtmlInputElement {
    page.find("[name=jpeg_quality]").unchecked_into()
}

#[wasm_bindgen_test]
async fn only_valid_values_are_sent_and_only_what_is_in_use_is_believed() {
    let page = open(false).await;
    for text in ["", "0", "101", "7.5"] {
        write(&page, Parameter::Quality, text);
        settle().await;
        assert!(page.text(".verdict").contains("from 1 to 100"), "{text:?}");
        assert!(page.find("[name=jpeg_quality]").has_attribute("aria-invalid"));
    }
    assert_eq!(page.backend.count(SET_JPEG), 0);
    write(&page, Parameter::Quality, "30");
    page.asked(SET_JPEG, 1).await;
    assert!(!page.find("[name=jpeg_quality]").has_attribute("aria-invalid"));
    page.backend.reply(SET_JPEG, SUCCESS);
    settle().await;
    answer(&page, false, 30).await;
    assert_eq!(page.text(".verdict"), "Quality is 30 now.");

    write(&page, Parameter::Quality, "40");
    page.asked(SET_JPEG, 2).await;
    page.backend.reply(SET_JPEG, r#"{"status":"error","message":"no"}"#);
    settle().await;
    answer(&page, false, 30).await;
    assert_eq!(page.text(".verdict"), "Quality was not set to 40. The backend says: no");
}

#[wasm_bindgen_test]
async fn what_was_refused_in_one_field_is_over_when_another_is_sent() {
    let page = open(false).await;
    write(&page, Parameter::Quality, "101");
    settle().await;
    assert!(page.text(".verdict").contains("Nothing was sent."));
    write(&page, Parameter::Throttle, "50");
    page.asked(SET_JPEG, 1).await;
    page.backend.reply(SET_JPEG, SUCCESS);
    settle().await;
    answer(&page, false, 80).await;
    assert_eq!(page.text(".verdict"), "Frame interval (ms) is 50 now.");
    let quality: HtmlInputElement = page.find("[name=jpeg_quality]").unchecked_into();
    assert_eq!((quality.value().as_str(), quality.has_attribute("aria-invalid")), ("80", false));
}

#[wasm_bindgen_test]
async fn what_was_read_while_somebody_is_in_the_field_is_shown_when_it_is_left() {
    let page = open(false).await;
    quality(&page).focus().unwrap();
    page.store.refresh_cameras();
    settle().await;
    answer(&page, false, 30).await;
    assert_eq!(quality(&page).value(), "80", "what somebody may be typing is theirs");
    quality(&page).blur().unwrap();
    settle().await;
    assert_eq!(quality(&page).value(), "30");
}
