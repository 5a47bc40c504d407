//! What the page is made of.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`WebSocketHandler`] | keeps the one socket, and turns what happens on it into events |
//! | [`StreamControls`] | Play and Stop; `focus_return` says where the focus goes after them |
//! | [`RecordControls`] | Record; `record` also has what is said of a recording |
//! | [`KeyList`] | the list of keys, and the button that opens it |
//! | [`MicroscopeSwitch`] | which microscope is shown, and the way to another |
//! | `key_presses` | what a press of a key is |
//! | [`StatusIndicator`] | what is known about connection and stream; its words are in `status_text` |
//! | [`Announcer`] | the same for those who hear the page: once when it has changed |
//! | [`Notices`] | what the person is told; `newer_build` is the notice that there is one |
//! | [`VersionLine`] | which Lockstep this is |
//! | [`LiveView`] | the picture with all that belongs to it |
//! | `live_caption`, `frame_stats` | what is said about the picture, and figures about its frames |
//! | `contrast_note` | that its contrast is stretched, and by how much |
//! | `clipping_note` | how much of it is saturated or black |
//! | `orientation_note` | that it is turned or mirrored |
//! | `diagnosis_card` | why no microscope has answered yet, and what to do about it |
//! | `forbidden` | what the policy that came with the page forbade it to ask |
//! | `exposure` | how long a frame may take, where no frames before it tell |
//! | `other_cameras` | the cameras that stream beside the one that is looked at |
//! | `resend_last_ack` | what helps a stream that stalls |
//! | `stage` | where the picture lies, and what buttons, wheel, pointers and keys do there |
//! | `toolbar` | the buttons under the picture |
//! | `panels` | what opens under the picture |
//! | `plural` | how many, in words |
//! | `text_field` | a field for a word |
//! | `value_field` | a number that can be set: a field, and a slider |
//! | `all_lights_off` | the way to darkness |
//!
//! Words that change are their element's `textContent`, not a text node that is kept: the browser's translation puts
//! nodes of its own in the place of texts, and what is written into the old ones is never seen.

mod all_lights_off;
mod announcer;
mod clipping_note;
mod contrast_note;
mod diagnosis_card;
mod exposure;
mod focus_return;
mod forbidden;
mod frame_stats;
mod key_list;
mod key_presses;
mod live_caption;
mod live_view;
mod microscope_switch;
mod newer_build;
mod notices;
mod orientation_note;
mod other_cameras;
mod panels;
mod plural;
mod record;
mod resend_last_ack;
mod stage;
mod status;
mod status_text;
mod stream_controls;
mod text_field;
mod toolbar;
mod value_field;
mod version;
mod websocket_handler;

pub use announcer::Announcer;
pub use key_list::{KeyList, KeysButton};
pub use key_presses::ignore_repeated_presses;
pub use live_view::LiveView;
pub use microscope_switch::MicroscopeSwitch;
pub use notices::Notices;
pub use record::RecordControls;
pub use stage::ViewerControls;
pub use status::StatusIndicator;
pub use stream_controls::StreamControls;
pub use version::VersionLine;
pub use websocket_handler::WebSocketHandler;
