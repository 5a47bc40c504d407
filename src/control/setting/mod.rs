//! Numbers that people set: what may be written, how far a slider goes, and when a change is sent.
//!
//! | noun | what it is |
//! | --- | --- |
//! | [`NumberText`] | a number as people write it |
//! | [`Limits`] | the lowest and the highest value, where they are known, and the unit |
//! | [`SettingView`] | a value as far as it is known, and what was asked for |
//! | [`SettingError`] | why what was written is not sent |
//! | [`SliderScale`] | which values a slider's positions stand for |
//! | [`Pace`] | when a slider that is moved sends its value |

mod limits;
mod number_text;
mod pace;
mod setting_view;
mod slider_scale;

pub use limits::{Limits, SettingError};
pub use number_text::{NumberText, written};
pub use pace::{Due, Pace};
pub use setting_view::SettingView;
pub use slider_scale::SliderScale;
