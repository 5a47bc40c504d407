//! The canvas on the page, and the colour that it shows.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

pub const RED: &str = "#d02020";
pub const GREEN: &str = "#20d020";
pub const BLUE: &str = "#2020d0";

pub fn canvas(place: &HtmlElement) -> HtmlCanvasElement {
    place.query_selector("canvas").unwrap().expect("a canvas").unchecked_into()
}

/// The name of the colour that the canvas shows in its middle and corners.
pub fn colour_of(place: &HtmlElement) -> &'static str {
    let canvas = canvas(place);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let (right, bottom) = (f64::from(canvas.width()) - 1.0, f64::from(canvas.height()) - 1.0);
    let colours =
        [(0.0, 0.0), (right, 0.0), (0.0, bottom), (right, bottom), (right / 2.0, bottom / 2.0)].map(|(x, y)| {
            let pixel = context.get_image_data(x.floor(), y.floor(), 1.0, 1.0).unwrap().data();
            let near = |expected: [u8; 3]| pixel.iter().zip(expected).all(|(is, should)| is.abs_diff(should) <= 6);
            if near([0xD0, 0x20, 0x20]) {
                RED
            } else if near([0x20, 0xD0, 0x20]) {
                GREEN
            } else if near([0x20, 0x20, 0xD0]) {
                BLUE
            } else {
                "another colour"
            }
        });
    assert!(colours.iter().all(|colour| *colour == colours[0]), "the picture is torn: {colours:?}");
    colours[0]
}
