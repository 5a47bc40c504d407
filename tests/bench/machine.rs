//! Where and when it was measured.

use std::fmt;
use std::fs;
use std::thread;

use serde::Serialize;
use serde_json::json;

use crate::harness::Profile;
use crate::harness::chromium::connection;
use crate::harness::{Tab, Visit};

/// A machine with its browser. What a system doesn't tell in `/proc` is unknown.
#[derive(Debug, Serialize)]
pub struct Machine {
    pub date: String,
    pub cpu: String,
    pub cores: usize,
    pub memory_gb: Option<f64>,
    /// How busy it was at the start: processes that ran or waited to run, over the last minute, this
    /// benchmark's own builds among them.
    pub load_average: Option<f64>,
    pub browser: String,
}

impl Machine {
    pub fn look() -> Self {
        let version = connection().call(None, "Browser.getVersion", json!({})).unwrap();
        let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
        let kilobytes = entry(&read("/proc/meminfo"), "MemTotal").and_then(|text| first_number(&text));
        Self {
            date: today(),
            cpu: entry(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown CPU".to_owned()),
            cores: thread::available_parallelism().map_or(0, usize::from),
            memory_gb: kilobytes.map(|kilobytes| kilobytes * 1_024.0 / 1e9),
            load_average: first_number(&read("/proc/loadavg")),
            browser: version["product"].as_str().unwrap_or("unknown browser").to_owned(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { date, cpu, cores, memory_gb, load_average, browser } = self;
        write!(f, "{date}, {browser} (headless), {cpu}, {cores} cores")?;
        if let Some(memory_gb) = memory_gb {
            write!(f, ", {memory_gb:.0} GB")?;
        }
        if let Some(load_average) = load_average {
            write!(f, "; load average {load_average:.1} at the start, builds included")?;
        }
        Ok(())
    }
}

/// The value of a line `name : value`.
fn entry(text: &str, name: &str) -> Option<String> {
    let values = text.lines().filter_map(|line| line.split_once(':'));
    values.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

fn first_number(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}

/// The date in UTC, as the browser knows it.
fn today() -> String {
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit::to("about:blank"));
    let date = tab.evaluate("new Date().toISOString().slice(0, 10)");
    tab.finish();
    date
}
