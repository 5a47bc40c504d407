//! Where the picture lies, under pointers and keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use super::gestures::follow_gestures;
use super::{Crosshair, ScaleBar, ViewerControls, ViewerState};
use crate::components::block::{begin_on_page, find, set};
use crate::keep::keep;

/// From this zoom on, pixels are shown as squares.
const LARGE_PERCENT: u32 = 200;

/// What the keys do, for those who can't see the buttons' tips.
const KEYS: &str = "Plus and minus zoom, the arrow keys move the picture, with Shift by one of its pixels. \
    0 fits it, 1 shows it one to one, C marks the middle, S saves a PNG, F fills the screen. \
    D opens the camera's settings, H the histogram, N the numbers, P the snap.";

/// The picture's stage: wheel, pointers and keys move what `children` show there.
#[component]
pub fn Stage(hands: ViewerControls, children: Children) -> impl IntoView {
    let sight = hands.sight();
    let stage = NodeRef::new();
    begin_on_page(
        stage,
        Box::new(move |stage| {
            StoredValue::new_local((follow_size(sight, &stage), follow_gestures(hands, &stage)));
            keep(Box::new(move || {
                let (fits, large) =
                    (sight.fits(), sight.scene().is_some_and(|(view, scene)| view.percent(&scene) >= LARGE_PERCENT));
                set(&stage, "data-view", Some(if fits { "fit" } else { "free" }));
                set(&stage, "data-pixels", large.then_some("large"));
                if let Some(picture) = find(&stage, ".live-view-picture") {
                    set(&picture, "style", Some(&sight.transform()));
                }
            }));
        }),
    );
    view! {
        <div
            class="live-view-stage"
            node_ref=stage
            tabindex="0"
            role="application"
            aria-label="Stage"
            aria-describedby="live-view-keys"
        >
            {children()}
            <Crosshair sight/>
            <ScaleBar sight/>
            <p id="live-view-keys" hidden>{KEYS}</p>
        </div>
    }
}

/// Tells how large the stage is, until it is dropped.
struct SizeWatch {
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn follow_size(sight: ViewerState, stage: &Element) -> SizeWatch {
    let closure = Closure::<dyn FnMut()>::new({
        let stage = stage.clone();
        move || sight.resize(&stage)
    });
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref())
        .inspect_err(|why| tracing::error!("[LiveView] The stage’s size can’t be followed: {why:?}"))
        .ok();
    if let Some(observer) = &observer {
        observer.observe(stage);
    }
    sight.resize(stage);
    SizeWatch { observer, _closure: closure }
}
