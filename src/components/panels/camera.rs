//! Which camera streams, in which format, and how its frames are made.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::components::block::{find, set, show, write};
use crate::control::camera::{Choice, Format, Parameter, Setup};
use crate::keep::keep;
use crate::listener::Listener;
use crate::store::{CameraInfo, Store, UpdateOutcome, use_store};
use crate::sync::{AvailableCommand, Visibility};

/// What a button is known by: the camera's or the format's name in the interface.
const NAME: &str = "data-name";

/// The cameras, the formats, a field (of text: the backend may use any JSON) for each parameter, and room for what came of it.
pub(super) fn markup() -> String {
    let fields = Parameter::ALL.map(|parameter| {
        let (key, name) = (parameter.key(), parameter.name());
        format!(
            r#"<label class="camera-parameter" data-parameter="{key}">{name}
                <input inputmode="numeric" autocomplete="off" name="{key}" aria-describedby="camera-verdict">
            </label>"#
        )
    });
    format!(
        r#"<div class="camera-choice"><span id="camera-detectors">Camera</span>
            <div class="camera-buttons" role="group" aria-labelledby="camera-detectors"></div></div>
        <div class="camera-choice"><span id="camera-formats">Format</span>
            <div class="camera-buttons" role="group" aria-labelledby="camera-formats"></div></div>
        <div class="camera-parameters">{}</div>
        <p id="camera-verdict" class="verdict" role="status"></p>"#,
        fields.concat()
    )
}

/// Lets buttons and fields act, and keeps all of it right while the panel is open.
pub(super) fn follow(panel: Element) {
    let store = use_store();
    let invalid = RwSignal::new(None::<String>);
    let actions = Listener::new(&panel, &["click", "change"], {
        let panel = panel.clone();
        move |event| {
            act(&event, store);
            invalid.set(first_invalid(&panel));
        }
    });
    StoredValue::new_local(actions);
    ask(store);
    keep(Box::new({
        let panel = panel.clone();
        move || {
            store.choice.with(|choice| {
                store.camera_info.with(|CameraInfo { setup, .. }| {
                    offer_cameras(&panel, setup.as_ref(), choice);
                    offer_formats(&panel, setup.as_ref(), choice);
                    show_parameters(&panel, setup.as_ref(), choice);
                });
            });
        }
    }));
    keep(Box::new({
        let panel = panel.clone();
        move || {
            // Not `disabled`, which would take the focus from whoever has just pressed one.
            let waits = store.available.get() == AvailableCommand::None;
            set(&panel, "aria-disabled", waits.then_some("true"));
        }
    }));
    keep(Box::new(move || {
        let (class, text) = match (invalid.get(), store.camera_info.with(|heard| heard.outcome.clone())) {
            (Some(why), _) | (None, UpdateOutcome::Failure(why)) => ("verdict verdict-bad", why),
            (None, UpdateOutcome::Set(parameter, value)) => {
                ("verdict verdict-good", format!("{} is {value} now.", parameter.name()))
            }
            (None, UpdateOutcome::Nothing) => ("verdict", String::new()),
        };
        if let Some(verdict) = find(&panel, ".verdict") {
            set(&verdict, "class", Some(class));
        }
        write(&panel, ".verdict", &text);
    }));
}

/// Asks the backend now, and whenever what was read may have changed.
fn ask(store: Store) {
    let occasion = Memo::new(move |_| {
        let busy = store.command.get().is_some() || store.other_command.get().is_some();
        let asks = !busy && store.visibility.get() == Visibility::Visible;
        (asks, store.stream.get().state, store.socket.get())
    });
    keep(Box::new(move || {
        // The latest choice is what is seen to stream, where somebody else changed it.
        store.choice.track();
        if occasion.get().0 {
            store.refresh_cameras();
        }
    }));
}

fn offer_cameras(panel: &Element, setup: Option<&Setup>, choice: &Choice) {
    let Some(place) = find(panel, "[aria-labelledby=camera-detectors]") else { return };
    let chosen = setup.and_then(|setup| setup.chosen(choice));
    let mut names: Vec<&str> = setup.iter().flat_map(|setup| &setup.detectors).map(String::as_str).collect();
    if let Some(chosen) = chosen.filter(|chosen| !names.contains(chosen)) {
        // It was there, or is called so by the frames: it stays, so that the choice can be seen.
        names.push(chosen);
    }
    let names: Vec<(&str, &str)> = names.into_iter().map(|name| (name, name)).collect();
    offer(&place, &names, chosen, |name| setup?.protocol_of(name).map(|protocol| format!("streams {protocol}")));
}

