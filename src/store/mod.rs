//! The reactive global store: the single source of truth.
//!
//! One signal holds the machine's state; everything the page shows is derived from it by memos, the fields of [`Store`].
//! [`Store::dispatch`] steps the machine and carries out its effects. Nothing else writes stream state.

mod cameras;
mod command_lock;
mod effects;
mod environment;
mod lease;
mod provide;
mod requests;
mod snap_store;
#[allow(clippy::module_inception)]
mod store;
mod tabs;
mod timer;

pub use cameras::{CameraInfo, UpdateOutcome};
pub use provide::provide_store;
pub use snap_store::SnapStore;
pub use store::{Store, use_store};
