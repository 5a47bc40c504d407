//! The browser: one process for all tests, one profile (a private window) for each.

use std::path::Path;
use std::sync::LazyLock;

use super::console::Console;
use super::driver::{Browser, Driver};
use super::engine::Engine;
use super::tab::Visit;
use super::{chromium, firefox, webkit};

static BROWSER: LazyLock<Result<Box<dyn Browser>, String>> = LazyLock::new(|| match Engine::chosen() {
    Engine::Chromium => Ok(Box::new(chromium::Chromium::start()?)),
    Engine::Firefox => Ok(Box::new(firefox::Firefox::start()?)),
    Engine::WebKit => Ok(Box::new(webkit::WebKit::start()?)),
});

/// The browser, which is started when it is first needed.
fn browser() -> &'static dyn Browser {
    BROWSER.as_deref().unwrap_or_else(|why| panic!("{why}"))
}

/// Storage and cookies of its own, gone with it. Tabs of one profile are tabs of one person.
pub struct Profile {
    id: String,
}

impl Profile {
    pub fn new() -> Self {
        Self { id: browser().begin_profile().unwrap() }
    }

    /// Lets its tabs save files in this folder.
    pub fn save_files(&self, folder: &Path) {
        browser().save_files(&self.id, folder).unwrap();
    }

    pub(super) fn open(&self, visit: &Visit<'_>, console: &Console) -> Box<dyn Driver> {
        browser().open(&self.id, visit, console).unwrap()
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        browser().end_profile(&self.id);
    }
}
