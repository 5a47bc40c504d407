//! TEMPORARY
use std::collections::BTreeMap;
use leptos::prelude::*;
use crate::control::light::{LightView, Lights};
use crate::wire::LightRange;

#[derive(Clone, Copy)]
pub struct LightStore {
    pub listed: Memo<Lights>,
    pub any_on: Memo<bool>,
    pub all_off: Memo<bool>,
    views: RwSignal<BTreeMap<String, LightView>>,
}
impl LightStore {
    pub(super) fn new() -> Self {
        let names = ["LED", "LASER", "Blue 470/10 nm \"old\"", "Bob's lamp & switch?"];
        let mut map = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            map.insert((*name).to_owned(), LightView { is_on: (i<3).then_some(i==0), is_verified: i<3, value: Some(100.0), wanted_value: (i==1).then_some(500.0), wanted_on: None });
        }
        let views = RwSignal::new(map);
        Self {
            listed: Memo::new(move |_| Lights::Named(names.iter().map(|s| (*s).to_owned()).collect())),
            any_on: Memo::new(move |_| views.with(|v| v.values().any(|v| v.is_on == Some(true)))),
            all_off: Memo::new(move |_| views.with(|v| v.values().all(|v| v.is_on == Some(false)))),
            views,
        }
    }
    pub fn list_while_shown(self) {}
    pub fn watch_while_shown(self, _name: &str) {}
    pub fn is_on(self, name: &str) -> bool { self.view(name).is_on == Some(true) }
    pub fn view(self, name: &str) -> LightView { self.views.with(|v| v.get(name).cloned().unwrap_or_default()) }
    pub fn range(self, name: &str) -> Option<LightRange> { (!name.contains("Bob")).then_some(LightRange { min: 0.0, max: 32767.0 }) }
    pub fn set_on(self, name: &str, on: bool) { self.views.update(|v| if let Some(v) = v.get_mut(name) { v.is_on = Some(on) }) }
    pub fn set_value(self, name: &str, value: f64) { self.views.update(|v| if let Some(v) = v.get_mut(name) { v.wanted_value = Some(value) }) }
    pub fn switch_all_off(self) { self.views.update(|v| v.values_mut().for_each(|v| v.is_on = Some(false))) }
}
