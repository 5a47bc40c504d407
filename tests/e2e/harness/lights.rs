//! Lights and camera settings, as somebody else sees and sets them.

use serde_json::Value;

use super::rest::send;
use super::simulator::Simulator;

/// A light as the simulator has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    pub on: bool,
    pub value: f64,
}

/// Names are as they stand in an address.
impl Simulator {
    pub fn light(&self, name: &str) -> Light {
        let ask = |call| send(minreq::get(self.laser(&format!("{call}?laserName={name}"))));
        Light { on: ask("getLaserActive").as_bool().unwrap(), value: ask("getLaserValue").as_f64().unwrap() }
    }

    pub fn switch_light(&self, name: &str, on: bool) {
        send(minreq::get(self.laser(&format!("setLaserActive?laserName={name}&active={on}"))));
    }

    pub fn dim_light(&self, name: &str, value: f64) {
        send(minreq::get(self.laser(&format!("setLaserValue?laserName={name}&value={value}"))));
    }

    /// `exposure`, `gain` or `exposure_mode` of a camera.
    pub fn camera_setting(&self, camera: &str, name: &str) -> Value {
        let call = format!("/imswitch/api/SettingsController/getDetectorParameterTree?detectorName={camera}");
        let tree = send(minreq::get(self.at(&call)));
        let parameters =
            tree["groups"].as_array().unwrap().iter().flat_map(|group| group["parameters"].as_array().unwrap());
        let parameter = parameters.into_iter().find(|parameter| parameter["name"] == name);
        parameter.unwrap()["value"].clone()
    }

    /// Sets the exposure of one camera.
    pub fn expose_camera_ms(&self, camera: &str, exposure_ms: f64) {
        let call = format!("setDetectorExposureTime?detectorName={camera}&exposureTime={exposure_ms}");
        send(minreq::get(self.at(&format!("/imswitch/api/SettingsController/{call}"))));
    }

    fn laser(&self, call: &str) -> String {
        self.at(&format!("/imswitch/api/LaserController/{call}"))
    }
}
