//! A value, as its field shows it.

use super::Limits;

/// A value, as far as it is known, and what was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingView {
    /// What it is, as the backend said last; `None` before it said anything.
    pub value: Option<f64>,
    /// What was asked for, until the backend confirms it.
    pub wanted: Option<f64>,
    /// What it can be.
    pub limits: Limits,
    /// Does the page vouch for what the backend said?
    pub is_verified: bool,
    /// Can it be set now?
    pub can_be_set: bool,
}

impl SettingView {
    /// What its field and slider show: what was asked for, until that is confirmed.
    #[must_use]
    pub fn shown(&self) -> Option<f64> {
        self.wanted.or(self.value)
    }

    /// What stands beside that: what the backend says that it is, where it is another; that nothing is known, or nobody
    /// vouches for it.
    #[must_use]
    pub fn note(&self) -> String {
        match (self.wanted, self.value) {
            (Some(wanted), Some(value)) if wanted != value => format!("still {}", self.limits.with_unit(value)),
            (None, None) => "not known yet".to_owned(),
            _ if !self.can_be_set => "can’t be set now".to_owned(),
            (None, Some(_)) if !self.is_verified => "unverified".to_owned(),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SettingView;
    use crate::control::setting::Limits;

    #[test]
    fn what_it_is_stands_beside_what_was_asked_for() {
        let limits = Limits { unit: Some("ms".to_owned()), ..Limits::default() };
        let unknown = SettingView { limits, can_be_set: true, is_verified: true, ..SettingView::default() };
        assert_eq!((unknown.shown(), unknown.note().as_str()), (None, "not known yet"));
        let known = SettingView { value: Some(10.0), ..unknown };
        assert_eq!((known.shown(), known.note().as_str()), (Some(10.0), ""));
        let asked = SettingView { wanted: Some(-5.0), ..known };
        assert_eq!((asked.shown(), asked.note().as_str()), (Some(-5.0), "still 10 ms"));
        let confirmed = SettingView { value: Some(-5.0), ..asked };
        assert_eq!(confirmed.note(), "");
        let settled = SettingView { wanted: None, ..confirmed };
        let doubtful = SettingView { is_verified: false, ..settled };
        assert_eq!(doubtful.note(), "unverified");
        let lost = SettingView { can_be_set: false, ..doubtful };
        assert_eq!(lost.note(), "can’t be set now");
    }
}
