//! Play and Stop.

use leptos::html::Button;
use leptos::prelude::*;

use crate::keep::keep;
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

    let verified = store.verified();
    view! {
        <div class="controls" role="group" aria-label="Stream" data-verified=move || verified.get().to_string()>
            <Control kind=Kind::Play node_ref=play/>
            <Control kind=Kind::Stop node_ref=stop/>
        </div>
    }
}

/// Which of the two buttons.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Play,
    Stop,
}

impl Kind {
    /// Its name, the name while its command is in flight, its class, and the path of its icon.
    const fn looks(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Play => ("Play", "Starting…", "control control-play", "M4 2.5v11l9-5.5z"),
            Self::Stop => ("Stop", "Stopping…", "control control-stop", "M3 3h10v10H3z"),
        }
    }

    const fn intent(self) -> Intent {
        match self {
            Self::Play => Intent::Play,
            Self::Stop => Intent::Stop,
        }
    }

    const fn offer(self) -> Offer {
        match self {
            Self::Play => Offer::Play,
            Self::Stop => Offer::Stop,
        }
    }

    /// The button that sends this order, if it is one of these.
    const fn of(order: Order) -> Option<Self> {
        match order {
            Order::Start { .. } => Some(Self::Play),
            Order::Stop => Some(Self::Stop),
            Order::Switch => None,
        }
    }
}

#[component]
fn Control(kind: Kind, node_ref: NodeRef<Button>) -> impl IntoView {
    let store = Store::expect();
    let (name, busy_name, class, icon) = kind.looks();
    let busy = move || store.command().get().is_some_and(|command| Kind::of(command.order) == Some(kind));
    view! {
        <button
            node_ref=node_ref
            type="button"
            class=class
            aria-label=name
            aria-busy=move || busy().to_string()
            disabled=move || store.offer().get() != kind.offer()
            on:click=move |_| store.dispatch(Event::Clicked(kind.intent()))
        >
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=icon/></svg>
            <span>{move || if busy() { busy_name } else { name }}</span>
        </button>
    }
}

/// A button that is disabled loses the keyboard's focus to nowhere. Whoever pressed one finds the focus on the
/// other as soon as that can be pressed, and so can press Enter again.
fn keep_focus(store: Store, play: NodeRef<Button>, stop: NodeRef<Button>) {
    let pressed = StoredValue::new(false);
    keep(Box::new(move || {
        if store.command().get().is_some() {
            pressed.set_value(true);
        }
    }));
    keep(Box::new(move || {
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
    }));
}
