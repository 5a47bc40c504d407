//! The lights: which there are, and whose turn it is.

use super::super::things::Light;
use super::super::{CheckReason, Effect, Followed, LightList, State, Support, Watch, timing};
use super::Step;
use super::any_thing::AnyThing;
use super::outbox::Outbox;

impl State {
    /// The light at this place.
    pub(super) fn light<'a>(&'a mut self, place: usize, out: &'a mut Outbox) -> Option<Step<'a, Light>> {
        let has_room = self.lights.has_room();
        let followed = self.lights.all.get_mut(place)?;
        let wrap = |light: &Light, effect| Effect::Light(light.name.clone(), effect);
        Some(Step { followed, session: &mut self.session, out, stream: None, has_room, wrap })
    }

    pub(super) fn light_named<'a>(&'a mut self, name: &str, out: &'a mut Outbox) -> Option<Step<'a, Light>> {
        let place = self.lights.all.iter().position(|light| light.thing.name == name)?;
        self.light(place, out)
    }

    /// Does this to each light.
    pub(super) fn each_light(&mut self, out: &mut Outbox, act: impl Fn(&mut dyn AnyThing)) {
        for place in 0..self.lights.all.len() {
            if let Some(mut light) = self.light(place, out) {
                act(&mut light);
            }
        }
    }

    pub(super) fn lights_listed(&mut self, list: LightList, out: &mut Outbox) {
        let names = match list {
            // What was listed before may still be so.
            LightList::Unknown => return,
            LightList::Absent => {
                self.lights.support = Support::Absent;
                Vec::new()
            }
            LightList::Named(names) => {
                self.lights.support = Support::Present;
                names
            }
        };
        self.drop_lights(&names, out);
        let crowd = names.len() as u64;
        let mut place = 0;
        for name in names {
            // A light that is listed twice is one.
            if self.lights.all.iter().take(place).any(|light| light.thing.name == name) {
                continue;
            }
            let is_there = self.lights.all.get(place).is_some_and(|light| light.thing.name == name);
            if !is_there {
                let before = self.lights.all.iter().position(|light| light.thing.name == name);
                let light = before.map(|before| self.lights.all.remove(before));
                let light = light.unwrap_or_else(|| Followed::new(Light { name, crowd }));
                self.lights.all.insert(place, light);
            }
            let watch = self.lights.watch;
            if let Some(mut light) = self.light(place, out) {
                light.followed.thing.crowd = crowd;
                if light.followed.watch == Watch::Absent {
                    light.watched(watch);
                }
            }
            place += 1;
        }
    }

    /// What was under way about lights that are no longer listed is of no account.
    fn drop_lights(&mut self, names: &[String], out: &mut Outbox) {
        for place in (0..self.lights.all.len()).rev() {
            if names.contains(&self.lights.all[place].thing.name) {
                continue;
            }
            if let Some(mut light) = self.light(place, out) {
                light.cancel_check();
                light.forget();
            }
            self.lights.all.remove(place);
        }
    }

    /// Whether one is on is looked at, or no more. Who looks at more of one of them says so of that one.
    pub(super) fn lights_watched(&mut self, watch: Watch, out: &mut Outbox) {
        let before = std::mem::replace(&mut self.lights.watch, watch);
        for place in 0..self.lights.all.len() {
            if let Some(mut light) = self.light(place, out)
                && (light.followed.watch == before || watch == Watch::Absent)
            {
                light.watched(watch);
            }
        }
    }

    /// Asks for the light whose turn it is, if that has come.
    pub(super) fn fire_lights_timer(&mut self, out: &mut Outbox) {
        let Some((place, at)) = self.lights.next_turn(&self.session) else { return };
        if at > out.now {
            return;
        }
        if self.lights.all[place].watch != Watch::Full {
            self.lights.next_glance = out.now.after(timing::QUIET_POLL_MS);
        }
        self.lights.next_poll = out.now.after(timing::LIGHT_SPACING_MS);
        if let Some(mut light) = self.light(place, out) {
            light.check(CheckReason::Poll);
        }
    }
}
