//! Starts and stops, with all their peculiarities.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::{Simulator, Socket};
use serde_json::json;

#[tokio::test]
async fn a_slow_start_is_invisible_and_a_stop_meanwhile_finds_nothing() {
    let simulator = Simulator::start(&["--start-delay-ms", "500"]);
    let began = Instant::now();
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        assert_eq!(simulator.is_active().await, json!(false));
        assert_eq!(simulator.stop_live_view().await["status"], "not_running");
        assert!(began.elapsed() < Duration::from_millis(500), "nothing is frozen");
    };
    let (started, ()) = tokio::join!(simulator.start_live_view("", None), meanwhile);
    assert_eq!(started["status"], "success");
    assert!(began.elapsed() >= Duration::from_millis(500));
    assert_eq!(simulator.is_active().await, json!(true));
}

#[tokio::test]
async fn a_start_goes_on_when_its_caller_hangs_up() {
    let simulator = Simulator::start(&["--start-delay-ms", "200"]);
    let start = tokio::time::timeout(Duration::from_millis(80), simulator.start_live_view("", None));
    assert!(start.await.is_err());
    common::eventually(async || simulator.is_active().await == true).await;
}

#[tokio::test]
async fn a_stop_freezes_everything() {
    let simulator = Simulator::start(&["--auto-start", "--stop-delay-ms", "600"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    socket.frame().await;
    let began = Instant::now();
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(simulator.is_active().await, json!(false));
        assert!(began.elapsed() >= Duration::from_millis(600), "{:?}", began.elapsed());
    };
    let (stopped, ()) = tokio::join!(simulator.stop_live_view(), meanwhile);
    assert_eq!(stopped, json!({"status": "success", "detector": "WidefieldCamera", "protocol": "jpeg"}));
}

#[tokio::test]
async fn two_starts_at_once_leak_a_worker_that_nothing_can_stop() {
    let simulator = Simulator::start(&["--faults", "--start-delay-ms", "100"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let (first, second) = tokio::join!(simulator.start_live_view("", None), simulator.start_live_view("", None));
    assert_eq!((&first["status"], &second["status"]), (&json!("success"), &json!("success")));
    let state = simulator.state().await;
    assert_eq!(state["leaked_workers"], 1);
    assert_eq!((&state["commands_in_flight"], &state["most_commands_in_flight"]), (&json!(0), &json!(2)));

    assert_eq!(simulator.stop_live_view().await["status"], "success");
    assert_eq!(simulator.stop_live_view().await["status"], "not_running");
    assert_eq!(simulator.is_active().await, json!(false));
    tokio::time::sleep(Duration::from_millis(100)).await;
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
async fn a_long_exposure_wants_force_and_is_checked_first() {
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
