//! Finding elements by role and accessible name, with a script.
//!
//! BiDi could ask the browser's own tree for assistive technology, but the first question makes Firefox build that tree,
//! and no picture comes for seconds on a busy machine. Chromium's tests ask the browser's own.

use serde_json::{Value, json};

/// A function of role and name; answers with the elements.
const FIND: &str = "(role, name) => {
    const selectors = {
        button: 'button:not([role]), [role=button], input[type=button], input[type=submit], input[type=reset]',
        link: 'a[href]:not([role]), [role=link]',
        textbox: 'input:not([type]), input[type=text], input[type=url], textarea, [role=textbox]',
        searchbox: 'input[type=search], [role=searchbox]',
    };
    if (!(role in selectors)) throw new Error(`the role ${role} can not be looked for`);
    const text = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data;
        if (node.nodeType !== Node.ELEMENT_NODE || node.matches('[aria-hidden=true], [hidden]')) return '';
        return node.getAttribute('aria-label') ?? [...node.childNodes].map(text).join('');
    };
    const referred = (element) => (element.getAttribute('aria-labelledby') ?? '').split(/\\s+/)
        .map((id) => document.getElementById(id)).filter((it) => it).map(text).join(' ');
    const label = (element) => [...element.labels ?? []].map(text).join(' ');
    const nameOf = (element) => [referred(element), element.getAttribute('aria-label'), label(element), text(element),
        element.title].map((it) => (it ?? '').replace(/\\s+/g, ' ').trim()).find((it) => it) ?? '';
    const isThere = (element) => element.checkVisibility({visibilityProperty: true})
        && !element.closest('[aria-hidden=true], [inert]');
    return [...document.querySelectorAll(selectors[role])].filter((it) => isThere(it) && nameOf(it) === name);
}";

/// The call that finds them in a tab.
pub fn call(tab: &str, role: &str, name: &str) -> Value {
    json!({
        "functionDeclaration": FIND,
        "arguments": [{"type": "string", "value": role}, {"type": "string", "value": name}],
        "target": {"context": tab},
        "awaitPromise": false,
        "serializationOptions": {"maxDomDepth": 0},
    })
}
