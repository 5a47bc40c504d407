//! Keys: which of them mean something, and how often.

use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::KeyboardEventInit;
use web_sys::js_sys::Function;

use crate::desk::Desk;
use crate::page::wait_ms;

fn is_on(desk: &Desk, name: &str) -> bool {
    desk.button(name).get_attribute("aria-pressed").as_deref() == Some("true")
}

async fn does_nothing(set: impl FnOnce(&KeyboardEventInit)) {
    let desk = Desk::new().await;
    desk.press_with("c", set);
    wait_ms(50).await;
    assert!(!is_on(&desk, "Crosshair"));
}

#[wasm_bindgen_test]
async fn what_is_composed_is_text() {
    does_nothing(|init| init.set_is_composing(true)).await;
}

#[wasm_bindgen_test]
async fn with_alt_graph_a_key_is_another_character() {
    does_nothing(|init| init.set_modifier_alt_graph(true)).await;
}

#[wasm_bindgen_test]
async fn a_repeat_of_a_shortcut_does_nothing() {
    does_nothing(|init| init.set_repeat(true)).await;
}

#[wasm_bindgen_test]
async fn a_refused_full_screen_is_heard() {
    let refuse = "globalThis.unheard = 0;
        addEventListener('unhandledrejection', (event) => { globalThis.unheard += 1; event.preventDefault(); });
        document.documentElement.requestFullscreen = () => Promise.reject(new TypeError('refused'));";
    Function::new_no_args(refuse).call0(&JsValue::NULL).unwrap();
    let desk = Desk::new().await;
    desk.press("f");
    wait_ms(100).await;
    let unheard = "delete document.documentElement.requestFullscreen; return globalThis.unheard";
    assert_eq!(Function::new_no_args(unheard).call0(&JsValue::NULL).unwrap(), 0);
}
