//! A simulator process with plain HTTP and WebSocket clients, which know nothing of the simulator's libraries.
#![allow(dead_code, unused_imports, clippy::unwrap_used, clippy::expect_used)]

mod simulator;
mod socket;

use std::time::Duration;

use tokio::time::timeout;

pub use simulator::{Answer, Simulator};
pub use socket::{Ending, SIGNAL, Socket, is_storage_status};

/// Longest wait for anything that should come at once.
pub const SOON: Duration = Duration::from_secs(5);
/// Longest wait for anything that has to come at all.
pub const EVER: Duration = Duration::from_secs(60);

/// Waits until `condition` holds.
pub async fn eventually<F: AsyncFnMut() -> bool>(mut condition: F) {
    timeout(EVER, async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .expect("the condition never held");
}
