//! TEMPORARY
use leptos::prelude::*;
use crate::control::camera::CameraSettingsView;
use crate::control::setting::{Limits, SettingView};

#[derive(Clone, Copy)]
pub struct CameraSettingsStore {
    pub view: Memo<CameraSettingsView>,
    pub is_offered: Memo<bool>,
    pub threshold_ms: Memo<f64>,
    set: RwSignal<CameraSettingsView>,
}
impl CameraSettingsStore {
    pub(super) fn new() -> Self {
        let l = |min, max, unit: &str| Limits { min: Some(min), max: Some(max), unit: Some(unit.to_owned()) };
        let set = RwSignal::new(CameraSettingsView {
            exposure: Some(SettingView { value: Some(10.0), wanted: None, limits: l(0.05, 10_000.0, "ms") }),
            gain: Some(SettingView { value: Some(0.0), wanted: None, limits: l(0.0, 24.0, "arb.u.") }),
            is_auto: Some(false), wanted_auto: None, is_verified: true });
        Self { view: Memo::new(move |_| set.get()), is_offered: Memo::new(|_| true), threshold_ms: Memo::new(|_| 2_000.0), set }
    }
    pub fn watch_while_shown(self) {}
    pub fn stops_stream(self, ms: f64) -> bool { ms > self.threshold_ms.get_untracked() }
    pub fn set_exposure_ms(self, ms: f64) { self.set.update(|s| if let Some(e) = &mut s.exposure { e.wanted = Some(ms) }) }
    pub fn set_gain(self, gain: f64) { self.set.update(|s| if let Some(e) = &mut s.gain { e.wanted = Some(gain) }) }
    pub fn set_auto(self, auto: bool) { self.set.update(|s| s.is_auto = Some(auto)) }
}
