//! What a saved picture is called.

use crate::wire::is_invisible;

/// The longest part of a camera's name that goes into a file's: file systems take 255 bytes in all, and people less.
const MAX_DETECTOR_CHARS: usize = 60;
const MAX_DETECTOR_BYTES: usize = 200;

/// `DETECTOR-YYYYMMDD-HHMMSS.EXTENSION`, with what file systems dislike replaced, and nothing else: letters and digits of
/// every script stay. The time is year, month (from 1), day, hour, minute and second.
#[must_use]
pub fn file_name(
    detector: Option<&str>,
    [year, month, day, hour, minute, second]: [u32; 6],
    extension: &str,
) -> String {
    let mut name = String::new();
    for c in detector.unwrap_or("picture").chars().take(MAX_DETECTOR_CHARS) {
        if name.len() + c.len_utf8() > MAX_DETECTOR_BYTES {
            break;
        }
        name.push(if is_liked(c) { c } else { '_' });
    }
    name + &format!("-{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}.{extension}")
}

/// Has it no other meaning in any file system, and can it be seen?
fn is_liked(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || c == '-' || c == '_'
    } else {
        !c.is_whitespace() && !is_invisible(c)
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_camera_and_time() {
        let at = [2026, 3, 9, 8, 5, 0];
        assert_eq!(file_name(Some("WidefieldCamera"), at, "png"), "WidefieldCamera-20260309-080500.png");
        assert_eq!(file_name(None, at, "jpg"), "picture-20260309-080500.jpg");
    }

    #[test]
    fn letters_and_digits_of_every_script_stay() {
        for name in ["顕微鏡カメラ2", "Камера-1", "מצלמה", "हिन्दी", "e\u{301}", "٣"] {
            assert_eq!(file_name(Some(name), [2026, 3, 9, 8, 5, 0], "png"), format!("{name}-20260309-080500.png"));
        }
        // File systems take 255 bytes.
        assert!(file_name(Some(&"鏡".repeat(100)), [2026, 3, 9, 8, 5, 0], "png").len() <= 255);
        assert!(file_name(Some(&"🔬".repeat(100)), [2026, 3, 9, 8, 5, 0], "png").len() <= 255);
    }

    #[test]
    fn has_nothing_that_file_systems_dislike() {
        let name = file_name(Some("../a b:c\u{0}µ"), [2026, 12, 31, 23, 59, 59], "png");
        assert_eq!(name, "___a_b_c_µ-20261231-235959.png");
        let name = file_name(Some("a\u{202e}gnp.\u{200b}b\u{2028}"), [2026, 12, 31, 23, 59, 59], "png");
        assert_eq!(name, "a_gnp__b_-20261231-235959.png");
        assert_eq!(file_name(Some(&"x".repeat(500)), [2026, 12, 31, 23, 59, 59], "png").len(), 60 + 20);
    }
}
