//! What was told, and is no longer so.

use super::{Holds, State};

impl State {
    /// Is it confirmed to be otherwise? Then what was told is no longer so.
    #[must_use]
    pub fn contradicts(&self, holds: &Holds) -> bool {
        let camera = self.camera_settings.confirmed();
        match holds {
            Holds::Stream(stream) => self.stream.confirmed().is_some_and(|now| now != stream),
            Holds::Recording(runs) => self.recording.confirmed().is_some_and(|now| now.is_recording != *runs),
            Holds::LightActive(name, active) => {
                self.lights.get(name).and_then(|light| light.confirmed()).is_some_and(|now| now.active != *active)
            }
            Holds::LightValue(name, value) => {
                let now = self.lights.get(name).and_then(|light| light.confirmed()?.value);
                now.is_some_and(|now| !now.is_about(*value))
            }
            Holds::Exposure(value) => {
                camera.and_then(|now| now.exposure.as_ref()).is_some_and(|now| !now.value.is_about(*value))
            }
            Holds::Gain(value) => {
                camera.and_then(|now| now.gain.as_ref()).is_some_and(|now| !now.value.is_about(*value))
            }
            Holds::Auto(is_auto) => camera.and_then(|now| now.is_auto).is_some_and(|now| now != *is_auto),
        }
    }
}
