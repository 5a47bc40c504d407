//! What browsers and their extensions do to a page that is not theirs.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// What is done to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meddling {
    /// Each text is replaced by a copy within two elements, as the browser's translation does.
    Translates,
    /// Elements are put before, between and after all children.
    Inserts,
    /// Elements are moved into others that are put in their place.
    Wraps,
}

const TRANSLATE: &str = r"
const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
const texts = [];
while (walker.nextNode()) texts.push(walker.currentNode);
for (const text of texts) {
  const fonts = [document.createElement('font'), document.createElement('font')];
  fonts[1].textContent = text.data;
  fonts[0].append(fonts[1]);
  text.replaceWith(fonts[0]);
}";

const INSERT: &str = r"
for (const element of [root, ...root.querySelectorAll('div, section, p, span, dl, dd, dt, label, form, button, a, ul, li, main')]) {
  if (element.closest('[data-foreign]')) continue;
  const isForeign = (node) => node?.dataset?.foreign !== undefined;
  for (const child of [null, ...element.childNodes]) {
    const before = child === null ? element.lastChild : child.previousSibling;
    if (isForeign(child) || isForeign(before)) continue;
    const foreign = document.createElement('i');
    foreign.dataset.foreign = '';
    foreign.textContent = 'foreign';
    element.insertBefore(foreign, child);
  }
}";

const WRAP: &str = r"
for (const element of root.querySelectorAll('div, section, p, span, dl, button, a, input')) {
  const wrap = document.createElement('b');
  element.replaceWith(wrap);
  wrap.append(element);
}";

/// The words of the page itself.
const OWN_TEXT: &str = r"
const own = root.cloneNode(true);
own.querySelectorAll('[data-foreign]').forEach((foreign) => foreign.remove());
return own.textContent.replace(/\s+/g, ' ').replace(/\d+/g, '#');";

impl Meddling {
    /// Does it to all that is on the page now.
    pub fn meddle(self, root: &HtmlElement) {
        run(
            match self {
                Self::Translates => TRANSLATE,
                Self::Inserts => INSERT,
                Self::Wraps => WRAP,
            },
            root,
        );
    }
}

/// What the page itself says, each figure as `#`.
pub fn own_text(root: &HtmlElement) -> String {
    run(OWN_TEXT, root).as_string().unwrap()
}

fn run(script: &str, root: &HtmlElement) -> JsValue {
    Function::new_with_args("root", script).call1(&JsValue::NULL, root.unchecked_ref()).unwrap()
}
