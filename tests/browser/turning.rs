//! A picture that is turned and mirrored on the stage.

use leptos::prelude::window;
use lockstep::sync::StreamState;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::binary_frames::{Kind, frame, packet, samples};
use crate::desk::Desk;
use crate::live_page::{LivePage, forget_orientations};
use crate::page::{until, wait_ms};

/// A picture of 4 × 3 pixels, whose values are their numbers, row by row.
fn numbered(id: u8) -> Vec<u8> {
    frame(id, "none", &packet(Kind::Gray, 4, 3, &samples(&[100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])))
}

/// The value at the middle of a pixel that is shown in this column and row, of so many on the stage of 400 × 300.
async fn assert_shows(desk: &Desk, (columns, rows): (f64, f64), (x, y): (f64, f64), (pixel, value): (&str, &str)) {
    let scale = (400.0 / columns).min(300.0 / rows);
    let at = |stage: f64, count: f64, index: f64| stage / 2.0 + (index + 0.5 - count / 2.0) * scale;
    desk.pointer("pointermove", 1, (at(400.0, columns, x), at(300.0, rows, y)));
    let told = || (desk.page.text(".readout-pixel"), desk.page.text(".readout-value"));
    until(&format!("{pixel} with {value}"), || told() == (pixel.to_owned(), value.to_owned())).await;
}

#[wasm_bindgen_test]
async fn columns_and_rows_that_are_read_out_are_the_cameras() {
    let desk = Desk::without_picture().await;
    assert!(desk.button("Turn right").disabled() && desk.button("Mirror").disabled());
    desk.page.connect(StreamState::Running);
    desk.page.show(numbered(0)).await;
    desk.until_says("Zoom", "10000 %").await;
    assert_shows(&desk, (4.0, 3.0), (0.0, 0.0), ("0, 0", "100")).await;
    desk.press("t");
    desk.until_says("Zoom", "7500 %").await;
    assert_shows(&desk, (3.0, 4.0), (0.0, 0.0), ("0, 2", "8")).await;
    assert_shows(&desk, (3.0, 4.0), (2.0, 3.0), ("3, 0", "3")).await;
    assert!(desk.page.place.query_selector(".readout-pixel").unwrap().is_some() && !desk.says("Pixel", "3, 0"));
    assert!(desk.says("Camera’s pixel", "3, 0"));
    desk.press("m");
    assert_shows(&desk, (3.0, 4.0), (0.0, 0.0), ("0, 0", "100")).await;
    assert_shows(&desk, (3.0, 4.0), (2.0, 3.0), ("3, 2", "11")).await;
    assert_eq!(desk.page.text(".orientation-note .view-note-words"), "turned by 90°, then mirrored");
    assert_eq!(desk.button("Mirror").get_attribute("aria-pressed").as_deref(), Some("true"));
    // What is mirrored is turned as it is seen: the two quarters are none.
    desk.button("Turn right").click();
    assert_shows(&desk, (4.0, 3.0), (0.0, 0.0), ("3, 0", "3")).await;
    // The picture fits within the stage, whichever way it lies.
    let canvas = crate::canvas::canvas(&desk.page.place).get_bounding_client_rect();
    assert!((canvas.width() - 400.0).abs() < 0.1 && (canvas.height() - 300.0).abs() < 0.1, "{}", canvas.width());
    desk.press("T");
    desk.until_says("Zoom", "7500 %").await;
    let canvas = crate::canvas::canvas(&desk.page.place).get_bounding_client_rect();
    assert!((canvas.width() - 400.0).abs() < 0.1 && (canvas.height() - 300.0).abs() < 0.1, "{}", canvas.width());
    forget_orientations();
}

#[wasm_bindgen_test]
async fn without_a_picture_keys_turn_nothing_as_their_buttons_do() {
    let desk = Desk::without_picture().await;
    desk.press("m");
    desk.press("t");
    wait_ms(50).await;
    assert_eq!(desk.button("Mirror").get_attribute("aria-pressed").as_deref(), Some("false"));
    let kept = window().local_storage().unwrap().unwrap().get_item("lockstep.orientations").unwrap();
    assert_eq!(kept, None);
}

#[wasm_bindgen_test]
async fn how_it_lies_is_kept_and_what_was_kept_may_be_anything() {
    let desk = Desk::without_picture().await;
    desk.page.connect(StreamState::Running);
    desk.page.show(numbered(0)).await;
    desk.until_says("Zoom", "10000 %").await;
    desk.press("t");
    desk.until_says("Zoom", "7500 %").await;
    drop(desk);
    let again = LivePage::again();
    again.connect(StreamState::Running);
    again.show(numbered(1)).await;
    until("it to lie as before", || again.text(".orientation-note .view-note-words") == "turned by 90°").await;
    drop(again);
    let storage = window().local_storage().unwrap().unwrap();
    storage.set_item("lockstep.orientations", r#"{"version":1,"cameras":[{"backend":7}]}"#).unwrap();
    let again = LivePage::again();
    again.connect(StreamState::Running);
    again.show(numbered(2)).await;
    let is_hidden = || again.place.query_selector(".orientation-note[hidden]").unwrap().is_some();
    until("the page to look as at first", || is_hidden() && again.picture() != "absent").await;
    forget_orientations();
}
