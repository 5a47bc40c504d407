//! What is done again whenever what it read has changed.

use leptos::reactive::effect::{Effect, EffectFunction};

/// Runs the function soon, and again whenever a signal that it read has changed, as Leptos' `Effect::new` does. That
/// compiles a loop for each function, of a kilobyte; here all functions share one.
pub fn run_on_change<T: 'static, M: 'static>(mut function: impl EffectFunction<T, M> + 'static) {
    let mut before = None;
    let run: Box<dyn FnMut()> = Box::new(move || before = Some(function.run(before.take())));
    Effect::new(run);
}
