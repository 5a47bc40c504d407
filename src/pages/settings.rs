//! The settings: which microscopes there are, and which one the page talks to.

use leptos::prelude::*;

use super::microscope_fields::MicroscopeFields;
use super::microscope_form::MicroscopeForm;
use super::microscope_rows::MicroscopeRows;
use crate::backend::{AddressSource, Settings};
use crate::components::VersionLine;
use crate::control::microscopes::MicroscopeList;
use crate::store::use_store;

/// The microscopes, the form for one, and which address is in use.
#[component]
pub fn SettingsPage(
    /// Called when an address was stored or chosen: one that the page's link names is then no longer in use.
    #[prop(optional, into)]
    on_stored: Option<Callback<()>>,
) -> impl IntoView {
    let store = use_store();
    let on_stored = on_stored.unwrap_or_else(|| Callback::new(|()| ()));
    let form = MicroscopeForm::new(on_stored);
    let in_use = move || {
        store.backend.with(|settings| {
            let list = store.microscopes.list;
            settings.as_ref().map_or_else(|| "none".into(), |settings| list.with(|list| describe(settings, list)))
        })
    };
    view! {
        <main class="page">
            <h1>"Settings"</h1>
            <MicroscopeRows form on_used=on_stored/>
            <MicroscopeFields form/>
            <p class="hint">"In use now: " <b class="in-use" translate="no" prop:textContent=in_use></b></p>
            <p class="hint">
                "The address is that of ImSwitch's server, as in the link of its own page. It is stored in this browser. "
                "A link that ends in " <code>"?microscope=NAME"</code> " uses one of the list for a single visit, and one in "
                <code>"?backend=http://…"</code> " any other."
            </p>
            <VersionLine/>
        </main>
    }
}

fn describe(settings: &Settings, list: &MicroscopeList) -> String {
    let address = &settings.address;
    match (settings.origin, list.at(&address.to_string())) {
        (AddressSource::Link, _) => format!("{address} (named in this page's link)"),
        (AddressSource::Page, _) => format!("{address} (this page's own server)"),
        (AddressSource::Stored, Some(microscope)) => {
            format!("{address} (stored in this browser as “{}”)", microscope.name)
        }
        (AddressSource::Stored | AddressSource::Visit, _) => format!("{address} (for this visit only)"),
    }
}
