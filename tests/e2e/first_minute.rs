//! Who opens the page with no backend in reach finds out why, and what to do.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{
    Allowed, Answer, HTTPS_PAGE, Level, Need, Profile, Serving, Simulator, StaticServer, Tab, Visit,
    asking_for_https_page, free_port, lacks, page_folder, to_status,
};

/// The sentence, what can be done, and where that leads if it is a link.
const CARD: &str = "(() => {
    const card = document.querySelector('.diagnosis');
    const remedy = card?.querySelector('.button');
    return card === null || card.hidden ? ['', '', '']
        : [card.querySelector('p').textContent, remedy.textContent.trim(), remedy.href ?? ''];
})()";

/// Waits for a sentence with these words; answers with what can be done, and where that leads.
fn wait_told(tab: &Tab, words: &str) -> (String, String) {
    let read = || tab.evaluate::<(String, String, String)>(CARD);
    tab.wait_outside(&format!("it says: {words}"), || read().0.contains(words));
    let (_, label, href) = read();
    (label, href)
}

/// A page that asks this backend for a visit; what browsers say of it themselves is expected.
fn opened(profile: &Profile, page: &str, backend: &str) -> Tab {
    tolerant(profile, &Visit::to(&format!("{page}?backend={backend}")))
}

fn tolerant(profile: &Profile, visit: &Visit<'_>) -> Tab {
    let tab = Tab::visit(profile, visit);
    tab.allow(Allowed::FailedRequests);
    for own_words in ["Access to fetch at ", "Mixed Content: ", "WebSocket connection to "] {
        tab.allow(Allowed::Begins(Level::Browser, own_words));
    }
    tab.allow(Allowed::Begins(Level::Warn, "[WebSocket] The browser refuses to open ws://microscope.example"));
    tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: "));
    tab
}

/// What has a socket is there, and says more about itself than the page could guess.
fn refuse_sockets(simulator: &Simulator) {
    simulator.fault(&json!({"fault": "refuse_sockets", "how": "reject"}));
}

fn closed() -> String {
    format!("http://127.0.0.1:{}", free_port())
}

#[test]
fn a_policy_that_forbids_the_backend_is_said_to() {
    let simulator = Simulator::start(&[]);
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
        img-src 'self' data: blob:; worker-src 'self'";
    let server = StaticServer::with(&Serving { policy: Some(policy), ..Serving::plain(page_folder(), "/") });
    let profile = Profile::new();
    let tab = opened(&profile, server.url(), &simulator.url());
    let opened_at = Instant::now();
    // Each browser says it in words of its own, and so does the page for the socket.
    tab.allow(Allowed::Begins(Level::Browser, ""));
    tab.allow(Allowed::Begins(Level::Warn, "[WebSocket] "));
    let (label, _) = wait_told(&tab, &format!("does not let it ask {}: ", simulator.url()));
    // Chromium reports an error of the socket and never a close; an attempt is given up after 10 s.
    assert!(opened_at.elapsed() < Duration::from_secs(8), "it took {:?}", opened_at.elapsed());
    assert_eq!(label, "Choose a microscope");
    assert!(tab.page().offers_neither(), "{:?}", tab.page());
    assert_eq!(simulator.count_requests("imswitch"), 0, "{:#?}", simulator.requests());
    tab.finish();
}

#[test]
fn a_policy_that_forbids_the_socket_alone_is_said_to() {
    let simulator = Simulator::start(&["--auto-start"]);
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' http:; \
        img-src 'self' data: blob:; worker-src 'self'";
    let server = StaticServer::with(&Serving { policy: Some(policy), ..Serving::plain(page_folder(), "/") });
    let profile = Profile::new();
    let tab = opened(&profile, server.url(), &simulator.url());
    tab.allow(Allowed::Begins(Level::Browser, ""));
    tab.allow(Allowed::Begins(Level::Warn, "[WebSocket] "));
    tab.wait_true(
        "it is said",
        "document.querySelector('.status-detail').textContent.includes('has to allow that in connect-src')",
    );
    assert!(tab.page().offers_stop(), "requests are answered: {:?}", tab.page());
    // Long words about the connection leave those about the stream their room.
    let stands_apart = "document.querySelector('.status-stream .status-word').getBoundingClientRect().right
        <= document.querySelector('.status-connection').closest('.status-line').getBoundingClientRect().left";
    assert!(tab.evaluate::<bool>(stands_apart), "“Running” is covered");
    tab.finish();
}

#[test]
fn a_server_of_the_pages_own_that_is_no_imswitch_leads_to_the_settings() {
    let server = StaticServer::start("/");
    let profile = Profile::new();
    let tab = tolerant(&profile, &Visit::to(server.url()));
    let (label, _) = wait_told(&tab, "answers, but not as ImSwitch does: choose the microscope to look at.");
    assert_eq!(label, "Choose a microscope");
    assert!(tab.page().offers_neither() || tab.page().offers_play(), "{:?}", tab.page());
    tab.click_link("Choose a microscope");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.finish();
}

