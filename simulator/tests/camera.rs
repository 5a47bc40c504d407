//! Exposure, gain and mode: what is set, read back and seen.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Simulator, Socket};
use serde_json::{Value, json};

const API: &str = "/SettingsController";

async fn set(simulator: &Simulator, call: &str) {
    assert_eq!(simulator.api(&format!("{API}/{call}")).await, Value::Null, "{call}");
}

async fn parameters(simulator: &Simulator) -> Value {
    simulator.api(&format!("{API}/getDetectorParameters")).await
}

async fn exposure_ms(simulator: &Simulator, detector: &str) -> Value {
    let path = format!("/LiveViewController/getLongExposureInfo?detectorName={detector}");
    simulator.api(&path).await["exposureMs"].clone()
}

/// The value of a parameter in the tree of a camera.
async fn in_tree(simulator: &Simulator, detector: &str, name: &str) -> Value {
    let tree = simulator.api(&format!("{API}/getDetectorParameterTree?detectorName={detector}")).await;
    let groups = tree["groups"].as_array().unwrap().iter();
    let mut parameters = groups.flat_map(|group| group["parameters"].as_array().unwrap());
    parameters.find(|parameter| parameter["name"] == name).unwrap().clone()
}

#[tokio::test]
async fn what_is_set_of_one_camera_is_read_back_of_it() {
    let simulator = Simulator::start(&["--exposure-ms", "20"]);
    let at_first = parameters(&simulator).await;
    assert_eq!((&at_first["exposure"], &at_first["gain"]), (&json!(20.0), &json!(0.0)));
    assert_eq!((&at_first["exposureMin"], &at_first["gainMax"]), (&Value::Null, &Value::Null));

    set(&simulator, "setDetectorExposureTime?detectorName=FocusLock&exposureTime=30.5").await;
    set(&simulator, "setDetectorGain?detectorName=FocusLock&gain=7").await;
    assert_eq!(parameters(&simulator).await, at_first, "that of the current camera only");
    assert_eq!(in_tree(&simulator, "FocusLock", "exposure").await["value"], 30.5);
    assert_eq!(in_tree(&simulator, "FocusLock", "gain").await["value"], 7.0);
    assert_eq!(exposure_ms(&simulator, "FocusLock").await, 30.5);
    assert_eq!(exposure_ms(&simulator, "WidefieldCamera").await, 20.0);

    set(&simulator, "setDetectorMode?detectorName=WidefieldCamera&isAuto=true").await;
    assert_eq!(parameters(&simulator).await["mode"], "auto");
    assert_eq!(in_tree(&simulator, "WidefieldCamera", "exposure_mode").await["value"], "Auto");
    set(&simulator, "setDetectorExposureTime?detectorName=WidefieldCamera&exposureTime=500").await;
    set(&simulator, "setDetectorExposureOnce?detectorName=WidefieldCamera&resetDelayMs=100").await;
    assert_eq!(parameters(&simulator).await["exposure"], 20.0);
}

#[tokio::test]
async fn sets_answer_null_whatever_becomes_of_them() {
    let simulator = Simulator::start(&[]);
    let before = parameters(&simulator).await;
    set(&simulator, "setDetectorExposureTime?detectorName=Nope&exposureTime=5000").await;
    set(&simulator, "setDetectorGain?detectorName=Nope&gain=3").await;
    assert_eq!(parameters(&simulator).await, before);
    set(&simulator, "setDetectorExposureTime?detectorName=WidefieldCamera&exposureTime=-5").await;
    assert_eq!(parameters(&simulator).await["exposure"], -5.0);
    assert_eq!(
        simulator.api(&format!("{API}/getDetectorParameterTree?detectorName=Nope")).await["detectorName"],
        "Nope"
    );
    let answer = simulator.get(&format!("/imswitch/api{API}/setDetectorGain?gain=much")).await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn limits_are_told_where_they_are_known() {
    let simulator = Simulator::start(&["--camera-limits"]);
    let known = parameters(&simulator).await;
    let limits = ["exposureMin", "exposureMax", "gainMin", "gainMax"].map(|name| known[name].clone());
    assert_eq!(limits, [json!(0.05), json!(10_000.0), json!(0.0), json!(24.0)]);
    let exposure = in_tree(&simulator, "OverviewCamera", "exposure").await;
    assert_eq!((&exposure["min"], &exposure["max"], &exposure["units"]), (&limits[0], &limits[1], &json!("ms")));
}

#[tokio::test]
async fn every_set_is_announced_and_a_long_exposure_stops_all_streams() {
    let simulator = Simulator::start(&[]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    set(&simulator, "setDetectorGain?detectorName=FocusLock&gain=7").await;
    assert_eq!(socket.signal("sigDetectorParametersUpdated").await, json!({"p0": "FocusLock"}));
    simulator.start_live_view("", None).await;
    simulator.start_live_view("?detectorName=FocusLock", None).await;
    set(&simulator, "setDetectorExposureTime?detectorName=FocusLock&exposureTime=2000").await;
    assert_eq!(simulator.is_active().await, json!(true));
    set(&simulator, "setDetectorExposureTime?detectorName=FocusLock&exposureTime=2000.5").await;
    assert_eq!(simulator.is_active().await, json!(false));
    for _ in 0..2 {
        socket.signal("sigStreamStopped").await;
    }
    let start = async |detector: &str| {
        simulator.start_live_view(&format!("?detectorName={detector}"), None).await["status"].clone()
    };
    assert_eq!((start("FocusLock").await, start("OverviewCamera").await), (json!("long_exposure"), json!("success")));
}

#[tokio::test]
async fn exposure_and_gain_are_seen() {
    let simulator = Simulator::start(&["--faults", "--still"]);
    let total = async || {
        let image = simulator.get("/simulator/image").await.body.unwrap();
        image.chunks_exact(2).map(|pair| u64::from(u16::from_le_bytes([pair[0], pair[1]]))).sum::<u64>()
    };
    let normal = total().await;
    set(&simulator, "setDetectorExposureTime?exposureTime=5").await;
    let half = total().await;
    assert!(half < normal * 6 / 10 && half > normal * 4 / 10, "{half} of {normal}");
    set(&simulator, "setDetectorGain?gain=10").await;
    let restored = total().await;
    assert!(restored < normal * 11 / 10 && restored > normal * 9 / 10, "{restored} of {normal}");
    set(&simulator, "setDetectorExposureTime?exposureTime=-5").await;
    assert!(total().await < normal / 20);
    simulator.call("POST", "/simulator/camera", Some(&json!({"exposure_ms": 10.0}))).await;
    assert_eq!(total().await, normal, "as at first");
}
