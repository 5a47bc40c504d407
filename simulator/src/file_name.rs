//! File names, as clients ask for them.

const MAX_NAME_LENGTH: usize = 64;

/// The name without anything that a path could be made of; another one where nothing is left.
pub fn safe_name(name: &str, otherwise: &str) -> String {
    let name: String = name
        .chars()
        .take(MAX_NAME_LENGTH)
        .map(|c| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' })
        .collect();
    if name.is_empty() { otherwise.to_owned() } else { name }
}
