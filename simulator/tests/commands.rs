//! Starts and stops, with all their peculiarities.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Simulator, Socket};
use serde_json::{Value, json};

async fn commands_in_flight(simulator: &Simulator) -> Value {
    simulator.state().await["commands_in_flight"].clone()
}

#[tokio::test]
async fn a_slow_start_is_not_active_and_a_stop_meanwhile_finds_nothing() {
    let simulator = Simulator::start(&["--faults", "--start-delay-ms", "3000"]);
    let began = Instant::now();
    let meanwhile = async {
        common::eventually(async || commands_in_flight(&simulator).await == 1).await;
        assert_eq!(simulator.is_active().await, json!(false));
        assert_eq!(simulator.stop_live_view().await["status"], "not_running");
        assert_eq!(commands_in_flight(&simulator).await, 1, "nothing is frozen");
    };
    let (started, ()) = tokio::join!(simulator.start_live_view("", None), meanwhile);
    assert_eq!(started["status"], "success");
    assert!(began.elapsed() >= Duration::from_millis(3000));
    assert_eq!(simulator.is_active().await, json!(true));
}

#[tokio::test]
async fn a_start_goes_on_when_its_client_disconnects() {
    let simulator = Simulator::start(&["--faults", "--start-delay-ms", "2000"]);
    tokio::select! {
        answer = simulator.start_live_view("", None) => panic!("{answer} before the client disconnected"),
        () = common::eventually(async || commands_in_flight(&simulator).await == 1) => {}
    }
    common::eventually(async || simulator.is_active().await == true).await;
}

#[tokio::test]
async fn a_stop_freezes_everything() {
    let simulator = Simulator::start(&["--faults", "--auto-start", "--stop-delay-ms", "600"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    socket.frame().await;
    let began = Instant::now();
    let meanwhile = async {
        common::eventually(async || simulator.is_active().await == false).await;
        assert!(began.elapsed() >= Duration::from_millis(600), "{:?}", began.elapsed());
    };
    let (stopped, ()) = tokio::join!(simulator.stop_live_view(), meanwhile);
    assert_eq!(stopped, json!({"status": "success", "detector": "WidefieldCamera", "protocol": "jpeg"}));

    let requests = simulator.get("/simulator/requests").await.json();
    let is_stop = |request: &Value| request["path_and_query"].as_str().unwrap().ends_with("/stopLiveView");
    let stop = requests.as_array().unwrap().iter().position(is_stop).unwrap();
    let received_at_ms = |index: usize| requests[index]["received_at_ms"].as_u64().unwrap();
    assert!(received_at_ms(stop + 1) >= received_at_ms(stop) + 600, "{requests}");
}

#[tokio::test]
async fn two_starts_at_once_leak_a_worker_that_nothing_can_stop() {
    let simulator = Simulator::start(&["--faults", "--start-delay-ms", "2000"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let (first, second) = tokio::join!(simulator.start_live_view("", None), simulator.start_live_view("", None));
    assert_eq!((&first["status"], &second["status"]), (&json!("success"), &json!("success")));
    let state = simulator.state().await;
    assert_eq!(state["leaked_workers"], 1);
    assert_eq!((&state["commands_in_flight"], &state["most_commands_in_flight"]), (&json!(0), &json!(2)));

    assert_eq!(simulator.stop_live_view().await["status"], "success");
    assert_eq!(simulator.stop_live_view().await["status"], "not_running");
    assert_eq!(simulator.is_active().await, json!(false));
    socket.frames_until("sigStreamStopped").await;
    for _ in 0..8 {
        socket.frame().await;
    }
}

#[tokio::test]
async fn one_command_at_a_time_leaks_nothing() {
    let simulator = Simulator::start(&["--faults"]);
    for _ in 0..3 {
        assert_eq!(simulator.start_live_view("", None).await["status"], "success");
        assert_eq!(simulator.start_live_view("?protocol=binary", None).await["protocol"], "jpeg");
        assert_eq!(simulator.stop_live_view().await["status"], "success");
    }
    let state = simulator.state().await;
    assert_eq!((&state["leaked_workers"], &state["most_commands_in_flight"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn a_long_exposure_needs_force_and_is_checked_first() {
    let simulator = Simulator::start(&["--exposure-ms", "3000"]);
    let refused = simulator.start_live_view("", None).await;
    assert_eq!(refused["status"], "long_exposure");
    assert_eq!((&refused["exposureMs"], &refused["thresholdMs"]), (&json!(3000.0), &json!(2000.0)));
    assert!(refused["message"].is_string());
    assert_eq!(simulator.is_active().await, json!(false));
    assert_eq!(simulator.start_live_view("?force=true", None).await["status"], "success");
    assert_eq!(simulator.start_live_view("", None).await["status"], "long_exposure");
    assert_eq!(simulator.start_live_view("?force=true", None).await["status"], "already_running");
    assert_eq!(simulator.api("/LiveViewController/getLongExposureInfo").await["isLongExposure"], true);
}

#[tokio::test]
async fn setting_a_long_exposure_stops_all_streams() {
    let simulator = Simulator::start(&["--faults", "--auto-start"]);
    simulator.start_live_view("?detectorName=FocusLock", None).await;
    simulator.call("POST", "/simulator/camera", Some(&json!({"exposure_ms": 1999.0}))).await;
    assert_eq!(simulator.is_active().await, json!(true));
    simulator.call("POST", "/simulator/camera", Some(&json!({"exposure_ms": 2001.0}))).await;
    assert_eq!(simulator.is_active().await, json!(false));
}

#[tokio::test]
async fn a_stop_without_a_name_stops_the_first_stream_only() {
    let simulator = Simulator::start(&[]);
    simulator.start_live_view("?detectorName=FocusLock", None).await;
    simulator.start_live_view("?protocol=binary", None).await;
    assert_eq!(
        simulator.api("/LiveViewController/getActiveStreams").await["active_streams"],
        json!([
            {"detector": "FocusLock", "protocol": "jpeg"},
            {"detector": "WidefieldCamera", "protocol": "binary"},
        ])
    );
    assert_eq!(simulator.stop_live_view().await["detector"], "FocusLock");
    assert_eq!(simulator.is_active().await, json!(true));
    let path = "/LiveViewController/stopLiveView?detectorName=FocusLock";
    assert_eq!(simulator.api(path).await["status"], "not_running");
    let path = "/LiveViewController/stopLiveView?detectorName=WidefieldCamera";
    assert_eq!(simulator.api(path).await["status"], "success");
    assert_eq!(simulator.is_active().await, json!(false));
}
