//! The page on the whole screen.

use leptos::prelude::document;

/// Does this browser offer it? Some phones' do not.
pub(super) fn is_supported() -> bool {
    document().fullscreen_enabled()
}

/// Is something on the whole screen?
pub(super) fn is_on() -> bool {
    document().fullscreen_element().is_some()
}

/// Shows the page on the whole screen, or no longer. All of it: without Play, Stop and notices nobody could trust it.
pub(super) fn toggle() {
    if is_on() {
        return document().exit_fullscreen();
    }
    let requested = document().document_element().map(|page| page.request_fullscreen());
    if let Some(Err(why)) = requested {
        tracing::warn!("[LiveView] The browser refuses a full screen: {why:?}");
    }
}
