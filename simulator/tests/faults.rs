//! The fault switch, faults of REST calls, and the observations.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Answer, Simulator, Socket};
use serde_json::{Value, json};

const QUIET: Duration = Duration::from_millis(300);
const ACTIVE: &str = "/imswitch/api/LiveViewController/getLiveViewActive";

/// Lets a call wait until it `has_arrived` and a while longer: there must be no answer.
async fn assert_unanswered(call: impl Future<Output = Answer>, has_arrived: impl AsyncFnMut() -> bool) {
    tokio::select! {
        answer = call => panic!("{answer:?}"),
        () = async { common::eventually(has_arrived).await; tokio::time::sleep(QUIET).await } => {}
    }
}

#[tokio::test]
async fn without_the_flag_there_is_no_switch() {
    let simulator = Simulator::start(&[]);
    for path in ["/simulator/faults", "/simulator/state", "/simulator/requests"] {
        assert_eq!(simulator.get(path).await.status, 404);
    }
}

#[tokio::test]
async fn an_unknown_fault_is_refused() {
    let simulator = Simulator::start(&["--faults"]);
    for body in [json!({"fault": "gremlins"}), json!({"fault": "answer", "to": "status"}), json!(7)] {
        assert_eq!(simulator.call("POST", "/simulator/faults", Some(&body)).await.status, 422);
    }
    assert_eq!(simulator.get("/simulator/faults").await.json(), json!([]));
}

#[tokio::test]
async fn status_requests_fail_as_often_as_told_and_without_cors() {
    let simulator = Simulator::start(&["--faults"]);
    let statuses = async |count: usize| {
        let mut statuses = Vec::new();
        for _ in 0..count {
            statuses.push(simulator.get(ACTIVE).await.status);
        }
        statuses
    };
    simulator.fault(json!({"fault": "answer", "to": "status", "with": "server_error"})).await;
    let answer = simulator.get(ACTIVE).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (500, None));
    assert!(answer.header("content-type").unwrap().starts_with("text/plain"));
    assert_eq!(statuses(3).await, [500, 500, 500]);
    assert_eq!(simulator.get("/api/version").await.status, 200);
    simulator.clear_faults().await;

    simulator.fault(json!({"fault": "answer", "to": "status", "with": "server_error", "when": "every_other"})).await;
    assert_eq!(statuses(4).await, [500, 200, 500, 200]);
    simulator.clear_faults().await;

    simulator.fault(json!({"fault": "answer", "to": "status", "with": "server_error", "when": {"next": 2}})).await;
    assert_eq!(statuses(4).await, [500, 500, 200, 200]);
    assert_eq!(simulator.get("/simulator/faults").await.json(), json!([]), "it is used up");
}

