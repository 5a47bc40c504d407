//! The lights, as the machine follows them: what is shown of them, and what is asked of them.

use leptos::prelude::*;

use super::handle::Store;
use crate::control::light::LightView;
use crate::sync::{Event, FollowedEvent, LightCommand, Number, State, Watch};

impl Store {
    /// A light, as far as it is known.
    #[must_use]
    pub fn light(self, name: &str) -> LightView {
        self.state.with(|state| LightView::of(state, name))
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
        let shining: Vec<String> = self.state.with_untracked(|state| {
            let names = state.light_names();
            names.filter(|name| !LightView::of(state, name).is_surely_off()).map(str::to_owned).collect()
        });
        for name in shining {
            self.switch_light(&name, false);
        }
    }

    /// A light's row is there, as long as the current owner lives: what its value is and can be is asked for.
    pub fn watch_light(self, name: &str) {
        self.tell_light(name, FollowedEvent::Watched(Watch::Full));
        let name = name.to_owned();
        on_cleanup(move || self.tell_light(&name, FollowedEvent::Watched(Watch::Glance)));
    }

    fn command_light(self, name: &str, command: LightCommand) {
        self.tell_light(name, FollowedEvent::Clicked(command));
    }
}
