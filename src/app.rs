//! The page as a whole.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_query_map};

use crate::components::{Notices, WebSocketHandler};
use crate::console;
use crate::pages::{LivePage, NotFoundPage, PageName, SettingsPage, base};
use crate::store::Store;
use crate::viewer::Inlet;

/// Starts the page in the document's body.
pub fn start() {
    console::init();
    mount_to_body(App);
    // What index.html says until now. It stays where mounting fails, and then says so.
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// One store for all, one socket for all, and the page that the link names.
#[component]
pub fn App() -> impl IntoView {
    Store::provide();
    Inlet::provide();
    let base = Cow::Owned(base());
    view! {
        <WebSocketHandler/>
        <Router base>
            <Header/>
            <Notices/>
            <Page/>
        </Router>
    }
}

/// The page that the link names. The router follows links and the browser's history; its `Routes` would only make the
/// first load longer, because they match paths, of which this app has one.
fn use_page_name() -> Memo<PageName> {
    let query = use_query_map();
    Memo::new(move |_| query.with(PageName::of))
}

#[component]
fn Page() -> impl IntoView {
    let name = use_page_name();
    move || match name.get() {
        PageName::Live => LivePage().into_any(),
        PageName::Settings => SettingsPage().into_any(),
        PageName::Unknown => NotFoundPage().into_any(),
    }
}

#[component]
fn Header() -> impl IntoView {
    let name = use_page_name();
    let search = use_location().search;
    let link = move |page: PageName, text: &'static str| {
        let current = move || (name.get() == page).then_some("page");
        view! { <a class="tab" href=move || page.href(&search.get()) aria-current=current>{text}</a> }
    };
    view! {
        <header class="header">
            <span class="brand">
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2zm1.5 4v8L9 8zM10 4v8h2.5V4z" fill-rule="evenodd"/>
                </svg>
                "Lockstep"
            </span>
            <nav class="tabs" aria-label="Pages">
                {link(PageName::Live, "Live view")}
                {link(PageName::Settings, "Settings")}
            </nav>
        </header>
    }
}
