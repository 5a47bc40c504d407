//! What can be set of one detector.

/// The settings of one detector, unchecked as on the real server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DetectorSettings {
    /// Exposure time in milliseconds.
    pub exposure_ms: f64,
    /// In arbitrary units.
    pub gain: f64,
    /// Does the camera choose its exposure?
    pub is_auto: bool,
    /// The exposure that the light is right for.
    normal_exposure_ms: f64,
}

impl DetectorSettings {
    /// As the detector begins.
    pub fn new(exposure_ms: f64) -> Self {
        Self { exposure_ms, gain: 0.0, is_auto: false, normal_exposure_ms: exposure_ms }
    }

    /// Chooses the exposure that the light is right for, as a camera does by itself.
    pub fn expose_well(&mut self) {
        self.exposure_ms = self.normal_exposure_ms;
    }

    /// How bright the image is, beside how it is at first: each 10 of gain double it.
    pub fn brightness(&self) -> f64 {
        let exposure = if self.is_auto || self.exposure_ms == self.normal_exposure_ms {
            1.0
        } else {
            self.exposure_ms.max(0.0) / self.normal_exposure_ms.max(0.001)
        };
        exposure * (self.gain / 10.0).exp2()
    }
}
