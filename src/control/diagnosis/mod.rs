//! Why no microscope has answered yet, and what to do about it.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`Server`] | where something is served: what an address says of it |
//! | [`Symptoms`] | what the page can see of the trouble |
//! | [`Diagnosis`] | the trouble in one sentence, and one [`Remedy`] |
//!
//! Browsers hide most reasons from a page. What is only likely is called so.

mod cause;
#[allow(clippy::module_inception)]
mod diagnosis;
mod server;
mod symptoms;

pub use cause::Cause;
pub use diagnosis::{Diagnosis, Remedy};
pub use server::Server;
pub use symptoms::{Network, Permission, Symptoms};

#[cfg(test)]
mod tests;
