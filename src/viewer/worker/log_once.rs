//! Each kind of trouble is reported once: at twenty frames a second more would bury the console.

/// The kinds of trouble that were reported.
#[derive(Debug)]
pub struct LogOnce<K> {
    /// At most one entry a kind.
    told: Vec<K>,
}

impl<K> Default for LogOnce<K> {
    fn default() -> Self {
        Self { told: Vec::new() }
    }
}

impl<K: PartialEq> LogOnce<K> {
    /// Is it the first of its kind? Then it is to be reported.
    pub fn is_first(&mut self, kind: K) -> bool {
        let first = !self.told.contains(&kind);
        if first {
            self.told.push(kind);
        }
        first
    }
}
