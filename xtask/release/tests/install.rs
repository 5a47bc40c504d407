//! The program, as a person calls it, against the simulator over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::mpsc;
use std::thread;

use clap::Parser;
use serde_json::{Value, json};
use simulator::{Options, Server};
use tempfile::TempDir;

/// Starts a simulator that runs until the test's process ends; answers with its address.
fn simulator() -> String {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = Server::bind(Options::parse_from(["simulator", "--port", "0", "--faults"])).await.unwrap();
            send.send(format!("http://{}", server.address())).unwrap();
            server.serve().await.unwrap();
        });
    });
    receive.recv().unwrap()
}

/// A page as Trunk builds it; each build names its files differently.
fn build(name: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |path: &str, content: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write("index.html", &format!("<title>Lockstep</title><link href=\"./{name}_bg.wasm\">"));
    write(&format!("{name}_bg.wasm"), "program");
    write(&format!("snippets/{name}/worker.js"), "worker");
    folder
}

fn release(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_release")).args(arguments).output().unwrap()
}

fn install(page: &Path, server: &str) -> Result<String, String> {
    outcome(&release(&["install", page.to_str().unwrap(), "--to", server]))
}

/// What was printed, or the error.
fn outcome(output: &Output) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn get(url: &str) -> (u16, Vec<u8>) {
    let answer = minreq::get(url).send().unwrap();
    (answer.status_code, answer.into_bytes())
}

fn paths(server: &str) -> Vec<String> {
    let list: Value = serde_json::from_slice(&get(&format!("{server}/imswitch/api/FileManager/")).1).unwrap();
    list.as_array().unwrap().iter().map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
}

fn fault(server: &str, fault: &Value) {
    let answer = minreq::post(format!("{server}/simulator/faults"))
        .with_header("content-type", "application/json")
        .with_body(fault.to_string())
        .send()
        .unwrap();
    assert_eq!(answer.status_code, 200);
}

/// What somebody else keeps on the server.
fn upload(server: &str, name: &str, content: &[u8]) {
    let head = format!("--limit\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    let answer = minreq::post(format!("{server}/imswitch/api/FileManager/upload"))
        .with_header("content-type", "multipart/form-data; boundary=limit")
        .with_body([head.as_bytes(), content, b"\r\n--limit--\r\n"].concat())
        .send()
        .unwrap();
    assert_eq!(answer.status_code, 200);
}

/// The paths of a build's files and folders, as the server lists them.
fn paths_of(build: &str) -> Vec<String> {
    let mut paths: Vec<_> =
        ["", "/index.html", &format!("/{build}_bg.wasm"), "/snippets", &format!("/snippets/{build}")]
            .iter()
            .map(|path| format!("/lockstep{path}"))
            .collect();
    paths.push(format!("/lockstep/snippets/{build}/worker.js"));
    paths.sort();
    paths
}

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
fn the_page_can_be_removed() {
    let server = simulator();
    install(build("first").path(), &server).unwrap();
    let remove = || outcome(&release(&["remove", "--from", &server])).unwrap();
    assert!(remove().contains("is gone"));
    assert_eq!(paths(&server), [""; 0]);
    assert!(remove().contains("is not on"));
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
