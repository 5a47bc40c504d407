//! How connections go: which of them stands, and what of it is worth a word.

use super::super::link_record::{Loss, SinceCut};
use super::super::{DisconnectReason, Notice, Session, Timestamp, Visibility, timing};
use super::outbox::Outbox;

impl Session {
    /// The connection is made. Whether it stands is not known yet.
    pub(super) fn link_made(&mut self, out: &mut Outbox) {
        self.link.stands_at = out.now.after(timing::STANDS_AFTER_MS);
        match self.link.loss {
            // What is mended at once is only logged.
            Loss::None | Loss::Fresh { .. } => self.link.loss = Loss::None,
            // Of one that was cut soon after it was made, the end of the loss is told once it stands.
            Loss::Told if self.link.cuts > 1 => {}
            Loss::Told => self.link_regained(out),
        }
    }

    /// Has the connection that is up stood for long enough?
    fn link_stands(&self, now: Timestamp) -> bool {
        self.connection.connected() && self.link.stands_at <= now
    }

    /// A connection that stands makes up for those before it.
    fn settle_link(&mut self, out: &mut Outbox) {
        if self.link_stands(out.now) {
            self.link.cuts = 0;
            if self.link.loss == Loss::Told {
                self.link_regained(out);
            }
        }
    }

    /// A connection that was made is cut. Returns which try comes next: one that is cut at once, again and again, is no
    /// better than one that can't be made.
    pub(super) fn link_cut(&mut self, reason: DisconnectReason, out: &mut Outbox) -> u32 {
        self.settle_link(out);
        let link = &mut self.link;
        link.cuts = link.cuts.saturating_add(1);
        link.since_cut = SinceCut::Nothing;
        if link.loss != Loss::Told {
            link.loss = Loss::Fresh { reason, tell_at: out.now.after(timing::MENDED_WITHIN_MS) };
        }
        if link.cuts > 1 { link.attempt.saturating_add(1) } else { 1 }
    }

    /// A fresh loss is worth a word: it lasts, or requests fail too.
    pub(super) fn tell_loss(&mut self, out: &mut Outbox) {
        if let Loss::Fresh { reason, .. } = self.link.loss {
            self.link.loss = Loss::Told;
            out.notify(Notice::ConnectionLost { reason });
        }
    }

    /// Somebody looks again, who gives the connection as much time as anybody.
    pub(super) fn delay_telling_loss(&mut self, now: Timestamp) {
        if let Loss::Fresh { tell_at, .. } = &mut self.link.loss {
            *tell_at = now.after(timing::MENDED_WITHIN_MS);
        }
    }

    pub(super) fn fire_link_timer(&mut self, out: &mut Outbox) {
        self.settle_link(out);
        match self.link.loss {
            Loss::Fresh { tell_at, .. } if tell_at <= out.now && self.visibility == Visibility::Visible => {
                self.tell_loss(out);
            }
            Loss::None | Loss::Fresh { .. } | Loss::Told => {}
        }
    }

    fn link_regained(&mut self, out: &mut Outbox) {
        self.link.loss = Loss::None;
        out.notify(Notice::ConnectionRegained);
    }
}
