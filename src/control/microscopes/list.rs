//! All microscopes that this browser knows.

use std::fmt;

use super::MicroscopeName;

/// How many there may be.
pub const MAX_MICROSCOPES: usize = 50;

/// A microscope: its name, and its address as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Microscope {
    /// What people call it.
    pub name: MicroscopeName,
    /// Where it is.
    pub address: String,
}

/// Why a microscope can't be in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListError {
    /// Another one is called so.
    NameTaken(MicroscopeName),
    /// Another one is there.
    AddressTaken(MicroscopeName),
    /// There is room for no more.
    Full,
    /// It is in the list no longer, as when another tab has removed it.
    Gone,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameTaken(name) => write!(f, "Another microscope is called “{name}”. Choose another name."),
            Self::AddressTaken(name) => write!(f, "“{name}” has this address already."),
            Self::Full => write!(f, "There are {MAX_MICROSCOPES} microscopes already. Remove one first."),
            Self::Gone => f.write_str("This microscope was removed in the meantime. You can add it again."),
        }
    }
}

/// All microscopes that this browser knows, in the order they were added, and the one that a visit begins with. No two
/// have one name, nor one address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MicroscopeList {
    microscopes: Vec<Microscope>,
    /// The name of the one that a visit begins with; `None` where that is the page's own server.
    current: Option<MicroscopeName>,
}

impl MicroscopeList {
    /// All of them.
    #[must_use]
    pub fn microscopes(&self) -> &[Microscope] {
        &self.microscopes
    }

    /// The one with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Microscope> {
        self.microscopes.iter().find(|microscope| microscope.name.as_str() == name)
    }

    /// The one at this address.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<&Microscope> {
        self.microscopes.iter().find(|microscope| microscope.address == address)
    }

    /// The one that a visit begins with.
    #[must_use]
    pub fn current(&self) -> Option<&Microscope> {
        self.named(self.current.as_ref()?.as_str())
    }

    /// Visits begin with this one, or with the page's own server.
    pub fn set_current(&mut self, name: Option<&str>) {
        self.current = name.and_then(|name| self.named(name)).map(|microscope| microscope.name.clone());
    }

    /// Adds one, last.
    ///
    /// # Errors
    /// When its name or its address is taken, or there are too many.
    pub fn add(&mut self, microscope: Microscope) -> Result<(), ListError> {
        self.insert(self.microscopes.len(), microscope)
    }

    /// Adds one at a place, such as where it was before.
    ///
    /// # Errors
    /// As [`MicroscopeList::add`].
    pub fn insert(&mut self, place: usize, microscope: Microscope) -> Result<(), ListError> {
        self.check(&microscope, None)?;
        if self.microscopes.len() >= MAX_MICROSCOPES {
            return Err(ListError::Full);
        }
        self.microscopes.insert(place.min(self.microscopes.len()), microscope);
        Ok(())
    }

    /// Makes another one of the one with this name: with another name, another address, or both.
    ///
    /// # Errors
    /// When the new name or address is another one's, or there is none with this name.
    pub fn change(&mut self, name: &str, into: Microscope) -> Result<(), ListError> {
        let place = self.place(name).ok_or(ListError::Gone)?;
        self.check(&into, Some(place))?;
        if self.current.as_ref().is_some_and(|current| current.as_str() == name) {
            self.current = Some(into.name.clone());
        }
        self.microscopes[place] = into;
        Ok(())
    }

    /// Removes the one with this name; answers with its place and what it was.
    pub fn remove(&mut self, name: &str) -> Option<(usize, Microscope)> {
        let place = self.place(name)?;
        if self.current.as_ref().is_some_and(|current| current.as_str() == name) {
            self.current = None;
        }
        Some((place, self.microscopes.remove(place)))
    }

    /// A name for a microscope that was given none.
    #[must_use]
    pub fn free_name(&self, address: &str) -> MicroscopeName {
        let name = MicroscopeName::of_address(address);
        let mut names = std::iter::once(name.clone()).chain((2..).map(|number| name.numbered(number)));
        // The list ends, and the numbers don't.
        names.find(|name| self.named(name.as_str()).is_none()).unwrap_or(name.clone())
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.microscopes.iter().position(|microscope| microscope.name.as_str() == name)
    }

    /// Is neither its name nor its address another one's than that of the one at `place`?
    fn check(&self, microscope: &Microscope, place: Option<usize>) -> Result<(), ListError> {
        let others = || self.microscopes.iter().enumerate().filter(move |(at, _)| Some(*at) != place).map(|(_, it)| it);
        if let Some(other) = others().find(|other| other.name == microscope.name) {
            return Err(ListError::NameTaken(other.name.clone()));
        }
        if let Some(other) = others().find(|other| other.address == microscope.address) {
            return Err(ListError::AddressTaken(other.name.clone()));
        }
        Ok(())
    }
}
