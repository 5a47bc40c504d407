//! How each camera's picture lies, kept in the browser's storage.

use leptos::prelude::*;
use web_sys::Storage;

use crate::store::Store;
use crate::viewer::geometry::{KeptOrientations, Orientation};
use crate::viewer::{Statistics, Viewer};

const KEY: &str = "lockstep.orientations";

/// How the picture of each camera lies; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Orientations {
    kept: RwSignal<KeptOrientations>,
    backend: Memo<String>,
    camera: Memo<String>,
}

impl Orientations {
    pub(super) fn new(store: Store, viewer: Viewer) -> Self {
        let statistics = viewer.statistics();
        let backend = Memo::new(move |_| {
            store.backend.with(|backend| backend.as_ref().map(|it| it.address.to_string())).unwrap_or_default()
        });
        Self { kept: RwSignal::new(load()), backend, camera: Memo::new(move |_| statistics.with(Self::camera_of)) }
    }

    /// How the picture lies that is shown.
    pub(super) fn current(self) -> Orientation {
        self.kept.with(|kept| self.backend.with(|backend| self.camera.with(|camera| kept.of(backend, camera))))
    }

    /// Keeps how the picture lies that is shown, for this visit and those that follow.
    pub(super) fn keep(self, orientation: Orientation) {
        // Another tab may have turned another camera since.
        let mut kept = if storage().is_some() { load() } else { self.kept.get_untracked() };
        self.backend.with_untracked(|backend| {
            self.camera.with_untracked(|camera| kept.keep(backend, camera, orientation));
        });
        let stored = storage().map(|storage| storage.set_item(KEY, &kept.to_json()));
        if !matches!(stored, Some(Ok(()))) {
            tracing::debug!(
                "[LiveView] This browser stores nothing for this page: how pictures lie goes with the page"
            );
        }
        self.kept.set(kept);
    }

    /// A camera without a name is known by that.
    fn camera_of(statistics: &Statistics) -> String {
        statistics.detector.as_deref().unwrap_or_default().to_owned()
    }
}

fn load() -> KeptOrientations {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.map(|text| KeptOrientations::read(&text)).unwrap_or_default()
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
