//! The header of every page.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::PageName;
use crate::components::{KeysButton, MicroscopeSwitch};

/// The brand, links to the pages, the microscope where there are several, and the keys.
#[component]
pub fn Header(
    /// The page that is shown.
    page: Memo<PageName>,
    /// Called when another microscope was chosen.
    on_switch: Callback<()>,
    /// The list of keys.
    keys: NodeRef<html::Dialog>,
) -> impl IntoView {
    view! {
        <header class="header">
            <span class="brand">
                <svg viewBox="0 0 16 16" aria-hidden="true">
                    <path
                        d="M2 0h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2V2a2 2 0 0 1 2-2zm1.5 4v8L9 8zM10 4v8h2.5V4z"
                        fill-rule="evenodd"
                    ></path>
                </svg>
                <span>"Lockstep"</span>
            </span>
            <nav class="tabs" aria-label="Pages">
                <PageLink to=PageName::Live page>"Live view"</PageLink>
                <PageLink to=PageName::Settings page>"Settings"</PageLink>
            </nav>
            <MicroscopeSwitch on_switch/>
            <KeysButton dialog=keys/>
        </header>
    }
}

/// A link to a page. The router's own `<A>` compares paths, which are the same for all pages.
#[component]
fn PageLink(
    /// Where it leads.
    to: PageName,
    /// The page that is shown.
    page: Memo<PageName>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let query = use_location().search;
    view! {
        <a class="tab" href=move || to.href(&query.read()) aria-current=move || (page.get() == to).then_some("page")>
            {children()}
        </a>
    }
}
