//! How much of the time in which the backend answered the page was wrong, or offered nothing, and why.

use std::fmt;

use super::news::News;
use super::offers::{self, Offer, Offers, Stretch};
use super::{Deed, Truth, Turn};
use crate::harness::Look;

/// Shorter times with neither button are only counted.
const WORTH_A_LINE_MS: f64 = 60.0;

/// What is told of one script. Displays itself in several lines.
#[derive(Debug)]
pub struct Verdict {
    turns: Vec<Turn>,
    news: Vec<News>,
    painted: Offers,
    answering_ms: f64,
    /// As it was painted.
    stretches: Vec<Stretch>,
    /// How long a press would have commanded the wrong thing, or nothing.
    pressable_wrong_ms: f64,
    pressable_answering_ms: f64,
}

impl Verdict {
    pub(super) fn new(turns: Vec<Turn>, looks: &[Look], news: Vec<News>) -> Self {
        let painted = offers::painted(looks);
        let (answering_ms, stretches) = offers::compare(&painted, &turns);
        let pressable = offers::pressable(painted[0], &news);
        let (pressable_answering_ms, pressable) = offers::compare(&pressable, &turns);
        let wrong = pressable.into_iter().filter(|stretch| stretch.is_wrong());
        let pressable_wrong_ms = wrong.map(Stretch::took_ms).sum();
        Self { turns, news, painted, answering_ms, stretches, pressable_wrong_ms, pressable_answering_ms }
    }

    fn count(&self, deed: Deed) -> usize {
        self.turns.iter().filter(|turn| turn.deed == deed).count()
    }

    fn took_ms(&self, of: impl Fn(&Stretch) -> bool) -> f64 {
        self.stretches
            .iter()
            .filter(|stretch| of(stretch))
            .map(|stretch| stretch.took_ms())
            .fold(0.0, |sum, ms| sum + ms)
    }

    fn percent(&self, part_ms: f64) -> f64 {
        part_ms * 100.0 / self.answering_ms
    }

    /// How long after it was done each deed of a kind was followed by something, which `find` finds among what came since
    /// it was begun.
    fn delays(&self, deed: Deed, find: impl Fn(&Turn) -> Option<f64>) -> Spread {
        let turns = self.turns.iter().filter(|turn| turn.deed == deed);
        Spread::of(turns.filter_map(|turn| Some(find(turn)? - turn.done_ms)).collect())
    }

    /// When something else was done, until which what follows is about this turn.
    fn end_ms(&self, turn: &Turn) -> f64 {
        let mut later = self.turns.iter().filter(|later| later.begun_ms > turn.begun_ms && later.deed != Deed::Loss);
        later.next().map_or(f64::INFINITY, |next| next.begun_ms)
    }

    fn first_news(&self, turn: &Turn, since_ms: f64, is_it: impl Fn(&str) -> bool) -> Option<f64> {
        let mut heard = self.news.iter().filter(|news| (since_ms..self.end_ms(turn)).contains(&news.at_ms));
        heard.find(|news| is_it(&news.what)).map(|news| news.at_ms)
    }

    fn first_painted(&self, turn: &Turn, since_ms: f64, is_it: impl Fn(Offer) -> bool) -> Option<f64> {
        let mut painted = self.painted.iter().filter(|(at_ms, _)| (since_ms..self.end_ms(turn)).contains(at_ms));
        painted.find(|(_, offer)| is_it(*offer)).map(|(at_ms, _)| *at_ms)
    }

