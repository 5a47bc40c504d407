//! What is so while something is worth telling.

use super::{Number, StreamState};

/// What is so while something is worth telling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// The stream does this.
    Stream(StreamState),
    /// A recording runs, or none.
    Recording(bool),
    /// A light is on, or off.
    LightActive(String, bool),
    /// A light has this value.
    LightValue(String, Number),
    /// The exposure is this, in milliseconds.
    Exposure(Number),
    /// The gain is this.
    Gain(Number),
    /// The camera chooses its exposure, or people.
    Auto(bool),
}
