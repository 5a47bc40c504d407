//! A page with nothing but the live view, below a store that the test itself tells what happened.

use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use lockstep::app;
use lockstep::browser::clock;
use lockstep::components::LiveView;
use lockstep::store::Store;
use lockstep::sync::{DisconnectReason, Event, RequestId, StreamEvent, StreamState, Timestamp};
use lockstep::viewer::{Acknowledge, Viewer};
use web_sys::HtmlElement;

use crate::frames::{arrived, good};
use crate::page::{comes_true, place, until};

/// `LiveView` on the page, below a store without a socket.
pub struct LivePage {
    pub store: Store,
    pub viewer: Viewer,
    pub place: HtmlElement,
    _mounted: UnmountHandle<AnyViewState>,
}

impl LivePage {
    /// A page whose painter is ready: while that starts, a frame gets old.
    pub async fn new() -> Self {
        let page = Self::starting();
        until("the painter to answer", || {
            page.viewer.probe(0, 0);
            page.viewer.probed().get_untracked().is_some()
        })
        .await;
        page
    }

    /// A page whose painter is being started, in a browser in which no picture was turned.
    pub fn starting() -> Self {
        forget_orientations();
        Self::again()
    }

    /// The same, in a browser that keeps what it kept.
    pub fn again() -> Self {
        let made = Rc::new(Cell::new(None));
        let place = place();
        let mounted = mount_to(place.clone(), {
            let made = Rc::clone(&made);
            move || {
                made.set(Some(app::provide()));
                LiveView().into_any()
            }
        });
        let (store, viewer) = made.take().unwrap();
        Self { store, viewer, place, _mounted: mounted }
    }

    /// The handshake is done and the backend answered the sync at once.
    pub fn connect(&self, stream: StreamState) {
        self.store.dispatch(Event::Opened);
        let generation = self.store.socket.get_untracked().unwrap();
        self.store.dispatch(Event::SocketConnected { generation, sid: "sid".to_owned() });
        self.store.dispatch(StreamEvent::CheckReplied { request: RequestId(1), answer: Ok(stream) });
        assert!(self.store.stream.get_untracked().unverified_reason().is_none(), "the reply was taken");
    }

    pub fn lose_connection(&self) {
        let generation = self.store.socket.get_untracked().unwrap();
        self.store.dispatch(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose });
    }

    /// Takes a frame of one colour and waits until it is painted.
    pub async fn paint(&self, id: u8, colour: &str) {
        self.show(good(id, colour)).await;
    }

    /// Takes a frame and waits until it is painted; says when it was.
    pub async fn show(&self, message: Vec<u8>) -> Timestamp {
        let painted_at = Rc::new(Cell::new(None));
        let acknowledge: Acknowledge = Rc::new({
            let painted_at = Rc::clone(&painted_at);
            move |_| painted_at.set(Some(clock::now()))
        });
        self.viewer.take(arrived(&message), acknowledge);
        until("the frame to be painted", || painted_at.get().is_some()).await;
        painted_at.get().unwrap()
    }

    pub fn text(&self, selector: &str) -> String {
        self.place.query_selector(selector).unwrap().unwrap().text_content().unwrap_or_default()
    }

    pub fn picture(&self) -> String {
        self.place.query_selector(".live-view").unwrap().unwrap().get_attribute("data-picture").unwrap_or_default()
    }

    pub async fn until_says(&self, picture: &str, caption: &str) {
        let said = || self.text(".live-view-caption");
        if comes_true(|| self.picture() == picture && said().starts_with(caption)).await {
            let hidden = self.place.query_selector(".live-view-caption[hidden]").unwrap().is_some();
            assert_eq!(hidden, caption.is_empty());
        } else {
            assert_eq!((self.picture(), said()), (picture.to_owned(), caption.to_owned()));
        }
    }
}

/// No picture was turned in this browser.
pub fn forget_orientations() {
    window().local_storage().unwrap().unwrap().remove_item("lockstep.orientations").unwrap();
}

/// How old something is in whole seconds, in words such as “under 1 s ago” and “lost, 2 s old”.
pub fn age_s(words: &str) -> Option<u64> {
    let (before, _) = words.rsplit_once(" s ")?;
    let seconds = before.rsplit(' ').next()?.parse().ok()?;
    Some(if before.ends_with("under 1") { 0 } else { seconds })
}

impl Drop for LivePage {
    fn drop(&mut self) {
        self.place.remove();
    }
}
