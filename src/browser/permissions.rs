//! What the browser says about the page's permissions.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::time_limit::within_ms;
use crate::control::diagnosis::Permission;

/// How long the browser may take to say. Some never do.
const ANSWER_LIMIT_MS: u32 = 2_000;
/// What Chrome calls it: since version 138, and since it is two permissions.
const LOCAL_NETWORK: [&str; 2] = ["local-network-access", "local-network"];

/// May the page reach devices on the local network? Browsers that don't know the permission reject the question, or have
/// nobody to ask.
pub async fn local_network() -> Permission {
    for name in LOCAL_NETWORK {
        if let Ok(status) = query(name).await {
            return match status.as_string().as_deref() {
                Some("granted") => Permission::Granted,
                Some("prompt") => Permission::Asked,
                Some("denied") => Permission::Denied,
                _ => Permission::Unknown,
            };
        }
    }
    Permission::Unknown
}

/// The state of a permission, as the browser words it.
async fn query(name: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let permissions = Reflect::get(&window.navigator(), &"permissions".into())?;
    let query: js_sys::Function = Reflect::get(&permissions, &"query".into())?.dyn_into()?;
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"name".into(), &name.into())?;
    let asked: Promise = query.call1(&permissions, &descriptor)?.dyn_into()?;
    let status = within_ms(ANSWER_LIMIT_MS, &asked).await?;
    Reflect::get(&status, &"state".into())
}
