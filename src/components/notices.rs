//! The notices.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, Node};

use super::block::{block, find, say, set, show, write};
use crate::control::notices::{ActiveNotice, Topic};
use crate::keep::keep;
use crate::listener::{Listener, button_of};
use crate::store::{Store, use_store};
use crate::sync::{self, AvailableCommand, Intent, Severity, Timestamp};

const ACTION: &str = ".button";

const NOTE: &str = r#"<span class="notice-mark" aria-hidden="true"></span>
    <p class="notice-text"><span></span> <span class="notice-meta"></span></p>
    <button type="button" class="button">Start anyway</button>
    <button type="button" class="notice-dismiss" aria-label="Dismiss this notice">
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>
    </button>"#;

/// A notice on the page. One whose count or time changed is a new one to the page, and so is read out again.
struct Note {
    topic: Topic,
    at: Timestamp,
    count: u32,
    element: Element,
}

impl Note {
    fn is_of(&self, posted: &ActiveNotice) -> bool {
        (self.topic, self.at, self.count) == (posted.message.topic, posted.at, posted.count)
    }
}

/// What the person is told, newest first. Each can be dismissed.
#[component]
pub fn Notices() -> impl IntoView {
    let store = use_store();
    block(
        "section",
        "notices",
        String::new(),
        Box::new(move |section| {
            set(&section, "aria-label", Some("Notices"));
            set(&section, "aria-live", Some("polite"));
            let notes = Rc::new(RefCell::new(Vec::new()));
            StoredValue::new_local(Listener::new(&section, &["click"], {
                let notes = Rc::clone(&notes);
                move |event| act(&event, &notes.borrow(), store)
            }));
            keep(Box::new(move || {
                store.notices.with(|board| follow(&section, &mut notes.borrow_mut(), board.posted()));
                let offered = store.available.get() == AvailableCommand::Play;
                for note in notes.borrow().iter() {
                    if let Some(button) = find(&note.element, ACTION) {
                        set(&button, "disabled", (!offered).then_some(""));
                    }
                }
            }));
        }),
    )
}

/// Makes the section show what is posted. What stays is left where it is, with the focus in it.
fn follow(section: &Element, notes: &mut Vec<Note>, posted: &[ActiveNotice]) {
    notes.retain(|note| {
        let stays = posted.iter().any(|posted| note.is_of(posted));
        if !stays {
            note.element.remove();
        }
        stays
    });
    for posted in posted {
        if notes.iter().any(|note| note.is_of(posted)) {
            continue;
        }
        // The board adds the latest at its end; the page has it first.
        let made = make(posted).and_then(|element| section.prepend_with_node_1(&element).map(|()| element));
        match made {
            Ok(element) => {
                notes.push(Note { topic: posted.message.topic, at: posted.at, count: posted.count, element });
            }
            Err(why) => tracing::error!("[Page] A notice can’t be shown: {why:?}"),
        }
    }
}

fn make(posted: &ActiveNotice) -> Result<Element, wasm_bindgen::JsValue> {
    let (class, mark) = match posted.message.severity {
        Severity::Info => ("notice notice-info", "i"),
        Severity::Warning => ("notice notice-warning", "!"),
        Severity::Error => ("notice notice-error", "×"),
    };
    let note = document().create_element("div")?;
    note.set_class_name(class);
    note.set_inner_html(NOTE);
    write(&note, ".notice-mark", mark);
    write(&note, ".notice-text > span", &posted.message.text);
    if let Some(meta) = find(&note, ".notice-meta") {
        let time = &posted.time_of_day;
        if posted.count > 1 {
            say(&meta, &format!("{time} · {} times", posted.count));
        } else {
            say(&meta, time);
        }
    }
    if let Some(action) = find(&note, ACTION) {
        show(&action, posted.message.action.is_some());
    }
    Ok(note)
}

fn act(event: &Event, notes: &[Note], store: Store) {
    let Some(button) = button_of(event) else { return };
    let pressed: &Node = button.unchecked_ref();
    let Some(note) = notes.iter().find(|note| note.element.contains(Some(pressed))) else { return };
    if button.class_name() == "notice-dismiss" {
        store.dismiss(note.topic);
    } else {
        store.dispatch(sync::Event::Clicked(Intent::PlayAnyway));
    }
}
