//! The table of leases in the browser's database.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode, window};

use crate::browser::time_limit::within_ms;

/// A database that has not answered by then never will.
const ANSWER_LIMIT_MS: u32 = 2_000;
const DATABASE: &str = "lockstep";
/// Keeps whose each lease is and until when, under its name.
const LEASES: &str = "leases";

/// The table, in one transaction: what is read is so until something is written.
pub(super) struct LeaseTable {
    database: IdbDatabase,
    leases: IdbObjectStore,
}

impl Drop for LeaseTable {
    fn drop(&mut self) {
        self.database.close();
    }
}

impl LeaseTable {
    /// Opens it.
    ///
    /// # Errors
    /// When the browser keeps no database for this page, or does not answer.
    pub(super) async fn open() -> Result<Self, JsValue> {
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
        let database: IdbDatabase = done(&request).await?.unchecked_into();
        let leases = database
            .transaction_with_str_and_mode(LEASES, IdbTransactionMode::Readwrite)
            .and_then(|transaction| transaction.object_store(LEASES));
        match leases {
            Ok(leases) => Ok(Self { database, leases }),
            Err(error) => {
                database.close();
                Err(error)
            }
        }
    }

    /// What stands under this name, if it is a text.
    pub(super) async fn get(&self, name: &str) -> Result<Option<String>, JsValue> {
        Ok(done(&self.leases.get(&name.into())?).await?.as_string())
    }

    pub(super) async fn put(&self, name: &str, entry: &str) -> Result<(), JsValue> {
        done(&self.leases.put_with_key(&entry.into(), &name.into())?).await.map(drop)
    }

    pub(super) async fn delete(&self, name: &str) -> Result<(), JsValue> {
        done(&self.leases.delete(&name.into())?).await.map(drop)
    }
}

/// What a request results in.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    within_ms(ANSWER_LIMIT_MS, &ended).await?;
    request.result()
}
