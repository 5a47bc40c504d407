//! That there is a newer build of this page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tracing::debug;

use crate::browser::{clock, own_index};
use crate::control::page_build::{BuildChecks, Occasion, PageBuild};
use crate::store::use_store;
use crate::sync::Visibility;

/// Told while the server has another build of the page than this one; the person decides when to reload. A check that
/// fails tells nobody anything.
#[component]
pub fn NewerBuildNotice() -> impl IntoView {
    let served = RwSignal::new(None::<PageBuild>);
    let dismissed = RwSignal::new(None::<PageBuild>);
    if let Some(own) = own_index::own_build() {
        look_for_newer(own, served);
    }
    let told = move || served.with(|served| served.is_some() && dismissed.with(|dismissed| served != dismissed));
    view! {
        <Show when=told>
            <div class="notice notice-info newer-build">
                <span class="notice-mark" aria-hidden="true">
                    "i"
                </span>
                <p class="notice-text">
                    "This page’s server has a newer Lockstep. Reload when it suits you; a running stream goes on."
                </p>
                <button type="button" class="button" on:click=|_| reload()>
                    "Reload"
                </button>
                <button
                    type="button"
                    class="notice-dismiss"
                    aria-label="Dismiss this notice"
                    on:click=move |_| dismissed.set(served.get_untracked())
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true">
                        <path d="M4 4l8 8M12 4l-8 8"></path>
                    </svg>
                </button>
            </div>
        </Show>
    }
}

/// Asks the server from time to time; `served` holds its build while that is another one than this page's.
fn look_for_newer(own: PageBuild, served: RwSignal<Option<PageBuild>>) {
    let store = use_store();
    let own = StoredValue::new(own);
    let checks = StoredValue::new(BuildChecks::new(clock::now()));
    Effect::new(move |before: Option<Visibility>| {
        // Once a second while the page is seen.
        store.now.track();
        let visibility = store.visibility.get();
        let occasion = if before == Some(Visibility::Hidden) { Occasion::Shown } else { Occasion::Passing };
        let due = || checks.try_update_value(|checks| checks.begin(occasion, clock::now())) == Some(true);
        if visibility == Visibility::Visible && due() {
            spawn_local(async move {
                match own_index::served_build().await {
                    Ok(build) => {
                        debug!("[Page] the server has build {}", build.name());
                        served.try_set(own.try_get_value().filter(|own| *own != build).map(|_| build));
                    }
                    Err(why) => debug!("[Page] not known whether there is a newer build: {why}"),
                }
            });
        }
        visibility
    });
}

fn reload() {
    if let Err(why) = window().location().reload() {
        debug!("[Page] the browser does not reload: {why:?}");
    }
}
