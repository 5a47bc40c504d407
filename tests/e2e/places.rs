//! Where the page can be served from.

use std::process::Command;

use crate::harness::{Allowed, Level, Profile, Simulator, StaticServer, Tab, installer, page_folder};

/// Live view, settings, a reload there, and back.
fn walk(tab: &Tab) {
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_link("Settings");
    settings_are_there(tab);
    tab.reload();
    settings_are_there(tab);
    tab.click_link("Live view");
    tab.wait_for("Play is offered again", |page| page.ready());
    tab.reload();
    tab.wait_for("Play is offered after a reload", |page| page.ready());
}

fn settings_are_there(tab: &Tab) {
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.wait_true("they have their title", "document.querySelector('h1').textContent === 'Settings'");
    tab.wait_true("it is marked", "document.querySelector('[aria-current=page]').textContent === 'Settings'");
}

#[test]
fn it_works_wherever_imswitch_serves_it() {
    let simulator = Simulator::start(&[]);
    for path in ["/", "/index.html", "/imswitch/ui/", "/imswitch/ui/index.html"] {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.at(path));
        walk(&tab);
        assert_eq!(tab.evaluate::<String>("location.pathname"), path);
        tab.finish();
    }
}

#[test]
fn it_works_from_where_it_is_installed() {
    let simulator = Simulator::start(&[]);
    let installed =
        Command::new(installer()).arg("install").arg(page_folder()).args(["--to", &simulator.url()]).output().unwrap();
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.at("/imswitch/data/lockstep/index.html"));
    walk(&tab);
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.finish();
}

#[test]
fn it_works_from_a_folder_of_any_static_server() {
    let simulator = Simulator::start(&[]);
    let server = StaticServer::start("/some/folder/");
    for file in ["", "index.html"] {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &format!("{}{file}?backend={}", server.url(), simulator.url()));
        walk(&tab);
        tab.click_button("Play");
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        tab.click_button("Stop");
        tab.wait_for("the stream is stopped", |page| page.ready());
        tab.finish();
    }
}

#[test]
fn without_a_backend_it_says_so_and_the_settings_help() {
    let simulator = Simulator::start(&[]);
    let server = StaticServer::start("/some/folder/");
    let profile = Profile::new();
    let tab = Tab::open(&profile, server.url());
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::BackendDown);
    tab.allow(Allowed::Begins(
        Level::Warn,
        "[StreamControls] Failed to check live view status: the backend answered HTTP 404",
    ));
    let page = tab.wait_for("it is not connected", |page| page.connection == "Not connected");
    assert!(page.offers_neither(), "{page:?}");
    tab.click_link("Settings");
    tab.write("Backend address", &simulator.url());
    tab.click_button("Test and save");
    tab.wait_true("it is saved", "document.querySelector('#backend-hint').textContent.startsWith('Saved.')");
    tab.click_link("Live view");
    tab.wait_for("Play is offered", |page| page.ready());
    tab.finish();
}

#[test]
fn a_link_to_no_page_says_so() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.at("/imswitch/ui/index.html?view=nonsense"));
    tab.wait_true("it says so", "document.querySelector('h1')?.textContent === 'There is no such page'");
    tab.click_link("Go to the live view");
    tab.wait_for("Play is offered", |page| page.ready());
    tab.finish();
}
