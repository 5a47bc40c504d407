//! The buttons for looking.

use leptos::prelude::*;

use super::{Hands, Listener, Tool, full_screen};

/// A button for each tool.
#[component]
pub fn ViewTools(hands: Hands) -> impl IntoView {
    let sight = hands.sight();
    // The person may also leave the full screen by a key of the browser's.
    let listener =
        Listener::new(&document(), &["fullscreenchange"], move |_| sight.full_screen.set(full_screen::is_on()));
    StoredValue::new_local(listener);
    let button = move |tool: Tool| {
        let (name, key, icon) = tool.looks();
        view! {
            <button
                type="button"
                class="view-tool"
                aria-label=name
                aria-keyshortcuts=key
                title=format!("{name} ({key})")
                aria-pressed=move || tool.pressed(sight).map(|on| if on { "true" } else { "false" })
                disabled=move || !tool.is_offered(sight)
                on:click=move |_| hands.take(tool)
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d=icon/></svg>
            </button>
        }
    };
    view! {
        <div class="view-tools" role="group" aria-label="Looking">
            {Tool::ALL.map(button).into_iter().collect_view()}
        </div>
    }
}
