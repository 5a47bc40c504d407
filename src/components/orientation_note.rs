//! What is said about a picture that is turned or mirrored.

use leptos::prelude::*;

use super::stage::use_viewer_controls;
use crate::viewer::geometry::{Mirroring, Orientation, Turn};

/// What is added to say whose columns and rows are read out.
const COORDINATES: &str = "Columns and rows are counted in the picture as the camera sends it";

/// That the picture does not lie as the camera sends it, and one press from there to where it does. Nothing where it does.
#[component]
pub fn OrientationNote() -> impl IntoView {
    let state = use_viewer_controls().state;
    let words = Memo::new(move |_| if state.has_picture() { in_words(state.orientation()) } else { String::new() });
    view! {
        <p class="view-note orientation-note" hidden=move || words.with(String::is_empty) title=COORDINATES>
            <span>"Shown"</span>
            <span class="view-note-words" role="status" prop:textContent=words></span>
            <button type="button" class="link" on:click=move |_| state.set_orientation(Orientation::default())>
                "As it comes"
            </button>
        </p>
    }
}

/// Empty where it is neither turned nor mirrored.
pub fn in_words(Orientation { turn, mirroring }: Orientation) -> String {
    let turned = match turn {
        Turn::None => String::new(),
        turn => format!("turned by {}°", turn.degrees()),
    };
    match (turn, mirroring) {
        (_, Mirroring::Straight) => turned,
        (Turn::None, Mirroring::Mirrored) => "mirrored".to_owned(),
        (_, Mirroring::Mirrored) => turned + ", then mirrored",
    }
}
