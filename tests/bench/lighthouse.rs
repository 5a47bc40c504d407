//! What Lighthouse says of the page while nothing streams: how it loads on a computer and on a phone, and what it is like.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use serde::Serialize;
use serde_json::Value;

use crate::harness::{Dist, Simulator};
use crate::plan::Plan;
use crate::site::Site;

/// How often one load is tried.
const TRIES: u32 = 3;

/// What it says for both.
#[derive(Debug, Serialize)]
pub struct Lighthouse {
    pub desktop: Verdict,
    pub mobile: Verdict,
}

/// What it says of one load: that of the runs whose performance is the median.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// From 0 to 100; 0 as well where it gives no score, with times that are no numbers.
    pub performance: f64,
    pub accessibility: f64,
    pub best_practices: f64,
    pub seo: f64,
    pub first_paint_ms: f64,
    pub largest_paint_ms: f64,
    pub blocked_ms: f64,
    /// How far what is seen moves by itself.
    pub layout_shift: f64,
    /// The performance of each run, lowest first.
    pub runs: Vec<f64>,
}

/// Loads the page from a server that compresses, with a backend whose stream is stopped.
pub fn measure(plan: &Plan) -> Lighthouse {
    let simulator = Simulator::start(&[]);
    let site = Site::start(&Dist::read());
    let url = format!("{}?backend={}", site.url(), simulator.url());
    let judge = |what: &str, flags: &[&str]| {
        eprintln!("Lighthouse, {what}");
        let mut verdicts: Vec<Verdict> = (0..plan.lighthouse_runs).map(|_| judge(&url, flags)).collect();
        verdicts.sort_by(|one, other| one.performance.total_cmp(&other.performance));
        let runs = verdicts.iter().map(|verdict| verdict.performance).collect();
        Verdict { runs, ..verdicts[verdicts.len() / 2].clone() }
    };
    Lighthouse { desktop: judge("desktop", &["--preset=desktop"]), mobile: judge("mobile", &[]) }
}

/// It fails now and then where it gives up waiting for a page to be quiet, which one with a backend never is.
fn judge(url: &str, flags: &[&str]) -> Verdict {
    let report = (0..TRIES).find_map(|_| load(url, flags)).expect("Lighthouse failed each time");
    Verdict::of(&report)
}

/// Its report of one load.
fn load(url: &str, flags: &[&str]) -> Option<Value> {
    let mut command = Command::new(given("LOCKSTEP_LIGHTHOUSE"));
    command
        .arg(url)
        .args(["--quiet", "--output=json", "--output-path=stdout", "--throttling-method=devtools"])
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage")
        .args(flags)
        .env("CHROME_PATH", given("LOCKSTEP_CHROMIUM"));
    let output = command.output().unwrap_or_else(|why| panic!("can't run Lighthouse: {why}"));
    if !output.status.success() {
        eprintln!("  it failed: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).expect("its report is JSON"))
}

impl Verdict {
    fn of(said: &Value) -> Self {
        // It gives none where something was missing, such as 5 s in which nothing takes 50 ms of a processor that it slows down
        // to a quarter.
        let score = |category: &str| (said["categories"][category]["score"].as_f64().unwrap_or(0.0) * 100.0).round();
        let value = |name: &str| {
            let audit = &said["audits"][name];
            if let Some(why) = audit["errorMessage"].as_str() {
                eprintln!("  {name}: not measured: {why}");
            }
            audit["numericValue"].as_f64().unwrap_or(f64::NAN)
        };
        Self {
            performance: score("performance"),
            accessibility: score("accessibility"),
            best_practices: score("best-practices"),
            seo: score("seo"),
            first_paint_ms: value("first-contentful-paint"),
            largest_paint_ms: value("largest-contentful-paint"),
            blocked_ms: value("total-blocking-time"),
            layout_shift: value("cumulative-layout-shift"),
            runs: Vec::new(),
        }
    }

    /// The lowest of the four.
    pub fn lowest(&self) -> f64 {
        [self.performance, self.accessibility, self.best_practices, self.seo].into_iter().fold(100.0, f64::min)
    }
}

fn given(name: &str) -> OsString {
    env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: `cargo xtask bench` sets it"))
}

impl Lighthouse {
    pub const DESKTOP_LIMIT: f64 = 95.0;
    pub const MOBILE_LIMIT: f64 = 90.0;
}
