//! What is set of the camera that is looked at, as a followed thing: exposure, gain, and who chooses the exposure.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::super::known::Known;
use super::super::notice::{Severity, Subject, ThingNotice, not_sent, turn_lost, unanswered};
use super::super::thing::{Meaning, Standing, Thing, Word};
use super::super::{
    CameraCommand, CameraSettingsState, Holds, LogLine, Notice, Number, RequestError, SettingState, UnverifiedReason,
    Watch, timing,
};
use super::lines::{line, on_one_line};

/// What the keys of all cameras begin with.
const KEY_PREFIX: &str = "camera:";

/// What is set of one camera.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct CameraSettings {
    /// Of which; `None` for the one that is current at the backend.
    pub detector: Option<String>,
}

impl Known for CameraSettingsState {
    fn unknown() -> Self {
        Self { exposure: None, gain: None, is_auto: None }
    }

    fn is_same(&self, other: &Self) -> bool {
        // What the camera chooses by itself changes by itself.
        let chosen = self.is_auto == Some(true) && other.is_auto == Some(true);
        // It is not said each time.
        let differs = self.is_auto.zip(other.is_auto).is_some_and(|(one, other)| one != other)
            || are_different(self.exposure.as_ref(), other.exposure.as_ref()) && !chosen
            || are_different(self.gain.as_ref(), other.gain.as_ref());
        !differs
    }

    fn assumed(last: Option<&Self>) -> Option<Self> {
        last.cloned()
    }
}

fn are_different(one: Option<&SettingState>, other: Option<&SettingState>) -> bool {
    one.zip(other).is_some_and(|(one, other)| !one.value.is_about(other.value))
}

fn value(setting: Option<&SettingState>) -> Option<Number> {
    setting.map(|setting| setting.value)
}

impl CameraSettings {
    /// Is this the key of a camera?
    #[must_use]
    pub fn is_key(key: &str) -> bool {
        key.starts_with(KEY_PREFIX)
    }
}

impl Thing for CameraSettings {
    type Known = CameraSettingsState;
    type Command = CameraCommand;
    type Intent = CameraCommand;
    type Answer = ();

    fn key(&self) -> String {
        format!("{KEY_PREFIX}{}", on_one_line(self.detector.as_deref().unwrap_or_default()))
    }

    fn allowed(intent: CameraCommand, standing: Standing<'_, CameraSettingsState>) -> Option<CameraCommand> {
        standing.can_be_set.then_some(intent)
    }

    fn can_wait(_command: &CameraCommand) -> bool {
        true
    }

    fn replaces(newer: &CameraCommand, older: &CameraCommand) -> bool {
        let both_set_exposure = newer.exposure().is_some() && older.exposure().is_some();
        both_set_exposure || std::mem::discriminant(newer) == std::mem::discriminant(older)
    }

    fn is_done(command: &CameraCommand, known: &CameraSettingsState) -> bool {
        let is = |setting: &Option<SettingState>, asked: &Number| {
            setting.as_ref().is_some_and(|setting| setting.value.is_about(*asked))
        };
        match command {
            CameraCommand::SetExposure(asked) | CameraCommand::SetLongExposure(asked) => is(&known.exposure, asked),
            CameraCommand::SetGain(asked) => is(&known.gain, asked),
            CameraCommand::SetAuto(asked) => known.is_auto == Some(*asked),
        }
    }

    fn beside(command: &CameraCommand, was: CameraSettingsState, found: &CameraSettingsState) -> CameraSettingsState {
        match command {
            CameraCommand::SetExposure(_) | CameraCommand::SetLongExposure(_) => {
                CameraSettingsState { exposure: found.exposure.clone(), ..was }
            }
            CameraCommand::SetGain(_) => CameraSettingsState { gain: found.gain.clone(), ..was },
            // Who chooses the exposure changes the exposure.
            CameraCommand::SetAuto(_) => {
                CameraSettingsState { is_auto: found.is_auto, exposure: found.exposure.clone(), ..was }
            }
        }
    }

    fn meaning(_command: &CameraCommand, answer: &Result<(), RequestError>) -> Meaning<CameraSettingsState> {
        match answer {
            Ok(()) => Meaning::Taken,
            Err(_) => Meaning::Doubtful(UnverifiedReason::CommandUnanswered),
        }
    }

