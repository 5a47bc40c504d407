//! Play and Stop.

use std::mem;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::block::{block, find, set, write};
use crate::keep::keep;
use crate::listener::{Listener, button_of};
use crate::store::use_store;
use crate::sync::{AvailableCommand, Controls, Event, Intent, StreamCommand};

/// Neither can be pressed until the store says so.
const MARKUP: &str = r#"<button type="button" class="control control-play" aria-label="Play" disabled>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg><span>Play</span>
    </button>
    <button type="button" class="control control-stop" aria-label="Stop" disabled>
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3h10v10H3z"/></svg><span>Stop</span>
    </button>"#;

/// The two buttons. They read the store alone; while they are on the page, the machine polls for drift.
#[component]
pub fn StreamControls() -> impl IntoView {
    let store = use_store();
    store.dispatch(Event::ControlsChanged(Controls::Shown));
    on_cleanup(move || store.dispatch(Event::ControlsChanged(Controls::Absent)));
    block(
        "div",
        "controls",
        MARKUP.to_owned(),
        Box::new(move |controls| {
            set(&controls, "role", Some("group"));
            set(&controls, "aria-label", Some("Stream"));
            StoredValue::new_local(Listener::new(&controls, &["click"], move |event| {
                if let Some(kind) = button_of(&event).and_then(|button| Kind::of_class(&button.class_name())) {
                    store.dispatch(Event::Clicked(kind.intent()));
                }
            }));
            let mut focus = Focus::Elsewhere;
            keep(Box::new(move || {
                let command = store.command.get().map(|command| command.command);
                let offer = store.available.get();
                set(&controls, "data-verified", Some(if store.verified.get() { "true" } else { "false" }));
                for kind in [Kind::Play, Kind::Stop] {
                    if let Some(button) = find(&controls, kind.selector()) {
                        show(&button, kind, command, offer);
                    }
                }
                focus.follow(&controls, command, offer);
            }));
        }),
    )
}

fn show(button: &Element, kind: Kind, command: Option<StreamCommand>, offer: AvailableCommand) {
    let busy = command.and_then(Kind::of) == Some(kind);
    let (name, busy_name) = kind.names();
    set(button, "aria-busy", Some(if busy { "true" } else { "false" }));
    set(button, "disabled", (offer != kind.offer()).then_some(""));
    write(button, "span", if busy { busy_name } else { name });
}

/// Which of the two buttons.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Play,
    Stop,
}

impl Kind {
    /// Its name, and the name while its command is in flight.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Play => ("Play", "Starting…"),
            Self::Stop => ("Stop", "Stopping…"),
        }
    }

    const fn selector(self) -> &'static str {
        match self {
            Self::Play => ".control-play",
            Self::Stop => ".control-stop",
        }
    }

    fn of_class(class: &str) -> Option<Self> {
        match class {
            "control control-play" => Some(Self::Play),
            "control control-stop" => Some(Self::Stop),
            _ => None,
        }
    }

    const fn intent(self) -> Intent {
        match self {
            Self::Play => Intent::Play,
            Self::Stop => Intent::Stop,
        }
    }

    const fn offer(self) -> AvailableCommand {
        match self {
            Self::Play => AvailableCommand::Play,
            Self::Stop => AvailableCommand::Stop,
        }
    }

    /// The button that sends this order, if it is one of these.
    const fn of(command: StreamCommand) -> Option<Self> {
        match command {
            StreamCommand::Start { .. } => Some(Self::Play),
            StreamCommand::Stop => Some(Self::Stop),
            StreamCommand::Switch => None,
        }
    }
}

/// A button that is disabled loses the keyboard's focus to nowhere, when the browser next shows the page. Whoever pressed
/// one finds the focus on the other as soon as that can be pressed, and so can press Enter again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Focus {
    Elsewhere,
    /// One of the two was pressed.
    Wanted,
}

impl Focus {
    fn follow(&mut self, controls: &Element, command: Option<StreamCommand>, offer: AvailableCommand) {
        if command.is_some() {
            *self = Self::Wanted;
        }
        let next = match offer {
            AvailableCommand::Play => Kind::Play,
            AvailableCommand::Stop => Kind::Stop,
            AvailableCommand::None => return,
        };
        let is_lost = |element: Element| element.tag_name() == "BODY" || element.has_attribute("disabled");
        // Once: whoever has gone on to something else is not brought back by what others do later.
        let wanted = mem::replace(self, Self::Elsewhere) == Self::Wanted;
        if wanted
            && document().active_element().is_none_or(is_lost)
            && let Some(button) = find(controls, next.selector())
        {
            // A button that can't take the focus leaves it where it is.
            drop(button.unchecked_ref::<HtmlElement>().focus());
        }
    }
}
