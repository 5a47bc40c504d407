//! The fault switch and the observations.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Ending, Simulator, Socket};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const QUIET: Duration = Duration::from_millis(300);
const ACTIVE: &str = "/imswitch/api/LiveViewController/getLiveViewActive";

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
async fn status_requests_get_garbage() {
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
    assert!(tokio::time::timeout(QUIET, simulator.get(ACTIVE)).await.is_err());
    assert_eq!(simulator.get(ACTIVE).await.status, 200);
    simulator.fault(json!({"fault": "delay", "to": {"path": "/version"}, "delay_ms": 300})).await;
    let began = Instant::now();
    assert_eq!(simulator.get("/api/version").await.status, 200);
    assert!(began.elapsed() >= QUIET);
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
    assert!(tokio::time::timeout(QUIET, simulator.call("POST", start, None)).await.is_err());
    assert_eq!(simulator.is_active().await, json!(true));
    simulator.clear_faults().await;
    simulator.fault(json!({"fault": "cut_off", "to": "command", "stage": "after"})).await;
    let cut = simulator.get("/imswitch/api/LiveViewController/stopLiveView").await;
    assert!(cut.body.is_none(), "{cut:?}");
    assert_eq!(simulator.is_active().await, json!(false));
}

#[tokio::test]
async fn sockets_are_dropped_in_three_ways() {
    let simulator = Simulator::start(&["--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "drop_sockets", "how": "abrupt"})).await;
    assert_eq!(socket.end().await, Ending::Abrupt);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "drop_sockets", "how": "close"})).await;
    assert_eq!(socket.end().await, Ending::Closed);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "drop_sockets", "how": "namespace"})).await;
    assert_eq!(socket.text().await, "41");
    socket.send("40").await;
    assert!(socket.text().await.starts_with("42[\"server_capabilities\""));
}

#[tokio::test]
async fn new_sockets_are_refused_for_a_while() {
    let simulator = Simulator::start(&["--faults"]);
    simulator.fault(json!({"fault": "refuse_sockets", "how": "reject", "for_ms": 300})).await;
    assert!(Socket::try_open(&simulator).await.is_err());
    common::eventually(async || Socket::try_open(&simulator).await.is_ok()).await;

    simulator.fault(json!({"fault": "refuse_sockets", "how": "hang"})).await;
    assert!(tokio::time::timeout(QUIET, Socket::try_open(&simulator)).await.is_err());
    simulator.clear_faults().await;

    simulator.fault(json!({"fault": "refuse_sockets", "how": "connect_error"})).await;
    let mut socket = Socket::open(&simulator).await;
    assert!(socket.text().await.starts_with('0'));
    socket.send("40").await;
    assert!(socket.text().await.starts_with("44{\"message\":"));
}

#[tokio::test]
async fn pings_stop_or_everything_does_and_the_sockets_stay_open() {
    let arguments = ["--faults", "--auto-start", "--ping-interval-ms", "100", "--ping-timeout-ms", "400"];
    let simulator = Simulator::start(&arguments);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "mute_pings"})).await;
    let quiet_from = Instant::now() + Duration::from_millis(100);
    while Instant::now() < quiet_from + 2 * QUIET {
        match socket.next().await {
            Some(Message::Text(text)) if text.as_str() == "2" => {
                assert!(Instant::now() < quiet_from);
                socket.send("3").await;
            }
            Some(_) => {}
            None => panic!("closed"),
        }
    }
    simulator.fault(json!({"fault": "half_open"})).await;
    while let Ok(message) = socket.next_within(2 * QUIET).await {
        assert!(message.is_some(), "closed");
    }
    simulator.clear_faults().await;
    assert!(socket.next().await.is_some());
}

