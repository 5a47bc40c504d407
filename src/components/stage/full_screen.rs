//! The page on the whole screen.

use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;

use crate::browser::js_error::in_words;

#[wasm_bindgen]
extern "C" {
    /// An element or the document: web-sys drops the promises that say whether the browser does it.
    type OnScreen;

    #[wasm_bindgen(method, catch, js_name = requestFullscreen)]
    fn request_full_screen(this: &OnScreen) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = exitFullscreen)]
    fn exit_full_screen(this: &OnScreen) -> Result<JsValue, JsValue>;
}

/// Does this browser offer it? Some phones' do not.
pub(super) fn is_supported() -> bool {
    document().fullscreen_enabled()
}

/// Is something on the whole screen?
pub(super) fn is_on() -> bool {
    document().fullscreen_element().is_some()
}

/// Shows the page on the whole screen, or no longer. All of it: without Play, Stop and notices nobody could trust it.
pub(super) fn toggle() {
    let changing = if is_on() {
        document().unchecked_ref::<OnScreen>().exit_full_screen()
    } else {
        let Some(page) = document().document_element() else { return };
        page.unchecked_ref::<OnScreen>().request_full_screen()
    };
    // What is refused is rejected, not thrown. Older browsers promise nothing at all.
    spawn_local(async move {
        let changed = match changing {
            Ok(changed) => JsFuture::from(Promise::resolve(&changed)).await,
            refused => refused,
        };
        if let Err(why) = changed {
            tracing::warn!("[LiveView] The browser refuses a full screen: {}", in_words(&why));
        }
    });
}
