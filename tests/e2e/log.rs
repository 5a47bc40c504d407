//! The log of a page whose backend dies and comes back.

use serde_json::Value;

use crate::harness::{Allowed, Profile, Simulator, Tab, Visit};

/// The texts of the log that is open, newest first.
fn told(tab: &Tab) -> Vec<String> {
    tab.evaluate(
        "[...document.querySelectorAll('.log-row')].map((row) =>
            ['.log-kind', '.log-text'].map((part) => row.querySelector(part).textContent).join(': '))",
    )
}

fn place(told: &[String], begin: &str) -> usize {
    told.iter().position(|entry| entry.starts_with(begin)).unwrap_or_else(|| panic!("no {begin:?} in {told:#?}"))
}

/// Waits until the log begins an entry so.
fn wait_told(tab: &Tab, begin: &str) {
    tab.wait_outside(&format!("the log tells {begin:?}"), || told(tab).iter().any(|entry| entry.starts_with(begin)));
}

#[test]
fn a_backend_that_is_killed_is_told_and_the_telling_outlives_a_reload() {
    let mut simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    simulator.kill();
    tab.wait_for("nothing is offered", |page| page.offers_neither() && page.connection == "Not connected");
    simulator.restart(&[]);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Log");
    wait_told(&tab, "Sync: Synced: the stream is stopped");
    let before = told(&tab);
    // Newest first.
    let order = [
        "Sync: Synced: the stream is stopped",
        "Unverified: Unverified: neither connection nor requests get through",
        "Connection: Disconnected: ",
        "Sync: Synced: the stream is running",
        "Page: The page was opened",
    ]
    .map(|begin| place(&before, begin));
    assert!(order.is_sorted(), "{before:#?}");
    place(&before, "Corrected: The stream was found stopped. This page had it as running.");
    place(&before, "Failure: A status check failed: ");

    tab.reload();
    tab.wait_for("Play is offered again", |page| page.ready());
    tab.click_button("Log");
    wait_told(&tab, "Page: The page was left");
    let after = told(&tab);
    assert!(after.ends_with(&before), "{after:#?}\ndoes not end with\n{before:#?}");
    tab.finish();
}

#[test]
fn the_log_fits_and_goes_to_the_clipboard() {
    let simulator = Simulator::start(&[]);
    for size_px in [(360, 740), (740, 360), (1280, 800), (1600, 900)] {
        let profile = Profile::new();
        let url = simulator.url();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&url) });
        tab.wait_for("Play is offered", |page| page.ready());
        tab.click_button("Log");
        wait_told(&tab, "Sync: Synced: the stream is stopped");
        let fits: bool = tab.evaluate("document.documentElement.scrollWidth <= innerWidth");
        assert!(fits, "the log is too wide at {size_px:?}");
        // As on most microscopes, which have no secure address.
        tab.evaluate::<Value>("Object.defineProperty(navigator, 'clipboard', {value: undefined})");
        tab.evaluate::<Value>(
            "addEventListener('copy', () => { window.copied = document.activeElement.value; }, {once: true})",
        );
        tab.click_button("Copy");
        tab.wait_true(
            "it is copied",
            "document.querySelector('.log-said').textContent.endsWith('are on the clipboard.')",
        );
        let copied: String = tab.evaluate("window.copied");
        assert!(copied.contains("  Sync: Synced: the stream is stopped  · request #"), "{copied}");
        tab.finish();
    }
}
