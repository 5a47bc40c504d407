//! Frames on their way to the viewer, which is loaded after the buttons are right.

use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use web_sys::js_sys::ArrayBuffer;

use super::handle::Acknowledge;

/// As much as one message may have. A backend that keeps to its window of unacknowledged frames sends far less.
const MAX_WAITING_BYTES: u32 = 64 << 20;

/// Takes frames from the socket to the viewer; copies are the same inlet. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Inlet {
    way: StoredValue<Way, LocalStorage>,
    /// What the viewer is to live in. Weak, because it holds this.
    page: StoredValue<Option<WeakOwner>>,
}

/// What takes a frame's message from here.
pub(super) type Taker = Rc<dyn Fn(ArrayBuffer, Acknowledge)>;

enum Way {
    /// There is no viewer yet: frames wait, the oldest first.
    Closed(VecDeque<(ArrayBuffer, Acknowledge)>),
    Open(Taker),
}

fn waiting_bytes(waiting: &VecDeque<(ArrayBuffer, Acknowledge)>) -> u32 {
    waiting.iter().fold(0, |sum: u32, (message, _)| sum.saturating_add(message.byte_length()))
}

impl Inlet {
    /// Makes the inlet and gives it to every component below. What begins its viewer lives as long as they do.
    pub fn provide() -> Self {
        let inlet = Self {
            way: StoredValue::new_local(Way::Closed(VecDeque::new())),
            page: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        };
        provide_context(inlet);
        inlet
    }

    /// The inlet that [`Inlet::provide`] made.
    ///
    /// # Panics
    /// When there is none: a mistake in the page's own structure.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Takes one `frame` message; see [`Viewer::take`](super::Viewer::take). Where there is no viewer yet, it waits.
    pub fn take(self, message: ArrayBuffer, acknowledge: Acknowledge) {
        let mut frame = Some((message, acknowledge));
        let taker = self.way.try_update_value(|way| match way {
            Way::Open(taker) => Some(Rc::clone(taker)),
            Way::Closed(waiting) => {
                waiting.extend(frame.take());
                while waiting_bytes(waiting) > MAX_WAITING_BYTES {
                    waiting.pop_front();
                }
                None
            }
        });
        if let (Some(Some(taker)), Some((message, acknowledge))) = (taker, frame) {
            taker(message, acknowledge);
        }
    }

    /// Frames that wait came over a socket that is no more.
    pub fn forget(self) {
        self.way.try_update_value(|way| {
            if let Way::Closed(waiting) = way {
                waiting.clear();
            }
        });
    }

    /// Hands over the frames that wait, and all that come.
    pub(super) fn open(self, taker: &Taker) {
        let before = self.way.try_update_value(|way| std::mem::replace(way, Way::Open(Rc::clone(taker))));
        if let Some(Way::Closed(waiting)) = before {
            for (message, acknowledge) in waiting {
                taker(message, acknowledge);
            }
        }
    }

    /// Makes something that lives as long as the page.
    pub(super) fn on_page<T>(self, make: impl FnOnce() -> T) -> T {
        match self.page.get_value().and_then(|page| page.upgrade()) {
            Some(page) => page.with(make),
            None => make(),
        }
    }
}
