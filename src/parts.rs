//! The parts of the page that are loaded when they are first wanted.
//!
//! What leads to the right buttons is loaded first, and nothing else. Whatever only these functions reach is cut out of
//! the page's program into files of its own where the feature `parts` says so (as `cargo xtask serve` builds it). Without
//! it, as in tests and in development, all is one file and a part is there at once.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use wasm_bindgen::JsValue;

use crate::components::block::find;
use crate::components::{LiveView, OpenPanel};
use crate::pages::SettingsForm;
use crate::painter::work;
use crate::part::Show;

/// Declares what a part gives.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident: $gives:ty = $it:expr) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// When its file could not be loaded. It may be wanted again.
        #[cfg(feature = "parts")]
        #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
        pub fn $name() -> Result<$gives, SplitLoaderError> {
            Ok($it)
        }

        $(#[$doc])*
        ///
        /// # Errors
        /// Never: all is one file here.
        #[cfg(not(feature = "parts"))]
        pub async fn $name() -> Result<$gives, SplitLoaderError> {
            Ok($it)
        }
    };
}

/// What shows the picture, and what paints it.
pub struct Picture {
    /// The picture's place, the way of frames to it, and the tools for looking at it.
    pub show: Show,
    /// What the painter's thread does.
    pub work: fn(),
}

part! {
    /// The picture, for the page and for the painter's thread: one part, because what both have in common would be cut
    /// into a dozen small files otherwise.
    picture: Picture = Picture {
        show: || {
            dress("picture", include_str!("../style/looking.css"));
            LiveView().into_any()
        },
        work,
    }
}

part! {
    /// The panels under the picture.
    panels: Show = || {
        dress("panels", include_str!("../style/panels.css"));
        OpenPanel().into_any()
    }
}

part! {
    /// The settings.
    settings: Show = || SettingsForm().into_any()
}

/// Gives the page the style of a part, once: it comes with the part.
fn dress(part: &'static str, css: &str) {
    let dressed = document().query_selector("head").and_then(|head| {
        let head = head.ok_or(JsValue::NULL)?;
        if find(&head, &format!("style[data-part={part}]")).is_none() {
            let style = document().create_element("style")?;
            style.set_attribute("data-part", part)?;
            style.set_text_content(Some(css));
            head.append_child(&style)?;
        }
        Ok(())
    });
    if let Err(why) = dressed {
        tracing::error!("[Page] The {part} can’t be styled: {why:?}");
    }
}
