//! The cameras that stream beside the one that is looked at.

use leptos::prelude::*;

use super::plural::plural;
use crate::viewer::status::{CameraName, OtherCamera};
use crate::viewer::use_viewer;
use crate::wire::visible;

/// What stands for a camera whose frames don't say its name.
const NAMELESS: &str = "a camera without a name";

/// Names them in the row of figures, each with its frames so far and a button to look at it; nothing where there are none.
#[component]
pub fn OtherCameras() -> impl IntoView {
    let viewer = use_viewer();
    let statistics = viewer.statistics();
    let others = Memo::new(move |_| statistics.with(|statistics| statistics.others.clone()));
    let button = move |OtherCamera { name, .. }: OtherCamera| {
        let shown = visible(name.as_deref().unwrap_or(NAMELESS)).into_owned();
        let label = format!("Look at {shown}");
        let words = Memo::new({
            let name = name.clone();
            move |_| {
                let frames = others.with(|others| frames_of(others, &name));
                format!("{shown} ({})", plural(frames, "frame", "frames"))
            }
        });
        view! {
            <button
                type="button"
                class="link"
                translate="no"
                aria-label=label
                on:click=move |_| viewer.look_at(name.clone())
                prop:textContent=words
            ></button>
        }
    };
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <div class="live-view-others">
                <dt>"Also streams"</dt>
                <dd>
                    <For each=move || others.get() key=|other| other.name.clone() children=button/>
                </dd>
            </div>
        </Show>
    }
}

fn frames_of(others: &[OtherCamera], name: &CameraName) -> u64 {
    others.iter().find(|other| other.name == *name).map_or(0, |other| other.frames)
}
