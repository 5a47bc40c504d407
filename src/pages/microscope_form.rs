//! What is written about a microscope, its name and its address, and what is done with it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::address_test::{ServerTest, TEST_TIMEOUT_MS, failure};
use crate::backend::{self, Address, AddressSource, Settings};
use crate::control::microscopes::{ListError, Microscope, MicroscopeList, MicroscopeName};
use crate::store::{Store, use_store};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    Address,
}

/// What the form says about its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Untested,
    Testing,
    Good(String),
    Bad(Field, String),
}

impl Verdict {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Untested => "It is tested before it is saved.".into(),
            Self::Testing => "Testing…".into(),
            Self::Good(text) | Self::Bad(_, text) => text.clone(),
        }
    }

    pub(super) const fn class(&self) -> &'static str {
        match self {
            Self::Untested | Self::Testing => "verdict",
            Self::Good(_) => "verdict verdict-good",
            Self::Bad(..) => "verdict verdict-bad",
        }
    }
}

/// What is written in the form, and what is being done with it; copies are the same form.
#[derive(Clone, Copy)]
pub(super) struct MicroscopeForm {
    store: Store,
    pub(super) name: RwSignal<String>,
    pub(super) address: RwSignal<String>,
    /// The name of the microscope that is changed; `None` while one is added.
    pub(super) changed: RwSignal<Option<String>>,
    pub(super) verdict: RwSignal<Verdict>,
    /// What cancels the latest test. Only that counts, and none once the page is left.
    latest: ServerTest,
    on_stored: Callback<()>,
    pub(super) name_field: NodeRef<html::Input>,
}

impl MicroscopeForm {
    /// An empty form; where nothing is stored yet, with the address that is in use.
    pub(super) fn new(on_stored: Callback<()>) -> Self {
        let store = use_store();
        let is_first = store.microscopes.list.with_untracked(|list| list.microscopes().is_empty());
        let in_use = store.backend.with_untracked(|it| it.as_ref().map(|it| it.address.to_string()));
        let latest = ServerTest::default();
        on_cleanup(move || latest.abort());
        Self {
            store,
            name: RwSignal::default(),
            address: RwSignal::new(in_use.filter(|_| is_first).unwrap_or_default()),
            changed: RwSignal::new(None),
            verdict: RwSignal::new(Verdict::Untested),
            latest,
            on_stored,
            name_field: NodeRef::new(),
        }
    }

    /// Fills the form with a microscope that is to be changed.
    pub(super) fn change(self, microscope: &Microscope) {
        self.fill(Some(microscope));
        if let Some(Err(why)) = self.name_field.get_untracked().map(|field| field.focus()) {
            tracing::warn!("[Settings] The field can’t be focused: {why:?}");
        }
    }

    /// Forgets what is changed, when it is gone.
    pub(super) fn forget(self, name: &str) {
        if self.changed.with_untracked(|changed| changed.as_deref() == Some(name)) {
            self.fill(None);
        }
    }

    /// Fills the form with what is to be changed, or empties it.
    pub(super) fn fill(self, microscope: Option<&Microscope>) {
        self.latest.abort();
        self.changed.set(microscope.map(|it| it.name.to_string()));
        self.name.set(microscope.map(|it| it.name.to_string()).unwrap_or_default());
        self.address.set(microscope.map(|it| it.address.clone()).unwrap_or_default());
        self.verdict.set(Verdict::Untested);
    }

    /// Is a test under way?
    pub(super) fn is_testing(self) -> bool {
        self.verdict.with(|it| *it == Verdict::Testing)
    }

    /// Is this field what is wrong?
    pub(super) fn is_bad(self, field: Field) -> bool {
        self.verdict.with(|it| matches!(it, Verdict::Bad(bad, _) if *bad == field))
    }

    /// Something was written.
    pub(super) fn edited(self) {
        self.latest.abort();
        self.verdict.set(Verdict::Untested);
    }

    /// Tests what was written, and stores it.
    pub(super) fn submit(self) {
        if !untrack(|| self.is_testing()) {
            self.test_and_store(Leads::Followed);
        }
    }

