//! Panels under the picture, one at a time. Each is made when it is opened, and does nothing while it is closed.
//!
//! | component | what it shows |
//! | --- | --- |
//! | [`OpenPanel`] | the one [`Panel`] that is open |
//! | [`CameraPanel`] | which camera streams, in which format, and how its frames are made |
//! | [`ChoiceButtons`], [`ParameterField`] | its buttons and fields |
//! | [`CameraSettings`] | exposure and gain |
//! | [`LightPanel`], [`LightRow`] | the lights, and one of them |
//! | [`HistogramPanel`] | how often values occur, and the contrast |
//! | [`RangeSlider`], [`GammaSlider`] | a handle for black or white, and one for the gamma: both set [`DisplayControls`] |
//! | [`NumbersPanel`] | the last minute of frames |
//! | [`RatePlot`] | its plot |
//! | [`SnapPanel`] | a picture, taken and saved by the backend |
//! | [`SnapResult`] | how that goes, and what came of it |
//! | [`RecordingPanel`] | what is recorded next, and what became of the latest recording |
//! | [`LogPanel`] | what has happened |
//! | [`ReportPreview`] | all that a report says, before it is saved |
//! | [`LogTimeline`], [`LogRows`] | its last ten minutes, and its entries |

mod camera_panel;
mod camera_settings;
mod choice_buttons;
mod display_controls;
mod gamma_slider;
mod histogram_panel;
mod light_panel;
mod light_row;
mod log_panel;
mod log_rows;
mod log_timeline;
mod numbers_panel;
mod open_panel;
mod panel;
mod parameter_field;
mod range_slider;
mod rate_plot;
mod recording_panel;
mod report_preview;
mod snap_panel;
mod snap_result;

use camera_panel::CameraPanel;
use camera_settings::CameraSettings;
use choice_buttons::{ChoiceButtons, ChoiceOption};
use display_controls::{DisplayControls, RangeEnd};
use gamma_slider::GammaSlider;
use histogram_panel::HistogramPanel;
use light_panel::LightPanel;
use light_row::LightRow;
use log_panel::LogPanel;
use log_rows::LogRows;
use log_timeline::LogTimeline;
use numbers_panel::NumbersPanel;
use parameter_field::ParameterField;
use range_slider::RangeSlider;
use rate_plot::RatePlot;
use recording_panel::RecordingPanel;
use report_preview::ReportPreview;
use snap_panel::SnapPanel;
use snap_result::SnapResult;

pub use open_panel::OpenPanel;
pub use panel::Panel;
