//! Keys as people press them: one press is one, however long the key is held.

use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Whoever presses a key twice within this time means one thing, as with a mouse.
const DOUBLE_PRESS: Duration = Duration::from_millis(500);

/// Lets no button be pressed by the repeats of a key that is held, as long as the current owner lives: wherever the focus
/// has gone since, what the press meant is done.
pub fn ignore_repeated_presses() {
    let listener = window_event_listener(ev::keydown, |event| {
        if event.repeat() && event.key() == "Enter" {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Is a key down, or was one a moment ago?
pub fn use_key_presses() -> ReadSignal<bool> {
    let (pressing, set_pressing) = signal(false);
    let over = StoredValue::new_local(None::<TimeoutHandle>);
    let clear = move || {
        if let Some(Some(timeout)) = over.try_update_value(Option::take) {
            timeout.clear();
        }
    };
    let end_soon = move || {
        clear();
        let end = move || {
            set_pressing.try_set(false);
        };
        match set_timeout_with_handle(end, DOUBLE_PRESS) {
            Ok(timeout) => over.set_value(Some(timeout)),
            Err(_) => end(),
        }
    };
    let listeners = [
        window_event_listener(ev::keydown, move |_| {
            clear();
            set_pressing.set(true);
        }),
        window_event_listener(ev::keyup, move |_| end_soon()),
        // The key may be let go elsewhere.
        window_event_listener(ev::blur, move |_| end_soon()),
    ];
    on_cleanup(move || {
        clear();
        listeners.into_iter().for_each(WindowListenerHandle::remove);
    });
    pressing
}
