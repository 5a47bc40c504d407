//! Looking at the picture: wheel, pointers, keys and buttons, and what is said about what is seen.

use leptos::prelude::{GetUntracked, Update, window};
use lockstep::sync::StreamState;
use lockstep::viewer::image::RangeLimits;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlButtonElement};

use crate::backend::Backend;
use crate::binary_frames::row;
use crate::canvas::{GREEN, RED, canvas};
use crate::desk::{Desk, FIT_SCALE};
use crate::page::{until, wait_ms};

const PARAMETERS: &str = "GET /imswitch/api/LiveViewController/getStreamParameters";

#[wasm_bindgen_test]
async fn the_wheel_zooms_around_the_pixel_under_the_pointer() {
    let desk = Desk::new().await;
    let at = (100.0, 60.0);
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE).await;
    assert!(desk.turn(at, -100.0).default_prevented(), "the page does not scroll");
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 1.25).await;
    desk.turn(at, -120.0);
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 1.25 * 1.3).await;
    for _ in 0..50 {
        desk.turn(at, -400.0);
    }
    desk.until_shows(at, (16.0, 9.6), 32.0).await;
    desk.until_says("Zoom", "3200 %").await;
    for _ in 0..3 {
        desk.turn(at, 400.0);
    }
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE).await;
    until("it to fit", || desk.stage().get_attribute("data-view").as_deref() == Some("fit")).await;
    desk.turn(at, 4_000.0);
    desk.until_shows((200.0, 150.0), (32.0, 24.0), 1.0).await;
}

#[wasm_bindgen_test]
async fn the_keyboard_is_enough() {
    let desk = Desk::new().await;
    let middle = (200.0, 150.0);
    assert_eq!(desk.stage().tab_index(), 0);
    desk.press("1");
    desk.until_shows(middle, (32.0, 24.0), 1.0).await;
    for key in ["+", "=", "-", "+"] {
        desk.press(key);
    }
    desk.until_shows(middle, (32.0, 24.0), 1.25 * 1.25).await;
    desk.press("0");
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE).await;
    desk.press("ArrowRight");
    desk.press("ArrowDown");
    desk.until_shows(middle, (32.0 + 64.0 / FIT_SCALE, 24.0 + 64.0 / FIT_SCALE), FIT_SCALE).await;
    desk.press("ArrowLeft");
    desk.press("ArrowUp");
    desk.press_with("ArrowLeft", |init| init.set_shift_key(true));
    desk.until_shows(middle, (31.0, 24.0), FIT_SCALE).await;
    for _ in 0..30 {
        desk.press("ArrowLeft");
    }
    desk.until_shows(middle, (0.0, 24.0), FIT_SCALE).await;
    desk.press_with("0", |init| init.set_ctrl_key(true));
    wait_ms(50).await;
    desk.until_shows(middle, (0.0, 24.0), FIT_SCALE).await;
    desk.dispatch(&Event::new("dblclick").unwrap());
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE).await;
}

#[wasm_bindgen_test]
async fn one_pointer_drags_and_two_pinch() {
    let desk = Desk::new().await;
    desk.pointer("pointermove", 1, (10.0, 10.0));
    desk.pointer("pointerdown", 1, (100.0, 100.0));
    desk.pointer("pointermove", 1, (150.0, 75.0));
    desk.until_shows((150.0, 75.0), (16.0, 16.0), FIT_SCALE).await;
    desk.pointer("pointerup", 1, (150.0, 75.0));
    desk.pointer("pointermove", 1, (300.0, 75.0));
    wait_ms(50).await;
    desk.until_shows((150.0, 75.0), (16.0, 16.0), FIT_SCALE).await;

    desk.press("0");
    desk.pointer("pointerdown", 2, (150.0, 150.0));
    desk.pointer("pointerdown", 3, (250.0, 150.0));
    desk.pointer("pointermove", 2, (100.0, 150.0));
    desk.pointer("pointermove", 3, (300.0, 150.0));
    desk.until_shows((100.0, 150.0), (24.0, 24.0), 2.0 * FIT_SCALE).await;
    desk.pointer("pointercancel", 2, (100.0, 150.0));
    desk.pointer("pointerup", 3, (300.0, 150.0));
}

