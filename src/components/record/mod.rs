//! Record, and what is said of a recording.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`RecordControls`] | [`RecordButton`], and the button that opens the panel with what is recorded next |
//! | [`RecordLine`] | what the bar says of a recording, and of the disk that it goes to |
//! | `words` | in which words |

mod record_button;
mod record_controls;
mod record_line;
mod words;

use record_button::RecordButton;

pub use record_controls::RecordControls;
pub use record_line::RecordLine;
pub use words::disk_words;
