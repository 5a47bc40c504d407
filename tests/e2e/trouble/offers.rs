//! Which button the page offered when, beside what the backend did.

use super::news::News;
use super::{Deed, Truth, Turn};
use crate::harness::Look;

/// Which button can be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Play,
    Stop,
    Neither,
}

/// What was offered from a moment on: Unix time in milliseconds.
pub type Offers = Vec<(f64, Offer)>;

/// As it was painted: noted when the browser was about to paint.
pub fn painted(looks: &[Look]) -> Offers {
    let offer = |look: &Look| match (look.page.offers_play(), look.page.offers_stop()) {
        (true, _) => Offer::Play,
        (_, true) => Offer::Stop,
        _ => Offer::Neither,
    };
    looks.iter().map(|look| (look.at_ms, offer(look))).collect()
}

/// As the buttons were, painted or not yet: what a press would have commanded. From what the page noted since `first`.
pub fn pressable(first: (f64, Offer), news: &[News]) -> Offers {
    let mut offers = vec![first];
    let (mut play, mut stop) = (first.1 == Offer::Play, first.1 == Offer::Stop);
    for news in news.iter().filter(|news| news.at_ms > first.0) {
        match news.what.as_str() {
            "Play on" => play = true,
            "Play off" => play = false,
            "Stop on" => stop = true,
            "Stop off" => stop = false,
            _ => continue,
        }
        let offer = match (play, stop) {
            (true, false) => Offer::Play,
            (false, true) => Offer::Stop,
            _ => Offer::Neither,
        };
        offers.push((news.at_ms, offer));
    }
    offers
}

/// A time without a break in which the page was wrong, or offered neither button.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Unix time in milliseconds.
    pub from_ms: f64,
    pub to_ms: f64,
    /// What was offered; `Neither` is not wrong.
    pub offer: Offer,
    /// What was done last before it.
    pub deed: Deed,
}

impl Stretch {
    pub fn took_ms(self) -> f64 {
        self.to_ms - self.from_ms
    }

    pub fn is_wrong(self) -> bool {
        self.offer != Offer::Neither
    }
}

/// How long the backend answered, and the stretches in which the page did not offer what it should have.
pub fn compare(offers: &Offers, turns: &[Turn]) -> (f64, Vec<Stretch>) {
    let mut answering_ms = 0.0;
    let mut stretches: Vec<Stretch> = Vec::new();
    for (place, turn) in turns.iter().enumerate() {
        let next_ms = turns.get(place + 1).map_or(f64::INFINITY, |next| next.begun_ms);
        for (index, &(at_ms, offer)) in offers.iter().enumerate() {
            let until_ms = offers.get(index + 1).map_or(at_ms, |next| next.0);
            let (from_ms, to_ms) = (at_ms.max(turn.done_ms), until_ms.min(next_ms));
            if to_ms <= from_ms {
                continue;
            }
            answering_ms += to_ms - from_ms;
            let is_right = match turn.truth {
                Truth::Running => offer == Offer::Stop,
                Truth::Stopped => offer == Offer::Play,
                Truth::Unknown => true,
            };
            if is_right {
                continue;
            }
            match stretches.last_mut().filter(|last| last.offer == offer && last.to_ms == from_ms) {
                Some(last) => last.to_ms = to_ms,
                None => stretches.push(Stretch { from_ms, to_ms, offer, deed: turn.deed }),
            }
        }
    }
    (answering_ms, stretches)
}
