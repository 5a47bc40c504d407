//! Random choices that can be made again.

use std::env;
use std::fmt;
use std::thread;
use std::time::Duration;

/// The seed to use again, as a message about a failure names it.
const SEED: &str = "LOCKSTEP_SEED";

/// A source of random choices. Displays its seed.
#[derive(Debug)]
pub struct Random {
    seed: u64,
    source: fastrand::Rng,
}

impl Random {
    /// A new source: of the seed in `LOCKSTEP_SEED`, or of one of its own.
    pub fn new() -> Self {
        Self::from_seed(Self::given_seed().unwrap_or_else(|| fastrand::u64(..)))
    }

    /// The seed in `LOCKSTEP_SEED`, if there is one.
    pub fn given_seed() -> Option<u64> {
        let seed = env::var(SEED).ok()?;
        Some(seed.parse().unwrap_or_else(|error| panic!("{SEED}={seed}: {error}")))
    }

    /// A source of this seed.
    pub fn from_seed(seed: u64) -> Self {
        Self { seed, source: fastrand::Rng::with_seed(seed) }
    }

    /// A number from 0 to `end - 1`.
    pub fn below(&mut self, end: usize) -> usize {
        self.source.usize(..end)
    }

    /// Rests for a while that is not longer than this.
    pub fn pause(&mut self, longest: Duration) {
        thread::sleep(longest.mul_f64(self.source.f64()));
    }
}

impl fmt::Display for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SEED}={}", self.seed)
    }
}
