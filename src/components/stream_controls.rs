//! Play and Stop.

use leptos::html::Button;
use leptos::prelude::*;

use crate::store::Store;
use crate::sync::{Controls, Event, Intent, Offer, Order};

/// The two buttons. They read the store alone; while they are on the page, the machine polls for drift.
#[component]
pub fn StreamControls() -> impl IntoView {
    let store = Store::expect();
    store.dispatch(Event::ControlsChanged(Controls::Shown));
    on_cleanup(move || store.dispatch(Event::ControlsChanged(Controls::Absent)));

    let play = NodeRef::<Button>::new();
    let stop = NodeRef::<Button>::new();
    keep_focus(store, play, stop);

    let order = move || store.command().get().map(|command| command.order);
    let starting = move || matches!(order(), Some(Order::Start { .. }));
    let stopping = move || order() == Some(Order::Stop);
    let verified = store.verified();
    view! {
        <div class="controls" role="group" aria-label="Stream" data-verified=move || verified.get().to_string()>
            <button
                node_ref=play
                type="button"
                class="control control-play"
                aria-label="Play"
                aria-busy=move || starting().to_string()
                disabled=move || store.offer().get() != Offer::Play
                on:click=move |_| store.dispatch(Event::Clicked(Intent::Play))
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>
                <span>{move || if starting() { "Starting…" } else { "Play" }}</span>
            </button>
            <button
                node_ref=stop
                type="button"
                class="control control-stop"
                aria-label="Stop"
                aria-busy=move || stopping().to_string()
                disabled=move || store.offer().get() != Offer::Stop
                on:click=move |_| store.dispatch(Event::Clicked(Intent::Stop))
            >
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3h10v10H3z"/></svg>
                <span>{move || if stopping() { "Stopping…" } else { "Stop" }}</span>
            </button>
        </div>
    }
}

/// A button that is disabled loses the keyboard's focus to nowhere. Whoever pressed one finds the focus on the
/// other as soon as that can be pressed, and so can press Enter again.
fn keep_focus(store: Store, play: NodeRef<Button>, stop: NodeRef<Button>) {
    let pressed = StoredValue::new(false);
    Effect::new(move |_| {
        if store.command().get().is_some() {
            pressed.set_value(true);
        }
    });
    Effect::new(move |_| {
        let next = match store.offer().get() {
            Offer::Play => play,
            Offer::Stop => stop,
            Offer::Neither => return,
        };
        let focus_is_nowhere = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if pressed.get_value() && focus_is_nowhere {
            pressed.set_value(false);
            if let Some(button) = next.get_untracked() {
                // A button that can't take the focus leaves it where it is.
                drop(button.focus());
            }
        }
    });
}
