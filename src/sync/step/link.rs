//! How connections go: which of them stands, and what of it is worth a word.

use super::super::link_record::{Loss, SinceCut};
use super::super::{DisconnectReason, Notice, Visibility, timing};
use super::Step;

impl Step<'_> {
    /// The connection is made. Whether it stands is not known yet.
    pub(super) fn link_made(&mut self) {
        self.state.link.stands_at = self.now.after(timing::STANDS_AFTER_MS);
        match self.state.link.loss {
            // What is mended at once is only logged.
            Loss::None | Loss::Fresh { .. } => self.state.link.loss = Loss::None,
            // Of one that was cut soon after it was made, the end of the loss is told once it stands.
            Loss::Told if self.state.link.cuts > 1 => {}
            Loss::Told => self.link_regained(),
        }
    }

    /// Has the connection that is up stood for long enough?
    fn link_stands(&self) -> bool {
        self.state.connection.connected() && self.state.link.stands_at <= self.now
    }

    /// A connection that stands makes up for those before it.
    fn settle_link(&mut self) {
        if self.link_stands() {
            self.state.link.cuts = 0;
            if self.state.link.loss == Loss::Told {
                self.link_regained();
            }
        }
    }

    /// A connection that was made is cut. Returns which try comes next: one that is cut at once, again and again, is no
    /// better than one that can't be made.
    pub(super) fn link_cut(&mut self, reason: DisconnectReason) -> u32 {
        self.settle_link();
        let link = &mut self.state.link;
        link.cuts = link.cuts.saturating_add(1);
        link.since_cut = SinceCut::Nothing;
        if link.loss != Loss::Told {
            link.loss = Loss::Fresh { reason, tell_at: self.now.after(timing::MENDED_WITHIN_MS) };
        }
        if link.cuts > 1 { link.attempt.saturating_add(1) } else { 1 }
    }

    /// A fresh loss is worth a word: it lasts, or requests fail too.
    pub(super) fn tell_loss(&mut self) {
        if let Loss::Fresh { reason, .. } = self.state.link.loss {
            self.state.link.loss = Loss::Told;
            self.notify(Notice::ConnectionLost { reason });
        }
    }

    /// Somebody looks again, who gives the connection as much time as anybody.
    pub(super) fn delay_telling_loss(&mut self) {
        if let Loss::Fresh { tell_at, .. } = &mut self.state.link.loss {
            *tell_at = self.now.after(timing::MENDED_WITHIN_MS);
        }
    }

    pub(super) fn fire_link_timer(&mut self) {
        self.settle_link();
        match self.state.link.loss {
            Loss::Fresh { tell_at, .. } if tell_at <= self.now && self.state.visibility == Visibility::Visible => {
                self.tell_loss();
            }
            Loss::None | Loss::Fresh { .. } | Loss::Told => {}
        }
    }

    fn link_regained(&mut self) {
        self.state.link.loss = Loss::None;
        self.notify(Notice::ConnectionRegained);
    }
}
