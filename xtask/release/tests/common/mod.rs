//! What the tests share: a server, pages as Trunk builds them, and the program as a person calls it.
// Not every test uses all of it.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::mpsc;
use std::thread;

use clap::Parser;
use serde_json::Value;
use simulator::{Options, Server};
use tempfile::TempDir;

/// Starts a simulator that runs until the test's process ends; answers with its address.
pub fn simulator() -> String {
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
pub fn build(name: &str) -> TempDir {
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

/// Runs the program.
pub fn release(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_release")).args(arguments).output().unwrap()
}

/// Installs a page, which is a folder or a package.
pub fn install(page: &Path, server: &str) -> Result<String, String> {
    outcome(&release(&["install", page.to_str().unwrap(), "--to", server]))
}

/// What was printed, or the error.
pub fn outcome(output: &Output) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// What is served there.
pub fn get(url: &str) -> (u16, Vec<u8>) {
    let answer = minreq::get(url).send().unwrap();
    (answer.status_code, answer.into_bytes())
}

/// All files and folders of the server.
pub fn paths(server: &str) -> Vec<String> {
    let list: Value = serde_json::from_slice(&get(&format!("{server}/imswitch/api/FileManager/")).1).unwrap();
    list.as_array().unwrap().iter().map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
}

/// Switches a fault on.
pub fn fault(server: &str, fault: &Value) {
    let answer = minreq::post(format!("{server}/simulator/faults"))
        .with_header("content-type", "application/json")
        .with_body(fault.to_string())
        .send()
        .unwrap();
    assert_eq!(answer.status_code, 200);
}

/// What somebody else keeps on the server.
pub fn upload(server: &str, name: &str, content: &[u8]) {
    upload_into(server, "", name, content);
}

/// The same, in a folder.
pub fn upload_into(server: &str, folder: &str, name: &str, content: &[u8]) {
    let head = format!(
        "--limit\r\ncontent-disposition: form-data; name=\"parentId\"\r\n\r\n{folder}\r\n\
         --limit\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    );
    let answer = minreq::post(format!("{server}/imswitch/api/FileManager/upload"))
        .with_header("content-type", "multipart/form-data; boundary=limit")
        .with_body([head.as_bytes(), content, b"\r\n--limit--\r\n"].concat())
        .send()
        .unwrap();
    assert_eq!(answer.status_code, 200);
}

/// Makes the files of a release; answers with their paths in order.
pub fn package(page: &Path, folder: &Path) -> Vec<PathBuf> {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let [page, to] = [page, folder].map(|path| path.to_str().unwrap());
    outcome(&release(&["package", page, to, "--sources", sources])).unwrap();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// The paths of a build's files and folders, as the server lists them.
pub fn paths_of(build: &str) -> Vec<String> {
    let mut paths: Vec<_> =
        ["", "/index.html", &format!("/{build}_bg.wasm"), "/snippets", &format!("/snippets/{build}")]
            .iter()
            .map(|path| format!("/lockstep{path}"))
            .collect();
    paths.push(format!("/lockstep/snippets/{build}/worker.js"));
    paths.sort();
    paths
}
