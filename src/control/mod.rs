//! What else is asked of the backend, and what people are told. Pure: nothing here fetches, waits or reads a clock.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`camera`] | what can be chosen about the stream: camera, format, parameters and their ranges |
//! | [`snap`] | one picture that the backend takes and saves |
//! | [`diagnosis`] | why no microscope has answered yet, and what to do about it |
//! | [`microscopes`] | the microscopes that this browser knows |
//! | [`notices`] | what the person is told: one notice a topic, repeats folded |

pub mod camera;
pub mod diagnosis;
pub mod microscopes;
pub mod notices;
pub mod snap;
