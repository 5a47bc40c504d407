//! Where the keyboard's focus goes after Play or Stop.

use leptos::html;
use leptos::prelude::*;

use super::key_presses::use_key_presses;
use crate::store::Store;
use crate::sync::AvailableCommand;

/// A button that is disabled loses the keyboard's focus to nowhere. Whoever sent a command finds it on the button that
/// can be pressed next, as soon as that is so, and can press Enter again. Not while the key is down that was pressed, nor
/// within a double press: that was about the button before.
///
/// Once per command: whoever has moved on keeps the focus, and nobody is brought back by what others do later.
pub fn return_focus(store: Store, play: NodeRef<html::Button>, stop: NodeRef<html::Button>) {
    let pressing = use_key_presses();
    Effect::new(move |due: Option<bool>| {
        let due = store.command.with(Option::is_some) || due == Some(true);
        if pressing.get() {
            return due;
        }
        let next = match store.available.get() {
            AvailableCommand::Play => play,
            AvailableCommand::Stop => stop,
            AvailableCommand::None => return due,
        };
        if due {
            // Not before the effect that enables the button has run as well: a disabled one takes no focus.
            queue_microtask(move || focus_if_lost(next));
        }
        false
    });
}

fn focus_if_lost(button: NodeRef<html::Button>) {
    if let Some(Some(button)) = button.try_get_untracked()
        && is_focus_lost()
        && let Err(why) = button.focus()
    {
        tracing::warn!("[StreamControls] The focus can’t be moved: {why:?}");
    }
}

/// Browsers take the focus from a disabled button at different times, and may not have done so yet.
fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY" || focused.has_attribute("disabled"))
}
