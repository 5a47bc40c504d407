//! The page under a strict Content-Security-Policy: no inline script or style, and files of its own server only.

use std::fs;

use crate::harness::{
    Allowed, Downloads, Level, PAINTER_FAILED, Profile, Serving, Simulator, StaticServer, Tab, page_folder,
};

/// What the page needs, and nothing else: its own files, and the backend.
fn strict_policy(backend: &str) -> String {
    let socket = backend.replace("http:", "ws:");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob: {backend}; connect-src 'self' {backend} {socket}; worker-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// What the release's container sends.
fn container_policy() -> &'static str {
    let config = include_str!("../../xtask/release/container/nginx.conf");
    let (_, rest) = config.split_once("add_header Content-Security-Policy \"").unwrap();
    rest.split_once('"').unwrap().0
}

#[test]
fn the_whole_page_works_under_a_strict_policy() {
    let simulator = Simulator::start(&["--snap-ms", "100"]);
    let policy = strict_policy(&simulator.url());
    use_whole_page(&simulator, &policy);
}

/// All other tests see the page under it, because the simulator sends it: what it forbids is an error in the console.
#[test]
fn simulator_container_and_document_have_one_policy() {
    let policy = container_policy();
    assert!(include_str!("../../DOCS/RELEASING.md").contains(&format!("\n{policy}\n")), "the document has another one");
    let simulator = Simulator::start(&[]);
    for path in ["/", "/imswitch/ui/", "/imswitch/ui/index.html"] {
        let answer = minreq::get(simulator.at(path)).send().unwrap();
        let sent = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-security-policy"));
        assert_eq!(sent.map(|(_, value)| value.as_str()), Some(policy), "{path}");
    }
}

#[test]
fn a_policy_that_forbids_workers_is_told_and_the_buttons_work() {
    let simulator = Simulator::start(&[]);
    let policy = strict_policy(&simulator.url()).replace("worker-src 'self'", "worker-src 'none'");
    let serving = Serving { policy: Some(&policy), ..Serving::plain(page_folder(), "/") };
    let server = StaticServer::with(&serving);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &format!("{}?backend={}", server.url(), simulator.url()));
    // The browser names the policy as well.
    tab.allow(Allowed::Begins(Level::Browser, ""));
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.allow(Allowed::Begins(Level::Error, "[LiveView] "));
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the stream runs", |page| page.running());
    tab.wait_for("it is said why there is no picture", |page| page.tells("has to allow worker-src 'self'"));
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.finish();
}

/// Uses what the page has, where this policy is sent with every file of it.
fn use_whole_page(simulator: &Simulator, policy: &str) {
    let server =
        StaticServer::with(&Serving { policy: Some(policy), ..Serving::plain(page_folder(), "/some/folder/") });
    let profile = Profile::new();
    let downloads = Downloads::of(&profile);
    let tab = Tab::open(&profile, &format!("{}?backend={}", server.url(), simulator.url()));
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    for name in ["Zoom in", "Crosshair", "One to one", "Fit"] {
        tab.click_button(name);
    }
    for panel in ["Camera", "Histogram", "Numbers", "Snap"] {
        tab.click_button(panel);
        tab.wait_true("the panel is there", "document.querySelector('.panel').children.length > 0");
    }
    tab.click_button("Take snap");
    tab.wait_true("the snap is shown", "document.querySelector('.snap img').naturalWidth > 0");
    tab.click_button("Save as PNG");
    tab.wait_outside("the picture is saved", || downloads.has(".png"));
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.click_button("Test and save");
    tab.wait_true("it is saved", "document.querySelector('#backend-hint').textContent.startsWith('Saved.')");
    tab.click_link("Live view");
    tab.wait_for("Play is offered again", |page| page.ready());
    // What a policy blocks is an error in the console.
    tab.finish();
}

#[test]
fn nothing_that_is_served_has_inline_script_or_style() {
    let index = fs::read_to_string(page_folder().join("index.html")).unwrap();
    let tags: Vec<&str> = index.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default()).collect();
    for tag in &tags {
        assert!(!tag.starts_with("style"), "a style sheet in index.html: <{tag}>");
        assert!(!tag.starts_with("script") || tag.contains("src="), "a script in index.html: <{tag}>");
        assert!(!tag.contains(" style="), "a style attribute in index.html: <{tag}>");
        let handler = tag.split_whitespace().find(|attribute| attribute.starts_with("on") && attribute.contains('='));
        assert_eq!(handler, None, "an event handler in index.html: <{tag}>");
    }
}
