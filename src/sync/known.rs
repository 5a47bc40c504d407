//! What can be known of a thing.

use std::fmt::Debug;
use std::hash::Hash;

use serde::Serialize;
#[cfg(not(target_arch = "wasm32"))]
use serde::de::DeserializeOwned;

/// What the machine keeps and hears: it is compared, counted and written down.
#[cfg(target_arch = "wasm32")]
pub trait Data: Clone + Debug + PartialEq + Send + Sync + Serialize + 'static {}
/// What the machine keeps and hears: it is compared, counted, written down and read again.
#[cfg(not(target_arch = "wasm32"))]
pub trait Data: Clone + Debug + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static {}

#[cfg(target_arch = "wasm32")]
impl<T: Clone + Debug + PartialEq + Send + Sync + Serialize + 'static> Data for T {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Clone + Debug + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static> Data for T {}

/// What is known of a thing.
pub trait Known: Data + Eq + Hash {
    /// Before anything was asked.
    fn unknown() -> Self;

    /// Is it the same, as far as anybody would call a difference a change?
    fn is_same(&self, other: &Self) -> bool;

    /// What is assumed when a sync and all its retries have failed, if anything.
    fn assumed(last: Option<&Self>) -> Option<Self>;
}
