//! A light as a followed thing: on or off, and its value.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::super::known::Known;
use super::super::notice::{Severity, Subject, ThingNotice, not_sent, turn_lost, unanswered};
use super::super::thing::{Meaning, Standing, Thing, Word};
use super::super::{Holds, LightCommand, LightState, LogLine, Notice, RequestError, UnverifiedReason, Watch, timing};
use super::lines::{line, on_one_line};

/// The light of this name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Light {
    /// As the backend calls it.
    pub name: String,
    /// How many lights take turns in being asked for.
    pub(in super::super) crowd: u64,
}

impl Known for LightState {
    fn unknown() -> Self {
        Self { active: false, value: None }
    }

    /// What was not asked for is no change.
    fn is_same(&self, other: &Self) -> bool {
        let values = self.value.zip(other.value);
        self.active == other.active && values.is_none_or(|(one, other)| one.is_about(other))
    }

    fn assumed(last: Option<&Self>) -> Option<Self> {
        last.copied()
    }
}

impl Light {
    fn told(&self, severity: Severity, text: String, holds: Option<Holds>) -> Notice {
        let subject = Subject::Light(self.name.clone());
        Notice::Of(ThingNotice { subject, is_drift: false, severity, text, holds })
    }
}

impl Thing for Light {
    type Known = LightState;
    type Command = LightCommand;
    type Intent = LightCommand;
    type Answer = ();

    fn key(&self) -> String {
        format!("light:{}", on_one_line(&self.name))
    }

    fn allowed(intent: LightCommand, standing: Standing<'_, LightState>) -> Option<LightCommand> {
        standing.can_be_set.then_some(intent)
    }

    fn can_wait(_command: &LightCommand) -> bool {
        true
    }

    fn replaces(newer: &LightCommand, older: &LightCommand) -> bool {
        matches!(
            (newer, older),
            (LightCommand::SetActive(_), LightCommand::SetActive(_))
                | (LightCommand::SetValue(_), LightCommand::SetValue(_))
        )
    }

    fn is_done(command: &LightCommand, known: &LightState) -> bool {
        match command {
            LightCommand::SetActive(active) => known.active == *active,
            LightCommand::SetValue(value) => known.value.is_some_and(|known| known.is_about(*value)),
        }
    }

    fn beside(command: &LightCommand, was: LightState, found: &LightState) -> LightState {
        match command {
            LightCommand::SetActive(_) => LightState { active: found.active, ..was },
            LightCommand::SetValue(_) => LightState { value: found.value, ..was },
        }
    }

    fn meaning(_command: &LightCommand, answer: &Result<(), RequestError>) -> Meaning<LightState> {
        match answer {
            Ok(()) => Meaning::Taken,
            Err(_) => Meaning::Doubtful(UnverifiedReason::CommandUnanswered),
        }
    }

    fn poll_interval_ms(&self, _known: &LightState, watch: Watch) -> u64 {
        match watch {
            Watch::Absent | Watch::Glance => timing::QUIET_POLL_MS,
            Watch::Full => timing::POLL_INTERVAL_MS,
        }
    }

    /// They take turns, so that it takes longer where there are many.
    fn fresh_ms(&self, _known: &LightState, watch: Watch) -> u64 {
        2 * match watch {
            Watch::Absent | Watch::Glance => timing::QUIET_POLL_MS * self.crowd.max(1),
            Watch::Full => timing::POLL_INTERVAL_MS.max(timing::LIGHT_SPACING_MS * self.crowd),
        }
    }

    fn telling_interval_ms() -> u64 {
        timing::TELLING_INTERVAL_MS
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn toggle(known: &LightState) -> Option<LightCommand> {
        Some(LightCommand::SetActive(!known.active))
    }

    #[cfg(all(test, not(target_arch = "wasm32")))]
    fn wished(command: &LightCommand, known: &LightState) -> Option<LightState> {
        Some(match command {
            LightCommand::SetActive(active) => LightState { active: *active, ..*known },
            LightCommand::SetValue(value) => LightState { value: Some(*value), ..*known },
        })
    }

    fn line(&self, word: Word<'_, LightState>) -> Option<LogLine> {
        line(&format!("Light {}", self.name), word, |known| match known.value {
            Some(value) => format!("{} at {value}", known.active),
            None => known.active.to_string(),
        })
    }

    fn verb(&self, command: &LightCommand) -> String {
        self.verb_of(*command)
    }

    fn corrected(&self, was: &LightState, now: &LightState) -> Notice {
        let name = visible(&self.name);
        let (text, holds) = match (was.value, now.value) {
            (Some(before), Some(value)) if was.active == now.active => {
                let text = format!("The light “{name}” was found at {value}. This page had {before}.");
                (text, Holds::LightValue(self.name.clone(), value))
            }
            _ => {
                let (is, had) = if now.active { ("on", "off") } else { ("off", "on") };
                let text = format!("The light “{name}” was found {is}. This page had it as {had}.");
                (text, Holds::LightActive(self.name.clone(), now.active))
            }
        };
        let subject = Subject::Light(self.name.clone());
        Notice::Of(ThingNotice { subject, is_drift: true, severity: Severity::Warning, text, holds: Some(holds) })
    }

    fn told_of_answer(&self, command: &LightCommand, answer: Result<(), RequestError>) -> Option<Notice> {
        answer.err().map(|why| self.told(Severity::Error, unanswered(&self.verb_of(*command), &why), None))
    }

    fn not_taken(&self, command: &LightCommand, found: &LightState) -> Option<Notice> {
        let name = visible(&self.name);
        let (text, holds) = match (command, found.value) {
            (LightCommand::SetActive(active), _) => {
                let (asked, is) = if *active { ("on", "off") } else { ("off", "on") };
                let text = format!("The backend accepted to switch “{name}” {asked}, and it is {is}.");
                (text, Holds::LightActive(self.name.clone(), found.active))
            }
            (LightCommand::SetValue(asked), Some(value)) => {
                let text = format!("The backend accepted {asked} for “{name}”, and has {value}.");
                (text, Holds::LightValue(self.name.clone(), value))
            }
            // It was not asked for its value: nothing is known of it, and nothing is shown.
            (LightCommand::SetValue(_), None) => return None,
        };
        Some(self.told(Severity::Warning, text, Some(holds)))
    }

    fn not_sent(&self, command: &LightCommand) -> Notice {
        self.told(Severity::Error, not_sent(&self.verb_of(*command)), None)
    }

    fn turn_lost(&self, command: &LightCommand) -> Notice {
        self.told(Severity::Warning, turn_lost(&self.verb_of(*command)), None)
    }
}

impl Light {
    fn verb_of(&self, command: LightCommand) -> String {
        let name = visible(&self.name);
        match command {
            LightCommand::SetActive(true) => format!("switch {name} on"),
            LightCommand::SetActive(false) => format!("switch {name} off"),
            LightCommand::SetValue(value) => format!("set {name} to {value}"),
        }
    }
}

fn visible(name: &str) -> String {
    crate::wire::visible(name).into_owned()
}
