//! The small picture that comes with a snap, as an address that a page can show.

const PREFIX: &str = "data:image/png;base64,";

/// The longest address that is shown. A gray picture of 1280 × 1280 fits, however noisy it is.
const MAX_PREVIEW_BYTES: usize = 4 * 1_048_576;

/// The most pixels a side, because it is the browser that unpacks it: a few bytes may say that they are gigabytes.
const MAX_PREVIEW_SIDE_PX: u32 = 4_096;

/// What a PNG begins with, in base64: its signature, its first chunk's length and name, and the upper four bits of its
/// width, which are none in any that is shown.
const PNG: &[u8] = b"iVBORw0KGgoAAAANSUhEUg";
/// The other 28 bits of its width, and the 32 of its height.
const SIZE_CHARS: usize = 10;

/// Is this the address of a PNG that can be shown without harm? It need not be one that can be decoded.
pub(super) fn is_preview(address: &str) -> bool {
    let Some(text) = address.strip_prefix(PREFIX).filter(|_| address.len() <= MAX_PREVIEW_BYTES) else {
        return false;
    };
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    text.bytes().all(is_base64) && text.as_bytes().strip_prefix(PNG).is_some_and(has_sensible_size)
}

/// By hand: the decoder for whole pictures, which is made for speed, takes 3 kB of the first load.
fn has_sensible_size(text: &[u8]) -> bool {
    let is_side = |side_px| (1..=u64::from(MAX_PREVIEW_SIDE_PX)).contains(&side_px);
    let size =
        text.get(..SIZE_CHARS).and_then(|text| text.iter().try_fold(0, |bits, &byte| Some(bits << 6 | sextet(byte)?)));
    size.is_some_and(|bits: u64| is_side(bits >> 32) && is_side(bits & 0xffff_ffff))
}

/// The six bits that a character of base64 stands for.
fn sextet(byte: u8) -> Option<u64> {
    Some(u64::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
pub(super) mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;

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
