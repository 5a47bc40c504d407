//! What is said about all lights together.

use super::LightView;
use crate::sync::{LightList, State, Support};

/// Which lights there are.
#[must_use]
pub fn listed(state: &State) -> LightList {
    match state.lights.support {
        Support::Unknown => LightList::Unknown,
        Support::Absent => LightList::Absent,
        Support::Present => LightList::Named(state.lights.all.iter().map(|light| light.thing.name.clone()).collect()),
    }
}

/// Is any on, or being switched on, as far as is known?
#[must_use]
pub fn any_is_lit(state: &State) -> bool {
    views(state).any(|light| light.is_lit())
}

/// Can any be switched off now that is not surely off?
#[must_use]
pub fn any_can_be_switched_off(state: &State) -> bool {
    views(state).any(|light| light.can_be_set && !light.is_surely_off())
}

/// Are there lights, and all of them off without a doubt?
#[must_use]
pub fn all_are_off(state: &State) -> bool {
    !state.lights.all.is_empty() && views(state).all(|light| light.is_surely_off())
}

fn views(state: &State) -> impl Iterator<Item = LightView> {
    state.lights.all.iter().map(|light| LightView::of(light, &state.session))
}
