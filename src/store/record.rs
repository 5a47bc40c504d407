//! Record: what a press of it does, and what is told when a recording has ended.

use leptos::prelude::*;

use super::handle::Store;
use crate::browser::clock;
use crate::control::notices::{Action, NoticeContent, Topic};
use crate::control::recording::{Ending, RecordOffer};
use crate::control::saved_file::Verdict;
use crate::sync::Severity;
use crate::wire::RecordingStatus;

/// Whoever presses twice within this time means one thing: what the button does has changed since.
const DOUBLE_PRESS_MS: u64 = 500;

impl Store {
    /// Begins a recording, or ends the one that runs; where neither can be, says why.
    pub fn press_record(self) {
        let now = clock::now();
        let before = self.recording.pressed_at.try_update_value(|at| at.replace(now)).flatten();
        if before.is_some_and(|before| now.ms_since(before) < DOUBLE_PRESS_MS) {
            return;
        }
        match self.recording.offer.get_untracked() {
            RecordOffer::Start => self.begin_recording(),
            RecordOffer::Stop => self.finish_recording(),
            RecordOffer::None(why) => self.tell_of_recording(Severity::Info, why.words().to_owned(), None),
        }
    }

    fn begin_recording(self) {
        let form = self.recording.form.get_untracked();
        let (name, stop_after) = (form.name(), form.stop_after());
        let wrong = name.err().map(|why| why.to_string()).or(stop_after.err().map(|why| why.to_string()));
        match (wrong, stop_after) {
            (None, Ok(stop_after)) => {
                self.recording.stop_after.set_value(stop_after);
                self.dismiss(Topic::Recording);
            }
            (wrong, _) => {
                let text = format!("Nothing is recorded: see the recording options. {}", wrong.unwrap_or_default());
                self.tell_of_recording(Severity::Warning, text, None);
            }
        }
    }

    pub(super) fn finish_recording(self) {}

    /// Takes what was confirmed: another recording than before may run, or none.
    pub(super) fn note_recording(self, now: RecordingStatus) {
        let before = self.recording.confirmed.try_update_value(|confirmed| confirmed.replace(now.clone())).flatten();
        let Some((ending, paths)) = before.and_then(|before| Ending::between(&before, &now)) else { return };
        self.drop_plan();
        self.recording.ending.set(Some(ending));
        self.recording.file.report(paths);
    }

    /// Tells what became of a recording, as soon as that is known.
    pub(super) fn tell_endings(self) {
        let recording = self.recording;
        Effect::new(move |_| {
            let (verdict, url) = (recording.file.verdict.get(), recording.file.url.get());
            let told = recording.ending.with(|ending| ending.as_ref().and_then(|ending| told(ending, &verdict, url)));
            if let Some((severity, text, action)) = told {
                self.tell_of_recording(severity, text, action);
            }
        });
    }

    fn tell_of_recording(self, severity: Severity, text: String, action: Option<Action>) {
        self.show_notice(NoticeContent { topic: Topic::Recording, severity, text, action });
    }
}

fn told(ending: &Ending, verdict: &Verdict, url: Option<String>) -> Option<(Severity, String, Option<Action>)> {
    if !ending.is_settled(verdict) {
        return None;
    }
    let severity = if ending.is_good(verdict) { Severity::Info } else { Severity::Warning };
    let action = url.map(|url| Action::Fetch { url, name: ending.name().to_owned() });
    Some((severity, ending.words(verdict), action))
}
