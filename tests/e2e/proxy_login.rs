//! The page behind an nginx that lets in only who has logged in.

use crate::harness::{Allowed, Level, NginxSetup, Profile, Simulator, Tab};
use crate::proxy::play_and_stop;

const CHECK_FAILED: &str = "[StreamControls] Failed to check live view status: ";

/// Waits until the page says this about a status that it can't check; what was known stays, as unverified.
fn assert_said(tab: &Tab, why: &str) {
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, CHECK_FAILED));
    tab.wait_outside("it is said why", || {
        tab.lines().iter().any(|line| line.level == Level::Warn && line.text == format!("{CHECK_FAILED}{why}"))
    });
    let page = tab.wait_for("the failed check is shown", |page| page.running_unverified());
    assert!(!page.offers_play(), "{page:?}");
    tab.click_button("Log");
    tab.wait_true("the log says it", &format!("document.querySelector('.panel').textContent.includes('{why}')"));
}

#[test]
fn a_name_and_a_password_are_enough() {
    let simulator = Simulator::start(&[]);
    let nginx = NginxSetup::new(include_str!("../proxy/basic_auth.conf"), &simulator)
        .file("users", "ada:{PLAIN}count\n")
        .start();
    let profile = Profile::new();
    // As browsers do once somebody has written both.
    let tab = Tab::open(&profile, &nginx.at("/").replace("127", "ada:count@127"));
    play_and_stop(&tab);
    tab.reload();
    play_and_stop(&tab);
    tab.finish();
}

#[test]
fn a_401_is_said_as_such() {
    refused_with("return 401", "a login is asked for before the backend (HTTP 401)");
}

#[test]
fn a_login_page_is_no_answer() {
    refused_with(
        "rewrite ^ /login last",
        "the answer was not understood (a web page; a login or a proxy may stand before the backend)",
    );
}

/// Logs in, and is refused so in the middle of a stream, until it has logged in again.
fn refused_with(refusal: &str, why: &str) {
    let simulator = Simulator::start(&[]);
    let nginx = NginxSetup::new(include_str!("../proxy/login.conf"), &simulator).set("refusal", refusal).start();
    let profile = Profile::new();
    let tab = Tab::open(&profile, &nginx.at("/enter"));
    play_and_stop(&tab);
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.evaluate::<()>("void (document.cookie = 'session=over; Path=/')");
    assert_said(&tab, why);
    tab.evaluate::<()>("void (document.cookie = 'session=open; Path=/')");
    tab.wait_for("it is confirmed again", |page| page.running());
    tab.finish();
}