    fn test_and_store(self, leads: Leads) {
        let address = match Address::parse(&self.address.get_untracked()) {
            Ok(address) => address,
            Err(why) => return self.refuse(Field::Address, why.to_string()),
        };
        let place = address.to_string();
        let changed = self.changed.get_untracked();
        let (list, name) = (self.store.microscopes.list.get_untracked(), self.name.get_untracked());
        let known = list.at(&place).filter(|_| changed.is_none());
        let name = match (known, name.trim()) {
            // One that is known is used again.
            (Some(known), "") => known.name.clone(),
            (None, "") if changed.is_none() => list.free_name(&place),
            (_, name) => match MicroscopeName::parse(name) {
                Ok(name) => name,
                Err(why) => return self.refuse(Field::Name, why.to_string()),
            },
        };
        let microscope = Microscope { name, address: place };
        // What can't be stored need not be tested.
        if let Err(why) = put(&mut list.clone(), changed.as_deref(), &microscope) {
            let field = if matches!(why, ListError::AddressTaken(_)) { Field::Address } else { Field::Name };
            return self.refuse(field, why.to_string());
        }
        let before = changed.as_deref().and_then(|name| list.named(name));
        if before.is_some_and(|before| before.address == microscope.address) {
            let saved =
                self.put(&microscope).map(|stored| stored.map_or_else(|why| why.to_string(), |()| "Saved.".into()));
            return self.finish(saved.map_err(|why| why.to_string()));
        }
        self.test(address, leads, move |version, stream| {
            let was_in_use = before_address_in_use(self.store, &list, changed.as_deref());
            let stored = self.put(&microscope).map_err(|why| why.to_string())?;
            let used = match Settings::stored(&microscope.address) {
                Some(settings) if changed.is_none() || was_in_use => self.store.use_backend(settings),
                _ => Ok(()),
            };
            Ok(match stored.and(used) {
                Ok(()) => saved(version, stream),
                Err(why) => format!("ImSwitch {version} answers. {why}"),
            })
        });
    }

    /// Uses the server that the page came from.
    pub(super) fn use_page(self) {
        if let Some(settings) = Settings::of_page() {
            self.fill(None);
            self.address.set(settings.address.to_string());
            self.test(settings.address.clone(), Leads::Left, move |version, stream| {
                Ok(match self.store.use_backend(settings.clone()) {
                    Ok(()) => saved(version, stream),
                    Err(why) => format!("ImSwitch {version} answers. {why}"),
                })
            });
        }
    }

    /// Puts what was written into the list.
    fn put(self, microscope: &Microscope) -> Result<Result<(), backend::SettingsError>, ListError> {
        let changed = self.changed.get_untracked();
        self.store.microscopes.edit(&mut |list| put(list, changed.as_deref(), microscope))
    }

    fn refuse(self, field: Field, why: String) {
        self.verdict.set(Verdict::Bad(field, why));
    }

    fn finish(self, outcome: Result<String, String>) {
        match outcome {
            Ok(text) => {
                self.on_stored.run(());
                self.fill(None);
                self.verdict.set(Verdict::Good(text));
            }
            Err(why) => self.refuse(Field::Name, why),
        }
    }

    /// Asks the backend at an address; goes on only when it answers as one.
    fn test(self, address: Address, leads: Leads, then: impl FnOnce(&str, bool) -> Result<String, String> + 'static) {
        let Ok(controller) = AbortController::new() else {
            return self.refuse(Field::Address, "This browser is too old to test an address.".into());
        };
        self.verdict.set(Verdict::Testing);
        let signal = self.latest.begin(controller.clone());
        let limit = gloo_timers::callback::Timeout::new(TEST_TIMEOUT_MS, move || controller.abort());
        spawn_local(async move {
            let answer = backend::probe(&address, &signal).await;
            drop(limit);
            // Another test has begun since, something else was written, or the page was left: this one is for nobody.
            if !self.latest.is_of(&signal) {
                return;
            }
            match answer {
                // A socket can't be led elsewhere, nor can a command.
                Ok(probe) if probe.address != address && leads == Leads::Followed => {
                    self.address.set(probe.address.to_string());
                    self.test_and_store(Leads::Left);
                }
                Ok(probe) => self.finish(then(&probe.version, probe.stream.active())),
                Err(why) => self.refuse(Field::Address, failure(&address, &why, signal.aborted())),
            }
        });
    }
}

/// What becomes of an address that leads to another, as from http to https.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// The other is taken in its place.
    Followed,
    /// It stays as it is.
    Left,
}

fn saved(version: &str, is_running: bool) -> String {
    if is_running {
        format!("Saved. ImSwitch {version} answers, and its stream is running.")
    } else {
        format!("Saved. ImSwitch {version} answers, and its stream is stopped.")
    }
}

/// Puts a microscope into the list: in the place of the one that is changed, or as a new one where it is not known.
fn put(list: &mut MicroscopeList, changed: Option<&str>, microscope: &Microscope) -> Result<(), ListError> {
    match changed {
        Some(name) => list.change(name, microscope.clone()),
        None if list.named(microscope.name.as_str()) == Some(microscope) => Ok(()),
        None => list.add(microscope.clone()),
    }
}

/// Is the microscope in use that is changed?
fn before_address_in_use(store: Store, list: &MicroscopeList, changed: Option<&str>) -> bool {
    let before = changed.and_then(|name| list.named(name));
    store.backend.with_untracked(|settings| {
        let stored = settings.as_ref().filter(|settings| settings.origin == AddressSource::Stored);
        stored.zip(before).is_some_and(|(stored, before)| stored.address.to_string() == before.address)
    })
}