#[tokio::test]
async fn frames_stall_while_active_and_come_while_inactive() {
    let simulator = Simulator::start(&["--faults", "--auto-start"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    socket.frame().await;
    simulator.fault(json!({"fault": "stall_frames"})).await;
    while socket.frame_within(QUIET).await.is_some() {}
    assert_eq!(simulator.is_active().await, json!(true));
    simulator.clear_faults().await;
    socket.frame().await;

    simulator.stop_live_view().await;
    while socket.frame_within(QUIET).await.is_some() {}
    simulator.fault(json!({"fault": "ghost_frames", "detector": "FocusLock"})).await;
    assert_eq!(socket.frame().await["metadata"]["detector_name"], "FocusLock");
    assert_eq!(simulator.is_active().await, json!(false));
    simulator.clear_faults().await;
    while socket.frame_within(QUIET).await.is_some() {}
}

#[tokio::test]
async fn lost_acknowledgements_stall_a_client_until_it_repeats_the_last() {
    let simulator = Simulator::start(&["--faults", "--auto-start"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let first = socket.frame().await;
    socket.acknowledge(&first["metadata"]["frame_id"]).await;
    // A client that has never acknowledged gets every frame for ever: this one has to be known to have.
    common::eventually(async || simulator.get("/simulator/clients").await.json()[0]["acks_received"] == 1).await;
    simulator.fault(json!({"fault": "lose_acks"})).await;
    let mut last = json!(null);
    let mut frames = 0;
    while let Some(frame) = socket.frame_within(QUIET).await {
        frames += 1;
        assert!(frames <= 8, "{frames} frames without an acknowledgement");
        last = frame["metadata"]["frame_id"].clone();
        socket.acknowledge(&last).await;
    }
    simulator.clear_faults().await;
    assert!(socket.frame_within(QUIET).await.is_none(), "the end of the fault heals nothing");
    socket.acknowledge(&last).await;
    socket.frame().await;
}

#[tokio::test]
async fn signals_change_form_or_are_lost() {
    let simulator = Simulator::start(&["--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "stall_frames"})).await;
    simulator.fault(json!({"fault": "signals", "form": "json"})).await;
    simulator.start_live_view("", None).await;
    let packet = socket.text().await;
    let event: Value = serde_json::from_str(packet.strip_prefix("42").unwrap()).unwrap();
    assert_eq!(event[0], "signal");
    let signal: Value = serde_json::from_str(event[1].as_str().unwrap()).unwrap();
    assert_eq!(signal, json!({"name": "sigStreamStarted", "args": {"p0": "WidefieldCamera", "p1": "jpeg"}}));
    simulator.fault(json!({"fault": "signals", "form": "none"})).await;
    simulator.stop_live_view().await;
    assert_eq!(socket.stream_signal_within(QUIET).await, None);
}

#[tokio::test]
async fn every_kind_of_garbage_arrives() {
    let simulator = Simulator::start(&["--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let kinds = [
        "truncated_packet",
        "wrong_placeholder",
        "missing_placeholder",
        "missing_attachment",
        "unannounced_binary",
        "many_attachments",
        "unknown_event",
        "empty_text",
        "unknown_packet_type",
        "bad_json",
        "bad_signal",
        "truncated_frame",
        "huge_length",
        "undecodable_jpeg",
        "bad_base64",
        "huge_dimensions",
        "frame_without_id",
        "frame_id_wrong",
        "frame_id_negative",
        "frame_id_huge",
        "frame_id_string",
        "frame_id_fraction",
    ];
    for kind in kinds {
        simulator.fault(json!({"fault": "send", "message": kind})).await;
        simulator.fault(json!({"fault": "send", "message": {"text": "end"}})).await;
        let mut messages = 0;
        while !matches!(socket.next().await.unwrap(), Message::Text(text) if text.as_str() == "end") {
            messages += 1;
        }
        assert!(messages > 0, "{kind}");
    }
    simulator.fault(json!({"fault": "send", "message": {"binary_base64": "AQID"}})).await;
    assert_eq!(socket.next().await, Some(Message::binary(vec![1, 2, 3])));
    simulator.fault(json!({"fault": "send", "message": "invalid_utf8"})).await;
    assert!(socket.failure().await.unwrap().to_lowercase().contains("utf"));
}

#[tokio::test]
async fn odd_frame_ids_are_what_they_are_called() {
    let simulator = Simulator::start(&["--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for (kind, id) in [
        ("undecodable_jpeg", json!(0)),
        ("frame_without_id", Value::Null),
        ("frame_id_wrong", json!(200)),
        ("frame_id_negative", json!(-1)),
        ("frame_id_huge", json!(u64::MAX)),
        ("frame_id_string", json!("7")),
        ("frame_id_fraction", json!(1.5)),
    ] {
        simulator.fault(json!({"fault": "send", "message": kind})).await;
        assert_eq!(socket.frame().await["metadata"]["frame_id"], id, "{kind}");
    }
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
    assert!(tokio::time::timeout(QUIET, simulator.get(ACTIVE)).await.is_err());
    let requests = simulator.get("/simulator/requests").await.json();
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
