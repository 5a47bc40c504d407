//! A light, as its row shows it.

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
}

impl LightView {
    /// May it shine? Not where the page vouches for the contrary, and nothing else was asked for.
    #[must_use]
    pub fn may_shine(&self) -> bool {
        !self.is_surely_off()
    }

    /// Is it off, without a doubt?
    #[must_use]
    pub fn is_surely_off(&self) -> bool {
        self.is_verified && self.is_on == Some(false) && self.wanted_on != Some(true)
    }

    /// What its switch says.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match (self.wanted_on, self.is_on) {
            (Some(true), _) => "Switching on…",
            (Some(false), _) => "Switching off…",
            (None, Some(true)) => "On",
            (None, Some(false)) => "Off",
            (None, None) => "Not known yet",
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
            assert!(doubtful.may_shine(), "{doubtful:?}");
        }
        assert_eq!(off.words(), "Off");
    }
}