    fn poll_interval_ms(&self, _known: &CameraSettingsState, _watch: Watch) -> u64 {
        timing::POLL_INTERVAL_MS
    }

    fn telling_interval_ms() -> u64 {
        timing::TELLING_INTERVAL_MS
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn toggle(_known: &CameraSettingsState) -> Option<CameraCommand> {
        None
    }

    fn line(&self, word: Word<'_, CameraSettingsState>) -> Option<LogLine> {
        let number = |setting: &Option<SettingState>| {
            setting.as_ref().map_or_else(|| "none".to_owned(), |setting| setting.value.to_string())
        };
        line("Camera settings", word, |known| {
            let (exposure, gain) = (number(&known.exposure), number(&known.gain));
            format!("exposure {exposure}, gain {gain}")
        })
    }

    fn verb(&self, command: &CameraCommand) -> String {
        verb(*command)
    }

    fn corrected(&self, was: &CameraSettingsState, now: &CameraSettingsState) -> Notice {
        let (exposure, gain) = (value(now.exposure.as_ref()), value(now.gain.as_ref()));
        let (text, holds) = match (was.is_auto, now.is_auto) {
            (Some(before), Some(is_auto)) if before != is_auto => {
                let (is, had) = if is_auto { ("on", "off") } else { ("off", "on") };
                let text = format!("Automatic exposure was found {is}. This page had it as {had}.");
                (text, Some(Holds::Auto(is_auto)))
            }
            _ if are_different(was.exposure.as_ref(), now.exposure.as_ref()) => {
                let text = found("exposure", exposure, value(was.exposure.as_ref()), " ms");
                (text, exposure.map(Holds::Exposure))
            }
            _ => (found("gain", gain, value(was.gain.as_ref()), ""), gain.map(Holds::Gain)),
        };
        let subject = Subject::CameraSettings;
        Notice::Of(ThingNotice { subject, is_drift: true, severity: Severity::Warning, text, holds })
    }

    fn told_of_answer(&self, command: &CameraCommand, answer: Result<(), RequestError>) -> Option<Notice> {
        answer.err().map(|why| told(Severity::Error, unanswered(&verb(*command), &why), None))
    }

    fn not_taken(&self, command: &CameraCommand, found: &CameraSettingsState) -> Option<Notice> {
        let (text, holds) = match command {
            CameraCommand::SetExposure(asked) | CameraCommand::SetLongExposure(asked) => {
                let value = value(found.exposure.as_ref())?;
                (format!("The backend accepted {asked} ms, and has {value} ms."), Holds::Exposure(value))
            }
            CameraCommand::SetGain(asked) => {
                let value = value(found.gain.as_ref())?;
                (format!("The backend accepted {asked} as gain, and has {value}."), Holds::Gain(value))
            }
            CameraCommand::SetAuto(asked) => {
                let (asked, is) = if *asked { ("on", "off") } else { ("off", "on") };
                let text = format!("The backend accepted to switch automatic exposure {asked}, and it is {is}.");
                (text, Holds::Auto(found.is_auto?))
            }
        };
        Some(told(Severity::Warning, text, Some(holds)))
    }

    fn not_sent(&self, command: &CameraCommand) -> Notice {
        told(Severity::Error, not_sent(&verb(*command)), None)
    }

    fn turn_lost(&self, command: &CameraCommand) -> Notice {
        told(Severity::Warning, turn_lost(&verb(*command)), None)
    }
}

fn found(name: &str, now: Option<Number>, was: Option<Number>, unit: &str) -> String {
    match (now, was) {
        (Some(now), Some(was)) => format!("The {name} was found at {now}{unit}. This page had {was}{unit}."),
        _ => format!("The {name} was found to be another."),
    }
}

fn verb(command: CameraCommand) -> String {
    match command {
        CameraCommand::SetExposure(value) | CameraCommand::SetLongExposure(value) => {
            format!("set the exposure to {value} ms")
        }
        CameraCommand::SetGain(value) => format!("set the gain to {value}"),
        CameraCommand::SetAuto(true) => "switch automatic exposure on".to_owned(),
        CameraCommand::SetAuto(false) => "switch automatic exposure off".to_owned(),
    }
}

fn told(severity: Severity, text: String, holds: Option<Holds>) -> Notice {
    Notice::Of(ThingNotice { subject: Subject::CameraSettings, is_drift: false, severity, text, holds })
}
