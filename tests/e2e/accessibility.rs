//! Each page, panel and notice, in light and dark, wide and narrow, as axe-core looks at it. It finds what can be found by
//! a program: names, roles, contrast, order; what it finds none of can still be bad.

use std::fs;

use serde_json::json;

use crate::harness::{
    Allowed, Answer, Key, Level, Looks, NO_FRAME_COMES, Need, PageCopy, Profile, Scheme, Simulator, StaticServer, Tab,
    axe, can, lacks, to_path, to_status,
};

/// What axe finds wrong: the rule, how bad it is, and where.
const VIOLATIONS: &str = "axe.run({resultTypes: ['violations']}).then(({violations}) => violations.flatMap((it) =>
    it.nodes.map(({target, failureSummary}) => `${it.id} (${it.impact}): ${target} – ${failureSummary}`)))";

/// Whether each animation that ends has ended.
const NOTHING_FADES: &str = "document.getAnimations().every(({playState, effect}) =>
    playState !== 'running' || effect.getComputedTiming().iterations === Infinity)";

/// The buttons that open panels. A new one is among them.
const PANELS: &str =
    "[...document.querySelectorAll('[role=group][aria-label=Panels] button')].map((it) => it.ariaLabel)";

/// Looks at what is on the page, in every way.
fn assert_accessible(tab: &Tab, what: &str) {
    if !tab.evaluate::<bool>("'axe' in window") {
        let script = fs::read_to_string(axe()).unwrap();
        tab.evaluate::<()>(&format!("{script}; void 0"));
    }
    let schemes_differ = can(Need::ColorScheme);
    let is_narrow_too = can(Need::NarrowWindow);
    let is_there =
        |looks: &Looks| (schemes_differ || looks.scheme == Scheme::Light) && (is_narrow_too || looks.name != "narrow");
    for looks in Looks::ALL.into_iter().filter(is_there) {
        match schemes_differ {
            true => tab.look(looks),
            false => tab.resize(looks.size_px.0, looks.size_px.1),
        }
        tab.wait_settled();
        // What fades in has the contrast that it will have only then.
        tab.wait_true("nothing fades in", NOTHING_FADES);
        let violations: Vec<String> = tab.evaluate(VIOLATIONS);
        assert!(violations.is_empty(), "{what}, {looks:?}: {violations:#?}");
    }
    // As tests expect it.
    tab.resize(1280, 800);
}

/// Opens the page of a picture that does not move, so that nothing changes while it is looked at.
fn opened(profile: &Profile, flags: &[&str]) -> (Simulator, Tab) {
    let simulator = Simulator::start(&[&["--still", "--fps", "2"], flags].concat());
    let tab = Tab::open(profile, &simulator.url());
    (simulator, tab)
}

/// While axe looks at the page nothing else runs in it, which may take long.
fn allow_no_frames(tab: &Tab) {
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
}

fn wait_panel(tab: &Tab) {
    tab.wait_true("the panel is there", "document.querySelector('.panel').children.length > 0");
}

#[test]
fn what_is_wrong_is_found() {
    let profile = Profile::new();
    let (_simulator, tab) = opened(&profile, &[]);
    tab.wait_for("Play is offered", |page| page.ready());
    assert_accessible(&tab, "the live view");
    tab.evaluate::<()>("document.querySelector('button[aria-label=Snap] > span').remove()");
    tab.evaluate::<()>("document.querySelector('button[aria-label=Snap]').removeAttribute('title')");
    tab.evaluate::<()>("document.querySelector('button[aria-label=Snap]').removeAttribute('aria-label')");
    let violations: Vec<String> = tab.evaluate(VIOLATIONS);
    assert!(violations.len() == 1 && violations[0].starts_with("button-name (critical)"), "{violations:?}");
    tab.finish();
}

#[test]
fn each_panel_is_accessible() {
    let profile = Profile::new();
    let simulator = Simulator::start(&["--still"]);
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    allow_no_frames(&tab);
    assert_accessible(&tab, "the live view with a picture");
    let panels: Vec<String> = tab.evaluate(PANELS);
    assert!(panels.len() >= 5, "{panels:?}");
    for name in &panels {
        tab.click_button(name);
        wait_panel(&tab);
        assert_accessible(&tab, name);
    }
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    for name in &panels {
        if !tab.evaluate::<bool>(&format!("document.querySelector('button[aria-label=\"{name}\"]').disabled")) {
            tab.click_button(name);
            tab.wait_settled();
            assert_accessible(&tab, &format!("{name}, stopped"));
        }
    }
    tab.finish();
}

#[test]
fn what_panels_say_about_what_was_done_is_accessible() {
    let profile = Profile::new();
    let (simulator, tab) = opened(&profile, &["--auto-start", "--snap-ms", "100"]);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    allow_no_frames(&tab);
    tab.click_button("Camera");
    tab.wait_true("the cameras are there", "document.querySelectorAll('.camera-buttons > button').length >= 4");
    tab.write_and_enter("Quality", "101");
    tab.wait_true("it is refused", "document.querySelector('.verdict').textContent !== ''");
    assert_accessible(&tab, "a refused value");
    tab.click_button("Snap");
    wait_panel(&tab);
    tab.write("File name", "cells/7");
    tab.wait_true("it is refused", "document.querySelector('.snap [aria-invalid]') !== null");
    assert_accessible(&tab, "a refused name");
    tab.write("File name", "cells_7");
    tab.click_button("Take snap");
    tab.wait_true("it is saved", "document.querySelector('.snap img').naturalWidth > 0");
    assert_accessible(&tab, "a snap");
    tab.allow(Allowed::FailedRequests);
    simulator.fault(&to_path("startSnap", Answer::Known("server_error")));
    tab.click_button("Take snap");
    tab.wait_true("the failure is told", "document.querySelector('.snap-words').textContent.includes('HTTP 500')");
    assert_accessible(&tab, "a failed snap");
    tab.click_button("Log");
    wait_panel(&tab);
    tab.click_button("Report…");
    tab.wait_true("the report is there", "document.querySelector('.report-text').textContent !== ''");
    assert_accessible(&tab, "a report");
    tab.finish();
}

