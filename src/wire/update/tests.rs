//! Updates as a backend sends them, and others.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::sample::{map, text};
use super::super::signal::Signal;
use super::*;

/// The update that a signal with these arguments is, which must be the same in both encodings.
fn update(name: &str, arguments: &Value) -> Update {
    let in_json = from_signal(Signal::from_json(&json!({"name": name, "args": arguments}).to_string()).unwrap());
    let bytes = map(&[("name", text(name)), ("args", rmp_serde::to_vec_named(arguments).unwrap())]);
    let update = from_signal(Signal::from_msgpack(&bytes).unwrap());
    assert_eq!(update.topic(), in_json.topic());
    assert_eq!(update.detector(), in_json.detector());
    assert_eq!(update.lights(), in_json.lights());
    assert_eq!(update.recorded_frames(), in_json.recorded_frames());
    assert_eq!(update.storage(), in_json.storage());
    update
}

fn from_signal(signal: Signal) -> Update {
    let Signal::Update(update) = signal else { panic!("{signal:?} is no update") };
    update
}

fn storage(p0: &Value) -> Option<Storage> {
    update("sigStorageStatusUpdate", &json!({"p0": p0})).storage()
}

#[test]
fn each_signal_has_its_topic_and_its_arguments() {
    let camera = update("sigDetectorParametersUpdated", &json!({"p0": "FocusLock"}));
    assert_eq!((camera.topic(), camera.detector()), (Topic::CameraSettings, Some("FocusLock".to_owned())));
    assert_eq!(camera.recorded_frames(), None);
    let frames = update("sigRecordingFrameNumUpdated", &json!({"p0": 240}));
    assert_eq!((frames.topic(), frames.recorded_frames()), (Topic::RecordedFrames, Some(240)));
    assert_eq!(frames.detector(), None);
    assert_eq!(update("sigDiskFull", &json!({})).topic(), Topic::DiskFull);
    let lights = update(
        "sigUpdateLaserPower",
        &json!({"p0": {"LED": {"power": 10_000, "enabled": true}, "a/\"b\"": {"power": 0.5, "enabled": false}}}),
    );
    let light = |name: &str, value, is_on| LightPower { name: name.to_owned(), value: Some(value), is_on: Some(is_on) };
    assert_eq!(lights.lights(), [light("LED", 10_000.0, true), light("a/\"b\"", 0.5, false)]);
}

