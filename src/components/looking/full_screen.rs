//! The live view on the whole screen.

use leptos::prelude::document;
use web_sys::Element;

/// Does this browser offer it? Some phones' do not.
pub(super) fn is_offered() -> bool {
    document().fullscreen_enabled()
}

/// Is something on the whole screen?
pub(super) fn is_on() -> bool {
    document().fullscreen_element().is_some()
}

/// Puts the live view around this element on the whole screen, or back.
pub(super) fn toggle(place: &Element) {
    if is_on() {
        return document().exit_fullscreen();
    }
    let answer = match place.closest(".live-view") {
        Ok(Some(live_view)) => live_view.request_fullscreen(),
        Ok(None) => Ok(()), // It is on no page any more.
        Err(why) => Err(why),
    };
    if let Err(why) = answer {
        tracing::warn!("[LiveView] The browser refuses a full screen: {why:?}");
    }
}
