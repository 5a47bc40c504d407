//! The lights: which there are, whether each is on, and how bright.

use leptos::prelude::*;

use super::LightRow;
use crate::browser::letters::lower_case;
use crate::components::all_lights_off::AllLightsOffButton;
use crate::store::use_store;
use crate::sync::LightList;
use crate::wire::visible;

/// From so many lights on there is a field to search them.
const MANY: usize = 9;
/// So many are shown at first, and more with each press: each that is shown is asked for.
const SHOWN: usize = 20;

/// A row for each light. Many are searched by a part of their names.
#[component]
pub fn LightPanel() -> impl IntoView {
    let store = use_store();
    let lights = store.lights;
    let searched = RwSignal::new(String::new());
    let shown = RwSignal::new(SHOWN);
    let are_many = Memo::new(move |_| lights.with(|lights| names(lights).len() >= MANY));
    let found = Memo::new(move |_| {
        let part = searched.with(|searched| lower_case(searched.trim()));
        let is_found = |name: &String| !are_many.get() || part.is_empty() || lower_case(&visible(name)).contains(&part);
        lights.with(|lights| names(lights).iter().filter(|name| is_found(name)).cloned().collect::<Vec<_>>())
    });
    let rows = Memo::new(move |_| {
        let (mut rows, further) = found.with(|found| {
            let (first, further) = found.split_at(shown.get().min(found.len()));
            (first.to_vec(), further.to_vec())
        });
        // Light that shines is seen, wherever it stands in the list.
        rows.extend(further.into_iter().filter(|name| store.light(name).is_lit()));
        rows
    });
    let is_cut_short = move || rows.with(Vec::len) < found.with(Vec::len);
    let says = move || lights.with(words);
    view! {
        <div class="panel lights" role="group" aria-label="Lights">
            <div class="lights-head">
                <Show when=move || are_many.get()>
                    <input
                        type="search"
                        class="camera-search"
                        aria-label="Search: Lights"
                        placeholder=move || format!("Search {}", lights.with(|lights| names(lights).len()))
                        autocomplete="off"
                        spellcheck="false"
                        bind:value=searched
                    />
                </Show>
                <AllLightsOffButton class="button" words="All lights off"/>
            </div>
            <p class="lights-note" role="status" hidden=move || says().is_empty() prop:textContent=says></p>
            <p class="lights-note" hidden=move || !are_many.get() || !found.with(Vec::is_empty)>
                "No light has a name with that in it."
            </p>
            <ul class="lights-rows">
                <For each=move || rows.get() key=Clone::clone let:name>
                    <LightRow name/>
                </For>
            </ul>
            <Show when=is_cut_short>
                <button type="button" class="link" on:click=move |_| shown.update(|shown| *shown += SHOWN)>
                    "Show more"
                </button>
            </Show>
        </div>
    }
}

/// What is said where there is none to set.
const fn words(lights: &LightList) -> &'static str {
    match lights {
        LightList::Unknown => {
            "The backend has not said yet which lights there are. They are listed here as soon as it does."
        }
        LightList::Absent => {
            "This backend has no lights that can be set from here: it does not know the calls about them."
        }
        LightList::Named(names) if names.is_empty() => "The backend lists no light.",
        LightList::Named(_) => "",
    }
}

fn names(lights: &LightList) -> &[String] {
    match lights {
        LightList::Named(names) => names,
        LightList::Unknown | LightList::Absent => &[],
    }
}
