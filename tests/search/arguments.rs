//! What `cargo xtask search` says.

use std::path::PathBuf;

/// How to search.
pub struct Arguments {
    pub seconds: u64,
    /// Where the trace goes.
    pub trace: PathBuf,
    /// The trace of a run whose actions are to be done again.
    pub replay: Option<PathBuf>,
}

impl Arguments {
    pub fn read(mut words: impl Iterator<Item = String>) -> Self {
        let (mut seconds, mut trace, mut replay) = (180, None, None);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
            match word.as_str() {
                "--seconds" => seconds = value().parse().expect("--seconds is a number"),
                "--trace" => trace = Some(value().into()),
                "--replay" => replay = Some(value().into()),
                other => panic!("unknown word: {other}"),
            }
        }
        Self { seconds, trace: trace.expect("--trace names a folder"), replay }
    }
}
