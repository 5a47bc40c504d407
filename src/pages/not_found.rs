//! A link that leads nowhere.

use leptos::prelude::*;

use super::PageName;

/// Says so, and offers the way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main class="page">
            <h1>"There is no such page"</h1>
            <p>
                <a href=PageName::Live.href("")>"Go to the live view"</a>
            </p>
        </main>
    }
}
