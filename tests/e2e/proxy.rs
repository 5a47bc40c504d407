//! The page behind nginx: below a path, behind TLS, compressed.

use serde_json::{Value, json};

use crate::harness::{Allowed, Level, Nginx, NginxSetup, Profile, Simulator, Tab, Visit};

/// Browsers don't trust what the tests have signed themselves.
fn trusting() -> [(&'static str, Value); 1] {
    [("Security.setIgnoreCertificateErrors", json!({"ignore": true}))]
}

/// Plays, sees the picture move, and stops.
pub fn play_and_stop(tab: &Tab) {
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
}

#[test]
fn it_works_below_a_path_with_and_without_slash() {
    let simulator = Simulator::start(&[]);
    let nginx = Nginx::start(include_str!("../proxy/sub_path.conf"), &simulator);
    for (path, arrived_at) in [
        ("/scope/imswitch/ui", "/scope/imswitch/ui/"),
        ("/scope/imswitch/ui/", "/scope/imswitch/ui/"),
        ("/scope/imswitch/ui/index.html", "/scope/imswitch/ui/index.html"),
    ] {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &nginx.at(path));
        assert_eq!(tab.evaluate::<String>("location.pathname"), arrived_at);
        play_and_stop(&tab);
        tab.click_link("Settings");
        tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
        tab.reload();
        tab.wait_true("they are there again", "document.querySelector('#backend-address') !== null");
        tab.click_link("Live view");
        tab.wait_for("Play is offered again", |page| page.ready());
        tab.finish();
    }
}

#[test]
fn a_page_that_is_the_folder_of_the_backend_itself_is_told_where_that_may_be() {
    let simulator = Simulator::start(&[]);
    let nginx = Nginx::start(include_str!("../proxy/sub_path.conf"), &simulator);
    for path in ["/scope", "/scope/"] {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &nginx.at(path));
        tab.allow(Allowed::FailedRequests);
        tab.allow(Allowed::BackendDown);
        tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: "));
        tab.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: "));
        tab.click_link(&format!("Try {}", nginx.at("/scope")));
        play_and_stop(&tab);
        tab.finish();
    }
}

#[test]
fn it_works_over_tls_and_http_2() {
    let simulator = Simulator::start(&[]);
    let nginx = NginxSetup::new(include_str!("../proxy/tls.conf"), &simulator).with_certificate().start();
    for address in [nginx.https_at("/"), nginx.plain_at("/imswitch/ui/")] {
        let profile = Profile::new();
        let calls = &trusting();
        let tab = Tab::visit(&profile, &Visit { calls, ..Visit::to(&address) });
        assert!(tab.evaluate::<String>("location.href").starts_with(&nginx.https_at("/")), "it is sent to TLS");
        play_and_stop(&tab);
        let protocols: Vec<String> = tab.evaluate(
            "[...new Set(['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
                .map((entry) => entry.nextHopProtocol).filter((protocol) => protocol !== ''))]",
        );
        assert_eq!(protocols, ["h2"]);
        tab.finish();
    }
}

#[test]
fn an_address_that_leads_to_another_is_saved_as_that() {
    let simulator = Simulator::start(&[]);
    let nginx = NginxSetup::new(include_str!("../proxy/tls.conf"), &simulator).with_certificate().start();
    let own = Simulator::start(&[]);
    let profile = Profile::new();
    let address = own.at("/?view=settings");
    let tab = Tab::visit(&profile, &Visit { calls: &trusting(), ..Visit::to(&address) });
    tab.write("Backend address", &nginx.plain_at(""));
    tab.click_button("Test and save");
    tab.wait_true("it is saved", "document.querySelector('#backend-hint').textContent.startsWith('Saved.')");
    tab.click_link("Live view");
    play_and_stop(&tab);
    assert!(tab.evaluate::<String>("JSON.stringify(localStorage)").contains(&nginx.https_at("")));
    tab.finish();
}

#[test]
fn it_works_compressed() {
    let simulator = Simulator::start(&[]);
    for (encoding, gzip, brotli) in [("gzip", "on", "off"), ("br", "off", "on")] {
        let nginx = NginxSetup::new(include_str!("../proxy/compression.conf"), &simulator)
            .set("gzip", gzip)
            .set("brotli", brotli)
            .with_brotli()
            .start();
        let profile = Profile::new();
        let tab = Tab::open(&profile, &nginx.at("/"));
        play_and_stop(&tab);
        let files = ["document.querySelector('[data-program]').dataset.program", "'imswitch/api/version'"];
        for file in files {
            let script = format!("fetch({file}).then((answer) => answer.headers.get('content-encoding'))");
            assert_eq!(tab.evaluate::<String>(&script), encoding, "{file}");
        }
        tab.finish();
    }
}
