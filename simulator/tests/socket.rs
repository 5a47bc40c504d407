//! Socket.IO: packets, connecting, pings, signals.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{SIGNAL, SOON, Simulator, Socket, is_storage_status};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_client_sees_the_packets_of_the_interface_in_their_order() {
    let simulator = Simulator::start(&[]);
    let (mut socket, [open, capabilities, connected]) = Socket::connect(&simulator).await;
    let open: Value = serde_json::from_str(open.strip_prefix('0').unwrap()).unwrap();
    assert!(!open["sid"].as_str().unwrap().is_empty());
    assert_eq!(open["upgrades"], json!([]));
    assert_eq!(
        (open["pingInterval"].as_u64(), open["pingTimeout"].as_u64(), open["maxPayload"].as_u64()),
        (Some(25_000), Some(20_000), Some(1_000_000))
    );
    assert_eq!(
        capabilities,
        r#"42["server_capabilities",{"messagepack":true,"binary_streaming":true,"protocol_version":"1.0"}]"#
    );
    assert!(connected.starts_with(r#"40{"sid":""#), "{connected}");

    let started = simulator.start_live_view("", None).await;
    assert_eq!(started["status"], "success");
    assert_eq!(socket.text().await, r#"451-["signal_msgpack",{"_placeholder":true,"num":0}]"#);
    let Some(Message::Binary(signal)) = socket.next().await else { panic!("no attachment") };
    let expected = b"\x82\xa4name\xb0sigStreamStarted\xa4args\x82\xa2p0\xafWidefieldCamera\xa2p1\xa4jpeg";
    assert_eq!(signal.as_ref(), expected);
    assert_eq!(socket.text().await, r#"451-["frame",{"_placeholder":true,"num":0}]"#);
    assert!(matches!(socket.next().await, Some(Message::Binary(_))));
}

#[tokio::test]
async fn every_client_gets_signals_of_starts_and_stops_but_not_of_refusals() {
    let simulator = Simulator::start(&[]);
    let (mut first, _) = Socket::connect(&simulator).await;
    let (mut second, _) = Socket::connect(&simulator).await;
    simulator.start_live_view("?protocol=binary", None).await;
    assert_eq!(simulator.start_live_view("", None).await["status"], "already_running");
    simulator.stop_live_view().await;
    assert_eq!(simulator.stop_live_view().await["status"], "not_running");
    for socket in [&mut first, &mut second] {
        for name in ["sigStreamStarted", "sigStreamStopped"] {
            let signal = socket.stream_signal_within(SOON).await.unwrap();
            assert_eq!(signal, json!({"name": name, "args": {"p0": "WidefieldCamera", "p1": "binary"}}));
        }
        assert_eq!(socket.stream_signal_within(Duration::from_millis(200)).await, None);
    }
}

#[tokio::test]
async fn an_older_backend_sends_no_signals() {
    let simulator = Simulator::start(&["--no-push"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.start_live_view("", None).await;
    simulator.stop_live_view().await;
    assert_eq!(socket.stream_signal_within(Duration::from_millis(300)).await, None);
}

#[tokio::test]
async fn the_storage_status_comes_every_five_seconds() {
    let simulator = Simulator::start(&[]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for _ in 0..2 {
        let announcement = socket.receive_within(SOON + Duration::from_secs(5)).await.unwrap();
        assert!(matches!(announcement, Some(Message::Text(text)) if text.starts_with(SIGNAL)));
        let Some(Message::Binary(signal)) = socket.receive_within(SOON).await.unwrap() else { panic!("no attachment") };
        assert!(is_storage_status(&signal), "{signal:?}");
    }
}

#[tokio::test]
async fn a_silent_client_is_pinged_after_the_interval_and_closed_after_the_time_out() {
    let simulator = Simulator::start(&["--ping-interval-ms", "400", "--ping-timeout-ms", "3000"]);
    let opened = Instant::now();
    let (mut socket, _) = Socket::connect(&simulator).await;
    assert_eq!(socket.text().await, "2");
    assert!(opened.elapsed() >= Duration::from_millis(400), "{:?}", opened.elapsed());
    assert!(matches!(socket.next().await, Some(Message::Close(_))));
    assert!(opened.elapsed() >= Duration::from_millis(3400), "{:?}", opened.elapsed());
}

#[tokio::test]
async fn a_client_that_answers_pings_stays() {
    let simulator = Simulator::start(&["--ping-interval-ms", "100", "--ping-timeout-ms", "2000"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    // Longer than a silent client would.
    for _ in 0..30 {
        assert_eq!(socket.text().await, "2");
        socket.send("3").await;
    }
}

#[tokio::test]
async fn credentials_are_never_answered() {
    let simulator = Simulator::start(&[]);
    let mut socket = Socket::open(&simulator).await;
    assert!(socket.text().await.starts_with('0'));
    socket.send(r#"40{"token":"x"}"#).await;
    assert!(socket.next_within(Duration::from_millis(300)).await.is_err());
}

#[tokio::test]
async fn leaving_the_namespace_leaves_the_socket_open() {
    let simulator = Simulator::start(&["--auto-start", "--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    socket.frame().await;
    socket.send("41").await;
    common::eventually(async || simulator.state().await["clients"] == 0).await;
    socket.catch_up().await;
    socket.send("40").await;
    assert!(socket.text().await.starts_with(r#"42["server_capabilities""#));
    assert!(socket.text().await.starts_with(r#"40{"sid":"#));
    socket.frame().await;
}

#[tokio::test]
async fn an_acknowledgement_with_an_id_gets_an_empty_reply_and_a_bad_one_is_ignored() {
    let simulator = Simulator::start(&[]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for packet in [r#"42["frame_ack",null]"#, r#"42["frame_ack"]"#, r#"42["nosuchevent",1]"#] {
        socket.send(packet).await;
    }
    socket.send(r#"421["frame_ack",{"frame_id":1}]"#).await;
    assert_eq!(socket.text().await, "431[]");
}

#[tokio::test]
async fn only_websockets_are_accepted() {
    let simulator = Simulator::start(&[]);
    assert_eq!(simulator.get("/imswitch/socket.io/?EIO=4&transport=polling").await.status, 400);
    assert_eq!(simulator.get("/imswitch/socket.io/?EIO=4&transport=websocket").await.status, 400);
    assert_eq!(simulator.get("/imswitch/socket.io/").await.status, 400);
}

#[tokio::test]
async fn a_client_that_sends_bad_packets_disturbs_no_other() {
    let simulator = Simulator::start(&["--auto-start"]);
    let (mut good, _) = Socket::connect(&simulator).await;
    for packet in ["", "9", "4", "49", "42{", "451-[\"frame_ack\",{\"_placeholder\":true,\"num\":0}]", "é"] {
        let (mut bad, _) = Socket::connect(&simulator).await;
        bad.send(packet).await;
        good.frame().await;
    }
}
