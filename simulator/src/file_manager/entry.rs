//! A line of the file manager's list.

use serde::Serialize;

/// A file or folder, as the list of all has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Without the folders.
    pub name: String,
    pub is_directory: bool,
    /// From the data folder on, with a slash before it.
    pub path: String,
    /// The same as the path.
    #[serde(rename = "_id")]
    pub id: String,
    /// Bytes; a folder has none.
    pub size: Option<usize>,
    /// When it was written, as the interface words it.
    pub modified_time: String,
}
