//! Why no microscope has answered yet, and what to do about it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::forbidden::{Way, forbidden};
use crate::backend::Address;
use crate::browser::permissions;
use crate::control::diagnosis::{Diagnosis, Network, Permission, Remedy, Server, Symptoms};
use crate::pages::{PageName, with_backend};
use crate::store::{Store, use_store};
use crate::sync::{Connection, Event, UnverifiedReason};

/// One sentence and one thing to do, from when it is clear that nobody answers until somebody has.
/// No live region: the announcer says that nobody answers, and says it once.
#[component]
pub fn DiagnosisCard() -> impl IntoView {
    let store = use_store();
    let diagnosis = diagnosis(store);
    let sentence = move || diagnosis.with(|it| it.as_ref().map(|it| it.sentence.clone())).unwrap_or_default();
    let remedy = Memo::new(move |_| diagnosis.with(|it| it.as_ref().map(|it| it.remedy.clone())));
    view! {
        <div class="diagnosis" hidden=move || diagnosis.with(Option::is_none)>
            <p prop:textContent=sentence></p>
            {move || remedy.get().map(|remedy| view! { <RemedyButton remedy/> })}
        </div>
    }
}

/// What can be done, as a link or a button.
#[component]
fn RemedyButton(
    /// What that is.
    remedy: Remedy,
) -> impl IntoView {
    let store = use_store();
    let label = remedy.label();
    match remedy {
        Remedy::Choose => view! { <a class="button" href=PageName::Settings.href(&query())>{label}</a> }.into_any(),
        Remedy::Open(address) => {
            view! { <a class="button" href=address target="_blank" rel="noopener noreferrer">{label}</a> }.into_any()
        }
        // Loaded anew: the address counts from a visit's beginning.
        Remedy::Try(address) => {
            view! { <a class="button" href=with_backend(&query(), &address) rel="external">{label}</a> }.into_any()
        }
        Remedy::AskAgain => view! {
            <button type="button" class="button" on:click=move |_| store.dispatch(Event::ReconnectWanted)>
                {label}
            </button>
        }
        .into_any(),
    }
}

/// What is wrong, while nothing was ever confirmed and the first try is over.
fn diagnosis(store: Store) -> Memo<Option<Diagnosis>> {
    let local_network = local_network(store);
    let forbidden = forbidden(Way::Requests);
    let page = Address::of_page().ok().map(|address| server(&address));
    let folder =
        Address::of_folder().ok().map(|address| server(&address)).filter(|folder| Some(folder) != page.as_ref());
    Memo::new(move |told: Option<&Option<Diagnosis>>| {
        // What is told stays while it is tried again, and with it the focus of whoever pressed the button.
        let is_told = told.is_some_and(Option::is_some);
        let is_first_try = store.connection.with(|it| matches!(it, Connection::Connecting { attempt: 1, .. }))
            && store.stream.with(|it| it.unverified_reason() != Some(UnverifiedReason::SyncFailed));
        let backend = store.backend.with(|settings| settings.as_ref().map(|settings| server(&settings.address)));
        // Who has a socket to it has reached it, and the status says what it does not answer.
        let is_reached =
            store.connection.with(Connection::connected) || store.stream.with(|it| it.last_confirmed().is_some());
        if is_reached || (is_first_try && !is_told && backend.is_some()) {
            return None;
        }
        let forbidden = forbidden.get();
        store.failure.with(|failure| {
            Diagnosis::of(&Symptoms {
                page: page.as_ref(),
                folder: folder.as_ref(),
                backend: backend.as_ref(),
                failure: failure.as_ref(),
                forbidden: forbidden.as_ref(),
                local_network: local_network.get(),
                network: network(),
            })
        })
    })
}

/// The permission, asked for anew with each failure: the person may have changed it.
fn local_network(store: Store) -> ReadSignal<Permission> {
    let (permission, set_permission) = signal(Permission::Unknown);
    Effect::new(move || {
        if store.failure.with(Option::is_some) {
            spawn_local(async move {
                let now = permissions::local_network().await;
                set_permission.try_maybe_update(|permission| (std::mem::replace(permission, now) != now, ()));
            });
        }
    });
    permission
}

fn server(address: &Address) -> Server {
    Server::new(address.to_string())
}

fn network() -> Network {
    if window().navigator().on_line() { Network::Present } else { Network::Absent }
}

/// The query of the page's address.
fn query() -> String {
    window().location().search().unwrap_or_default()
}
