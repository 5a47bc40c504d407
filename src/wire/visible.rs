//! Names that hide what they are: characters that turn the direction of others round, or cannot be seen.

use std::borrow::Cow;

/// Is it a character that cannot be seen, or that only changes how others are shown?
///
/// The joiners (U+200C and U+200D) are not: words of some scripts need them.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The text with its invisible characters made visible, each as `‹U+202E›`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            shown += &format!("‹U+{:04X}›", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn marks_are_seen_and_scripts_stay_as_they_are() {
        assert_eq!(visible("Camera\u{202e}gpj"), "Camera‹U+202E›gpj");
        assert_eq!(visible("a\0b\u{200b}\u{2066}"), "a‹U+0000›b‹U+200B›‹U+2066›");
        for name in ["WidefieldCamera", "顕微鏡カメラ2", "מצלמה", "می\u{200c}بیند", "हिन्दी", "👩\u{200d}🔬", ""]
        {
            assert_eq!(visible(name), name);
        }
    }
}
