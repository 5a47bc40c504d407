//! A page with nothing but the live view, below a store that the test itself tells what happened.

use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use lockstep::components::LiveView;
use lockstep::store::Store;
use lockstep::sync::{DisconnectReason, Event, RequestId, Stream};
use lockstep::viewer::{Acknowledge, Viewer};
use web_sys::HtmlElement;

use crate::frames::{arrived, good};
use crate::page::{place, until, wait_ms};

/// `LiveView` on the page, below a store without a socket.
pub struct LivePage {
    pub store: Store,
    pub viewer: Viewer,
    pub place: HtmlElement,
    _mounted: UnmountHandle<AnyViewState>,
}

impl LivePage {
    pub fn new() -> Self {
        let made = Rc::new(Cell::new(None));
        let place = place();
        let mounted = mount_to(place.clone(), {
            let made = Rc::clone(&made);
            move || {
                let store = Store::provide();
                made.set(Some((store, Viewer::provide())));
                LiveView().into_any()
            }
        });
        let (store, viewer) = made.take().unwrap();
        Self { store, viewer, place, _mounted: mounted }
    }

    /// The handshake is done and the backend answered the sync at once.
    pub fn connect(&self, stream: Stream) {
        self.store.dispatch(Event::Opened);
        let generation = self.store.socket().get_untracked().unwrap();
        self.store.dispatch(Event::SocketConnected { generation, sid: "sid".to_owned() });
        self.store.dispatch(Event::CheckReplied { request: RequestId(1), answer: Ok(stream) });
        assert!(self.store.knowledge().get_untracked().doubt().is_none(), "the reply was taken");
    }

    pub fn lose_connection(&self) {
        let generation = self.store.socket().get_untracked().unwrap();
        self.store.dispatch(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose });
    }

    pub async fn paint(&self, id: u8, colour: &str) {
        self.show(good(id, colour)).await;
    }

    /// Takes a frame and waits until it is painted.
    pub async fn show(&self, message: Vec<u8>) {
        let painted = Rc::new(Cell::new(false));
        let acknowledge: Acknowledge = Rc::new({
            let painted = Rc::clone(&painted);
            move |_| painted.set(true)
        });
        self.viewer.take(arrived(&message), acknowledge);
        until("the frame to be painted", || painted.get()).await;
    }

    pub fn text(&self, selector: &str) -> String {
        self.place.query_selector(selector).unwrap().unwrap().text_content().unwrap_or_default()
    }

    pub fn picture(&self) -> String {
        self.place.query_selector(".live-view").unwrap().unwrap().get_attribute("data-picture").unwrap_or_default()
    }

    pub async fn until_says(&self, picture: &str, caption: &str) {
        for _ in 0..300 {
            if self.picture() == picture && self.text(".live-view-caption").starts_with(caption) {
                let hidden = self.place.query_selector(".live-view-caption[hidden]").unwrap().is_some();
                assert_eq!(hidden, caption.is_empty());
                return;
            }
            wait_ms(10).await;
        }
        assert_eq!((self.picture(), self.text(".live-view-caption")), (picture.to_owned(), caption.to_owned()));
    }
}

impl Drop for LivePage {
    fn drop(&mut self) {
        self.place.remove();
    }
}