#[test]
fn where_nothing_answers_the_usual_port_is_offered_and_what_is_told_goes_with_the_first_answer() {
    let server = StaticServer::start("/");
    let simulator = Simulator::start(&[]);
    simulator.fault(&to_status(Answer::Hang));
    refuse_sockets(&simulator);
    let profile = Profile::new();
    let address = closed();
    let tab = opened(&profile, server.url(), &address);
    let (label, href) =
        wait_told(&tab, &format!("{address} can’t be reached, or is no ImSwitch, whose port is usually 8001."));
    assert_eq!(label, "Try http://127.0.0.1:8001");
    assert_eq!(href, format!("{}?backend=http%3A%2F%2F127.0.0.1%3A8001", server.url()));

    tab.go(&format!("{}?backend={}", server.url(), simulator.url()));
    wait_told(&tab, &format!("{} can’t be reached", simulator.url()));
    simulator.clear_faults();
    tab.wait_for("Play is offered", |page| page.ready());
    assert_eq!(tab.evaluate::<(String, String, String)>(CARD).0, "");
    tab.finish();
}

#[test]
fn the_offered_address_is_used_for_a_visit() {
    let server = StaticServer::start("/");
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, server.url(), &closed());
    wait_told(&tab, "can’t be reached");
    // The usual port belongs to whoever has it here: the link is sent to where the simulator is.
    let query = format!("?backend={}", simulator.url());
    tab.evaluate::<Value>(&format!("document.querySelector('.diagnosis a').setAttribute('href', {})", json!(query)));
    tab.click_link("Try http://127.0.0.1:8001");
    tab.wait_for("Play is offered", |page| page.ready());
    assert_eq!(tab.evaluate::<Option<String>>("localStorage.getItem('lockstep.microscopes')"), None);
    tab.finish();
}

#[test]
fn an_https_address_that_browsers_refuse_is_to_be_opened_once() {
    let server = StaticServer::start("/");
    // It speaks no https at all; what browsers tell a page is the same.
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let address = simulator.url().replace("http:", "https:");
    let tab = opened(&profile, server.url(), &address);
    let (label, href) = wait_told(&tab, "likely because the browser does not trust its certificate");
    assert_eq!((label, href), (format!("Open {address}"), format!("{address}/")));
    let opens: Vec<String> =
        tab.evaluate("[document.querySelector('.diagnosis a')].flatMap((it) => [it.target, it.rel])");
    assert_eq!(opens, ["_blank", "noopener noreferrer"]);
    tab.finish();
}

#[test]
fn another_server_that_answers_is_called_one() {
    let server = StaticServer::start("/");
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    refuse_sockets(&simulator);
    for answer in ["html", "not_found"] {
        simulator.fault(&to_status(Answer::Known(answer)));
        let tab = opened(&profile, server.url(), &simulator.url());
        let (label, _) = wait_told(&tab, "answers, but not as ImSwitch does, whose port is usually 8001.");
        assert_eq!(label, "Try http://127.0.0.1:8001");
        tab.finish();
    }
}

#[test]
fn an_https_page_is_told_that_it_may_not_ask_an_http_address() {
    if lacks(&[Need::DevTools]) {
        return;
    }
    let profile = Profile::new();
    let calls = [asking_for_https_page()];
    let url = format!("{HTTPS_PAGE}?backend=http://microscope.example:8001");
    let tab = tolerant(&profile, &Visit { calls: &calls, ..Visit::to(&url) });
    assert!(tab.evaluate::<bool>("isSecureContext && location.protocol === 'https:'"));
    let (label, href) =
        wait_told(&tab, "browsers don’t let it ask an http address such as http://microscope.example:8001");
    assert_eq!(label, "Try https://microscope.example:8001");
    assert_eq!(href, format!("{HTTPS_PAGE}?backend=https%3A%2F%2Fmicroscope.example%3A8001"));
    tab.finish();
}

#[test]
fn what_the_browser_permits_on_the_local_network_is_told() {
    if lacks(&[Need::DevTools]) {
        return;
    }
    let cases = [
        ("Promise.resolve({ state: 'denied' })", "The browser keeps this page from devices on the local network"),
        ("Promise.resolve({ state: 'prompt' })", "only when you allow it: say so when it asks."),
        // Neither an answer nor nonsense is taken for one.
        ("Promise.reject(new TypeError('unknown'))", "does not trust its certificate"),
        ("new Promise(() => {})", "does not trust its certificate"),
        ("null", "does not trust its certificate"),
    ];
    let address = closed().replace("http:", "https:");
    for (answer, words) in cases {
        let profile = Profile::new();
        let calls = [asking_for_https_page()];
        let url = format!("{HTTPS_PAGE}?backend={address}");
        let before = format!("navigator.permissions.query = () => {answer};");
        let tab = tolerant(&profile, &Visit { calls: &calls, before: &before, ..Visit::to(&url) });
        wait_told(&tab, words);
        tab.finish();
    }
}
