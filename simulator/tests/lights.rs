//! Lights: their answers, their signal, and the picture that needs them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Simulator, Socket};
use serde_json::{Value, json};

const API: &str = "/LaserController";

async fn ask(simulator: &Simulator, call: &str, light: &str, more: &str) -> Value {
    simulator.api(&format!("{API}/{call}?laserName={}{more}", escaped(light))).await
}

/// The name as it stands in an address.
fn escaped(name: &str) -> String {
    let byte =
        |byte: u8| if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(byte).collect()
}

#[tokio::test]
async fn a_light_is_what_it_was_set_to() {
    let simulator = Simulator::start(&[]);
    assert_eq!(simulator.api(&format!("{API}/getLaserNames")).await, json!(["LED", "LASER"]));
    assert_eq!(ask(&simulator, "getLaserValueRanges", "LED", "").await, json!([0.0, 32767.0]));
    assert_eq!(ask(&simulator, "getLaserActive", "LED", "").await, json!(false));
    assert_eq!(ask(&simulator, "getLaserValue", "LED", "").await, json!(0.0));
    assert_eq!(ask(&simulator, "setLaserValue", "LED", "&value=10000").await, Value::Null);
    assert_eq!(ask(&simulator, "setLaserActive", "LED", "&active=true").await, Value::Null);
    assert_eq!(ask(&simulator, "getLaserActive", "LED", "").await, json!(true));
    assert_eq!(ask(&simulator, "getLaserValue", "LED", "").await, json!(10000.0));
    assert_eq!(ask(&simulator, "getLaserActive", "LASER", "").await, json!(false));
    assert_eq!(ask(&simulator, "setLaserValue", "LED", "&value=-5").await, Value::Null);
    assert_eq!(ask(&simulator, "getLaserValue", "LED", "").await, json!(-5.0), "nothing is checked");
}

#[tokio::test]
async fn lights_can_be_on_from_the_start() {
    let simulator = Simulator::start(&["--lights-on", "--lights", "3"]);
    assert_eq!(ask(&simulator, "getLaserActive", "LASER", "").await, json!(true));
    assert_eq!(ask(&simulator, "getLaserValue", r#"Blue 470/10 nm "old""#, "").await, json!(33.0));
}

#[tokio::test]
async fn an_unknown_light_fails_inside_the_server_and_bad_queries_do_not() {
    let simulator = Simulator::start(&[]);
    let status = async |call: &str| simulator.get(&format!("/imswitch/api{API}/{call}")).await.status;
    for call in
        ["getLaserValue?laserName=x", "setLaserActive?laserName=x&active=true", "getLaserValueRanges?laserName="]
    {
        assert_eq!(status(call).await, 500, "{call}");
    }
    for call in ["getLaserValue", "setLaserValue?laserName=LED", "setLaserValue?laserName=LED&value=nan"] {
        assert_eq!(status(call).await, 422, "{call}");
    }
}

#[tokio::test]
async fn names_may_be_hard_on_addresses_and_many() {
    let simulator = Simulator::start(&["--lights", "300"]);
    let names = simulator.api(&format!("{API}/getLaserNames")).await;
    let names: Vec<&str> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(names.len(), 300);
    for character in [' ', '/', '"', '\'', '&', '?'] {
        assert!(names.iter().any(|name| name.contains(character)), "{character}");
    }
    for name in &names[..5] {
        assert_eq!(ask(&simulator, "setLaserActive", name, "&active=on").await, Value::Null);
        assert_eq!(ask(&simulator, "getLaserActive", name, "").await, json!(true), "{name}");
    }
    let mut without_value = Vec::new();
    for name in &names[..5] {
        if ask(&simulator, "getLaserValueRanges", name, "").await.is_null() {
            without_value.push(*name);
        }
    }
    assert_eq!(without_value, ["Bob's lamp & switch?"]);
}

#[tokio::test]
async fn only_hardware_lights_are_announced() {
    for hardware in [true, false] {
        let simulator = Simulator::start(if hardware { &["--hardware-lights"] } else { &[] });
        let (mut socket, _) = Socket::connect(&simulator).await;
        ask(&simulator, "setLaserValue", "LED", "&value=10").await;
        ask(&simulator, "setLaserActive", "LED", "&active=1").await;
        simulator.start_live_view("", None).await;
        if hardware {
            let power = socket.signal("sigUpdateLaserPower").await;
            assert_eq!(power, json!({"p0": {"LED": {"power": 10.0, "enabled": false}}}));
            let power = socket.signal("sigUpdateLaserPower").await;
            assert_eq!(power, json!({"p0": {"LED": {"power": 10.0, "enabled": true}}}));
        }
        let (_, next) = socket.event().await;
        assert_eq!(next["name"], "sigStreamStarted", "hardware: {hardware}");
    }
}

#[tokio::test]
async fn the_picture_is_dark_until_a_light_shines_if_it_needs_one() {
    let brightest = async |simulator: &Simulator, detector: &str| {
        let image = simulator.get(&format!("/simulator/image?detector={detector}")).await.body.unwrap();
        image.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).max().unwrap()
    };
    let simulator = Simulator::start(&["--faults", "--dark-without-light"]);
    for detector in ["WidefieldCamera", "FocusLock", "OverviewCamera"] {
        assert!(brightest(&simulator, detector).await < 10, "{detector}");
    }
    ask(&simulator, "setLaserActive", "LED", "&active=true").await;
    assert!(brightest(&simulator, "WidefieldCamera").await < 10, "its value is 0");
    ask(&simulator, "setLaserValue", "LED", "&value=10000").await;
    assert!(brightest(&simulator, "WidefieldCamera").await > 1000);

    let simulator = Simulator::start(&["--faults"]);
    assert!(brightest(&simulator, "WidefieldCamera").await > 1000);
}
