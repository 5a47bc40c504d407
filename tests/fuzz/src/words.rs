//! Words for people.

use std::fmt::Display;

/// The most bytes of an error's words: 120 characters of others' text, twice where they are written as escapes, and ours
/// around.
const MAX_BYTES: usize = 1_200;

/// An error's words. They go to a console line and perhaps to a notice.
pub fn said(error: &impl Display) -> String {
    let words = error.to_string();
    assert!(!words.is_empty(), "an error without a word");
    assert!(words.len() <= MAX_BYTES, "{} bytes of words: {words:.200}…", words.len());
    assert!(!words.contains(char::is_control), "a control character in {words:?}");
    words
}
