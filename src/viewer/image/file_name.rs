//! What a saved picture is called.

/// The longest part of a camera's name that goes into a file's.
const MAX_DETECTOR_CHARS: usize = 60;

/// `DETECTOR-YYYYMMDD-HHMMSS.EXTENSION`, with what file systems dislike replaced. The time is year, month (from 1), day, hour,
/// minute and second.
#[must_use]
pub fn file_name(
    detector: Option<&str>,
    [year, month, day, hour, minute, second]: [u32; 6],
    extension: &str,
) -> String {
    let name: String = detector
        .unwrap_or("picture")
        .chars()
        .take(MAX_DETECTOR_CHARS)
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' })
        .collect();
    name + &format!("-{year:04}{month:02}{day:02}-{hour:02}{minute:02}{second:02}.{extension}")
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
    fn has_nothing_that_file_systems_dislike() {
        let name = file_name(Some("../a b:c\u{0}µ"), [2026, 12, 31, 23, 59, 59], "png");
        assert_eq!(name, "___a_b_c__-20261231-235959.png");
        assert_eq!(file_name(Some(&"x".repeat(500)), [2026, 12, 31, 23, 59, 59], "png").len(), 60 + 20);
    }
}
