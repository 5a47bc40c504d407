//! The page on the whole screen.

use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::js_sys::Promise;
use web_sys::{Document, Element};

use crate::browser::js_error::in_words;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::Store;
use crate::sync::Severity;

#[wasm_bindgen]
extern "C" {
    /// An element whose wish for the whole screen may be refused later: `web-sys` drops the promise.
    #[wasm_bindgen(extends = Element)]
    type Page;

    #[wasm_bindgen(method, catch, js_name = requestFullscreen)]
    fn request(this: &Page) -> Result<JsValue, JsValue>;

    /// The same for the way back.
    #[wasm_bindgen(extends = Document)]
    type Screen;

    #[wasm_bindgen(method, catch, js_name = exitFullscreen)]
    fn leave(this: &Screen) -> Result<JsValue, JsValue>;
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
/// Whether it is there is heard of from the browser's event, so nothing waits for the promise.
pub(super) fn toggle(store: Store) {
    let asked = if is_on() {
        document().unchecked_into::<Screen>().leave()
    } else {
        document().document_element().map_or(Ok(JsValue::UNDEFINED), |page| page.unchecked_into::<Page>().request())
    };
    spawn_local(async move {
        let settled = match asked {
            // Older browsers promise nothing, which is as good as a promise that was kept.
            Ok(promise) => JsFuture::from(Promise::resolve(&promise)).await,
            Err(why) => Err(why),
        };
        if let Err(why) = settled {
            let text = format!("The browser refuses the full screen: {}.", in_words(&why));
            let topic = Topic::FullScreen;
            store.show_notice(NoticeContent { topic, severity: Severity::Warning, text, action: None });
        }
    });
}
