//! The microscope's lights: what they are set to, and whether any shines.

use std::sync::Mutex;

use crate::{lock::lock, options::Options};

/// The largest value of a light that can be dimmed.
const MAX_VALUE: f64 = 32_767.0;

/// A light as it is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Light {
    /// Its name in the interface.
    pub name: String,
    /// The lowest and highest value; `None` for a light that is only on or off.
    pub range: Option<[f64; 2]>,
    /// What it was set to, unchecked as on the real server.
    pub value: f64,
    /// Is it switched on?
    pub active: bool,
}

/// All lights.
#[derive(Debug)]
pub struct Lights(Mutex<Vec<Light>>);

impl Lights {
    /// As many as the options say.
    pub fn new(options: &Options) -> Self {
        Self(Mutex::new((0..options.lights.into()).map(|index| Light::new(index, options.lights_on)).collect()))
    }

    /// Their names.
    pub fn names(&self) -> Vec<String> {
        lock(&self.0).iter().map(|light| light.name.clone()).collect()
    }

    /// The light with this name.
    pub fn get(&self, name: &str) -> Option<Light> {
        lock(&self.0).iter().find(|light| light.name == name).cloned()
    }

    /// Changes the light with this name, and returns what it is then.
    pub fn change(&self, name: &str, change: impl FnOnce(&mut Light)) -> Option<Light> {
        let mut lights = lock(&self.0);
        let light = lights.iter_mut().find(|light| light.name == name)?;
        change(light);
        Some(light.clone())
    }

    /// Does any shine?
    pub fn any_shines(&self) -> bool {
        lock(&self.0).iter().any(Light::shines)
    }
}

impl Light {
    /// Two are as the virtual microscope's; two more have names that are hard on addresses, and one of them has no value.
    fn new(index: usize, is_on: bool) -> Self {
        let (name, range) = match index {
            0 => ("LED".to_owned(), Some([0.0, MAX_VALUE])),
            1 => ("LASER".to_owned(), Some([0.0, MAX_VALUE])),
            2 => (r#"Blue 470/10 nm "old""#.to_owned(), Some([0.0, 100.0])),
            3 => ("Bob's lamp & switch?".to_owned(), None),
            _ => (format!("Light {}", index + 1), Some([0.0, MAX_VALUE])),
        };
        let highest = range.map_or(0.0, |[_, highest]| highest);
        Self { name, range, value: if is_on { (highest / 3.0).round() } else { 0.0 }, active: is_on }
    }

    fn shines(&self) -> bool {
        self.active && (self.range.is_none() || self.value > 0.0)
    }
}
