//! The file manager: uploaded files in folders, which the server also serves.

mod entry;
mod tree;

pub use entry::Entry;
pub use tree::{FileTree, Refusal};
