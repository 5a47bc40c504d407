//! Keeps the one socket that the machine wants, and turns what happens on it into events.

use std::rc::Rc;

use leptos::prelude::*;

use crate::backend::{Socket, SocketEvent};
use crate::store::{Store, use_store};
use crate::sync::{Event, Generation, StreamEvent, StreamState};
use crate::viewer::{Acknowledge, Viewer, use_viewer};
use crate::wire::Signal;

/// Renders nothing. While it is on the page, the page is connected or trying to be.
#[component]
pub fn WebSocketHandler() -> impl IntoView {
    let store = use_store();
    let viewer = use_viewer();
    let socket = StoredValue::new_local(None::<Socket>);

    Effect::new(move || {
        let wanted = store.socket.get();
        // First the old one, so that there are never two.
        socket.set_value(None);
        socket.set_value(wanted.and_then(|generation| connect(store, viewer, generation)));
    });

    // An answer over REST shows that the backend is there: a socket that is silent all the same is dead.
    let confirmed_at = Memo::new(move |_| store.stream.with(|stream| stream.confirmed_at()));
    Effect::new(move || {
        if confirmed_at.get().is_some() {
            socket.with_value(|socket| socket.as_ref().map_or((), Socket::backend_answered));
        }
    });

    store.dispatch(Event::Opened);
    on_cleanup(move || {
        socket.dispose();
        store.dispatch(Event::Closed);
    });
}

fn connect(store: Store, viewer: Viewer, generation: Generation) -> Option<Socket> {
    let address = store.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.clone()))?;
    Some(Socket::open(&address, |acknowledger| {
        let acknowledge: Acknowledge = Rc::new(move |frame_id| acknowledger.acknowledge(frame_id));
        move |event| match event {
            SocketEvent::Connected { sid } => store.dispatch(Event::SocketConnected { generation, sid }),
            SocketEvent::Closed(reason) => {
                // Nobody says any more how full it gets.
                store.forget_disk();
                store.dispatch(Event::SocketClosed { generation, reason });
            }
            SocketEvent::Signal(signal) => {
                if let Signal::Update(update) = &signal {
                    store.hear_of_disk(update);
                    store.hear_of_change(generation, update);
                }
                if let Some(stream) = announced(&signal) {
                    store.dispatch(StreamEvent::Announced { generation, known: stream });
                }
            }
            SocketEvent::Frame(message) => viewer.take(message, Rc::clone(&acknowledge)),
        }
    }))
}

/// What a signal says about the stream, if anything.
const fn announced(signal: &Signal) -> Option<StreamState> {
    match signal {
        Signal::StreamStarted { .. } => Some(StreamState::Running),
        Signal::StreamStopped { .. } => Some(StreamState::Stopped),
        Signal::Update(_) | Signal::Other => None,
    }
}
