//! The live view.

use leptos::prelude::*;

use crate::components::{LiveView, RecordControls, StatusIndicator, StreamControls, provide_viewer_controls};

/// The picture, the buttons, and what is known.
#[component]
pub fn LivePage() -> impl IntoView {
    // The bar's buttons open panels under the picture.
    provide_viewer_controls();
    view! {
        <main class="live">
            <h1 class="visually-hidden">"Live view"</h1>
            <LiveView/>
            <div class="bar">
                <div class="commands">
                    <StreamControls/>
                    <RecordControls/>
                </div>
                <StatusIndicator/>
            </div>
        </main>
    }
}
