//! What a screen reader says aloud without being asked: what comes into live regions.

use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Hears what comes into the live regions below `root` from now on.
const LISTEN: &str = r"
const heard = [];
const element = (node) => node instanceof Element ? node : node.parentElement;
const region = (node) => {
  const nearest = element(node)?.closest('[aria-live], [role=status], [role=alert]');
  return nearest && nearest.getAttribute('aria-live') !== 'off' && !nearest.closest('[hidden]') ? nearest : null;
};
new MutationObserver((mutations) => {
  const told = new Set();
  for (const { type, target, addedNodes } of mutations) {
    for (const node of type === 'childList' ? addedNodes : [target]) {
      // A region that says only whole sentences is said once, however many nodes came.
      const said = region(node);
      if (said) told.add(said.getAttribute('role') === 'status' ? said : element(node));
    }
  }
  for (const node of told) heard.push(node.textContent.trim());
}).observe(root, { childList: true, characterData: true, subtree: true });
return heard;";

/// What was heard on a page.
pub struct Heard(Array);

impl Heard {
    pub fn on(root: &HtmlElement) -> Self {
        let function = Function::new_with_args("root", LISTEN);
        Self(function.call1(&JsValue::NULL, root.unchecked_ref()).unwrap().unchecked_into())
    }

    /// What was said since the last time, nothing that is empty.
    pub fn take(&self) -> Vec<String> {
        let words = self.0.iter().filter_map(|words| words.as_string()).filter(|words| !words.is_empty()).collect();
        self.0.set_length(0);
        words
    }
}
