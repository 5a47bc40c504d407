//! Record: what a press of it does, and what is told when a recording has ended.

use std::time::Duration;

use leptos::prelude::*;

use super::handle::Store;
use crate::control::notices::{Action, NoticeContent, Topic};
use crate::control::recording::{Ending, RecordOffer};
use crate::control::saved_file::Verdict;
use crate::sync::{RecordingCommand, RecordingEvent, Severity, StreamState};
use crate::wire::RecordingStatus;

/// Whoever presses twice within this time means one thing: what the button does may have changed since.
const DOUBLE_PRESS: Duration = Duration::from_millis(500);

impl Store {
    /// Begins a recording, or ends the one that runs; where neither can be, says why.
    pub fn press_record(self) {
        match self.recording.offer.get_untracked() {
            RecordOffer::Start => self.begin_recording(),
            RecordOffer::Stop => self.finish_recording(),
            RecordOffer::None(why) => self.tell_of_recording(Severity::Info, why.words().to_owned()),
        }
    }

    fn begin_recording(self) {
        let form = self.recording.form.get_untracked();
        let (name, stop_after) = (form.name(), form.stop_after());
        let wrong = name.err().map(|why| why.to_string()).or(stop_after.err().map(|why| why.to_string()));
        match (wrong, stop_after) {
            (None, Ok(stop_after)) => {
                // What became of the latest is history now.
                self.dismiss(Topic::RecordedFile);
                self.order_recording(RecordingCommand::Start);
                if self.recording.command.with_untracked(Option::is_some) {
                    self.expect_recording(stop_after);
                }
            }
            (wrong, _) => {
                let text = format!("Nothing is recorded: see the recording options. {}", wrong.unwrap_or_default());
                self.tell_of_recording(Severity::Warning, text);
            }
        }
    }

    pub(super) fn finish_recording(self) {
        self.order_recording(RecordingCommand::Stop);
    }

    fn order_recording(self, command: RecordingCommand) {
        let is_pressed = self.recording.is_pressed;
        is_pressed.set(true);
        set_timeout(
            move || {
                is_pressed.try_set(false);
            },
            DOUBLE_PRESS,
        );
        self.dispatch(RecordingEvent::Clicked(command));
    }

    /// Follows what is confirmed of the recording, and tells what becomes of one that ends.
    pub(super) fn follow_recording(self) {
        let recording = self.recording;
        Effect::new(move |_| {
            if let Some(status) = recording.known.with(|known| known.is_confirmed().then(|| known.state.clone())) {
                self.note_recording(status);
            }
        });
        // A stream that ends takes its recording with it, and nobody says so.
        let streams = Memo::new(move |_| self.stream.with(|stream| stream.is_confirmed().then_some(stream.state)));
        Effect::new(move |before: Option<Option<StreamState>>| {
            let now = streams.get();
            let is_another = before.flatten().is_some_and(|before| now.is_some_and(|now| now != before));
            if is_another && let Some(generation) = self.socket.get_untracked() {
                self.dispatch(RecordingEvent::Changed { generation });
            }
            now.or(before.flatten())
        });
        self.forget_expected();
        self.tell_endings();
    }

    /// Takes what was confirmed: another recording than before may run, or none.
    fn note_recording(self, now: RecordingStatus) {
        if now.is_recording {
            self.plan_stop(&now);
        }
        if !self.recording.planned.with_untracked(|planned| planned.as_ref().is_none_or(|plan| plan.is_of(&now))) {
            self.drop_plan();
        }
        let before = self.recording.confirmed.try_update_value(|confirmed| confirmed.replace(now.clone())).flatten();
        let Some((ending, paths)) = before.and_then(|before| Ending::between(&before, &now)) else { return };
        self.recording.ending.set(Some(ending));
        self.recording.file.report(paths);
    }

    /// Tells what became of a recording, as soon as that is known.
    fn tell_endings(self) {
        let recording = self.recording;
        Effect::new(move |_| {
            let (verdict, url) = (recording.file.verdict.get(), recording.file.url.get());
            let told = recording.ending.with(|ending| ending.as_ref().and_then(|ending| told(ending, &verdict, url)));
            if let Some((severity, text, action)) = told {
                self.show_notice(NoticeContent { topic: Topic::RecordedFile, severity, text, action });
            }
        });
    }

    fn tell_of_recording(self, severity: Severity, text: String) {
        self.show_notice(NoticeContent { topic: Topic::Recording, severity, text, action: None });
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