#[wasm_bindgen_test]
async fn a_click_that_trembles_is_no_drag() {
    let desk = Desk::new().await;
    let is_fit = || desk.stage().get_attribute("data-view").as_deref() == Some("fit");
    desk.pointer("pointerdown", 1, (100.0, 100.0));
    desk.pointer("pointermove", 1, (102.0, 101.0));
    desk.pointer("pointerup", 1, (102.0, 101.0));
    wait_ms(50).await;
    assert!(is_fit());
    desk.pointer("pointerdown", 1, (100.0, 100.0));
    desk.pointer("pointermove", 1, (102.0, 100.0));
    desk.pointer("pointermove", 1, (106.25, 100.0));
    // What was under the pointer is under it again.
    desk.until_shows((106.0, 100.0), (16.0 - 0.25 / FIT_SCALE, 16.0), FIT_SCALE).await;
    desk.pointer("pointermove", 1, (104.25, 100.0));
    desk.until_shows((104.0, 100.0), (16.0 - 0.25 / FIT_SCALE, 16.0), FIT_SCALE).await;
    desk.pointer("pointerup", 1, (104.25, 100.0));
}

#[wasm_bindgen_test]
async fn a_pointer_points_between_css_pixels_too() {
    let desk = Desk::new().await;
    desk.pointer("pointermove", 1, (6.2, 0.0));
    desk.until_says("Pixel", "0, 0").await;
    desk.pointer("pointermove", 1, (6.4, 0.0));
    desk.until_says("Pixel", "1, 0").await;
}

#[wasm_bindgen_test]
async fn a_touchpads_pinch_that_comes_as_gestures_zooms_the_picture_and_not_the_page() {
    let desk = Desk::new().await;
    let at = (100.0, 60.0);
    assert!(desk.spread("gesturestart", at, 1.0).default_prevented());
    assert!(desk.spread("gesturechange", at, 1.5).default_prevented());
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 1.5).await;
    desk.spread("gesturechange", at, 2.0);
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 2.0).await;
    desk.spread("gestureend", at, 2.0);
    desk.spread("gesturestart", at, 1.0);
    desk.spread("gesturechange", at, 2.0);
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 4.0).await;
    desk.spread("gesturechange", at, f64::NAN);
    desk.spread("gestureend", at, 2.0);
    // Fingers on the glass come as pointers as well, and zoom once.
    desk.pointer("pointerdown", 1, at);
    desk.spread("gesturestart", at, 1.0);
    desk.spread("gesturechange", at, 3.0);
    desk.spread("gestureend", at, 3.0);
    desk.pointer("pointerup", 1, at);
    wait_ms(50).await;
    desk.until_shows(at, (16.0, 9.6), FIT_SCALE * 4.0).await;
}

#[wasm_bindgen_test]
async fn buttons_do_the_same_and_wait_for_a_picture() {
    let desk = Desk::without_picture().await;
    let needs_picture = ["Zoom out", "Zoom in", "Fit", "One to one", "Save as PNG"];
    assert!(needs_picture.iter().all(|name| desk.button(name).disabled()));
    desk.press("+");
    desk.turn((10.0, 10.0), -100.0);
    desk.page.connect(StreamState::Running);
    desk.page.paint(0, GREEN).await;
    until("the buttons to be offered", || needs_picture.iter().all(|name| !desk.button(name).disabled())).await;
    let middle = (200.0, 150.0);
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE).await;
    desk.button("Zoom in").click();
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE * 1.25).await;
    desk.button("Zoom out").click();
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE).await;
    desk.button("One to one").click();
    desk.until_shows(middle, (32.0, 24.0), 1.0).await;
    desk.button("Fit").click();
    desk.until_shows(middle, (32.0, 24.0), FIT_SCALE).await;

    assert!(desk.find(".crosshair").has_attribute("hidden"));
    desk.button("Crosshair").click();
    until("the crosshair", || !desk.find(".crosshair").has_attribute("hidden")).await;
    assert_eq!(desk.button("Crosshair").get_attribute("aria-pressed").as_deref(), Some("true"));
    desk.press("C");
    until("it to go", || desk.find(".crosshair").has_attribute("hidden")).await;
}

#[wasm_bindgen_test]
async fn the_pixel_under_the_pointer_is_read_out() {
    let desk = Desk::new().await;
    assert!(desk.says("Pixel", "–") && desk.says("Value", "–"));
    desk.page.show(row(1, &[100, 2_345, 300, 4_000])).await;
    // A row of four: each is 100 wide, in the stage's middle.
    until("the new size to be known", || desk.says("Zoom", "10000 %")).await;
    desk.pointer("pointermove", 1, (110.0, 150.0));
    desk.until_says("Pixel", "1, 0").await;
    desk.until_says("Value", "2345").await;
    desk.pointer("pointermove", 1, (399.0, 150.0));
    desk.until_says("Pixel", "3, 0").await;
    desk.until_says("Value", "4000").await;
    desk.pointer("pointermove", 1, (399.0, 50.0));
    desk.until_says("Pixel", "–").await;
    desk.pointer("pointermove", 1, (399.0, 150.0));
    desk.until_says("Value", "4000").await;
    desk.page.show(row(2, &[100, 2_345, 300, 7])).await;
    desk.until_says("Value", "7").await;
    desk.pointer("pointerleave", 1, (500.0, 150.0));
    desk.until_says("Value", "–").await;
    // Without a pointer, the crosshair points.
    desk.press("c");
    desk.until_says("Pixel", "2, 0").await;
    desk.until_says("Value", "300").await;
    desk.press_with("ArrowLeft", |init| init.set_shift_key(true));
    desk.until_says("Value", "2345").await;
}

