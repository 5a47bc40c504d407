//! What buttons and keys do.

use leptos::html;
use leptos::prelude::*;

use super::{ViewerState, full_screen, save};
use crate::components::panels::Panel;
use crate::store::{Store, use_store};
use crate::viewer::Viewer;
use crate::viewer::geometry::Viewport;

/// How much larger a click or a key makes the picture.
pub(super) const ZOOM_STEP: f64 = 1.25;

/// What a button or a key does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Makes the picture smaller.
    ZoomOut,
    /// Makes it larger.
    ZoomIn,
    /// Shows all of it.
    Fit,
    /// Shows its pixels as the screen's.
    OneToOne,
    /// Marks the stage's middle.
    Crosshair,
    /// Saves what is shown.
    Save,
    /// Gives the page the whole screen.
    FullScreen,
    /// Opens a panel under the picture, or closes it.
    Open(Panel),
}

impl Tool {
    /// Those that change what is seen, in the order of their buttons.
    pub(super) const LOOKING: [Self; 7] =
        [Self::ZoomOut, Self::ZoomIn, Self::Fit, Self::OneToOne, Self::Crosshair, Self::Save, Self::FullScreen];

    /// Those that open a panel, in the order of their buttons.
    pub(super) const PANELS: [Self; 4] =
        [Self::Open(Panel::Camera), Self::Open(Panel::Histogram), Self::Open(Panel::Numbers), Self::Open(Panel::Snap)];

    /// Its name, its key, and the lines of its icon.
    pub(super) const fn looks(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::ZoomOut => ("Zoom out", "-", "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9zM10.3 10.3 14 14M5 7h4"),
            Self::ZoomIn => ("Zoom in", "+", "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9zM10.3 10.3 14 14M5 7h4M7 5v4"),
            Self::Fit => ("Fit", "0", "M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M5 5.5h6v5H5z"),
            Self::OneToOne => ("One to one", "1", "M2.5 5 4.5 3.5v9M11 5l2-1.5v9M8 6.25v.5M8 10v.5"),
            Self::Crosshair => ("Crosshair", "c", "M8 1.5v5M8 9.5v5M1.5 8h5M9.5 8h5"),
            Self::Save => ("Save as PNG", "s", "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 11v3h11v-3"),
            Self::FullScreen => ("Full screen", "f", "M9.5 6.5 14 2M10 2h4v4M6.5 9.5 2 14M2 10v4h4"),
            Self::Open(Panel::Camera) => ("Camera", "d", "M2 4.5h7M12 4.5h2M10.5 3v3M2 11.5h2M7 11.5h7M5.5 10v3"),
            Self::Open(Panel::Histogram) => {
                ("Histogram", "h", "M2 2v12h12M5 11.5v-2M7.5 11.5v-7M10 11.5V7M12.5 11.5v-1")
            }
            Self::Open(Panel::Numbers) => ("Numbers", "n", "M2 2v12h12M4.5 10l2.5-3 2.5 2 4-5"),
            Self::Open(Panel::Snap) => {
                ("Snap", "p", "M2 5h3l1-2h4l1 2h3v8H2zM8 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5z")
            }
        }
    }

    /// What a key does, as `KeyboardEvent.key` names it.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        match key {
            // Where plus takes Shift, its key without it will do.
            "=" => Some(Self::ZoomIn),
            "_" => Some(Self::ZoomOut),
            _ => {
                let mut all = Self::LOOKING.into_iter().chain(Self::PANELS);
                all.find(|tool| tool.looks().1.eq_ignore_ascii_case(key))
            }
        }
    }

    /// For those that stay on: are they?
    pub(super) fn pressed(self, sight: ViewerState) -> Option<bool> {
        match self {
            Self::Crosshair => Some(sight.crosshair.get()),
            Self::FullScreen => Some(sight.full_screen.get()),
            Self::Open(panel) => Some(sight.panel.get() == Some(panel)),
            Self::ZoomOut | Self::ZoomIn | Self::Fit | Self::OneToOne | Self::Save => None,
        }
    }

    /// Can it do anything now?
    pub(super) fn is_offered(self, sight: ViewerState) -> bool {
        match self {
            Self::Crosshair | Self::Open(_) => true,
            Self::FullScreen => full_screen::is_offered(),
            Self::ZoomOut | Self::ZoomIn | Self::Fit | Self::OneToOne | Self::Save => sight.has_picture(),
        }
    }
}

/// The hands that use the tools; copies are the same hands.
#[derive(Clone, Copy)]
pub struct ViewerControls {
    sight: ViewerState,
    /// Where the canvas is.
    place: NodeRef<html::Div>,
    viewer: Viewer,
    store: Store,
}

impl ViewerControls {
    /// Controls for the canvas in `place`.
    #[must_use]
    pub fn new(viewer: Viewer, place: NodeRef<html::Div>) -> Self {
        Self { sight: ViewerState::new(viewer), place, viewer, store: use_store() }
    }

    /// What they change.
    #[must_use]
    pub fn sight(self) -> ViewerState {
        self.sight
    }

    /// Uses a tool.
    pub(super) fn take(self, tool: Tool) {
        let sight = self.sight;
        match tool {
            Tool::ZoomOut => sight.zoom(1.0 / ZOOM_STEP),
            Tool::ZoomIn => sight.zoom(ZOOM_STEP),
            Tool::Fit => sight.change(|_, _| Viewport::Fit),
            Tool::OneToOne => sight.change(Viewport::one_to_one),
            Tool::Crosshair => sight.crosshair.update(|shown| *shown = !*shown),
            Tool::Save => self.save(),
            Tool::FullScreen => full_screen::toggle(),
            Tool::Open(panel) => sight.panel.update(|open| *open = (*open != Some(panel)).then_some(panel)),
        }
    }

    fn save(self) {
        if let (Some(place), Some((view, scene))) = (self.place.get_untracked(), untrack(|| self.sight.scene())) {
            let detector = self.viewer.statistics().with_untracked(|statistics| statistics.detector.clone());
            save::save(&place, view.visible(&scene), detector.as_deref(), self.store);
        }
    }
}