#[test]
fn arguments_that_are_odd_or_missing_do_not_hide_the_signal() {
    for odd in
        [json!(null), json!([]), json!({}), json!(7), json!({"p0": null}), json!({"p0": [1]}), json!({"p0": true})]
    {
        assert_eq!(update("sigDetectorParametersUpdated", &odd).detector(), None, "{odd}");
        assert_eq!(update("sigUpdateLaserPower", &odd).lights(), [], "{odd}");
        assert_eq!(update("sigRecordingFrameNumUpdated", &odd).recorded_frames(), None, "{odd}");
        assert_eq!(update("sigStorageStatusUpdate", &odd).storage(), None, "{odd}");
    }
    for odd in [json!(-1), json!(0.5), json!("240"), json!({"frames": 240})] {
        assert_eq!(update("sigRecordingFrameNumUpdated", &json!({"p0": odd})).recorded_frames(), None, "{odd}");
    }
    assert_eq!(from_signal(Signal::from_json(r#"{"name":"sigDiskFull"}"#).unwrap()).topic(), Topic::DiskFull);
}

#[test]
fn only_a_clear_boolean_is_on_or_off() {
    for odd in [json!(null), json!(1), json!("true"), json!([true])] {
        let update = update("sigUpdateLaserPower", &json!({"p0": {"LED": {"power": odd, "enabled": odd}}}));
        let is_number = odd.is_number();
        let [light] = &*update.lights() else { panic!("{odd}") };
        assert_eq!((light.is_on, light.value.is_some()), (None, is_number), "{odd}");
    }
    let update = update("sigUpdateLaserPower", &json!({"p0": {"LED": {"power": 1e300, "enabled": true}}}));
    assert_eq!(update.lights()[0].value, None);
}

#[test]
fn numbers_that_are_none_are_left_out() {
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let bits = [&[0xcb][..], &float.to_bits().to_be_bytes()].concat();
        let light = map(&[("LED", map(&[("power", bits.clone()), ("enabled", vec![0xc3])]))]);
        let bytes = map(&[("name", text("sigUpdateLaserPower")), ("args", map(&[("p0", light)]))]);
        let lights = from_signal(Signal::from_msgpack(&bytes).unwrap()).lights();
        assert_eq!(lights, [LightPower { name: "LED".to_owned(), value: None, is_on: Some(true) }]);
        let disk = map(&[("free_space_gb", bits)]);
        let bytes = map(&[("name", text("sigStorageStatusUpdate")), ("args", map(&[("p0", disk)]))]);
        assert_eq!(from_signal(Signal::from_msgpack(&bytes).unwrap()).storage(), None);
    }
}

#[test]
fn the_disk_that_is_written_to_is_the_one_that_counts() {
    let disk = |is_active: Value, free: Value| json!({"is_active": is_active, "usage": {"free": free, "total": 1_000}});
    let known = |free_bytes| Some(Storage { free_bytes, total_bytes: Some(1_000) });
    let devices = |devices: Vec<Value>| storage(&json!({"storage_devices": devices, "updated_at": "now"}));
    assert_eq!(devices(vec![disk(json!(false), json!(1)), disk(json!(true), json!(2))]), known(2));
    assert_eq!(devices(vec![disk(json!(null), json!(3))]), known(3));
    assert_eq!(devices(vec![disk(json!(false), json!(3))]), None, "the other one is not listed");
    assert_eq!(devices(vec![disk(json!(null), json!(3)), disk(json!(null), json!(4))]), None);
    assert_eq!(devices(vec![disk(json!("yes"), json!(3)), disk(json!(1), json!(4))]), None);
    for odd in [json!(-1), json!("5"), json!(null), json!(1e30)] {
        assert_eq!(devices(vec![disk(json!(true), odd.clone())]), None, "{odd}");
    }
    let nonsense = Some(Storage { free_bytes: 2_000, total_bytes: None });
    assert_eq!(devices(vec![disk(json!(true), json!(2_000))]), nonsense, "more is free than there is");
    let older = Some(Storage { free_bytes: 1_610_612_736, total_bytes: None });
    assert_eq!(storage(&json!({"free_space_gb": 1.5})), older);
    assert_eq!(storage(&json!({"storage_devices": "none", "free_space_gb": 1.5})), None);
}

#[test]
fn hundreds_of_lights_are_read_and_too_long_arguments_are_none() {
    let lights = |count: usize, more: &str| {
        let light = |index: usize| (format!("Light {index}{more}"), json!({"power": index, "enabled": false}));
        update("sigUpdateLaserPower", &json!({"p0": (0..count).map(light).collect::<serde_json::Map<_, _>>()})).lights()
    };
    assert_eq!(lights(300, "").len(), 300);
    assert_eq!(lights(1_025, ""), []);
    assert_eq!(lights(70, &"x".repeat(1_000)), []);
}

#[test]
fn deep_nesting_takes_no_stack() {
    let args = [vec![0x81, 0xa2, b'p', b'0'], vec![0x91; 60_000], vec![0xc0]].concat();
    let bytes = map(&[("name", text("sigStorageStatusUpdate")), ("args", args)]);
    assert_eq!(from_signal(Signal::from_msgpack(&bytes).unwrap()).storage(), None);
    // What is skipped, not read, is nested as deep.
    let args = [vec![0x81, 0xa2, b'p', b'0'], vec![0x91; 60_000], vec![0xc0]].concat();
    let bytes = map(&[("name", text("sigDetectorParametersUpdated")), ("args", args)]);
    assert_eq!(from_signal(Signal::from_msgpack(&bytes).unwrap()).detector(), None);
    let nested = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let json = format!(r#"{{"name":"sigUpdateLaserPower","args":{{"p0":{nested}}}}}"#);
    assert_eq!(from_signal(Signal::from_json(&json).unwrap()).lights(), []);
}

proptest! {
    #[test]
    fn damaged_updates_never_panic(at in 0..200_usize, with in any::<u8>(), topic in 0..5_usize) {
        let name = [
            "sigDetectorParametersUpdated", "sigUpdateLaserPower", "sigRecordingFrameNumUpdated", "sigDiskFull",
            "sigStorageStatusUpdate",
        ][topic];
        let arguments = json!({"p0": {"LED": {"power": 1, "enabled": true}, "storage_devices": [
            {"is_active": true, "usage": {"free": 5, "total": 9}}], "free_space_gb": 1.5}});
        let mut bytes = map(&[("name", text(name)), ("args", rmp_serde::to_vec_named(&arguments).unwrap())]);
        let at = at % bytes.len();
        bytes[at] = with;
        let in_json = Signal::from_json(&String::from_utf8_lossy(&bytes));
        for signal in [Signal::from_msgpack(&bytes), in_json].into_iter().flatten() {
            if let Signal::Update(update) = signal {
                let _ = (update.detector(), update.lights(), update.recorded_frames(), update.storage());
            }
        }
    }
}