#[test]
fn each_page_is_accessible() {
    let profile = Profile::new();
    let (simulator, tab) = opened(&profile, &[]);
    let other = Simulator::start(&[]);
    tab.allow(Allowed::Leaving);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.press(Key::Character('?'));
    tab.wait_true("the keys are there", "document.querySelector('dialog').open");
    assert_accessible(&tab, "the keys");
    tab.press(Key::Escape);
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    assert_accessible(&tab, "the settings");
    for (name, address) in [("North", simulator.url()), ("South", other.url())] {
        tab.write("Name", name);
        tab.write("Backend address", &address);
        tab.click_button("Test and save");
        tab.wait_true(
            "it is saved",
            &format!("[...document.querySelectorAll('.microscope b')].some((it) => it.textContent === '{name}')"),
        );
    }
    assert_accessible(&tab, "the settings of two microscopes");
    tab.write("Backend address", "ftp://nowhere");
    tab.click_button("Test and save");
    tab.wait_true("it is refused", "document.querySelector('#backend-hint').textContent.includes('no address')");
    assert_accessible(&tab, "a refused address");
    tab.click_button("Remove North");
    tab.wait_true("it is gone", "document.querySelectorAll('.microscope').length === 1");
    assert_accessible(&tab, "a removed microscope");
    tab.go(&simulator.at("/?view=nonsense"));
    tab.wait_true("it says so", "document.querySelector('h1')?.textContent === 'There is no such page'");
    assert_accessible(&tab, "no page");
    tab.finish();
}

#[test]
fn each_notice_is_accessible() {
    let profile = Profile::new();
    let (mut simulator, tab) = opened(&profile, &["--auto-start"]);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] "));
    simulator.expose_ms(2_500);
    tab.wait_for("the stop is told", |page| page.ready() && page.notices.len() == 1);
    tab.click_button("Play");
    tab.wait_for("the refusal is told", |page| page.ready() && page.notices.len() == 2);
    simulator.fault(&to_status(Answer::Known("server_error")));
    tab.wait_for("a poll fails", |page| page.stream_note == "unverified: the last check failed");
    assert_accessible(&tab, "a correction, a refusal, and a status that is unverified");
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    tab.wait_for("the loss is told", |page| page.connection == "Not connected" && page.offers_neither());
    assert_accessible(&tab, "a lost connection");
    simulator.restart(&[]);
    tab.wait_for("it is stopped now", |page| page.ready());
    tab.finish();
}

#[test]
fn what_is_there_without_backend_or_program_is_accessible() {
    let profile = Profile::new();
    let server = StaticServer::start("/");
    let tab = Tab::open(&profile, server.url());
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: "));
    tab.wait_true("it says what is wrong", "document.querySelector('.diagnosis').checkVisibility()");
    assert_accessible(&tab, "a page without a backend");
    tab.finish();

    let copy = PageCopy::new();
    copy.remove("lockstep-", "_bg.wasm");
    copy.remove("lockstep-", "_bg.wasm.gz");
    let server = StaticServer::serving(copy.folder(), "/");
    let tab = Tab::open(&profile, server.url());
    tab.allow(Allowed::FailedRequests);
    // As Firefox writes it.
    tab.allow(Allowed::Begins(Level::Exception, "LoadError"));
    tab.allow(Allowed::Begins(Level::Exception, "Unhandled Promise Rejection: LoadError"));
    tab.allow(Allowed::Begins(Level::Exception, "Uncaught "));
    tab.wait_true("it is said", "document.getElementById('frame-status').textContent === 'Not loaded'");
    assert_accessible(&tab, "the frame");
    tab.finish();

    let (_simulator, tab) = opened(&profile, &[]);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Exception, "RuntimeError"));
    tab.allow(Allowed::Begins(Level::Exception, "Uncaught"));
    tab.evaluate::<()>("void setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); })");
    tab.wait_true("it is said", "document.querySelector('#died') !== null");
    assert_accessible(&tab, "a program that died");
    tab.finish();
}

#[test]
fn contrast_is_enough_in_forced_colors() {
    if lacks(&[Need::DevTools]) {
        return;
    }
    let profile = Profile::new();
    let (_simulator, tab) = opened(&profile, &["--auto-start"]);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    allow_no_frames(&tab);
    let script = fs::read_to_string(axe()).unwrap();
    tab.evaluate::<()>(&format!("{script}; void 0"));
    for scheme in ["light", "dark"] {
        let features = json!([
            {"name": "forced-colors", "value": "active"},
            {"name": "prefers-color-scheme", "value": scheme},
        ]);
        tab.call("Emulation.setEmulatedMedia", json!({"features": features}));
        tab.wait_settled();
        for panel in tab.evaluate::<Vec<String>>(PANELS) {
            tab.click_button(&panel);
            wait_panel(&tab);
            let violations: Vec<String> = tab.evaluate(VIOLATIONS);
            assert!(violations.is_empty(), "{panel}, {scheme}: {violations:#?}");
        }
    }
    tab.finish();
}
