//! Frames as the backend sends them in the jpeg format, with pictures of one colour.

use js_sys::{ArrayBuffer, Uint8Array};
use leptos::prelude::document;
use lockstep::viewer::geometry::PictureSize;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::canvas::GREEN;

/// How large the picture of a good frame is.
pub const SIZE: PictureSize = PictureSize { width_px: 64, height_px: 48 };

/// The camera of frames that name no other.
const CAMERA: &str = "WidefieldCamera";

/// What stands for a frame's id.
pub enum Id {
    Integer(u8),
    Text(&'static str),
    Nil,
}

/// What stands for the picture.
pub enum Payload<'a> {
    Image(&'a str),
    Data(&'a [u8]),
}

pub fn frame(id: Id, format: &str, payload: Payload<'_>) -> Vec<u8> {
    frame_of(CAMERA, 1.7e9, id, format, payload)
}

fn frame_of(camera: &str, server_timestamp_s: f64, id: Id, format: &str, payload: Payload<'_>) -> Vec<u8> {
    use rmp::encode::{write_bin, write_f64, write_map_len, write_nil, write_str, write_uint};
    let mut bytes = Vec::new();
    write_map_len(&mut bytes, 2).unwrap();
    write_str(&mut bytes, "metadata").unwrap();
    write_map_len(&mut bytes, 5).unwrap();
    write_str(&mut bytes, "server_timestamp").unwrap();
    write_f64(&mut bytes, server_timestamp_s).unwrap();
    write_str(&mut bytes, "frame_id").unwrap();
    match id {
        Id::Integer(id) => drop(write_uint(&mut bytes, id.into()).unwrap()),
        Id::Text(id) => write_str(&mut bytes, id).unwrap(),
        Id::Nil => write_nil(&mut bytes).unwrap(),
    }
    write_str(&mut bytes, "detector_name").unwrap();
    write_str(&mut bytes, camera).unwrap();
    write_str(&mut bytes, "pixel_size").unwrap();
    write_f64(&mut bytes, 0.5).unwrap();
    write_str(&mut bytes, "format").unwrap();
    write_str(&mut bytes, format).unwrap();
    match payload {
        Payload::Image(base64) => {
            write_str(&mut bytes, "image").unwrap();
            write_str(&mut bytes, base64).unwrap();
        }
        Payload::Data(packet) => {
            write_str(&mut bytes, "data").unwrap();
            write_bin(&mut bytes, packet).unwrap();
        }
    }
    bytes
}

/// Bytes where the browser puts those of a message.
pub fn arrived(bytes: &[u8]) -> ArrayBuffer {
    Uint8Array::new_from_slice(bytes).buffer()
}

/// A picture of one colour, as the browser's own encoder makes it.
pub fn base64_of(kind: &str, colour: &str, size: PictureSize) -> String {
    let canvas: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(size.width_px);
    canvas.set_height(size.height_px);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, size.width_px.into(), size.height_px.into());
    let url = canvas.to_data_url_with_type(kind).unwrap();
    url.strip_prefix(&format!("data:{kind};base64,")).expect("the browser can encode it").to_owned()
}

/// A jpeg frame with nothing wrong.
pub fn good(id: u8, colour: &str) -> Vec<u8> {
    frame(Id::Integer(id), "jpeg", Payload::Image(&base64_of("image/jpeg", colour, SIZE)))
}

/// The same with the time that `server_timestamp_s` says, asked when the picture is encoded: that takes a while.
pub fn good_sent_at(server_timestamp_s: impl FnOnce() -> f64, id: u8) -> Vec<u8> {
    let image = base64_of("image/jpeg", GREEN, SIZE);
    frame_of(CAMERA, server_timestamp_s(), Id::Integer(id), "jpeg", Payload::Image(&image))
}

/// The same of another camera.
pub fn good_of(camera: &str, id: u8) -> Vec<u8> {
    frame_of(camera, 1.7e9, Id::Integer(id), "jpeg", Payload::Image(&base64_of("image/jpeg", GREEN, SIZE)))
}
