//! A page with components on it, and ways to look at it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use lockstep::app;
use lockstep::browser::clock;
use lockstep::components::{
    Announcer, LiveView, Notices, RecordControls, StatusIndicator, StreamControls, WebSocketHandler,
    provide_viewer_controls,
};
use lockstep::store::Store;
use lockstep::sync::Timestamp;
use lockstep::viewer::status::Rate;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlElement};

use crate::backend::{Backend, STATUS};

/// What names the page's script.
const SCRIPT_LINK: &str = "link[rel=modulepreload]";
/// Where the script of these tests is.
pub const SCRIPT: &str = "/wasm-bindgen-test";

/// A mounted page with its fake backend; both go when it is dropped.
pub struct Page {
    pub backend: Rc<Backend>,
    pub store: Store,
    root: HtmlElement,
    _mounted: Box<dyn Any>,
}

impl Page {
    /// Mounts what `view` makes below a fresh store.
    pub fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        forget_sent();
        Self::mount_before(Rc::new(Backend::install()), view)
    }

    fn mount_before<V: IntoView + 'static>(backend: Rc<Backend>, view: impl FnOnce() -> V + 'static) -> Self {
        let root = place();
        let store = Rc::new(RefCell::new(None));
        let made = Rc::clone(&store);
        let mounted = mount_to(root.clone(), move || {
            *made.borrow_mut() = Some(app::provide().0);
            view()
        });
        let store = store.borrow().unwrap();
        Self { backend, store, root, _mounted: Box::new(mounted) }
    }

    /// The whole console, before anything was answered.
    pub async fn console() -> Self {
        let page = Self::mount(console);
        settle().await;
        page
    }

    /// The same, connected and told what the stream does.
    pub async fn synced(active: bool) -> Self {
        Self::console().await.sync(active).await
    }

    /// A second page before the same backend, as another tab is.
    pub async fn beside(&self, active: bool) -> Self {
        let page = Self::mount_before(Rc::clone(&self.backend), console);
        settle().await;
        page.sync(active).await
    }

    /// The page that comes when this one is loaded again.
    pub async fn reload(self, active: bool) -> Self {
        let backend = Rc::clone(&self.backend);
        drop(self);
        let page = Self::mount_before(backend, console);
        settle().await;
        page.sync(active).await
    }

    async fn sync(self, active: bool) -> Self {
        self.backend.connect().await;
        self.backend.reply(STATUS, if active { "true" } else { "false" });
        settle().await;
        self
    }

    /// Waits until the text of an element holds some words.
    pub async fn until(&self, selector: &str, words: &str) {
        let said = comes_true(|| self.text(selector).contains(words)).await;
        assert!(said, "{selector} never said {words:?}: {:?}", self.text(selector));
    }

    /// Answers what is asked, as far as there is an answer, and what is asked then, until something is so.
    pub async fn serve_until(
        &self,
        what: &str,
        answer: impl Fn(&str) -> Option<String>,
        condition: impl Fn(&Self) -> bool,
    ) {
        let done = comes_true(|| {
            for line in self.backend.waiting() {
                if let Some(body) = answer(&line) {
                    self.backend.reply(&line, &body);
                }
            }
            condition(self)
        })
        .await;
        assert!(done, "waited for {what}: {} {:?}", self.root.inner_html(), self.backend.requests());
        settle().await;
    }

    /// The element that holds the page.
    pub fn root(&self) -> HtmlElement {
        self.root.clone()
    }

    pub fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector} on the page"))
    }

    pub fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default().trim().to_owned()
    }

    pub fn button(&self, label: &str) -> HtmlButtonElement {
        self.find(&format!("button[aria-label='{label}']")).unchecked_into()
    }

    /// Opens a panel under the picture.
    pub fn open_panel(&self, label: &str) {
        self.button(label).click();
    }

    /// Which of Play and Stop can be pressed.
    pub fn offered(&self) -> Vec<&'static str> {
        ["Play", "Stop"].into_iter().filter(|label| !self.button(label).disabled()).collect()
    }

    /// A click as the browser makes it: a disabled button gets none.
    pub fn click(&self, label: &str) {
        self.button(label).click();
    }

    /// The same, until the request that it leads to has left: a command waits for its turn among the tabs.
    pub async fn press(&self, label: &str, request: &str) {
        let before = self.backend.count(request);
        self.click(label);
        self.asked(request, before + 1).await;
    }

    /// Waits until this request was sent this often.
    pub async fn asked(&self, request: &str, times: usize) {
        let sent = comes_true(|| self.backend.count(request) >= times).await;
        assert!(sent, "{request} was not sent {times} times: {:?}", self.backend.requests());
        settle().await;
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// No test before has left a command that is not known to be over.
fn forget_sent() {
    let storage = window().local_storage().unwrap().unwrap();
    let keys: Vec<String> = (0..storage.length().unwrap()).filter_map(|index| storage.key(index).unwrap()).collect();
    for key in keys.iter().filter(|key| key.ends_with(":sent")) {
        storage.remove_item(key).unwrap();
    }
}

fn console() -> impl IntoView {
    provide_viewer_controls();
    view! {
        <WebSocketHandler/>
        <LiveView/>
        <StreamControls/>
        <RecordControls/>
        <StatusIndicator/>
        <Announcer/>
        <Notices/>
    }
}

/// An empty element on the page.
pub fn place() -> HtmlElement {
    name_script();
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    place
}

/// Says where the page's script is, as index.html does: the painter's thread runs it as well.
fn name_script() {
    let head = document().head().unwrap();
    if head.query_selector(SCRIPT_LINK).unwrap().is_none() {
        let link = document().create_element("link").unwrap();
        link.set_attribute("rel", "modulepreload").unwrap();
        link.set_attribute("href", SCRIPT).unwrap();
        head.append_child(&link).unwrap();
    }
}

/// The page's script is somewhere else, as far as the page says.
pub fn move_script(to: &str) {
    document().query_selector(SCRIPT_LINK).unwrap().unwrap().set_attribute("href", to).unwrap();
}

/// Lets promises, futures and reactive effects run, and what the browser does in a few tasks.
pub async fn settle() {
    for _ in 0..4 {
        TimeoutFuture::new(15).await;
    }
}

/// Lets effects run, and nothing that waits for a timer, for the network, or for the browser to show the page.
pub async fn react() {
    for _ in 0..4 {
        tick().await;
    }
}

/// Waits, where a test is about time itself.
pub async fn wait_ms(ms: u32) {
    TimeoutFuture::new(ms).await;
}

/// Waits until something is true.
pub async fn until(what: &str, condition: impl FnMut() -> bool) {
    assert!(comes_true(condition).await, "waited 10 s for {what}");
}

/// Says whether something becomes true within 10 s or more: a picture may count as live for 5 s after its last frame.
pub async fn comes_true(mut condition: impl FnMut() -> bool) -> bool {
    for _ in 0..1_000 {
        if condition() {
            return true;
        }
        wait_ms(10).await;
    }
    false
}

/// The rate of what came or was painted at these moments, as it was said at some time from `begin` until now.
pub fn assert_rate(said: f64, at: &[Timestamp], begin: Timestamp) {
    let mut rate = Rate::default();
    at.iter().for_each(|&at| rate.note(at));
    // Who is told of a frame is told a moment after it.
    let (most, least) = (rate.per_second(begin), rate.per_second(clock::now()));
    assert!((least * 0.9..most * 1.1).contains(&said), "{said} instead of {least} to {most}");
}
