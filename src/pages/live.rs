//! The live view.

use leptos::prelude::*;

use crate::components::{StatusIndicator, StreamControls};
use crate::keep::keep;
use crate::part::Part;
use crate::parts;
use crate::store::Store;
use crate::sync::{Connection, Doubt};

const WAITING: &str = r#"<div class="part"><p class="part-wait">Waiting for the backend…</p></div>"#;

/// The picture, the two buttons, and what is known. The picture is loaded after the buttons are right; if it can't be,
/// each new connection is an occasion to try again.
#[component]
pub fn LivePage() -> impl IntoView {
    let picture = Part::new(|| Box::pin(async { parts::picture().await.map(|picture| picture.show) }));
    let store = Store::expect();
    let mut before = None;
    keep(Box::new(move || {
        let occasion = (answered(store), store.socket().get());
        if before.replace(occasion) != Some(occasion) && occasion.0 {
            picture.want();
        }
    }));
    view! {
        <main class="live">
            <h1 class="visually-hidden">"Live view"</h1>
            {picture.view("live-view", WAITING)}
            <div class="bar">
                <StreamControls/>
                <StatusIndicator/>
            </div>
        </main>
    }
}

/// Was the first question to the backend answered, or is there nobody to ask?
fn answered(store: Store) -> bool {
    let nobody =
        store.backend().with(Option::is_none) || matches!(store.connection().get(), Connection::Waiting { .. });
    nobody || store.knowledge().get().doubt() != Some(Doubt::NotAsked)
}
