//! The page as a whole.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_query_map};

use crate::browser::console;
use crate::components::block::{block, find, set};
use crate::components::{Notices, WebSocketHandler};
use crate::keep::keep;
use crate::pages::{LivePage, NotFoundPage, PageName, SettingsPage, base};
use crate::store::{Store, provide_store};
use crate::viewer::Viewer;

const HEADER: &str = r#"<span class="brand">
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2zm1.5 4v8L9 8zM10 4v8h2.5V4z" fill-rule="evenodd"/>
        </svg>
        Lockstep
    </span>
    <nav class="tabs" aria-label="Pages"><a class="tab">Live view</a><a class="tab">Settings</a></nav>"#;

/// Starts the page in the document's body.
pub fn start() {
    console::init();
    mount_to_body(App);
    // The frame of index.html, which looks the same: in one task with the page's coming, so that nothing is seen to jump.
    // It stays where mounting fails, and then says so.
    if let Some(frame) = document().get_element_by_id("frame") {
        frame.remove();
    }
}

/// One store for all, one socket for all, and the page that the link names.
#[component]
pub fn App() -> impl IntoView {
    provide();
    let base = Cow::Owned(base());
    view! {
        <WebSocketHandler/>
        <Router base>
            <Console/>
        </Router>
    }
}

/// Makes the store and the viewer, and gives them to every component below.
pub fn provide() -> (Store, Viewer) {
    let store = provide_store();
    let visibility = Memo::new(move |_| store.visibility.get());
    let address = move || store.backend.with(|settings| settings.as_ref().map(|settings| settings.address.to_string()));
    (store, Viewer::provide(visibility.into(), Signal::derive(address)))
}

/// What stands on every page, and the page that the link names. The router follows links and the browser's history;
/// its `Routes` would only make the first load longer, because they match paths, of which this app has one.
#[component]
fn Console() -> impl IntoView {
    let query = use_query_map();
    let name = Memo::new(move |_| query.with(PageName::of));
    let page = move || match name.get() {
        PageName::Live => LivePage().into_any(),
        PageName::Settings => SettingsPage().into_any(),
        PageName::Unknown => NotFoundPage().into_any(),
    };
    (header(name), Notices(), page)
}

/// The brand, and links to the pages.
fn header(name: Memo<PageName>) -> impl IntoView {
    let search = use_location().search;
    block(
        "header",
        "header",
        HEADER.to_owned(),
        Box::new(move |header| {
            keep(Box::new(move || {
                let (current, query) = (name.get(), search.get());
                for (page, link) in [(PageName::Live, "a:first-child"), (PageName::Settings, "a:last-child")] {
                    if let Some(link) = find(&header, link) {
                        set(&link, "href", Some(&page.href(&query)));
                        set(&link, "aria-current", (page == current).then_some("page"));
                    }
                }
            }));
        }),
    )
}
