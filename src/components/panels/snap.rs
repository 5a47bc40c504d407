//! A picture, taken and saved by the backend.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::components::block::{find, set, write};
use crate::control::snap::{Format, Phase, SnapForm};
use crate::keep::keep;
use crate::listener::Listener;
use crate::store::{SnapStore, use_store};
use crate::wire::Preview;

const FORMAT: &str = "select";
const FILE_NAME: &str = "input";

/// What to snap, how it goes, and what came of it.
pub(super) fn markup() -> String {
    let option = |format: Format| {
        let (number, name) = format.looks();
        format!(r#"<option value="{number}">{name}</option>"#)
    };
    let formats: String = Format::ALL.into_iter().map(option).collect();
    format!(
        r#"<form class="snap-form" novalidate>
            <label>Format<select>{formats}</select></label>
            <label>File name<input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="optional" aria-describedby="snap-hint"></label>
            <button type="submit" class="button button-primary">Take snap</button>
            <button type="button" class="button">Cancel</button>
            <p id="snap-hint" role="status"></p>
        </form>
        <div class="snap-outcome">
            <p class="snap-words" role="status"></p>
            <progress aria-label="Snap" max="100"></progress>
            <a class="button" target="_blank" rel="noopener">Download</a>
        </div>
        <img class="snap-preview">"#
    )
}

/// Lets the form act, and keeps all of it right while the panel is open. The snap itself goes on without it.
pub(super) fn follow(panel: Element) {
    let snapper = use_store().snap;
    // What was written when the panel was open last.
    snapper.look_at_draft(&mut |draft| {
        field(&panel, FORMAT, &mut |field| field.set_value(draft.format.looks().0));
        field(&panel, FILE_NAME, &mut |field| field.set_value(&draft.file_name));
        show_error(&panel, draft);
    });
    let act = {
        let panel = panel.clone();
        move |event: Event| act(&event, &panel, snapper)
    };
    if let Some(image) = find(&panel, "img") {
        // This event does not come to the panel.
        StoredValue::new_local(Listener::new(&image, &["error"], act.clone()));
    }
    StoredValue::new_local(Listener::new(&panel, &["submit", "click", "input"], act));
    keep(Box::new(move || snapper.look(&mut |phase| show(&panel, snapper, phase))));
}

fn show(panel: &Element, snapper: SnapStore, phase: &Phase) {
    let flag = |is: bool| is.then_some("true");
    let hidden = |is: bool| is.then_some("");
    // Never `disabled`: a button that is loses the keyboard's focus.
    set_part(panel, "[type=submit]", "aria-disabled", flag(phase.is_going()));
    set_part(panel, "[type=button]", "aria-disabled", flag(!phase.is_cancellable()));
    set_part(panel, "progress", "hidden", hidden(!phase.is_going()));
    set_part(panel, "progress", "value", phase.percent().map(|percent| percent.to_string()).as_deref());
    let saved = if let Phase::Done(saved) = phase { Some(saved) } else { None };
    let url = saved.and_then(|saved| snapper.file_url(&saved.path));
    let name = saved.map(|saved| saved.path.name());
    let preview =
        saved.and_then(|saved| if let Preview::Address(address) = &saved.preview { Some(address) } else { None });
    set_part(panel, "a", "hidden", hidden(url.is_none()));
    set_part(panel, "a", "href", url.as_deref());
    set_part(panel, "a", "download", name);
    set_part(panel, "img", "hidden", hidden(preview.is_none()));
    set_part(panel, "img", "src", preview.map(String::as_str));
    set_part(panel, "img", "alt", name.map(|name| format!("Preview of {name}")).as_deref());
    write(panel, ".snap-words", &phase.to_string());
}

fn act(event: &Event, panel: &Element, snapper: SnapStore) {
    match event.type_().as_str() {
        "submit" => {
            event.prevent_default();
            if snapper.snap().is_err() {
                // What is wrong stands below the field.
                field(panel, FILE_NAME, &mut |field| focus(field));
            }
        }
        "input" => snapper.look_at_draft(&mut |draft| {
            field(panel, FORMAT, &mut |field| draft.format = Format::of_number(&field.value()).unwrap_or_default());
            field(panel, FILE_NAME, &mut |field| draft.file_name = field.value());
            show_error(panel, draft);
        }),
        // A preview that the browser can't show.
        "error" => set_part(panel, "img", "hidden", Some("")),
        _ => {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if target.is_some_and(|target| target.get_attribute("type").as_deref() == Some("button")) {
                snapper.cancel();
            }
        }
    }
}

fn show_error(panel: &Element, draft: &SnapForm) {
    let error = draft.order().err();
    set_part(panel, FILE_NAME, "aria-invalid", error.map(|_| "true"));
    write(panel, "#snap-hint", &error.map(|error| error.to_string()).unwrap_or_default());
}

/// A field of the form. A `select` has its value in the same place as an `input`.
fn field(panel: &Element, selector: &str, act: &mut dyn FnMut(&HtmlInputElement)) {
    if let Some(part) = find(panel, selector) {
        act(part.unchecked_ref());
    }
}

fn focus(field: &HtmlElement) {
    if let Err(why) = field.focus() {
        tracing::warn!("[Snap] The field can’t be focused: {why:?}");
    }
}

fn set_part(panel: &Element, selector: &str, name: &str, value: Option<&str>) {
    if let Some(part) = find(panel, selector) {
        set(&part, name, value);
    }
}
