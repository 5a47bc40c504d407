//! A link that leads nowhere.

use leptos::prelude::*;

use super::PageName;
use crate::components::block::{block, find, set};

/// Says so, and offers the way back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    block(
        "main",
        "page",
        "<h1>There is no such page</h1><p><a>Go to the live view</a></p>".to_owned(),
        Box::new(|page| {
            if let Some(link) = find(&page, "a") {
                set(&link, "href", Some(&PageName::Live.href("")));
            }
        }),
    )
}
