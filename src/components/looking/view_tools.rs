//! The buttons for looking, and for what is to be seen beside the picture.

use leptos::prelude::*;
use web_sys::Event;

use super::{Tool, ViewerControls, full_screen};
use crate::components::block::{block, find, set};
use crate::keep::keep;
use crate::listener::{Listener, button_of};

/// A button for each tool that changes what is seen.
#[component]
pub fn ViewTools(hands: ViewerControls) -> impl IntoView {
    let sight = hands.sight();
    // The person may also leave the full screen by a key of the browser's.
    let screens = Listener::new(&document(), &["fullscreenchange"], move |_| {
        sight.full_screen.set(full_screen::is_on());
    });
    StoredValue::new_local(screens);
    buttons(hands, "view-tools", "Looking", &Tool::LOOKING)
}

/// A button for each panel.
#[component]
pub fn PanelTools(hands: ViewerControls) -> impl IntoView {
    buttons(hands, "view-tools panel-tools", "Panels", &Tool::PANELS)
}

fn buttons(hands: ViewerControls, class: &'static str, label: &'static str, tools: &'static [Tool]) -> impl IntoView {
    let sight = hands.sight();
    block(
        "div",
        class,
        tools.iter().copied().map(button).collect(),
        Box::new(move |place| {
            set(&place, "role", Some("group"));
            set(&place, "aria-label", Some(label));
            let clicks = Listener::new(&place, &["click"], move |event| {
                if let Some(tool) = tool_of(&event) {
                    hands.take(tool);
                }
            });
            StoredValue::new_local(clicks);
            keep(Box::new(move || {
                for &tool in tools {
                    if let Some(button) = find(&place, &selector(tool)) {
                        set(&button, "aria-pressed", tool.pressed(sight).map(|on| if on { "true" } else { "false" }));
                        set(&button, "disabled", (!tool.is_offered(sight)).then_some(""));
                    }
                }
            }));
        }),
    )
}

/// A button is known by its key.
fn button(tool: Tool) -> String {
    let (name, key, icon) = tool.looks();
    format!(
        r#"<button type="button" class="view-tool" aria-label="{name}" aria-keyshortcuts="{key}" title="{name} ({key})" disabled>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="{icon}"/></svg><span>{name}</span>
        </button>"#
    )
}

fn selector(tool: Tool) -> String {
    let (_, key, _) = tool.looks();
    format!(r#"[aria-keyshortcuts="{key}"]"#)
}

/// The tool whose button was clicked.
fn tool_of(event: &Event) -> Option<Tool> {
    Tool::of_key(&button_of(event)?.get_attribute("aria-keyshortcuts")?)
}
