//! What may go wrong when a page is installed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use common::{build, fault, get, install, package, paths, paths_of, simulator, upload, upload_into};
use serde_json::json;
use tempfile::TempDir;

#[test]
fn bad_addresses_and_pages_are_told_from_each_other() {
    let page = build("first");
    let nothing = TempDir::new().unwrap();
    for (place, server, expected) in [
        (page.path(), "http://127.0.0.1:1", "nothing answers at http://127.0.0.1:1"),
        (page.path(), "https://127.0.0.1:8001", "is encrypted"),
        (page.path(), "192.168.4.1", "is no server's address"),
        (page.path(), "http://127.0.0.1:1/imswitch", "is no server's address"),
        (nothing.path(), "http://127.0.0.1:1", "is no built page: it has no index.html"),
        (Path::new(file!()), "http://127.0.0.1:1", "can"),
    ] {
        let error = install(place, server).unwrap_err();
        assert!(error.contains(expected), "{server}: {error}");
    }
}

#[test]
fn an_upload_that_fails_half_way_leaves_the_older_build_as_it_was() {
    let server = simulator();
    let first = build("first");
    install(first.path(), &server).unwrap();
    // The disk has room for the first of the new files.
    let second = build("second");
    fs::write(second.path().join("snippets/second/worker.js"), vec![b' '; 1 << 20]).unwrap();
    let others = ["a.tiff", "b.tiff", "c.tiff"];
    for name in others {
        upload(&server, name, &vec![0; (21 << 20) + (1 << 18)]);
    }
    let error = install(second.path(), &server).unwrap_err();
    assert!(error.contains("what was there before is as it was"), "{error}");
    assert!(error.contains("it answers 500, “No space left on device”"), "{error}");
    let index = fs::read(first.path().join("index.html")).unwrap();
    assert_eq!(get(&format!("{server}/imswitch/data/lockstep/index.html")).1, index);
    let there = paths(&server);
    assert!(there.contains(&"/lockstep/second_bg.wasm".to_owned()));
    for path in paths_of("first") {
        assert!(there.contains(&path), "{path} is gone");
    }

    minreq::delete(format!("{server}/imswitch/api/FileManager"))
        .with_header("content-type", "application/json")
        .with_body(json!({"ids": others}).to_string())
        .send()
        .unwrap();
    install(second.path(), &server).unwrap();
    assert_eq!(paths(&server), paths_of("second"));
}

#[test]
fn a_file_that_is_lost_though_the_server_reports_success_is_an_error() {
    let server = simulator();
    let body = json!({"status": 200, "content_type": "application/json", "body": "{}"});
    fault(&server, &json!({"fault": "answer", "to": {"path": "/upload"}, "with": {"raw": body}}));
    let error = install(build("first").path(), &server).unwrap_err();
    assert!(error.contains("it is not there as it was sent"), "{error}");
}

#[test]
fn nothing_is_sent_to_a_server_that_is_no_imswitch() {
    let page = build("first");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let length = stream.read(&mut request).unwrap();
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<h1>Router!</";
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let error = install(page.path(), &address).unwrap_err();
    assert!(error.contains("is no ImSwitch"), "{error}");
    assert!(requests.join().unwrap().starts_with("GET /imswitch/api/version "));
}

#[test]
fn an_upload_that_breaks_off_leaves_the_older_build_as_it_was_and_can_be_repeated() {
    let server = simulator();
    let (first, second) = (build("first"), build("second"));
    install(first.path(), &server).unwrap();
    fault(&server, &json!({"fault": "cut_off", "to": {"path": "/upload"}, "when": {"next": 1}}));
    let error = install(second.path(), &server).unwrap_err();
    assert!(error.contains("what was there before is as it was"), "{error}");
    let index = fs::read(first.path().join("index.html")).unwrap();
    assert_eq!(get(&format!("{server}/imswitch/data/lockstep/index.html")).1, index);
    install(second.path(), &server).unwrap();
    assert_eq!(paths(&server), paths_of("second"));
}

