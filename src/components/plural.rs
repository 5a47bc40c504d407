//! One of something, or several.

/// How many there are, in words: “1 frame”, “2 frames”.
pub fn plural(count: u64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}
