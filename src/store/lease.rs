//! A lease in IndexedDB: what a tab takes for its turn where the browser grants no Web Lock, which is on every page that
//! is not secure. Transactions of all tabs take place one after the other, so that two never take the same lease.

use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode, window};

use crate::sync::timing::COMMAND_TIMEOUT_MS;

/// Longer than any command; a tab that was closed in mid-command never gives its lease back.
const LEASE_MS: f64 = COMMAND_TIMEOUT_MS as f64 + 5_000.0;
/// How far ahead of this tab's clock another tab's may be: browsers round it in each tab on its own. A lease for longer
/// than that was taken before the clock was set back.
const CLOCK_SPREAD_MS: f64 = 5_000.0;
const DATABASE: &str = "lockstep";
/// Keeps until when each lease is taken, in Unix time in milliseconds, under its name.
const LEASES: &str = "leases";

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// This tab has it, until it is given back.
    Taken,
    /// Another tab has it.
    Refused,
}

/// Takes the lease of this name, unless another tab has it.
///
/// # Errors
/// When the browser keeps no database for this page.
pub(super) async fn take(name: &str) -> Result<Attempt, JsValue> {
    let database = open().await?;
    let leases = leases(&database)?;
    let taken_until_ms = done(&leases.get(&name.into())?).await?.as_f64();
    // The one clock that all tabs share, read when it is this tab's turn to look: read before, it could be older than
    // the lease that another tab has taken meanwhile.
    let now_ms = Date::now();
    let is_taken = |until_ms: f64| until_ms > now_ms && until_ms <= now_ms + LEASE_MS + CLOCK_SPREAD_MS;
    if taken_until_ms.is_some_and(is_taken) {
        return Ok(Attempt::Refused);
    }
    done(&leases.put_with_key(&(now_ms + LEASE_MS).into(), &name.into())?).await?;
    Ok(Attempt::Taken)
}

/// Gives the lease back.
///
/// # Errors
/// When the browser keeps no database for this page.
pub(super) async fn give_back(name: &str) -> Result<(), JsValue> {
    let database = open().await?;
    done(&leases(&database)?.delete(&name.into())?).await?;
    Ok(())
}

/// An open database; closed when dropped.
struct Database(IdbDatabase);

impl Drop for Database {
    fn drop(&mut self) {
        self.0.close();
    }
}

async fn open() -> Result<Database, JsValue> {
    let factory = window().and_then(|window| window.indexed_db().ok()?).ok_or("there is no database")?;
    let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, 1)?;
    let opening = request.clone();
    let make = Closure::once(move || {
        // A failure here fails the request as well.
        if let Ok(database) = opening.result() {
            drop(database.unchecked_into::<IdbDatabase>().create_object_store(LEASES));
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    Ok(Database(done(&request).await?.unchecked_into()))
}

fn leases(database: &Database) -> Result<IdbObjectStore, JsValue> {
    database.0.transaction_with_str_and_mode(LEASES, IdbTransactionMode::Readwrite)?.object_store(LEASES)
}

/// What a request results in.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(ended).await?;
    request.result()
}
