//! Text from outside, cut to what fits a log line.

/// The most characters of outside text that an error or a refusal keeps.
const MAX_TRUNCATED_CHARS: usize = 120;

/// The first 120 characters of `text`, on one line, with `…` for what was cut off.
pub(crate) fn truncated(text: &str) -> String {
    let mut chars = text.chars();
    let mut kept: String =
        chars.by_ref().take(MAX_TRUNCATED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if chars.next().is_some() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_stays_whole_on_one_line() {
        assert_eq!(truncated("grün\nblau"), "grün blau");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(truncated(&"é".repeat(120)), "é".repeat(120));
        assert_eq!(truncated(&"é".repeat(121)), format!("{}…", "é".repeat(120)));
    }
}
