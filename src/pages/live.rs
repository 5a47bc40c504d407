//! The live view.

use leptos::prelude::*;

use crate::components::{LiveView, StatusIndicator, StreamControls};

/// The picture, the two buttons, and what is known.
#[component]
pub fn LivePage() -> impl IntoView {
    view! {
        <main class="live">
            <h1 class="visually-hidden">"Live view"</h1>
            <LiveView/>
            <div class="bar">
                <StreamControls/>
                <StatusIndicator/>
            </div>
        </main>
    }
}
