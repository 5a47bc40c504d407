//! A report, seen before it is saved.

use leptos::prelude::*;

use crate::browser::download::{date_and_time, download_text};
use crate::browser::js_error::in_words;
use crate::store::use_store;
use crate::viewer::image::file_name;
use crate::viewer::use_viewer;

/// All that a report says, and what saves it. It is written once, when this is opened.
#[component]
pub fn ReportPreview(
    /// Called when it is no longer wanted.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let frames = use_viewer().statistics().with_untracked(|frames| {
        let (received, painted) = (frames.received, frames.painted);
        format!("{received} came, {painted} painted, {} dropped, {} unreadable", frames.dropped, frames.undecodable)
    });
    let report = StoredValue::new(use_store().report(("Frames", frames)));
    let shows_file = RwSignal::new(false);
    let said = RwSignal::new("Nothing of it leaves this computer unless you hand it over.".to_owned());
    let save = move |kind: &str, end: &str, text: &str| {
        let name = file_name(Some("lockstep-report"), date_and_time(), end);
        said.set(match download_text(text, kind, &name) {
            Ok(()) => format!("Saved as {name}."),
            Err(why) => format!("It could not be saved: {}.", in_words(&why)),
        });
    };
    view! {
        <section class="report" aria-label="Report">
            <p>
                "The report says what is below, and has the steps of the page’s state machine to be played again. Passwords,
                tokens and file names are taken out."
            </p>
            <div class="log-tools">
                <button
                    type="button"
                    class="button button-primary"
                    on:click=move |_| report.with_value(|report| save("application/json", "json", &report.json))
                >
                    "Save report"
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| report.with_value(|report| save("text/plain", "txt", &report.text))
                >
                    "Save as text"
                </button>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || shows_file.get().to_string()
                    on:click=move |_| shows_file.update(|it| *it = !*it)
                >
                    "Show the file"
                </button>
                <button type="button" class="button" on:click=move |_| on_close.run(())>
                    "Close"
                </button>
                <span class="log-said" role="status" prop:textContent=said></span>
            </div>
            <pre
                class="report-text"
                tabindex="0"
                translate="no"
                aria-label="What the report says"
                prop:textContent=move || {
                    let shows_file = shows_file.get();
                    report.with_value(|report| if shows_file { report.json.clone() } else { report.text.clone() })
                }
            ></pre>
        </section>
    }
}
