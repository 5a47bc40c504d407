//! The page as a whole.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::browser::console;
use crate::components::{Announcer, KeyList, Notices, WebSocketHandler, ignore_repeated_presses};
use crate::pages::{Header, LivePage, NotFoundPage, PageName, SettingsPage, base, without_backend};
use crate::store::{Store, provide_store};
use crate::viewer::Viewer;

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
    view! {
        <WebSocketHandler/>
        <Router base=Cow::Owned(base())>
            <Layout/>
        </Router>
    }
}

/// Makes the store and the viewer, and gives them to every component below.
pub fn provide() -> (Store, Viewer) {
    ignore_repeated_presses();
    let store = provide_store();
    let address = move || store.backend.with(|settings| settings.as_ref().map(|settings| settings.address.to_string()));
    (store, Viewer::provide(store.visibility.into(), Memo::new(move |_| address()).into()))
}

/// What stands on every page, and the page itself. The router follows links and the browser's history; which page is
/// meant stands in the query, and the router's `Routes` match paths.
#[component]
fn Layout() -> impl IntoView {
    let query = use_query_map();
    let page = Memo::new(move |_| query.with(PageName::of));
    let (navigate, search) = (use_navigate(), use_location().search);
    let to_log = navigate.clone();
    // The log is on the page with the picture.
    let show_log = Callback::new(move |()| {
        if page.get_untracked() != PageName::Live {
            to_log(&PageName::Live.href(&search.get_untracked()), NavigateOptions::default());
        }
    });
    // Else the link's backend would be back at the next reload.
    let forget_link = Callback::new(move |()| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&without_backend(&search.get_untracked()), options);
    });
    let keys = NodeRef::new();
    view! {
        <Header page on_switch=forget_link keys/>
        <KeyList dialog=keys/>
        <Announcer/>
        <Notices on_why=show_log/>
        {move || match page.get() {
            PageName::Live => view! { <LivePage/> }.into_any(),
            PageName::Settings => view! { <SettingsPage on_stored=forget_link/> }.into_any(),
            PageName::Unknown => view! { <NotFoundPage/> }.into_any(),
        }}
    }
}
