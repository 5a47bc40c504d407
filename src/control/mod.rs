//! What else is asked of the backend and of the page's own server, and what people are told. Pure: nothing here fetches,
//! waits or reads a clock.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`camera`] | what can be chosen about the stream: camera, format, parameters and their ranges |
//! | [`setting`] | numbers that people set: limits, sliders, when a change is sent |
//! | [`snap`] | one picture that the backend takes and saves |
//! | [`recording`] | what is to be recorded, and until when |
//! | [`disk`] | the room on the backend's disk |
//! | [`saved_file`] | is a file there that the backend says it has saved? |
//! | [`file_name`] | names that people give to such files |
//! | [`diagnosis`] | why no microscope has answered yet, and what to do about it |
//! | [`light`] | which lights there are, and how one is shown |
//! | [`microscopes`] | the microscopes that this browser knows |
//! | [`page_build`] | which build of the page this is, and when to ask for a newer one |
//! | [`notices`] | what the person is told: one notice a topic, repeats folded |
//! | [`journal`] | what happened, in words and as events that can be played again |

pub mod camera;
pub mod diagnosis;
pub mod disk;
pub mod file_name;
pub mod journal;
pub mod light;
pub mod microscopes;
pub mod notices;
pub mod page_build;
pub mod recording;
pub mod saved_file;
pub mod setting;
pub mod snap;
