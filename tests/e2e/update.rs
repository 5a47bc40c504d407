//! A page that was open before its server got a newer build.

use crate::harness::{Allowed, Level, PageCopy, Profile, Simulator, StaticServer, Tab, Visit};

/// What begins a line about each time that the page asked.
const ASKED: &str = "[Page] the server has build ";
const NEWER: &str = "has a newer Lockstep";

/// Lets a test move the page's clocks on, as when the computer sleeps.
const CLOCKS: &str = "
    let aheadMs = 0;
    for (const clock of [performance, Date]) {
        const now = clock.now.bind(clock);
        clock.now = () => now() + aheadMs;
    }
    window.moveClocks = (ms) => { aheadMs += ms; };";
const AN_HOUR: &str = "moveClocks(3600000)";

fn open(profile: &Profile, page: &StaticServer, simulator: &Simulator) -> Tab {
    let url = format!("{}?backend={}", page.url(), simulator.url());
    let tab = Tab::visit(profile, &Visit { before: CLOCKS, ..Visit::to(&url) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab
}

/// Hides the tab and shows it again; answers once it has synced with the backend.
fn show_again(tab: &Tab) {
    let syncs = tab.count_lines(Level::Info, "[WebSocket] Livestream status synced: ");
    tab.hide();
    tab.show();
    tab.wait_for_lines(syncs + 1, Level::Info, "[WebSocket] Livestream status synced: ");
    tab.wait_for("it is in sync", |page| page.ready() || page.running());
}

fn asked(tab: &Tab) -> usize {
    tab.count_lines(Level::Debug, ASKED)
}

#[test]
fn a_page_that_is_shown_again_says_that_there_is_a_newer_one_and_reloads_when_told() {
    let simulator = Simulator::start(&[]);
    let copy = PageCopy::new();
    let server = StaticServer::serving(copy.folder(), "/some/folder/");
    let profile = Profile::new();
    let tab = open(&profile, &server, &simulator);
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.evaluate::<bool>("window.before = true");
    let newer = copy.update();
    show_again(&tab);
    tab.wait_for("the newer build is told of", |page| page.tells(NEWER));
    assert!(tab.wait_for_line(Level::Debug, ASKED).text.ends_with(newer));
    // The person decides.
    tab.wait_moving();
    assert!(tab.evaluate::<bool>("window.before === true"), "it reloaded by itself");
    tab.click_button("Reload");
    tab.wait_true("the newer build is there", "!window.before && document.querySelector('.notices') !== null");
    let program: String = tab.evaluate("document.querySelector('link[data-program]').dataset.program");
    assert!(program.contains(newer), "{program}");
    tab.wait_for("the stream still runs", |page| page.running() && page.picture == "live");
    assert!(!tab.page().tells(NEWER));
    tab.click_link("Settings");
    let version = format!("Lockstep {}, build {newer}", env!("CARGO_PKG_VERSION"));
    tab.wait_true("the version is told", &format!("document.querySelector('.version').textContent === '{version}'"));
    tab.finish();
}

#[test]
fn a_page_asks_when_shown_and_every_hour_and_no_more_often() {
    let simulator = Simulator::start(&[]);
    let copy = PageCopy::new();
    let server = StaticServer::serving(copy.folder(), "/");
    let profile = Profile::new();
    let tab = open(&profile, &server, &simulator);
    show_again(&tab);
    tab.wait_for_lines(1, Level::Debug, ASKED);
    assert!(!tab.page().tells(NEWER), "it is the newest");
    copy.update();
    show_again(&tab);
    show_again(&tab);
    assert_eq!(asked(&tab), 1, "it has just asked");
    tab.evaluate::<()>(AN_HOUR);
    tab.wait_for("the newer build is told of", |page| page.tells(NEWER));
    assert_eq!(asked(&tab), 2);
    // Dismissed, it stays away until there is yet another.
    tab.click_button("Dismiss this notice");
    tab.wait_for("it is gone", |page| !page.tells(NEWER));
    tab.evaluate::<()>(AN_HOUR);
    tab.wait_for_lines(3, Level::Debug, ASKED);
    assert!(!tab.page().tells(NEWER));
    tab.finish();
}

#[test]
fn what_is_no_page_of_ours_is_no_newer_build() {
    let simulator = Simulator::start(&[]);
    let copy = PageCopy::new();
    let server = StaticServer::serving(copy.folder(), "/");
    let profile = Profile::new();
    let tab = open(&profile, &server, &simulator);
    tab.allow(Allowed::FailedRequests);
    // A login page in its place.
    copy.replace_all();
    show_again(&tab);
    tab.wait_for_lines(1, Level::Debug, "[Page] not known whether there is a newer build: ");
    // Nothing in its place.
    copy.remove("index", ".html");
    tab.evaluate::<()>(AN_HOUR);
    tab.wait_for_lines(2, Level::Debug, "[Page] not known whether there is a newer build: ");
    assert!(!tab.page().tells(NEWER));
    tab.wait_for("the buttons go on", |page| page.ready());
    tab.finish();
}
