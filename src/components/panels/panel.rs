//! The panel that is open.

use leptos::prelude::*;

use super::{camera, histogram, numbers, snap};
use crate::components::block::{block, set, show};
use crate::keep::keep;
use crate::viewer::use_viewer;

/// A panel under the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Which camera streams, in which format, and how its frames are made.
    Camera,
    /// How often values occur, and the contrast.
    Histogram,
    /// The last minute of frames.
    Numbers,
    /// A picture, saved by the backend.
    Snap,
}

impl Panel {
    /// Its name for those who don't see it, and its class.
    const fn looks(self) -> (&'static str, &'static str) {
        match self {
            Self::Camera => ("Camera and format", "panel camera"),
            Self::Histogram => ("Histogram and contrast", "panel histogram"),
            Self::Numbers => ("Numbers", "panel numbers"),
            Self::Snap => ("Snap", "panel snap"),
        }
    }

    fn markup(self) -> String {
        match self {
            Self::Camera => camera::markup(),
            Self::Histogram => histogram::markup(),
            Self::Numbers => numbers::markup(),
            Self::Snap => snap::markup(),
        }
    }
}

/// The one panel that is open.
#[component]
pub fn OpenPanel(open: ReadSignal<Option<Panel>>) -> impl IntoView {
    let viewer = use_viewer();
    block(
        "div",
        "panel",
        String::new(),
        Box::new(move |place| {
            set(&place, "role", Some("group"));
            keep(Box::new(move || {
                let panel = open.get();
                show(&place, panel.is_some());
                let (name, class) = panel.map(Panel::looks).unzip();
                set(&place, "aria-label", name);
                set(&place, "class", class.or(Some("panel")));
                place.set_inner_html(&panel.map(Panel::markup).unwrap_or_default());
                // What follows signals here ends when another panel is opened.
                match panel {
                    None => {}
                    Some(Panel::Camera) => camera::follow(place.clone()),
                    Some(Panel::Histogram) => histogram::follow(place.clone(), viewer),
                    Some(Panel::Numbers) => numbers::follow(place.clone(), viewer),
                    Some(Panel::Snap) => snap::follow(place.clone()),
                }
            }));
        }),
    )
}
