//! The reactive global store: the single source of truth.
//!
//! One signal holds the machine's state; everything the page shows is derived from it by memos, the fields of [`Store`].
//! [`Store::dispatch`] steps the machine and carries out its effects. Nothing else writes stream state.

mod camera_info;
mod camera_settings;
mod camera_survey;
mod cameras;
mod channel;
mod command_lock;
mod disk;
mod drive;
mod driven;
mod effects;
mod environment;
mod handle;
mod in_flight;
mod lease;
mod lease_table;
mod light_ranges;
mod light_survey;
mod lights;
mod locking;
mod log_store;
mod microscope_list;
mod microscopes;
mod orders;
mod planned_stop;
mod provide;
mod record;
mod recording_store;
mod refresh_queue;
mod report_facts;
mod requests;
mod saved_file_store;
mod sent_record;
mod snap_store;
mod stream_facts;
mod survey;
mod tabs;
mod timer;
mod turn;
mod under_way;
mod updates;

pub use camera_info::{CameraInfo, UpdateOutcome};
pub use handle::{Store, use_store};
pub use log_store::LogStore;
pub use microscope_list::Microscopes;
pub use provide::provide_store;
pub use recording_store::RecordingStore;
pub use saved_file_store::SavedFileStore;
pub use snap_store::SnapStore;
