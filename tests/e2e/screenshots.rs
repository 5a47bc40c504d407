//! Pictures of the page in every state that matters, for people to look at:
//! `LOCKSTEP_SCREENSHOTS=folder cargo xtask test --only e2e -- --ignored screenshots`.

use crate::harness::{Allowed, Answer, Level, Need, Profile, Simulator, Tab, lacks, to_path, to_status};

#[test]
#[ignore = "writes files to the folder that LOCKSTEP_SCREENSHOTS names"]
fn screenshots() {
    if lacks(&[Need::ColorScheme]) {
        return;
    }
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.screenshots("stopped");
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_outside("a hundred frames were acknowledged", || simulator.clients()[0].acks_received >= 100);
    tab.screenshots("running");

    tab.allow(Allowed::BackendDown);
    simulator.kill();
    tab.wait_for("the loss is told", |page| {
        page.connection == "Not connected" && page.picture == "past" && page.offers_neither()
    });
    tab.screenshots("connection-lost");
    simulator.restart(&[]);
    tab.wait_for("it is stopped now", |page| page.ready());
    tab.screenshots("restarted");
    tab.finish();

    looking();
    lights();
    snap();
    troubles();
    settings();
}

fn lights() {
    let simulator = Simulator::start(&["--auto-start", "--dark-without-light", "--camera-limits", "--lights", "4"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_true("why it is black", "document.querySelector('.no-light')?.checkVisibility() === true");
    tab.screenshots("no-light");
    tab.click_button("Open lights");
    tab.write_and_enter("LED: value", "10000");
    tab.click_switch("LED");
    tab.wait_true("it is on", "document.querySelector('.light-state').textContent === 'On'");
    tab.write_and_enter("LASER: value", "40000");
    tab.wait_true("it is refused", "document.querySelector('.value-note-bad') !== null");
    tab.screenshots("lights");
    tab.click_button("Camera");
    tab.write_and_enter("Exposure", "2500");
    tab.wait_true("it is asked", "document.querySelector('.exposure-question').checkVisibility()");
    tab.screenshots("exposure");
    tab.finish();
}

fn looking() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    tab.click_button("Camera");
    tab.wait_true("it is marked", "document.querySelector('.camera-mark').textContent === 'streams binary'");
    tab.screenshots("camera");
    tab.click_button("JPEG");
    tab.wait_true("it is in use", "document.querySelector('[data-name=jpeg] .camera-mark').textContent === 'in use'");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.write_and_enter("Quality", "101");
    tab.wait_true("it is refused", "document.querySelector('.verdict').textContent !== ''");
    tab.screenshots("camera-refused");
    tab.click_button("Binary, 16 bits");
    tab.wait_true("samples come", "document.querySelector('[data-name=binary] .camera-mark').textContent === 'in use'");
    tab.click_button("Histogram");
    tab.click_button("Crosshair");
    tab.wait_true("the samples are counted", "document.querySelector('.histogram-counts')?.hasAttribute('d')");
    tab.screenshots("histogram");
    tab.click_button("Numbers");
    let plot = "document.querySelector('.numbers svg')?.getAttribute('aria-label')";
    tab.wait_true("ten seconds are plotted", &format!("/in the last [1-9][0-9] s/.test({plot})"));
    tab.screenshots("numbers");
    tab.click_button("Numbers");
    tab.click_button("One to one");
    for _ in 0..9 {
        tab.click_button("Zoom in");
    }
    tab.screenshots("zoomed");
    simulator.stop_stream();
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.screenshots("zoomed-stopped");
    tab.click_button("Numbers");
    tab.wait_true("the rates have fallen", "document.querySelector('.numbers dd')?.textContent === '0.0 fps'");
    tab.screenshots("numbers-stopped");
    tab.finish();
}

fn snap() {
    let simulator = Simulator::start(&["--auto-start", "--snap-ms", "6000"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Snap");
    tab.write("File name", "cells/7");
    tab.wait_true("it is refused", "document.querySelector('.snap [aria-invalid]') !== null");
    tab.screenshots("snap-refused");
    tab.write("File name", "cells_7");
    tab.click_button("Take snap");
    tab.wait_true("it is half done", "document.querySelector('.snap progress').value >= 40");
    tab.screenshots("snap-running");
    tab.wait_true("it is saved", "document.querySelector('.snap img').naturalWidth > 0");
    tab.screenshots("snap-saved");
    tab.allow(Allowed::FailedRequests);
    simulator.fault(&to_path("startSnap", Answer::Known("server_error")));
    tab.click_button("Take snap");
    tab.wait_true("the failure is told", "document.querySelector('.snap-words').textContent.includes('HTTP 500')");
    tab.screenshots("snap-failed");
    tab.finish();
}

fn troubles() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    simulator.fault(&to_status(Answer::Hang));
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the page is syncing", |page| page.connected() && page.stream == "Syncing…");
    tab.screenshots("syncing");
    tab.finish();

    simulator.clear_faults();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] "));
    simulator.expose_ms(2_500);
    tab.wait_for("the stop is told", |page| page.ready() && page.notices.len() == 1);
    tab.click_button("Play");
    tab.wait_for("the refusal is told", |page| page.ready() && page.notices.len() == 2);
    simulator.fault(&to_status(Answer::Known("server_error")));
    tab.wait_for("a poll fails", |page| page.stream_note == "unverified: the last check failed");
    tab.screenshots("unverified-with-notices");
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.screenshots("settings-with-notices");
    simulator.clear_faults();
    tab.click_link("Live view");
    tab.wait_for("the live view is back", |page| page.ready());
    simulator.fault(&to_path("startLiveView", Answer::DelayMs(20_000)));
    tab.click_button("Play");
    tab.wait_for("it is starting", |page| page.stream == "Starting…");
    tab.screenshots("starting");
    tab.finish();
}

fn settings() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.at("/?view=settings"));
    tab.wait_true("the field is there", "document.querySelector('#backend-address') !== null");
    tab.screenshots("settings");
    tab.write("Backend address", "ftp://192.168.4.1");
    tab.click_button("Test and save");
    tab.wait_true("it is refused", "document.querySelector('#backend-hint').textContent.includes('no address')");
    tab.screenshots("settings-refused");
    tab.write("Backend address", &simulator.url());
    tab.click_button("Test and save");
    tab.wait_true("it is saved", "document.querySelector('#backend-hint').textContent.startsWith('Saved.')");
    tab.screenshots("settings-saved");
    tab.finish();
}
