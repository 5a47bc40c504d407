//! Which workers of a tab are alive.

use std::collections::HashMap;

use serde_json::Value;

/// The realms of all tabs, in which scripts run: pages and workers.
#[derive(Default)]
pub struct Realms {
    /// The tab of each page.
    pages: HashMap<String, String>,
    /// The pages of each worker.
    workers: HashMap<String, Vec<String>>,
}

impl Realms {
    /// Takes an event of the browser.
    pub fn hear(&mut self, method: &str, parameters: &Value) {
        let Some(realm) = parameters["realm"].as_str() else { return };
        match (method, parameters["type"].as_str()) {
            ("script.realmCreated", Some("window")) => {
                let tab = parameters["context"].as_str().unwrap_or_default();
                self.pages.insert(realm.to_owned(), tab.to_owned());
            }
            ("script.realmCreated", Some("dedicated-worker")) => {
                let owners = parameters["owners"].as_array().into_iter().flatten();
                let owners = owners.filter_map(|owner| owner.as_str().map(str::to_owned)).collect();
                self.workers.insert(realm.to_owned(), owners);
            }
            ("script.realmDestroyed", _) => {
                self.pages.remove(realm);
                self.workers.remove(realm);
            }
            _ => {}
        }
    }

    /// How many workers this tab has.
    pub fn count_workers(&self, tab: &str) -> usize {
        let is_of_tab = |owner: &String| self.pages.get(owner).is_some_and(|it| it == tab);
        self.workers.values().filter(|owners| owners.iter().any(is_of_tab)).count()
    }
}
