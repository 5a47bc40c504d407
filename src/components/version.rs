//! Which Lockstep this is.

use leptos::prelude::*;

use crate::browser::own_index;

/// The page's version, and the build that tells its files from those of other builds.
#[component]
pub fn VersionLine() -> impl IntoView {
    let build = own_index::own_build().map(|build| format!(", build {}", build.name()));
    view! {
        <p class="hint version">
            "Lockstep " <span translate="no">{env!("CARGO_PKG_VERSION")} {build}</span>
        </p>
    }
}
