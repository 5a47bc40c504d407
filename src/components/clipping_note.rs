//! What is said about saturated and black pixels.

use leptos::prelude::*;

use crate::control::camera::Format;
use crate::viewer::image::{Clipping, ClippingMarks, Share};
use crate::viewer::use_viewer;
use crate::viewer::worker::CanvasReads;

const COUNTED: &str =
    "Counted in up to 65,536 of the picture’s pixels, four times a second at most; of colours, the values of each";
const JPEG: &str = "JPEG has 8 bits, and compression moves them by 1: white there may be less than the most that the camera measures. ";

/// What the shares are of.
pub fn counted(is_jpeg: bool) -> String {
    if is_jpeg { JPEG.to_owned() + COUNTED } else { COUNTED.to_owned() }
}

/// How much of the picture is saturated or black, where that is worth a word, and what the marks mean while they are on.
/// Nothing is said where nothing is counted.
#[component]
pub fn ClippingNote() -> impl IntoView {
    let viewer = use_viewer();
    let (marks, clipping, statistics) = (viewer.marks(), viewer.clipping(), viewer.statistics());
    let is_on = move || marks.get() == ClippingMarks::On;
    let saturated = Memo::new(move |_| told(is_on(), clipping.get().map(|it| it.saturated)));
    let black = Memo::new(move |_| told(is_on(), clipping.get().map(|it| it.black)));
    let shows_jpeg = Memo::new(move |_| statistics.with(|it| it.size.is_some() && it.format() == Format::Jpeg));
    let is_falsified = move || is_on() && shows_jpeg.get() && viewer.canvas_reads().get() == CanvasReads::Falsified;
    let is_silent = move || saturated.with(Option::is_none) && black.with(Option::is_none);
    let marked = move || is_on().then_some("");
    view! {
        <p class="view-note clipping-note" title=move || counted(shows_jpeg.get()) hidden=move || is_silent() || is_falsified() data-marked=marked>
            <span class="clipping-saturated" hidden=move || saturated.with(Option::is_none)>
                "Saturated "
                <span class="view-note-words" prop:textContent=move || saturated.get().unwrap_or_default()></span>
            </span>
            <span class="clipping-black" hidden=move || black.with(Option::is_none)>
                "Black "
                <span class="view-note-words" prop:textContent=move || black.get().unwrap_or_default()></span>
            </span>
        </p>
        <p class="view-note clipping-falsified" hidden=move || !is_falsified()>
            "This browser falsifies what is read from a picture: nothing can be marked in JPEG frames. In binary frames it can."
        </p>
    }
}

/// What is told of a share: while marks are on it is told however small it is.
fn told(is_on: bool, share: Option<Share>) -> Option<String> {
    share.filter(|&share| is_on || share > Share::WORTH_TELLING).map(|share| share.to_string())
}

/// From which value on samples are saturated, in words.
pub fn saturated_from(clipping: Option<Clipping>) -> String {
    clipping.map_or_else(|| "–".to_owned(), |it| format!("{} (from {})", it.saturated, it.saturated_from))
}