#[tokio::test]
async fn status_requests_get_wrong_answers() {
    let simulator = Simulator::start(&["--faults", "--auto-start"]);
    let answer = async |with: Value| {
        simulator.clear_faults().await;
        simulator.fault(json!({"fault": "answer", "to": "status", "with": with})).await;
        let answer = simulator.get(ACTIVE).await;
        (answer.status, String::from_utf8(answer.body.unwrap().to_vec()).unwrap())
    };
    assert!(answer(json!("html")).await.1.starts_with("<!doctype html>"));
    assert_eq!(answer(json!("empty")).await, (200, String::new()));
    assert!(answer(json!("oversized")).await.1.len() > 1 << 20);
    assert_eq!(answer(json!("yes")).await, (200, "\"yes\"".to_owned()));
    assert_eq!(answer(json!("null")).await, (200, "null".to_owned()));
    assert_eq!(answer(json!("active_object")).await, (200, r#"{"active":true}"#.to_owned()));
    assert_eq!(answer(json!("is_active_object")).await, (200, r#"{"isActive":true}"#.to_owned()));
    assert_eq!(answer(json!("not_found")).await.0, 404);
    assert_eq!(answer(json!("unprocessable")).await.0, 422);
    let raw = json!({"raw": {"status": 418, "content_type": "text/plain", "body": "teapot"}});
    assert_eq!(answer(raw).await, (418, "teapot".to_owned()));
}

#[tokio::test]
async fn requests_hang_or_come_late() {
    let simulator = Simulator::start(&["--faults"]);
    simulator.fault(json!({"fault": "hang", "to": "status", "when": {"next": 1}})).await;
    let is_used_up = async || simulator.get("/simulator/faults").await.json() == json!([]);
    assert_unanswered(simulator.get(ACTIVE), is_used_up).await;
    assert_eq!(simulator.get(ACTIVE).await.status, 200);
    simulator.fault(json!({"fault": "delay", "to": {"path": "/version"}, "delay_ms": 300})).await;
    let began = Instant::now();
    assert_eq!(simulator.get("/api/version").await.status, 200);
    assert!(began.elapsed() >= QUIET);
}

#[tokio::test]
async fn requests_are_held_until_the_faults_are_cleared() {
    let simulator = Simulator::start(&["--faults"]);
    let start = "/imswitch/api/LiveViewController/startLiveView";
    // When it is held, and whether it has done its work by then.
    for (stage, has_started) in [("before", false), ("after", true)] {
        simulator.fault(json!({"fault": "hold", "to": "command", "stage": stage})).await;
        let mut held = std::pin::pin!(simulator.call("POST", start, None));
        let has_arrived = async || {
            let requests = simulator.get("/simulator/requests").await.json();
            let latest = requests.as_array().unwrap().iter().rfind(|it| it["method"] == "POST");
            latest.is_some_and(|it| it["status"].is_null()) && simulator.is_active().await == has_started
        };
        assert_unanswered(&mut held, has_arrived).await;
        assert_eq!(simulator.is_active().await, has_started);
        simulator.clear_faults().await;
        assert_eq!(held.await.status, 200);
        assert_eq!(simulator.is_active().await, true);
        simulator.get("/imswitch/api/LiveViewController/stopLiveView").await;
    }
}

#[tokio::test]
async fn a_commands_answer_is_lost_before_or_after_its_work() {
    let simulator = Simulator::start(&["--faults"]);
    let start = "/imswitch/api/LiveViewController/startLiveView";
    simulator.fault(json!({"fault": "answer", "to": "command", "with": "server_error"})).await;
    assert_eq!(simulator.call("POST", start, None).await.status, 500);
    assert_eq!(simulator.is_active().await, json!(false));
    simulator.clear_faults().await;
    simulator.fault(json!({"fault": "hang", "to": "command", "stage": "after"})).await;
    assert_unanswered(simulator.call("POST", start, None), async || simulator.is_active().await == true).await;
    simulator.clear_faults().await;
    simulator.fault(json!({"fault": "cut_off", "to": "command", "stage": "after"})).await;
    let cut = simulator.get("/imswitch/api/LiveViewController/stopLiveView").await;
    assert!(cut.body.is_none(), "{cut:?}");
    assert_eq!(simulator.is_active().await, json!(false));
}

#[tokio::test]
async fn a_freeze_freezes() {
    let simulator = Simulator::start(&["--faults"]);
    let began = Instant::now();
    simulator.fault(json!({"fault": "freeze", "for_ms": 300})).await;
    assert!(began.elapsed() >= QUIET);
}

#[tokio::test]
async fn calls_and_acknowledgements_are_remembered() {
    let simulator = Simulator::start(&["--faults", "--auto-start"]);
    simulator.get(&format!("{ACTIVE}?x=1")).await;
    simulator.fault(json!({"fault": "hang", "to": "status"})).await;
    let requests = async || simulator.get("/simulator/requests").await.json();
    assert_unanswered(simulator.get(ACTIVE), async || requests().await.as_array().unwrap().len() == 2).await;
    let requests = requests().await;
    assert_eq!(requests.as_array().unwrap().len(), 2, "its own calls don't count");
    assert_eq!(requests[0]["method"], "GET");
    assert_eq!(requests[0]["path_and_query"], format!("{ACTIVE}?x=1"));
    assert_eq!(requests[0]["status"], 200);
    assert!(requests[0]["took_ms"].is_number());
    assert!(requests[0]["received_at_ms"].as_u64().unwrap() > 1_700_000_000_000);
    assert_eq!(requests[1]["status"], Value::Null);
    simulator.call("DELETE", "/simulator/requests", None).await;
    assert_eq!(simulator.get("/simulator/requests").await.json(), json!([]));

    let (mut socket, _) = Socket::connect(&simulator).await;
    let mut sent = Vec::new();
    for _ in 0..5 {
        let id = socket.frame().await["metadata"]["frame_id"].clone();
        socket.acknowledge(&id).await;
        sent.push(id);
    }
    common::eventually(async || simulator.get("/simulator/clients").await.json()[0]["acks_received"] == 5).await;
    let client = &simulator.get("/simulator/clients").await.json()[0];
    let ids = |key: &str| -> Vec<Value> {
        client[key].as_array().unwrap().iter().map(|seen| seen["frame_id"].clone()).collect()
    };
    assert_eq!(ids("acks"), sent);
    assert_eq!(ids("sent")[..5], sent);
    assert_eq!(client["disconnected_at_ms"], Value::Null);
    socket.close().await;
    common::eventually(async || !simulator.get("/simulator/clients").await.json()[0]["disconnected_at_ms"].is_null())
        .await;
}
