//! The pages, and how links between them are written.

mod address_test;
mod header;
mod live;
mod microscope_fields;
mod microscope_form;
mod microscope_rows;
mod not_found;
mod route;
mod settings;

pub use header::Header;
pub use live::LivePage;
pub use not_found::NotFoundPage;
pub use route::{PageName, base, with_backend, without_backend};
pub use settings::SettingsPage;
