//! Carries out what buttons and keys ask for.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;

use super::{ViewerAction, ViewerState, full_screen, save_picture, subsampling};
use crate::components::panels::Panel;
use crate::store::{Store, use_store};
use crate::viewer::geometry::{Mirroring, Subsampling, Viewport};
use crate::viewer::image::ClippingMarks;
use crate::viewer::{Viewer, use_viewer};

/// How much larger a click or a key shows the picture.
const ZOOM_STEP: f64 = 1.25;

/// Carries out what buttons and keys ask for; copies are the same controls.
#[derive(Clone, Copy)]
pub struct ViewerControls {
    /// Which part of the picture is shown, and where somebody points.
    pub state: ViewerState,
    /// How the picture was subsampled.
    pub subsampling: Memo<Subsampling>,
    /// The panel that is open under the picture.
    pub panel: ReadSignal<Option<Panel>>,
    set_panel: WriteSignal<Option<Panel>>,
    /// Is the page on the whole screen?
    full_screen: ReadSignal<bool>,
    viewer: Viewer,
    store: Store,
}

/// The controls of the live view around this component.
///
/// # Panics
/// When there is none: a mistake in the page's own structure.
#[must_use]
pub fn use_viewer_controls() -> ViewerControls {
    expect_context()
}

impl ViewerControls {
    /// Makes the controls and gives them to every component below: to the live view, and to buttons elsewhere that open its
    /// panels.
    pub fn provide() {
        let (viewer, store) = (use_viewer(), use_store());
        let (panel, set_panel) = signal(None);
        // Who asks why something is so is shown the log.
        Effect::new(move || {
            // One that is open stays: made anew, it would know nothing of the question.
            if store.log.wanted.with(Option::is_some) && panel.get_untracked() != Some(Panel::Log) {
                set_panel.set(Some(Panel::Log));
            }
        });
        let (full_screen, set_full_screen) = signal(full_screen::is_on());
        // The person may also leave the full screen by a key of the browser's.
        let _ =
            use_event_listener(document(), ev::fullscreenchange, move |_| set_full_screen.set(full_screen::is_on()));
        provide_context(Self {
            state: ViewerState::new(store, viewer),
            subsampling: subsampling::subsampling(store, viewer.statistics()),
            panel,
            set_panel,
            full_screen,
            viewer,
            store,
        });
    }

    /// Does what a button or a key asks for, if it can be done now: a key does what its button would.
    pub fn perform(self, action: ViewerAction) {
        if !untrack(|| self.is_available(action)) {
            return;
        }
        let state = self.state;
        match action {
            ViewerAction::ZoomOut => state.zoom(1.0 / ZOOM_STEP),
            ViewerAction::ZoomIn => state.zoom(ZOOM_STEP),
            ViewerAction::Fit => state.change_viewport(|_, _| Viewport::Fit),
            ViewerAction::OneToOne => state.change_viewport(Viewport::one_to_one),
            ViewerAction::Crosshair => state.crosshair.update(|shown| *shown = !*shown),
            ViewerAction::Marks => self.viewer.marks().update(|marks| {
                *marks = match marks {
                    ClippingMarks::Off => ClippingMarks::On,
                    ClippingMarks::On => ClippingMarks::Off,
                };
            }),
            ViewerAction::Turn => state.set_orientation(untrack(|| state.orientation()).turned()),
            ViewerAction::Mirror => state.set_orientation(untrack(|| state.orientation()).mirrored()),
            ViewerAction::Save => self.save(),
            ViewerAction::FullScreen => full_screen::toggle(self.store),
            ViewerAction::Record => self.store.press_record(),
            ViewerAction::Open(panel) => {
                self.set_panel.update(|open| *open = (*open != Some(panel)).then_some(panel));
            }
        }
    }

    /// Is it on? `None` for what happens at once and is over.
    #[must_use]
    pub fn is_pressed(self, action: ViewerAction) -> Option<bool> {
        match action {
            ViewerAction::Crosshair => Some(self.state.crosshair.get()),
            ViewerAction::Marks => Some(self.viewer.marks().get() == ClippingMarks::On),
            ViewerAction::Mirror => Some(self.state.orientation().mirroring == Mirroring::Mirrored),
            ViewerAction::FullScreen => Some(self.full_screen.get()),
            ViewerAction::Open(panel) => Some(self.panel.get() == Some(panel)),
            ViewerAction::ZoomOut
            | ViewerAction::ZoomIn
            | ViewerAction::Fit
            | ViewerAction::OneToOne
            | ViewerAction::Turn
            | ViewerAction::Save
            | ViewerAction::Record => None,
        }
    }

    /// Can it be done now?
    #[must_use]
    pub fn is_available(self, action: ViewerAction) -> bool {
        match action {
            // Where nothing can be recorded, it says why.
            ViewerAction::Crosshair | ViewerAction::Marks | ViewerAction::Record | ViewerAction::Open(_) => true,
            ViewerAction::FullScreen => full_screen::is_supported(),
            ViewerAction::ZoomOut
            | ViewerAction::ZoomIn
            | ViewerAction::Fit
            | ViewerAction::OneToOne
            | ViewerAction::Turn
            | ViewerAction::Mirror
            | ViewerAction::Save => self.state.has_picture(),
        }
    }

    fn save(self) {
        if let Some(part) = untrack(|| self.state.visible_part()) {
            let orientation = untrack(|| self.state.orientation());
            let detector = self.viewer.statistics().with_untracked(|it| it.detector.as_deref().map(str::to_owned));
            save_picture::save(self.viewer, part, orientation, detector, self.store);
        }
    }
}
