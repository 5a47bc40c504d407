//! Parts of the page that are markup once, and kept right by hand from then on.
//!
//! A `view!` compiles to code of its own for each element and each closure in it.

use leptos::html::{ElementType, custom};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::keep::keep;

/// What is called with an element.
type Begin = Box<dyn FnOnce(Element)>;

/// An element with this markup. `begin` gets it when it is on the page.
pub fn block(tag: &'static str, class: &'static str, markup: String, begin: Begin) -> impl IntoView {
    let place = NodeRef::new();
    begin_on_page(place, begin);
    custom(tag).class(class).node_ref(place).inner_html(markup)
}

/// Calls `begin` with the element when it is on the page.
pub(super) fn begin_on_page<E>(place: NodeRef<E>, begin: Begin)
where
    E: ElementType<Output: JsCast + Clone + Into<Element> + 'static>,
{
    let mut begin = Some(begin);
    keep(Box::new(move || {
        if let Some(place) = place.get()
            && let Some(begin) = begin.take()
        {
            begin(place.into());
        }
    }));
}

/// Sets an attribute, or takes it away. What is so already is left alone: the browser lays out what is written, loads
/// its address and reads it out, changed or not.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() == value {
        return;
    }
    let answer = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
    if let Err(why) = answer {
        tracing::error!("[Page] {name} can’t be set: {why:?}");
    }
}

/// Hides an element, or shows it.
pub fn show(element: &Element, shown: bool) {
    set(element, "hidden", (!shown).then_some(""));
}

/// Writes into the part of an element that a selector names, unless it says so already.
pub fn write(element: &Element, selector: &str, text: &str) {
    if let Some(part) = find(element, selector) {
        say(&part, text);
    }
}

/// Writes into an element, unless it says so already.
pub fn say(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// The part of an element that a selector names.
pub fn find(element: &Element, selector: &str) -> Option<Element> {
    // A selector that is no selector finds nothing, which the tests see.
    element.query_selector(selector).ok().flatten()
}
