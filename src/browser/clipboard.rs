//! The clipboard.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Reflect;
use web_sys::{Clipboard, HtmlDocument, HtmlElement, HtmlTextAreaElement, window};

/// Puts a text on the clipboard. To be called in a click: browsers let nothing else do it.
///
/// # Errors
/// When the browser does not let this page.
pub async fn copy(text: &str) -> Result<(), JsValue> {
    match clipboard() {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.map(drop),
        None => copy_selected(text),
    }
}

/// Browsers have it on secure pages only, and web-sys takes it for granted.
fn clipboard() -> Option<Clipboard> {
    let clipboard = Reflect::get(&window()?.navigator(), &"clipboard".into()).ok()?;
    clipboard.is_object().then(|| clipboard.unchecked_into())
}

/// The older way, which goes by what is selected. Most microscopes are at an address that is not secure.
fn copy_selected(text: &str) -> Result<(), JsValue> {
    let document = window().and_then(|window| window.document()).ok_or("there is no page")?;
    let body = document.body().ok_or("the page is empty")?;
    let focused = document.active_element();
    let field: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    field.set_value(text);
    field.set_class_name("visually-hidden");
    body.append_child(&field)?;
    field.select();
    let copied = document.unchecked_into::<HtmlDocument>().exec_command("copy");
    field.remove();
    if let Some(focused) = focused.and_then(|focused| focused.dyn_into::<HtmlElement>().ok()) {
        focused.focus()?;
    }
    if copied? { Ok(()) } else { Err("the browser does not let this page".into()) }
}
