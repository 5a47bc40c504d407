//! A viewer without the components around it, and what it acknowledges.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use lockstep::sync::Visibility;
use lockstep::viewer::image::PixelValue;
use lockstep::viewer::{Acknowledge, PixelReadout, Statistics, Viewer};
use web_sys::HtmlElement;

use crate::canvas::{RED, canvas, until_colour};
use crate::frames::{arrived, good};
use crate::page::{place, until, wait_ms};

/// A viewer on the page, with a tab that the test shows and hides.
pub struct Bench {
    pub viewer: Viewer,
    pub visibility: RwSignal<Visibility>,
    pub place: HtmlElement,
    acknowledged: Rc<RefCell<Vec<u8>>>,
    acknowledge: Acknowledge,
    publications: Rc<Cell<u32>>,
    _mounted: UnmountHandle<AnyViewState>,
}

impl Bench {
    /// A bench whose painter is ready, and that has seen nothing yet.
    pub async fn new() -> Self {
        let bench = Self::starting();
        bench.take(good(255, RED));
        bench.until_acknowledged(&[255]).await;
        bench.viewer.clear();
        until("the canvas to be empty", || canvas(&bench.place).width() == 1).await;
        bench.settle().await;
        bench.acknowledged.borrow_mut().clear();
        bench.publications.set(0);
        bench
    }

    /// A bench whose painter is being started.
    pub fn starting() -> Self {
        let made = Rc::new(Cell::new(None));
        let publications = Rc::new(Cell::new(0));
        let place = place();
        let mounted = mount_to(place.clone(), {
            let (made, publications) = (Rc::clone(&made), Rc::clone(&publications));
            move || {
                let visibility = RwSignal::new(Visibility::Visible);
                let viewer = Viewer::new(visibility.into());
                Effect::new(move |_| {
                    viewer.statistics().track();
                    publications.set(publications.get() + 1);
                });
                made.set(Some((viewer, visibility)));
                ().into_any()
            }
        });
        let (viewer, visibility) = made.take().unwrap();
        viewer.mount(&place);
        let acknowledged = Rc::new(RefCell::new(Vec::new()));
        let acknowledge: Acknowledge = Rc::new({
            let acknowledged = Rc::clone(&acknowledged);
            move |id| acknowledged.borrow_mut().push(id)
        });
        Self { viewer, visibility, place, acknowledged, acknowledge, publications, _mounted: mounted }
    }

    pub fn take(&self, message: Vec<u8>) {
        self.viewer.take(arrived(&message), Rc::clone(&self.acknowledge));
    }

    pub fn acknowledged(&self) -> Vec<u8> {
        self.acknowledged.borrow().clone()
    }

    pub fn statistics(&self) -> Statistics {
        self.viewer.statistics().get_untracked()
    }

    /// Waits until every frame is counted: received, painted, dropped, undecodable.
    pub async fn until_counted(&self, expected: (u64, u64, u64, u64)) {
        let (received, ..) = expected;
        let counted = |it: &Statistics| it.received == received && it.painted + it.dropped + it.undecodable >= received;
        until(&format!("{received} frames to be counted"), || counted(&self.statistics())).await;
        let it = self.statistics();
        assert_eq!((it.received, it.painted, it.dropped, it.undecodable), expected);
    }

    /// How often statistics were published.
    pub fn publications(&self) -> u32 {
        self.publications.get()
    }

    pub async fn until_acknowledged(&self, ids: &[u8]) {
        until(&format!("{ids:?} to be acknowledged"), || self.acknowledged.borrow().len() >= ids.len()).await;
        assert_eq!(self.acknowledged(), ids);
    }

    /// Long enough for anything that should not happen.
    pub async fn settle(&self) {
        wait_ms(400).await;
    }

    pub async fn until_shows(&self, colour: &str) {
        until_colour(&self.place, colour).await;
    }

    /// What is measured at a pixel now.
    pub async fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        // Another pixel first, so that an older answer is not taken for the one to this question.
        for (x, y) in [(u32::MAX, y), (x, y)] {
            self.viewer.probe(x, y);
            until("a pixel to be measured", || self.probed().is_some_and(|probed| (probed.x, probed.y) == (x, y)))
                .await;
        }
        self.probed().unwrap().value
    }

    fn probed(&self) -> Option<PixelReadout> {
        self.viewer.probed().get_untracked()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.place.remove();
    }
}
