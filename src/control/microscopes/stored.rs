//! The list as it is stored: JSON that anybody may have written.

use serde::{Deserialize, Serialize};

use super::{Microscope, MicroscopeList, MicroscopeName};

/// The form that is written here.
const VERSION: u32 = 1;
/// The longest text that is read: more than any list of ours takes.
const MAX_TEXT_BYTES: usize = 256 * 1024;

/// What was wrong with what was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is no list of ours, or one of a newer page.
    Unreadable,
    /// Some in it are no microscopes, have a name or an address that is taken, or are too many.
    SomeLeftOut,
}

impl Problem {
    /// What the person is told.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "The list of microscopes that this browser had stored can’t be read, so it counts as empty. It is replaced when you save one."
            }
            Self::SomeLeftOut => {
                "Some of the microscopes that this browser had stored can’t be read, and are left out."
            }
        }
    }
}

/// What was stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// What of it can be used.
    pub list: MicroscopeList,
    /// What was wrong with it.
    pub problem: Option<Problem>,
}

#[derive(Serialize, Deserialize)]
struct StoredList {
    version: u32,
    microscopes: Vec<StoredMicroscope>,
    #[serde(default)]
    current: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredMicroscope {
    name: String,
    address: String,
}

impl Loaded {
    /// Reads a stored list. `address` answers with an address as browsers write it, if the text is one.
    #[must_use]
    pub fn read(text: &str, address: impl Fn(&str) -> Option<String>) -> Self {
        let stored = (text.len() <= MAX_TEXT_BYTES).then(|| serde_json::from_str::<StoredList>(text).ok()).flatten();
        let Some(stored) = stored.filter(|stored| stored.version == VERSION) else {
            return Self { list: MicroscopeList::default(), problem: Some(Problem::Unreadable) };
        };
        let mut list = MicroscopeList::default();
        let mut is_whole = true;
        for StoredMicroscope { name, address: place } in stored.microscopes {
            let microscope = MicroscopeName::parse(&name).ok().zip(address(&place));
            let added = microscope.is_some_and(|(name, address)| list.add(Microscope { name, address }).is_ok());
            is_whole &= added;
        }
        list.set_current(stored.current.as_deref());
        Self { list, problem: (!is_whole).then_some(Problem::SomeLeftOut) }
    }
}

impl MicroscopeList {
    /// The list as it is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        let stored = StoredList {
            version: VERSION,
            microscopes: self
                .microscopes()
                .iter()
                .map(|it| StoredMicroscope { name: it.name.to_string(), address: it.address.clone() })
                .collect(),
            current: self.current().map(|current| current.name.to_string()),
        };
        // Texts and a number: nothing of it can't be written.
        serde_json::to_string(&stored).unwrap_or_default()
    }
}
