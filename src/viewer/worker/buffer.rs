//! Bytes out of JavaScript's hands.

use web_sys::js_sys::Uint8Array;

/// Copies bytes to a buffer that is kept, and may be longer.
pub fn fill<'a>(buffer: &'a mut Vec<u8>, bytes: &Uint8Array) -> &'a [u8] {
    let len = bytes.length() as usize;
    if buffer.len() < len {
        buffer.resize(len, 0);
    }
    let filled = &mut buffer[..len];
    bytes.copy_to(filled);
    filled
}
