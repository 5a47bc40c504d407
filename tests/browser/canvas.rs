//! The canvas on the page, and the colour that it shows.
//!
//! What is drawn in the painter's thread is there a moment after a frame was acknowledged.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::page::comes_true;

pub const RED: &str = "#d02020";
pub const GREEN: &str = "#20d020";
pub const BLUE: &str = "#2020d0";

pub fn canvas(place: &HtmlElement) -> HtmlCanvasElement {
    place.query_selector("canvas").unwrap().expect("a canvas").unchecked_into()
}

/// All pixels of the canvas, row by row. They are read from a copy, because the canvas itself is the painter's.
pub fn pixels(place: &HtmlElement) -> Vec<[u8; 4]> {
    let canvas = canvas(place);
    let copy: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    let (width, height) = (canvas.width(), canvas.height());
    copy.set_width(width);
    copy.set_height(height);
    let context: CanvasRenderingContext2d = copy.get_context("2d").unwrap().unwrap().unchecked_into();
    context.draw_image_with_html_canvas_element(&canvas, 0.0, 0.0).unwrap();
    let bytes = context.get_image_data(0.0, 0.0, width.into(), height.into()).unwrap().data();
    bytes.as_chunks().0.to_vec()
}

/// The name of the colour that the canvas shows in its middle and corners. Where they differ, as they may while the
/// browser gives the canvas another size, it has none.
pub fn colour_of(place: &HtmlElement) -> &'static str {
    let (pixels, width) = (pixels(place), canvas(place).width() as usize);
    let (right, bottom) = (width - 1, pixels.len() / width - 1);
    let colours = [(0, 0), (right, 0), (0, bottom), (right, bottom), (right / 2, bottom / 2)].map(|(x, y)| {
        let pixel = pixels[y * width + x];
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
    if colours.iter().all(|colour| *colour == colours[0]) { colours[0] } else { "several colours" }
}

/// Waits until the canvas shows this colour.
pub async fn until_colour(place: &HtmlElement, colour: &str) {
    let shown = comes_true(|| colour_of(place) == colour).await;
    assert!(shown, "the canvas never showed {colour}, but {}", colour_of(place));
}
