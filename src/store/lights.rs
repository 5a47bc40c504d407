//! The lights, as the machine follows them: what is shown of them, and what is asked of them.

use leptos::prelude::*;

use super::handle::Store;
use crate::control::light::LightView;
use crate::sync::{Event, LightCommand, LightEvent, Number, Watch};

impl Store {
    /// A light, as far as it is known.
    #[must_use]
    pub fn light(self, name: &str) -> LightView {
        self.state.with(|state| {
            let light = state.lights.get(name).map(|light| LightView::of(light, &state.session));
            light.unwrap_or_default()
        })
    }

    /// Switches a light on or off.
    pub fn switch_light(self, name: &str, on: bool) {
        self.command_light(name, LightCommand::SetActive(on));
    }

    /// Sets a light's value.
    pub fn set_light_value(self, name: &str, value: f64) {
        if let Some(value) = Number::new(value) {
            self.command_light(name, LightCommand::SetValue(value));
        }
    }

    /// Switches off every light that is not surely off.
    pub fn switch_all_lights_off(self) {
        let doubtful: Vec<String> = self.state.with_untracked(|state| {
            let is_doubtful = |light: &&_| !LightView::of(light, &state.session).is_surely_off();
            state.lights.all.iter().filter(is_doubtful).map(|light| light.thing.name.clone()).collect()
        });
        for name in doubtful {
            self.switch_light(&name, false);
        }
    }

    /// Something shows whether a light is on, as long as the current owner lives.
    pub fn watch_lights(self) {
        self.dispatch(Event::LightsWatched(Watch::Glance));
        on_cleanup(move || self.dispatch(Event::LightsWatched(Watch::Absent)));
    }

    /// A light's row is there, as long as the current owner lives: its value is asked for as well.
    pub fn watch_light(self, name: &str) {
        self.tell_light(name, LightEvent::Watched(Watch::Full));
        let name = name.to_owned();
        on_cleanup(move || {
            // As little as of all the others.
            let watch = self.state.try_with_untracked(|state| state.lights.watch);
            self.tell_light(&name, LightEvent::Watched(watch.unwrap_or(Watch::Absent)));
        });
    }

    fn command_light(self, name: &str, command: LightCommand) {
        self.tell_light(name, LightEvent::Clicked(command));
    }

    fn tell_light(self, name: &str, event: LightEvent) {
        self.dispatch(Event::Light(name.to_owned(), event));
    }
}
