//! Faults of sockets: connections, pings, frames, signals, bad messages.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Ending, Simulator, Socket};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const QUIET: Duration = Duration::from_millis(300);

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
    simulator.fault(json!({"fault": "refuse_sockets", "how": "reject"})).await;
    assert!(Socket::try_open(&simulator).await.is_err());
    simulator.clear_faults().await;
    let began = Instant::now();
    simulator.fault(json!({"fault": "refuse_sockets", "how": "reject", "for_ms": 300})).await;
    common::eventually(async || Socket::try_open(&simulator).await.is_ok()).await;
    assert!(began.elapsed() >= QUIET);

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
    let arguments = ["--faults", "--auto-start", "--ping-interval-ms", "100", "--ping-timeout-ms", "2000"];
    let simulator = Simulator::start(&arguments);
    // What a socket would not live through if it were pinged and silent.
    let watch = Duration::from_millis(2500);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.fault(json!({"fault": "mute_pings"})).await;
    // Pings from before come before this.
    simulator.fault(json!({"fault": "send", "message": {"text": "end"}})).await;
    loop {
        match socket.next().await.expect("closed") {
            Message::Text(text) if text.as_str() == "2" => socket.send("3").await,
            Message::Text(text) if text.as_str() == "end" => break,
            _ => {}
        }
    }
    let began = Instant::now();
    while began.elapsed() < watch {
        let message = socket.next().await.expect("closed");
        assert_ne!(message, Message::text("2"));
    }
    simulator.fault(json!({"fault": "half_open"})).await;
    while let Ok(message) = socket.next_within(watch).await {
        assert!(message.is_some(), "closed");
    }
    simulator.clear_faults().await;
    assert!(socket.next().await.is_some());
}

#[tokio::test]
async fn half_open_sockets_stay_open_also_where_a_ping_was_under_way() {
    let simulator = Simulator::start(&["--faults", "--ping-interval-ms", "100", "--ping-timeout-ms", "1500"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    while socket.next().await.expect("closed") != Message::text("2") {}
    simulator.fault(json!({"fault": "half_open"})).await;
    socket.send("3").await;
    while let Ok(message) = socket.next_within(Duration::from_millis(2500)).await {
        assert!(message.is_some(), "closed");
    }
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
    socket.frames_until("sigStreamStopped").await;
    simulator.fault(json!({"fault": "ghost_frames", "detector": "FocusLock"})).await;
    assert_eq!(socket.frame().await["metadata"]["detector_name"], "FocusLock");
    assert_eq!(simulator.is_active().await, json!(false));
    simulator.clear_faults().await;
    socket.catch_up().await;
    assert!(socket.frame_within(QUIET).await.is_none());
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
    let mut last = 0;
    while last < 4 {
        let frame_id = socket.frame().await["metadata"]["frame_id"].as_u64().unwrap();
        socket.acknowledge(&json!(frame_id)).await;
        // Those that went out before the first acknowledgement arrived have id 0 as well.
        assert!(frame_id == last + 1 || (frame_id, last) == (0, 0), "{frame_id} after {last}");
        last = frame_id;
    }
    // An acknowledgement still on its way must not outlive the fault.
    socket.catch_up().await;
    assert!(socket.frame_within(QUIET).await.is_none(), "a fifth without an acknowledgement");
    simulator.clear_faults().await;
    assert!(socket.frame_within(QUIET).await.is_none(), "the end of the fault resumes nothing");
    socket.acknowledge(&json!(last)).await;
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
async fn every_bad_message_arrives() {
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
async fn bad_frame_ids_are_what_their_names_say() {
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
