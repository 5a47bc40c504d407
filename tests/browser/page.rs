//! A page with components on it, and ways to look at it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use lockstep::components::{Notices, StatusIndicator, StreamControls, WebSocketHandler};
use lockstep::store::Store;
use lockstep::viewer::Viewer;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlElement};

use crate::backend::{Backend, STATUS};

/// A mounted page with its fake backend; both go when it is dropped.
pub struct Page {
    pub backend: Backend,
    pub store: Store,
    root: HtmlElement,
    _mounted: Box<dyn Any>,
}

impl Page {
    /// Mounts what `view` makes below a fresh store.
    pub fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        let backend = Backend::install();
        let document = web_sys::window().unwrap().document().unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&root).unwrap();
        let store = Rc::new(RefCell::new(None));
        let made = Rc::clone(&store);
        let mounted = mount_to(root.clone(), move || {
            *made.borrow_mut() = Some(Store::provide());
            Viewer::provide();
            view()
        });
        let store = store.borrow().unwrap();
        Self { backend, store, root, _mounted: Box::new(mounted) }
    }

    /// The whole console but the picture, before anything was answered.
    pub async fn console() -> Self {
        let page = Self::mount(|| {
            view! { <WebSocketHandler/> <StreamControls/> <StatusIndicator/> <Notices/> }
        });
        settle().await;
        page
    }

    /// The same, connected and told what the stream does.
    pub async fn synced(active: bool) -> Self {
        let page = Self::console().await;
        page.backend.connect().await;
        page.backend.reply(STATUS, if active { "true" } else { "false" });
        settle().await;
        page
    }

    pub fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector} on the page"))
    }

    pub fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    pub fn button(&self, label: &str) -> HtmlButtonElement {
        self.find(&format!("button[aria-label={label}]")).unchecked_into()
    }

    /// Which of Play and Stop can be pressed.
    pub fn offered(&self) -> Vec<&'static str> {
        ["Play", "Stop"].into_iter().filter(|label| !self.button(label).disabled()).collect()
    }

    /// A click as the browser makes it: a disabled button gets none.
    pub fn click(&self, label: &str) {
        self.button(label).click();
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Lets promises, futures and reactive effects run until nothing is left to do at once.
pub async fn settle() {
    for _ in 0..4 {
        TimeoutFuture::new(0).await;
    }
}

/// Waits, where a test is about time itself.
pub async fn wait_ms(ms: u32) {
    TimeoutFuture::new(ms).await;
}
