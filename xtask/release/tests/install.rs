//! The program, as a person calls it, against the simulator over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;

use common::{build, get, install, outcome, paths, paths_of, release, simulator, upload};

#[test]
fn the_page_is_served_at_the_address_that_is_said() {
    let server = simulator();
    let page = build("first");
    let said = install(page.path(), &server).unwrap();
    let address = format!("{server}/imswitch/data/lockstep/index.html");
    assert!(said.contains(&format!("Open {address}\n")), "{said}");
    assert_eq!(get(&address), (200, fs::read(page.path().join("index.html")).unwrap()));
    assert_eq!(paths(&server), paths_of("first"));
}

#[test]
fn a_newer_build_replaces_an_older_one_and_nothing_else() {
    let server = simulator();
    install(build("first").path(), &server).unwrap();
    upload(&server, "cells ü.tiff", b"image");
    install(build("second").path(), &server).unwrap();
    let mut expected = paths_of("second");
    expected.insert(0, "/cells ü.tiff".to_owned());
    assert_eq!(paths(&server), expected);
}

#[test]
fn the_page_can_be_removed() {
    let server = simulator();
    install(build("first").path(), &server).unwrap();
    let remove = || outcome(&release(&["remove", "--from", &server])).unwrap();
    assert!(remove().contains("is gone"));
    assert_eq!(paths(&server), [""; 0]);
    assert!(remove().contains("is not on"));
}
