//! Keeping something right.

use leptos::prelude::*;

/// Runs `update` soon, and again whenever a signal that it read has changed, as long as the current owner lives.
///
/// Boxed, so that the effect is compiled once for all: each type of its own would take 1.6 kB of the first load.
pub fn keep(mut update: Box<dyn FnMut()>) {
    Effect::new(move |_| update());
}