    /// A stretch, and what the page heard and did from the deed before it to its end.
    fn line(&self, stretch: &Stretch) -> String {
        let turn = self.turns.iter().rfind(|turn| turn.done_ms <= stretch.from_ms).unwrap_or(&self.turns[0]);
        let since_ms = turn.begun_ms.max(stretch.from_ms - 400.0);
        let heard = self.news.iter().filter(|news| (since_ms..=stretch.to_ms).contains(&news.at_ms));
        let heard: Vec<String> =
            heard.map(|news| format!("{} {:+.0}", news.what, news.at_ms - stretch.from_ms)).collect();
        format!(
            "{:.3} s: {:?} for {:.0} ms while it was {:?}; {:?} was done {:+.0} ms; {}",
            (stretch.from_ms - self.turns[0].done_ms) / 1_000.0,
            stretch.offer,
            stretch.took_ms(),
            turn.truth,
            turn.deed,
            turn.done_ms - stretch.from_ms,
            heard.join(", ")
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrong_ms = self.took_ms(|stretch| stretch.is_wrong());
        let wrong = self.stretches.iter().filter(|stretch| stretch.is_wrong());
        writeln!(
            f,
            "wrong {:.2} %, {:.0} ms at most at a stretch; neither button {:.1} % ({} kills, {} changes, {} lost requests)",
            self.percent(wrong_ms),
            wrong.clone().map(|stretch| stretch.took_ms()).fold(0.0, f64::max),
            self.percent(self.took_ms(|stretch| !stretch.is_wrong())),
            self.count(Deed::Restart),
            self.count(Deed::Change),
            self.count(Deed::Loss),
        )?;
        writeln!(
            f,
            "    that is as painted; a press would have done the wrong thing for {:.2} %",
            self.pressable_wrong_ms * 100.0 / self.pressable_answering_ms
        )?;
        for deed in [Deed::Change, Deed::Restart, Deed::Loss] {
            let share = |is_wrong| self.percent(self.took_ms(|it| it.deed == deed && it.is_wrong() == is_wrong));
            writeln!(f, "    after a {deed:?}: wrong {:.2} %, neither {:.2} %", share(true), share(false))?;
        }
        let wrong_button = |turn: &Turn| if turn.truth == Truth::Running { "Play off" } else { "Stop off" };
        writeln!(
            f,
            "    from the answer to a change to its announcement {}, to the wrong button's end {}, to its repaint {}",
            self.delays(Deed::Change, |turn| self
                .first_news(turn, turn.begun_ms, |what| what.starts_with("sigStream"))),
            self.delays(Deed::Change, |turn| self.first_news(turn, turn.begun_ms, |what| what == wrong_button(turn))),
            self.delays(Deed::Change, |turn| self
                .first_painted(turn, turn.begun_ms, |offer| offer != wrong_offer(turn))),
        )?;
        let is_word = |what: &str| what == "asked" || what == "socket tried";
        writeln!(
            f,
            "    from a backend that is back to the first word to it {}, to the right button's paint {}",
            self.delays(Deed::Restart, |turn| self.first_news(turn, turn.done_ms, is_word)),
            self.delays(Deed::Restart, |turn| self
                .first_painted(turn, turn.done_ms, |offer| offer == right_offer(turn))),
        )?;
        let worth = |stretch: &&Stretch| stretch.is_wrong() || stretch.took_ms() >= WORTH_A_LINE_MS;
        self.stretches.iter().filter(worth).try_for_each(|stretch| writeln!(f, "    {}", self.line(stretch)))
    }
}

fn right_offer(turn: &Turn) -> Offer {
    if turn.truth == Truth::Running { Offer::Stop } else { Offer::Play }
}

fn wrong_offer(turn: &Turn) -> Offer {
    if turn.truth == Truth::Running { Offer::Play } else { Offer::Stop }
}

/// Times in milliseconds, as their median and the worst.
struct Spread(Vec<f64>);

impl Spread {
    fn of(mut values_ms: Vec<f64>) -> Self {
        values_ms.sort_by(f64::total_cmp);
        Self(values_ms)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.get(self.0.len() / 2), self.0.last()) {
            (Some(median), Some(worst)) => write!(f, "{median:.0} ms (median), {worst:.0} ms (worst)"),
            _ => f.write_str("never"),
        }
    }
}
