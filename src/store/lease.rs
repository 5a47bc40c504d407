//! A lease in IndexedDB: what a tab takes for its turn where the browser grants no Web Lock, which is on every page that
//! is not secure. Transactions of all tabs take place one after the other, so that two never take the same lease.
//!
//! A lease is short, and its owner renews it: one whose page was closed or loaded again ends by itself.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::Math;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::lease_table::LeaseTable;
use crate::browser::clock::unix_ms;

/// How long a lease counts after its owner was last heard of.
const LEASE_MS: u64 = 3_000;
/// How often it is renewed.
const RENEWAL_MS: u32 = 1_000;
/// How far ahead of this tab's clock another tab's may be: browsers round it in each tab on its own. A lease for longer
/// than that was taken before the clock was set back.
const CLOCK_SPREAD_MS: u64 = 1_000;

/// What became of an attempt.
#[derive(Debug)]
pub(super) enum Attempt {
    /// This tab has it, until it is given back.
    Taken(Lease),
    /// Another tab has it.
    Refused,
}

/// Whether a lease that another tab has is taken from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taking {
    /// It is not.
    IfFree,
    /// It is.
    Steal,
}

/// A lease that this tab has; given back when dropped.
#[derive(Debug)]
pub(super) struct Lease(Rc<LeaseEntry>);

/// A lease as it stands in the table.
#[derive(Debug)]
struct LeaseEntry {
    name: String,
    owner: u32,
    given_back: Cell<bool>,
}

impl Lease {
    /// Takes the lease of this name. `on_lost` is called if another tab takes it over.
    ///
    /// # Errors
    /// When the browser keeps no database for this page.
    pub(super) async fn take(name: &str, taking: Taking, on_lost: impl FnOnce() + 'static) -> Result<Attempt, JsValue> {
        let entry = LeaseEntry { name: name.to_owned(), owner: random_owner(), given_back: Cell::new(false) };
        if !entry.write(taking).await? {
            return Ok(Attempt::Refused);
        }
        let entry = Rc::new(entry);
        spawn_local(renew(Rc::clone(&entry), on_lost));
        Ok(Attempt::Taken(Self(entry)))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.given_back.set(true);
        let entry = Rc::clone(&self.0);
        spawn_local(async move {
            if let Err(error) = entry.delete().await {
                tracing::warn!("[Tabs] The lease could not be given back, and ends by itself: {error:?}");
            }
        });
    }
}

/// Renews a lease until it is given back, or another tab has it.
async fn renew(entry: Rc<LeaseEntry>, on_lost: impl FnOnce()) {
    loop {
        TimeoutFuture::new(RENEWAL_MS).await;
        if entry.given_back.get() {
            return;
        }
        match entry.write(Taking::IfFree).await {
            Ok(true) => {}
            Ok(false) => return on_lost(),
            Err(error) => {
                return tracing::warn!("[Tabs] The lease could not be renewed, and ends by itself: {error:?}");
            }
        }
    }
}

impl LeaseEntry {
    /// Writes it down, if it is this tab's or nobody's. Is it this tab's now?
    async fn write(&self, taking: Taking) -> Result<bool, JsValue> {
        let table = LeaseTable::open().await?;
        let entry = table.get(&self.name).await?;
        // The one clock that all tabs share, read when it is this tab's turn to look: read before, it could be older than
        // the lease that another tab has taken meanwhile.
        let now_ms = unix_ms();
        let is_others = entry.as_deref().and_then(read).is_some_and(|(owner, until_ms)| {
            owner != self.owner && until_ms > now_ms && until_ms <= now_ms + LEASE_MS + CLOCK_SPREAD_MS
        });
        if is_others && taking == Taking::IfFree {
            return Ok(false);
        }
        if self.given_back.get() {
            // While the table was opened: written now, it would be left behind.
            return Ok(true);
        }
        table.put(&self.name, &format!("{} {}", self.owner, now_ms + LEASE_MS)).await?;
        Ok(true)
    }

    /// Takes it out of the table, if it is this tab's.
    async fn delete(&self) -> Result<(), JsValue> {
        let table = LeaseTable::open().await?;
        let entry = table.get(&self.name).await?;
        match entry.as_deref().and_then(read) {
            Some((owner, _)) if owner == self.owner => table.delete(&self.name).await,
            _ => Ok(()),
        }
    }
}

/// A number that no other lease of this browser is likely to have.
fn random_owner() -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = (Math::random() * f64::from(u32::MAX)) as u32;
    number
}

/// Whose a lease is and until when, in Unix time in milliseconds. `None` for what another version of this page wrote.
fn read(entry: &str) -> Option<(u32, u64)> {
    let (owner, until_ms) = entry.split_once(' ')?;
    Some((owner.parse().ok()?, until_ms.parse().ok()?))
}
