//! The microscopes that this browser knows: what they are called, and where they are.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`MicroscopeName`] | what people call one |
//! | [`Address`] | where a backend is |
//! | [`Microscope`] | its name and its address |
//! | [`MicroscopeList`] | all of them, and the one that a visit begins with |
//! | [`Loaded`] | such a list as it was stored, which anybody may have written |

mod address;
mod list;
mod name;
mod stored;

pub use address::{Address, AddressError, UrlParts};
pub use list::{ListError, MAX_MICROSCOPES, Microscope, MicroscopeList};
pub use name::{MAX_NAME_CHARS, MicroscopeName, NameError};
pub use stored::{Loaded, Problem};

#[cfg(test)]
mod tests;
