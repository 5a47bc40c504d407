//! One function for many events of an element.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget};

/// Calls one function for many kinds of events, until it is dropped.
pub struct Listener {
    target: EventTarget,
    names: &'static [&'static str],
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Begins.
    pub fn new(target: &EventTarget, names: &'static [&'static str], act: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(act);
        for name in names {
            if let Err(why) = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()) {
                tracing::error!("[Page] Can’t listen for {name}: {why:?}");
            }
        }
        Self { target: target.clone(), names, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for name in self.names {
            // A target that does not know the listener has nothing to call.
            drop(self.target.remove_event_listener_with_callback(name, self.closure.as_ref().unchecked_ref()));
        }
    }
}

/// The button that was clicked, which may have been its icon.
pub fn button_of(event: &Event) -> Option<Element> {
    let clicked: Element = event.target()?.dyn_into().ok()?;
    clicked.closest("button").ok()?
}
