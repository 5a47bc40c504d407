//! The file manager: upload, list, rename, delete, and the files as they are served.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::Simulator;
use serde_json::{Value, json};

async fn paths(simulator: &Simulator) -> Vec<String> {
    let list = simulator.api("/FileManager/").await;
    let path = |entry: &Value| entry["path"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(path).collect()
}

#[tokio::test]
async fn an_uploaded_file_is_listed_and_served_at_once() {
    let simulator = Simulator::start(&[]);
    assert_eq!(simulator.upload("lockstep", "a.wasm", "one").await.status, 200);
    assert_eq!(simulator.upload("/lockstep/deep", "index.html", "two").await.status, 200);
    assert_eq!(
        paths(&simulator).await,
        ["/lockstep", "/lockstep/a.wasm", "/lockstep/deep", "/lockstep/deep/index.html"]
    );
    let served = simulator.get("/imswitch/data/lockstep/a.wasm").await;
    assert_eq!((served.status, served.header("content-type")), (200, Some("application/wasm")));
    assert_eq!(served.body.unwrap(), "one");
    assert_eq!(simulator.get("/imswitch/data/lockstep/deep/").await.status, 404);

    simulator.upload("lockstep", "a.wasm", "three").await;
    assert_eq!(simulator.get("/imswitch/data/lockstep/a.wasm").await.body.unwrap(), "three");
}

#[tokio::test]
async fn files_and_folders_are_renamed_and_removed() {
    let simulator = Simulator::start(&[]);
    simulator.upload("new", "index.html", "two").await;
    let renamed = json!({"id": "/new", "newName": "lockstep"});
    assert_eq!(simulator.call("PATCH", "/imswitch/api/FileManager/rename", Some(&renamed)).await.status, 200);
    assert_eq!(paths(&simulator).await, ["/lockstep", "/lockstep/index.html"]);
    let removed = json!({"ids": ["/lockstep"]});
    assert_eq!(simulator.call("DELETE", "/imswitch/api/FileManager", Some(&removed)).await.status, 200);
    assert_eq!(paths(&simulator).await, [""; 0]);
    assert_eq!(simulator.call("DELETE", "/imswitch/api/FileManager", Some(&removed)).await.status, 404);
}

#[tokio::test]
async fn bad_names_are_refused() {
    let simulator = Simulator::start(&[]);
    for (folder, name) in [("lockstep", "a/b"), ("a:b", "x"), ("..", "x")] {
        assert_eq!(simulator.upload(folder, name, "").await.status, 400, "{folder} {name}");
    }
    assert_eq!(simulator.call("POST", "/imswitch/api/FileManager/upload", Some(&json!({}))).await.status, 400);
}