fn offer_formats(panel: &Element, setup: Option<&Setup>, choice: &Choice) {
    let Some(place) = find(panel, "[aria-labelledby=camera-formats]") else { return };
    let in_use = setup.and_then(|setup| setup.protocol_of(setup.chosen(choice)?));
    let names = Format::ALL.map(|format| (format.protocol(), format.name()));
    offer(&place, &names, Some(choice.format.protocol()), |name| (in_use == Some(name)).then(|| "in use".to_owned()));
}

/// A button for each name, the chosen one pressed, and a mark on those that the backend uses.
fn offer(place: &Element, names: &[(&str, &str)], chosen: Option<&str>, mark: impl Fn(&str) -> Option<String>) {
    let children = place.children();
    // Buttons that stay keep the focus.
    while children.length() as usize > names.len() {
        if let Some(last) = place.last_element_child() {
            last.remove();
        }
    }
    for (index, (name, text)) in names.iter().enumerate() {
        #[allow(clippy::cast_possible_truncation)]
        let button = children.item(index as u32).or_else(|| new_button(place));
        let Some(button) = button else { return };
        set(&button, NAME, Some(name));
        set(&button, "aria-pressed", Some(if chosen == Some(*name) { "true" } else { "false" }));
        write(&button, ".camera-name", text);
        write(&button, ".camera-mark", &mark(name).unwrap_or_default());
    }
}

fn new_button(place: &Element) -> Option<Element> {
    const MARKUP: &str = r#"<button type="button" class="button"><span class="camera-name"></span> <span class="camera-mark"></span></button>"#;
    // The browser parses what is written here; names come in as text later.
    place.insert_adjacent_html("beforeend", MARKUP).ok()?;
    place.last_element_child()
}

fn show_parameters(panel: &Element, setup: Option<&Setup>, choice: &Choice) {
    for parameter in Parameter::ALL {
        let key = parameter.key();
        let Some(field) = find(panel, &format!("[data-parameter={key}]")) else { continue };
        show(&field, parameter.is_of(choice.format));
        let value = setup.and_then(|setup| setup.value(choice, parameter)).unwrap_or_default();
        if let Some(input) = find(&field, "input").and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
            // What somebody is typing is theirs, and so is what was not sent.
            && document().active_element().as_ref() != Some(&input)
            && !input.has_attribute("aria-invalid")
        {
            input.set_value(&value);
        }
    }
}

/// A button was clicked, or a field changed.
fn act(event: &Event, store: Store) {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if event.type_() == "change" {
        if let Ok(input) = target.dyn_into::<HtmlInputElement>() {
            set_parameter(store, &input);
        }
    } else if let Ok(Some(button)) = target.closest("button")
        && let Some(name) = button.get_attribute(NAME)
    {
        let mut choice = store.choice.get_untracked();
        match Format::ALL.into_iter().find(|format| format.protocol() == name) {
            Some(format) if is_format(&button) => choice.format = format,
            _ => choice.detector = Some(name),
        }
        store.choose(choice);
    }
}

/// A camera may be called like a format.
fn is_format(button: &Element) -> bool {
    matches!(button.closest("[aria-labelledby=camera-formats]"), Ok(Some(_)))
}

/// Sends what was written, if it is a value.
fn set_parameter(store: Store, input: &HtmlInputElement) {
    let Some(parameter) = parameter_of(input) else { return };
    let value = parameter.read(&input.value());
    set(input, "aria-invalid", value.is_err().then_some("true"));
    if let Ok(value) = value {
        store.set_parameter(parameter, value);
    }
}

/// What is wrong with the first field that has no value.
fn first_invalid(panel: &Element) -> Option<String> {
    let input: HtmlInputElement = find(panel, "label:not([hidden]) > [aria-invalid]")?.dyn_into().ok()?;
    parameter_of(&input)?.read(&input.value()).err().map(|why| why.to_string())
}

fn parameter_of(input: &HtmlInputElement) -> Option<Parameter> {
    Parameter::ALL.into_iter().find(|parameter| parameter.key() == input.name())
}