#[test]
fn an_answer_that_breaks_off_is_no_harm_where_the_file_has_come() {
    let server = simulator();
    fault(&server, &json!({"fault": "cut_off", "to": {"path": "/upload"}, "when": {"next": 1}, "stage": "after"}));
    install(build("first").path(), &server).unwrap();
    assert_eq!(paths(&server), paths_of("first"));
}

#[test]
fn a_file_that_came_broken_before_is_sent_again() {
    let server = simulator();
    upload_into(&server, "/lockstep", "first_bg.wasm", b"prog");
    let said = install(build("first").path(), &server).unwrap();
    assert_eq!(get(&format!("{server}/imswitch/data/lockstep/first_bg.wasm")), (200, b"program".to_vec()), "{said}");
    assert_eq!(paths(&server), paths_of("first"));
}

#[test]
fn an_index_that_is_not_taken_is_said_to_leave_a_broken_page() {
    let server = simulator();
    // After the program and the worker.
    let answer = json!({"raw": {"status": 500, "content_type": "text/plain", "body": "no"}});
    let (first, second) = (build("first"), build("second"));
    install(first.path(), &server).unwrap();
    for _ in 0..2 {
        fault(&server, &json!({"fault": "delay", "to": {"path": "/upload"}, "when": {"next": 1}, "delay_ms": 0}));
    }
    fault(&server, &json!({"fault": "answer", "to": {"path": "/upload"}, "with": answer}));
    let error = install(second.path(), &server).unwrap_err();
    assert!(error.contains("what was there before may be broken now; please try again"), "{error}");
    // It is not: the server has refused the index before it took it, and the older files are still there.
    let index = fs::read(first.path().join("index.html")).unwrap();
    assert_eq!(get(&format!("{server}/imswitch/data/lockstep/index.html")).1, index);
}

#[test]
fn a_page_that_is_served_and_does_not_get_answers_is_no_success() {
    let server = simulator();
    fault(&server, &json!({"fault": "answer", "to": "status", "with": "server_error"}));
    let error = install(build("first").path(), &server).unwrap_err();
    assert!(error.contains("the page is installed"), "{error}");
    assert!(error.contains("it answers 500"), "{error}");
}

#[test]
fn what_is_served_beside_imswitch_is_told_from_it() {
    let page = build("first");
    let json = "application/json";
    for (status, content_type, body) in [
        (404, json, r#"{"detail":"Not Found"}"#),
        (200, json, "[]"),
        (200, json, r#"{"version":3}"#),
        (200, "text/html", ""),
    ] {
        let server = simulator();
        let answer = json!({"raw": {"status": status, "content_type": content_type, "body": body}});
        fault(&server, &json!({"fault": "answer", "to": {"path": "/version"}, "with": answer}));
        let error = install(page.path(), &server).unwrap_err();
        assert!(error.contains("is no ImSwitch"), "{error}");
        assert_eq!(paths(&server), [""; 0], "nothing was sent");
    }
}

#[test]
fn names_with_spaces_and_umlauts_do_no_harm() {
    let server = simulator();
    upload_into(&server, "/Zellen für Jörg", "Probe 1 ü.tiff", b"image");
    upload_into(&server, "/lockstep", "Notizen für mich.txt", b"note");
    let place = TempDir::new().unwrap();
    let folder = place.path().join("Lockstep für das Labor");
    fs::create_dir(&folder).unwrap();
    let made = package(build("first").path(), &folder);
    let zip = folder.join("Seite 1 ü.zip");
    fs::rename(made.iter().find(|file| file.extension().is_some_and(|end| end == "zip")).unwrap(), &zip).unwrap();
    install(&zip, &server).unwrap();
    let mut expected = paths_of("first");
    expected.extend(["/Zellen für Jörg".to_owned(), "/Zellen für Jörg/Probe 1 ü.tiff".to_owned()]);
    expected.sort();
    assert_eq!(paths(&server), expected, "what is not the page's is gone from its folder, and nothing else");

    let odd = build("second");
    fs::write(odd.path().join("für Jörg.js"), "").unwrap();
    let error = install(odd.path(), &server).unwrap_err();
    assert!(error.contains("it has a file \"für Jörg.js\""), "{error}");
}
