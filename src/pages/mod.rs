//! The pages, and how links between them are written.

mod header;
mod live;
mod not_found;
mod route;
mod settings;

pub use header::Header;
pub use live::LivePage;
pub use not_found::NotFoundPage;
pub use route::{PageName, base, without_backend};
pub use settings::SettingsPage;
