//! The small picture that comes with a snap, as an address that a page can show.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

const PREFIX: &str = "data:image/png;base64,";

/// The longest address that is shown. A gray picture of 1280 × 1280 fits, however noisy it is.
const MAX_PREVIEW_BYTES: usize = 4 * 1_048_576;

/// The most pixels a side: the browser unpacks the picture, and a few bytes may claim to be gigabytes.
const MAX_PREVIEW_SIDE_PX: u32 = 4_096;

/// What a PNG begins with, up to and with its width and height: 24 bytes.
const HEAD_BYTES: usize = 24;
/// The same in base64.
const HEAD_CHARS: usize = 32;

/// Is this the address of a PNG that can be shown without harm? It need not be one that can be decoded.
pub(super) fn is_preview(address: &str) -> bool {
    let Some(text) = address.strip_prefix(PREFIX).filter(|_| address.len() <= MAX_PREVIEW_BYTES) else {
        return false;
    };
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    text.bytes().all(is_base64) && text.as_bytes().get(..HEAD_CHARS).is_some_and(is_png_head)
}

fn is_png_head(text: &[u8]) -> bool {
    let mut head = [0; HEAD_BYTES];
    if BASE64_STANDARD.decode_slice(text, &mut head) != Ok(HEAD_BYTES) {
        return false;
    }
    // The signature, the first chunk's length and name, then what it says.
    let is_side = |at: usize| {
        let side_px = u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        (1..=MAX_PREVIEW_SIDE_PX).contains(&side_px)
    };
    head.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") && is_side(16) && is_side(20)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The address of what begins like a PNG of this size.
    pub(in crate::wire) fn address(width_px: u32, height_px: u32, rest: usize) -> String {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width_px.to_be_bytes());
        bytes.extend(height_px.to_be_bytes());
        bytes.resize(bytes.len() + rest, 7);
        format!("{PREFIX}{}", BASE64_STANDARD.encode(bytes))
    }

    #[test]
    fn a_png_of_a_sensible_size_is_shown() {
        for (width_px, height_px) in [(1, 1), (320, 240), (4_096, 4_096)] {
            assert!(is_preview(&address(width_px, height_px, 40)));
        }
        assert!(is_preview(&address(1_280, 1_280, 1_280 * 1_280)));
    }

    #[test]
    fn everything_else_is_not() {
        let good = address(320, 240, 40);
        let base64 = good.strip_prefix(PREFIX).unwrap_or_default();
        for bad in [
            String::new(),
            PREFIX.to_owned(),
            base64.to_owned(),
            format!("data:image/svg+xml;base64,{base64}"),
            format!("data:text/html;base64,{base64}"),
            format!("DATA:image/png;base64,{base64}"),
            format!("https://elsewhere/{good}"),
            format!("javascript:alert(1)//{good}"),
            format!("{good}\""),
            format!("{good} "),
            good.replace("iVBOR", "iVBOS"),
            good[..PREFIX.len() + 31].to_owned(),
            good.replace("SUhEUgAA", "SUhEUgA="),
            address(0, 240, 40),
            address(320, 0, 40),
            address(4_097, 240, 40),
            address(0x1000_0140, 240, 40),
            address(320, 4_097, 40),
            address(u32::MAX, u32::MAX, 40),
            address(320, 240, MAX_PREVIEW_BYTES * 3 / 4),
        ] {
            assert!(!is_preview(&bad), "{}", &bad[..bad.len().min(80)]);
        }
    }
}
