//! The page's own `index.html`: the one that this page was loaded from, and the one that its server has now.

use gloo_net::http::RequestBuilder;
use gloo_timers::callback::Timeout;
use leptos::prelude::{document, window};
use web_sys::{AbortController, RequestCache};

use super::body::read_text;
use crate::control::page_build::PageBuild;
use crate::sync::RequestError;

/// Some thirty times what it has.
const MAX_INDEX_BYTES: usize = 256 * 1024;
/// For the whole answer.
const TIME_LIMIT_MS: u32 = 10_000;

/// The build that this page is of; unknown where the link that names its program is not there.
#[must_use]
pub fn own_build() -> Option<PageBuild> {
    let link = document().query_selector("link[data-program]").ok()??;
    PageBuild::of_program(&link.get_attribute("data-program")?)
}

/// The build that the server has now, which is what a reload would bring.
///
/// # Errors
/// When no answer came, or one that is no page of ours.
pub async fn served_build() -> Result<PageBuild, RequestError> {
    let index = fetch().await?;
    PageBuild::of_index(&index).ok_or_else(|| RequestError::NotUnderstood("not this page's index.html".into()))
}

async fn fetch() -> Result<String, RequestError> {
    let not_sent = |why: &dyn std::fmt::Display| RequestError::Network(why.to_string());
    let location = window().location();
    let (Ok(origin), Ok(path)) = (location.origin(), location.pathname()) else {
        return Err(RequestError::Network("the page has no address".into()));
    };
    let controller = AbortController::new().map_err(|_| RequestError::Network("requests can't be ended".into()))?;
    let signal = controller.signal();
    let limit = Timeout::new(TIME_LIMIT_MS, move || controller.abort());
    // Without the query, which is for the page itself. A copy that the browser has is asked about, not trusted.
    let request =
        RequestBuilder::new(&format!("{origin}{path}")).cache(RequestCache::NoCache).abort_signal(Some(&signal));
    let response = request.send().await.map_err(|why| not_sent(&why))?;
    if !response.ok() {
        return Err(RequestError::Http(response.status()));
    }
    let text = read_text(&response, MAX_INDEX_BYTES).await;
    drop(limit);
    text
}
