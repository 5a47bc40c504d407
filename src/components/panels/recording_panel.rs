//! What is recorded next, and what became of the latest recording.

use leptos::prelude::*;

use crate::components::record::disk_words;
use crate::components::text_field::TextField;
use crate::control::recording::{RecordOffer, WhyNot};
use crate::store::use_store;
use crate::wire::RecordingFormat;

/// The lines that say what is wrong with the fields.
const NAME_HINT: &str = "recording-name-hint";
const STOP_HINT: &str = "recording-stop-hint";

/// What there is to know about the time.
const STOP_WORDS: &str = "This page stops it, also after a reload. It has to stay open: once it is closed, the recording goes on until somebody stops it. In the background it may be up to a minute late.";

/// Format, file name and when the page stops it, for the next recording; and the latest one's file.
#[component]
pub fn RecordingPanel() -> impl IntoView {
    let store = use_store();
    let recording = store.recording;
    let form = recording.form;
    let name_error = Memo::new(move |_| form.with(|form| form.name().err()));
    let stop_error = Memo::new(move |_| form.with(|form| form.stop_after().err()));
    view! {
        <div class="panel recording" role="group" aria-label="Recording">
            <p class="recording-absent" hidden=move || recording.offer.get() != RecordOffer::None(WhyNot::Absent)>
                {WhyNot::Absent.words()}
            </p>
            <div class="recording-form">
                <label>
                    "Format"
                    <select
                        prop:value=move || form.with(|form| form.format.name())
                        on:input:target=move |event| {
                            let name = event.target().value();
                            let format = RecordingFormat::ALL.into_iter().find(|format| format.name() == name);
                            if let Some(format) = format {
                                form.update(|form| form.format = format);
                            }
                        }
                    >
                        {RecordingFormat::ALL
                            .map(|format| view! { <option value=format.name()>{format.name()}</option> })}
                    </select>
                </label>
                <TextField
                    label="File name"
                    placeholder="optional"
                    hint=NAME_HINT
                    is_wrong=Signal::derive(move || name_error.with(Option::is_some))
                    text=Signal::derive(move || form.with(|form| form.file_name.clone()))
                    on_write=move |text| form.update(|form| form.file_name = text)
                />
                <TextField
                    label="Stop after (s)"
                    placeholder="never"
                    input_mode="numeric"
                    hint=STOP_HINT
                    is_wrong=Signal::derive(move || stop_error.with(Option::is_some))
                    text=Signal::derive(move || form.with(|form| form.stop_after.clone()))
                    on_write=move |text| form.update(|form| form.stop_after = text)
                />
            </div>
            <p
                id=NAME_HINT
                class="recording-error"
                role="status"
                prop:textContent=move || name_error.get().map(|error| error.to_string()).unwrap_or_default()
            ></p>
            <p
                id=STOP_HINT
                class=move || if stop_error.with(Option::is_some) { "recording-error" } else { "recording-note" }
                prop:textContent=move || match stop_error.get() {
                    Some(error) => error.to_string(),
                    None => STOP_WORDS.to_owned(),
                }
            ></p>
            <div class="recording-outcome">
                <p class="recording-words" prop:textContent=recording.words></p>
                <a
                    class="button"
                    target="_blank"
                    rel="noopener"
                    href=recording.file.url
                    download=recording.name
                    hidden=move || recording.file.url.with(Option::is_none)
                >
                    "Download"
                </a>
            </div>
            <p class="recording-disk" prop:textContent=move || disk_words(store)></p>
        </div>
    }
}
