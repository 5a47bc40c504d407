//! The two pages that are compared.

use serde::Serialize;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The built page.
    Lockstep,
    /// `bare.html`.
    Bare,
}

/// Something of each page.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Pair<T> {
    pub lockstep: T,
    pub bare: T,
}

impl<T> Pair<T> {
    /// Measures one after the other, so that neither disturbs the other. `first` goes first.
    pub fn measure(first: Subject, mut measure: impl FnMut(Subject) -> T) -> Self {
        match first {
            Subject::Lockstep => {
                let lockstep = measure(Subject::Lockstep);
                Self { lockstep, bare: measure(Subject::Bare) }
            }
            Subject::Bare => {
                let bare = measure(Subject::Bare);
                Self { lockstep: measure(Subject::Lockstep), bare }
            }
        }
    }

    /// One figure of each.
    pub fn map<U>(&self, figure: impl Fn(&T) -> U) -> Pair<U> {
        Pair { lockstep: figure(&self.lockstep), bare: figure(&self.bare) }
    }
}

impl Pair<f64> {
    /// How many times as much Lockstep has.
    pub fn ratio(self) -> f64 {
        self.lockstep / self.bare
    }

    /// `1.23 : 1.10`
    pub fn text(self, decimals: usize) -> String {
        format!("{:.decimals$} : {:.decimals$}", self.lockstep, self.bare)
    }
}
