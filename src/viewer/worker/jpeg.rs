//! A jpeg to a picture.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Promise, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, ImageBitmap};

use super::buffer::fill;
use super::paint_error::PaintError;
use super::scope::scope;
use crate::viewer::image::jpeg_size;

/// Base64 text to a jpeg file. Both are kept from frame to frame, each as long as the largest so far.
#[derive(Debug, Default)]
pub(super) struct Unwrapper {
    text: Vec<u8>,
    file: Vec<u8>,
}

impl Unwrapper {
    /// Lets the browser decode the picture, in another thread.
    pub(super) fn decode(&mut self, base64: &Uint8Array) -> Result<Decoding, PaintError> {
        let text = fill(&mut self.text, base64);
        let needed_bytes = base64::decoded_len_estimate(text.len());
        if self.file.len() < needed_bytes {
            self.file.resize(needed_bytes, 0);
        }
        let len = STANDARD.decode_slice(text, &mut self.file)?;
        let file = &self.file[..len];
        // Checked before the browser sees it: a jpeg of a few bytes may ask for gigabytes of pixels.
        jpeg_size(file)?;
        Decoding::begin(file_of(file, "image/jpeg").map_err(|why| PaintError::undecodable(&why))?)
    }
}

/// A picture that the browser is decoding.
pub(super) struct Decoding {
    file: Blob,
    decoded: Promise,
}

/// A jpeg that was decoded. Whoever gets it closes its bitmap.
pub(super) struct Jpeg {
    /// As it came.
    pub(super) file: Blob,
    pub(super) bitmap: ImageBitmap,
}

impl Decoding {
    /// Lets the browser decode this file.
    pub(super) fn begin(file: Blob) -> Result<Self, PaintError> {
        let decoded = scope().create_image_bitmap_with_blob(&file).map_err(|why| PaintError::undecodable(&why))?;
        Ok(Self { file, decoded })
    }

    /// The picture.
    pub(super) async fn finish(self) -> Result<Jpeg, PaintError> {
        let decoded = JsFuture::from(self.decoded).await.and_then(JsCast::dyn_into);
        let bitmap = decoded.map_err(|why| PaintError::undecodable(&why))?;
        Ok(Jpeg { file: self.file, bitmap })
    }
}

/// These bytes where the browser has them.
pub(super) fn file_of(bytes: &[u8], kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::new_from_slice(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options)
}
