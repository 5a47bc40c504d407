//! A light, as its row shows it.

use crate::sync::{Followed, Light, LightCommand, Session};

/// A light, as far as it is known, and what was asked of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LightView {
    /// Is it on? What the backend said last; `None` before it said anything.
    pub is_on: Option<bool>,
    /// What was asked for, until the backend confirms it.
    pub wanted_on: Option<bool>,
    /// Its value, as the backend said last.
    pub value: Option<f64>,
    /// The value that was asked for, until the backend confirms it.
    pub wanted_value: Option<f64>,
    /// Does the page vouch for what the backend said?
    pub is_verified: bool,
    /// Can it be set now?
    pub can_be_set: bool,
}

impl LightView {
    /// What is known of a light, and what is under way about it.
    #[must_use]
    pub fn of(followed: &Followed<Light>, session: &Session) -> Self {
        let known = followed.known.confirmed_at().map(|_| followed.known.state);
        let active = |command| if let LightCommand::SetActive(active) = command { Some(active) } else { None };
        let value = |command| if let LightCommand::SetValue(value) = command { Some(value.value()) } else { None };
        Self {
            is_on: known.map(|known| known.active),
            wanted_on: followed.pending().find_map(active),
            value: known.and_then(|known| known.value).map(|value| value.value()),
            wanted_value: followed.pending().find_map(value),
            is_verified: followed.verified(session),
            can_be_set: followed.can_be_set(session),
        }
    }

    /// Is it on, or being switched on, as far as is known?
    #[must_use]
    pub fn is_lit(&self) -> bool {
        self.is_on == Some(true) || self.wanted_on == Some(true)
    }

    /// Is it off, without a doubt?
    #[must_use]
    pub fn is_surely_off(&self) -> bool {
        self.is_verified && self.is_on == Some(false) && self.wanted_on != Some(true)
    }

    /// What its switch says.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match (self.wanted_on, self.is_on, self.is_verified) {
            (Some(true), _, _) => "Switching on…",
            (Some(false), _, _) => "Switching off…",
            (None, Some(true), true) => "On",
            (None, Some(true), false) => "On, unverified",
            (None, Some(false), true) => "Off",
            (None, Some(false), false) => "Off, unverified",
            (None, None, _) => "Not known yet",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LightView;

    #[test]
    fn a_light_is_off_only_without_a_doubt() {
        let off = LightView { is_on: Some(false), is_verified: true, ..LightView::default() };
        assert!(off.is_surely_off());
        for doubtful in [
            LightView { is_verified: false, ..off.clone() },
            LightView { wanted_on: Some(true), ..off.clone() },
            LightView { is_on: Some(true), ..off.clone() },
            LightView { is_on: None, ..off.clone() },
        ] {
            assert!(!doubtful.is_surely_off(), "{doubtful:?}");
        }
        assert_eq!(off.words(), "Off");
    }

    #[test]
    fn what_is_being_switched_on_counts_as_lit() {
        let off = LightView { is_on: Some(false), ..LightView::default() };
        assert!(!off.is_lit());
        assert!(LightView { wanted_on: Some(true), ..off.clone() }.is_lit());
        // Until the backend has switched it off, it may shine.
        assert!(LightView { is_on: Some(true), wanted_on: Some(false), ..off }.is_lit());
    }
}