#[wasm_bindgen_test]
async fn the_colour_of_a_jpeg_is_read_out() {
    let desk = Desk::new().await;
    desk.page.paint(1, RED).await;
    desk.pointer("pointermove", 1, (10.0, 10.0));
    let value = || desk.page.text(".readout-value");
    until("a colour", || value().starts_with("R 20") || value().starts_with("R 21")).await;
    assert!(value().contains(" G ") && value().contains(" B "), "{}", value());
}

#[wasm_bindgen_test]
async fn the_scale_bar_is_as_long_as_it_says() {
    let backend = Backend::install();
    let desk = Desk::new().await;
    // A camera pixel of these frames is 0.5 µm wide. Of which ones they are made, the backend knows.
    let line = || desk.find(".scale-bar-line").get_bounding_client_rect().width();
    let scale = || desk.page.text(".scale-bar-length");
    until("the backend to be asked", || backend.count(PARAMETERS) == 1).await;
    assert!(desk.find(".scale-bar").has_attribute("hidden"), "nothing is said meanwhile");
    let in_use = r#"{"WidefieldCamera":{"protocol":"jpeg","subsampling_factor":1}}"#;
    backend.reply(PARAMETERS, &format!(r#"{{"status":"success","protocols":{{}},"per_detector":{in_use}}}"#));
    // So 12.5 CSS pixels are 1 µm.
    until("the scale bar", || scale() == "10 µm").await;
    assert!((line() - 125.0).abs() < 0.2, "{}", line());
    desk.press("1");
    until("a longer one", || scale() == "50 µm").await;
    assert!((line() - 100.0).abs() < 0.2, "{}", line());
    desk.page.show(row(1, &[1, 2, 3, 4])).await;
    until("none without a pixel size", || scale() == "Pixel size unknown").await;
    assert!(desk.find(".scale-bar").get_attribute("title").unwrap().contains("set the pixel size in ImSwitch"));
}

#[wasm_bindgen_test]
async fn the_same_part_is_shown_when_the_stage_grows() {
    let desk = Desk::new().await;
    desk.press("1");
    desk.press("+");
    desk.until_shows((200.0, 150.0), (32.0, 24.0), 1.25).await;
    desk.stage().style().set_property("width", "602px").unwrap();
    desk.until_shows((300.0, 150.0), (32.0, 24.0), 1.25).await;
    desk.press("0");
    desk.until_shows((300.0, 150.0), (32.0, 24.0), FIT_SCALE).await;
}

#[wasm_bindgen_test]
async fn without_a_picture_nothing_is_said_of_jpeg() {
    let desk = Desk::without_picture().await;
    desk.press("h");
    until("the panel", || desk.page.place.query_selector(".histogram").unwrap().is_some()).await;
    assert!(desk.page.place.query_selector(".histogram-fixed:not([hidden])").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn the_histogram_is_plotted_and_sets_the_window() {
    let desk = Desk::new().await;
    assert!(desk.page.place.query_selector(".histogram-plot").unwrap().is_none());
    desk.press("h");
    let hidden = |selector: &str| desk.find(selector).has_attribute("hidden");
    until("the panel", || desk.page.place.query_selector(".histogram-settings[hidden]").unwrap().is_some()).await;
    assert!(!hidden(".histogram-fixed") && hidden("[aria-label=Black]"), "a jpeg has no contrast");
    let outline = || desk.find(".histogram-counts").get_attribute("d").unwrap_or_default();
    until("the jpeg to be counted", || outline().contains("V0h16")).await;

    desk.page.show(row(1, &[100, 200, 300, 4_000])).await;
    until("the window", || desk.says("Black", "100") && desk.says("White", "4000")).await;
    assert!(hidden(".histogram-fixed") && !hidden(".histogram-settings"));
    until("the samples to be counted", || outline().starts_with("M0 100V100h16V100h16V100h16V100h16V100h16V100h16V0"))
        .await;
    let contrast = || desk.page.viewer.contrast().get_untracked();
    let auto = || desk.find(".histogram-settings [aria-pressed]").get_attribute("aria-pressed");
    assert_eq!(auto().as_deref(), Some("true"));

    assert_eq!(desk.slide("[aria-label=Black]", "250").max(), "4095");
    until("the limit to be set", || desk.says("Black", "250")).await;
    let limits = || desk.page.viewer.limits().get_untracked();
    until("the picture to follow", || limits() == Some(RangeLimits { min: 250, max: 4_000 })).await;
    assert_eq!(auto().as_deref(), Some("false"));
    let white = desk.slide("[aria-label=White]", "10");
    until("white to stop at black", || desk.says("White", "251")).await;
    assert_eq!(white.value(), "251");
    desk.slide(".histogram-gamma input", "21");
    until("the gamma to be set", || (contrast().gamma - 2.1).abs() < 1e-6).await;
    until("it to be said", || desk.page.text(".histogram-gamma span") == "2.1").await;
    desk.find(".histogram-settings .button").unchecked_into::<HtmlButtonElement>().click();
    until("the window to follow the picture again", || desk.says("Black", "100") && desk.says("White", "4000")).await;

    desk.button("Histogram").click();
    until("the panel to go", || desk.page.place.query_selector(".histogram-plot").unwrap().is_none()).await;
}

/// How much of the picture's light is seen.
fn opacity(desk: &Desk) -> String {
    let style = window().get_computed_style(&canvas(&desk.page.place)).unwrap().unwrap();
    style.get_property_value("opacity").unwrap()
}

#[wasm_bindgen_test]
async fn only_what_is_doubtful_is_dimmed() {
    let desk = Desk::without_picture().await;
    desk.page.connect(StreamState::Stopped);
    desk.page.paint(0, GREEN).await;
    desk.page.until_says("past", "Stream is stopped: this is the last frame").await;
    // The dimming would take a moment.
    wait_ms(300).await;
    assert_eq!(opacity(&desk), "1", "a picture that is merely old");
    desk.page.lose_connection();
    desk.page.until_says("past", "Connection lost: this is the last frame").await;
    until("it to be dimmed", || opacity(&desk) == "0.45").await;
}

#[wasm_bindgen_test]
async fn that_contrast_is_stretched_is_said_under_the_picture() {
    let desk = Desk::new().await;
    let said = || if desk.find(".contrast-note").has_attribute("hidden") { String::new() } else { words(&desk) };
    assert_eq!(said(), "", "a jpeg is shown as it is");
    desk.page.show(row(1, &[100, 200, 300, 4_000])).await;
    until("the limits", || said() == "stretched, 100 to 4000 of 4095").await;
    let press = || desk.find(".contrast-note button").unchecked_into::<HtmlButtonElement>().click();
    press();
    until("the full range", || said() == "full range, 0 to 4095").await;
    let limits = || desk.page.viewer.limits().get_untracked();
    until("the picture to follow", || limits() == Some(RangeLimits { min: 0, max: 4_095 })).await;
    press();
    until("the limits again", || said() == "stretched, 100 to 4000 of 4095").await;
    desk.page.viewer.contrast().update(|contrast| contrast.gamma = 2.0);
    until("the gamma", || said() == "stretched, 100 to 4000 of 4095, gamma 2.0").await;
    press();
    until("the full range without gamma", || said() == "full range, 0 to 4095").await;
}

fn words(desk: &Desk) -> String {
    desk.page.text(".contrast-words")
}

#[wasm_bindgen_test]
async fn the_histogram_has_its_ends_and_a_logarithmic_view() {
    let desk = Desk::new().await;
    desk.press("h");
    until("the panel", || desk.page.place.query_selector(".histogram-ends").unwrap().is_some()).await;
    let mut values = [100; 64];
    values[63] = 4_000;
    desk.page.show(row(1, &values)).await;
    until("the ends", || desk.page.text(".histogram-ends") == "0Logarithmic4095").await;
    let plot = window().get_computed_style(&desk.find(".histogram-plot svg")).unwrap().unwrap();
    assert_eq!(plot.get_property_value("border-right-width").unwrap(), "2px", "a mark at full scale");
    let outline = || desk.find(".histogram-counts").get_attribute("d").unwrap_or_default();
    // The height of one sample beside 63.
    until("the root of the counts", || outline().contains("V87h16V100h16")).await;
    desk.find(".histogram-ends button").unchecked_into::<HtmlButtonElement>().click();
    until("their logarithm", || outline().contains("V83h16V100h16")).await;
}

#[wasm_bindgen_test]
async fn fit_and_full_screen_look_different_and_saving_says_how_it_differs_from_a_snap() {
    let desk = Desk::new().await;
    // The one is a frame that something fills, the other four corners that are far apart.
    let is_frame = |name: &str| {
        let icon = desk.find(&format!("[aria-label='{name}'] path")).get_attribute("d").unwrap();
        icon.contains('z')
    };
    assert!(is_frame("Fit") && !is_frame("Full screen"));
    let title = |name: &str| desk.button(name).title();
    assert!(title("Save as PNG").contains("what is shown"), "{}", title("Save as PNG"));
    assert!(title("Snap").contains("taken and kept by the backend"), "{}", title("Snap"));
}
