//! Answers about a camera's settings, and what is none.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn setting(value: f64, min: Option<f64>, max: Option<f64>) -> Setting {
    Setting { value, min, max, unit: None, is_editable: true }
}

/// A tree of one group with these parameters.
fn tree(parameters: &str) -> String {
    format!(r#"{{"detectorName":"W","groups":[{{"name":"Misc","parameters":[{parameters}]}}]}}"#)
}

#[test]
fn the_current_camera_has_values_and_perhaps_limits() {
    let body = r#"{"exposure":10.5,"gain":0,"pixelSize":0.3,"binning":1,"supportedBinnings":[1],"blacklevel":100,
        "isRGB":false,"mode":"manual","exposureMin":0.05,"exposureMax":10000,"gainMin":null,"gainMax":null}"#;
    let settings = current_camera_settings(body).unwrap();
    assert_eq!(settings.exposure, Some(setting(10.5, Some(0.05), Some(10_000.0))));
    assert_eq!(settings.gain, Some(setting(0.0, None, None)));
    assert_eq!(settings.exposure_mode, Some(ExposureMode::Manual));
}

#[test]
fn what_the_backend_accepted_is_read_back_as_it_is() {
    let settings = current_camera_settings(r#"{"exposure":-5,"gain":1e6,"exposureMin":0.1,"mode":true}"#).unwrap();
    assert_eq!(settings.exposure, Some(setting(-5.0, Some(0.1), None)));
    assert_eq!(settings.gain, Some(setting(1e6, None, None)));
    assert_eq!(settings.exposure_mode, None, "a boolean does not say which of the two it means");
}

#[test]
fn one_odd_value_does_not_hide_the_other() {
    for odd in ["\"10\"", "null", "[10]", "true", "{}", "1e300", "-1e13"] {
        let settings = current_camera_settings(&format!(r#"{{"exposure":{odd},"gain":7,"mode":{odd}}}"#)).unwrap();
        assert_eq!((settings.exposure, settings.exposure_mode), (None, None), "{odd}");
        assert_eq!(settings.gain, Some(setting(7.0, None, None)), "{odd}");
        let settings = camera_settings(&tree(&format!(
            r#"{{"name":"exposure","value":{odd}}},{{"name":"gain","value":7,"min":{odd},"units":{odd}}}"#
        )));
        let settings = settings.unwrap();
        assert_eq!(settings.exposure, None, "{odd}");
        assert_eq!(settings.gain.unwrap().min, None, "{odd}");
    }
    for odd in [r#""exposureMin":5,"exposureMax":5"#, r#""exposureMin":9,"exposureMax":1"#, r#""exposureMax":1e300"#] {
        let settings = current_camera_settings(&format!(r#"{{"exposure":7,{odd}}}"#)).unwrap();
        assert_eq!(settings.exposure, Some(setting(7.0, None, None)), "{odd}");
    }
}

#[test]
fn a_tree_is_searched_for_what_can_be_set() {
    let body = r#"{"detectorName":"W","model":"Cam","isRGB":0,"groups":[
        {"name":"Misc","parameters":[
            {"name":"exposure","value":0,"group":"Misc","editable":true,"type":"number","units":"ms","min":null,"max":null},
            {"name":"exposure_mode","value":"Auto","type":"list","options":["Auto","Manual"]},
            {"name":"mode","value":true,"type":"boolean"}]},
        5, {"name":"broken"}, {"parameters":[7,{"value":1},{"name":"exposure","value":99}]},
        {"parameters":[{"name":"gain","value":2.5,"editable":false,"min":0,"max":24,"units":"arb.u."}]}],"actions":[]}"#;
    let settings = camera_settings(body).unwrap();
    assert_eq!(settings.exposure, Some(Setting { unit: Some("ms".to_owned()), ..setting(0.0, None, None) }));
    let gain = Setting { unit: Some("arb.u.".to_owned()), is_editable: false, ..setting(2.5, Some(0.0), Some(24.0)) };
    assert_eq!(settings.gain, Some(gain));
    assert_eq!(settings.exposure_mode, Some(ExposureMode::Auto));
}

#[test]
fn an_unknown_camera_is_told_with_status_200() {
    let body = r#"{"error":"Detector 'Nope' not found","detectorName":"Nope"}"#;
    let failed = AnswerError::Failed("Detector 'Nope' not found".to_owned());
    assert_eq!(camera_settings(body), Err(failed.clone()));
    assert_eq!(current_camera_settings(body), Err(failed));
}

#[test]
fn everything_else_is_an_error() {
    for odd in [
        "",
        "null",
        "[]",
        "{}",
        "7",
        "<html>",
        r#"{"detail":"Not Found"}"#,
        r#"{"exposure":NaN,"gain":1}"#,
        r#"{"exposure":1,"exposure":2}"#,
        r#"{"error":5}"#,
        r#"{"groups":{}}"#,
        r#"{"groups":[]}"#,
        r#"{"groups":[{"parameters":[{"name":"other","value":1}]}]}"#,
    ] {
        assert!(current_camera_settings(odd).is_err(), "{odd}");
        assert!(camera_settings(odd).is_err(), "{odd}");
    }
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = tree(&format!(r#"{{"name":"gain","value":1,"x":{nested}}}"#));
    assert_eq!(camera_settings(&deep).unwrap().gain, Some(setting(1.0, None, None)));
    let deep = tree(&format!(r#"{{"name":"gain","value":{nested}}}"#));
    assert!(camera_settings(&deep).is_err());
}

#[test]
fn lists_and_text_have_limits() {
    let many = vec![r#"{"name":"other","value":1}"#; 257].join(",");
    let error = AnswerError::TooMany { what: "parameters", items: 257 };
    assert_eq!(camera_settings(&tree(&many)), Err(error));
    let groups = vec![r#"{"parameters":[]}"#; 257].join(",");
    let error = AnswerError::TooMany { what: "groups of parameters", items: 257 };
    assert_eq!(camera_settings(&format!(r#"{{"groups":[{groups}]}}"#)), Err(error));
    let long = tree(&format!(r#"{{"name":"gain","value":1,"units":"{}"}}"#, "x".repeat(9_000)));
    assert_eq!(camera_settings(&long).unwrap().gain.unwrap().unit.unwrap().chars().count(), 121);
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9.-]{0,60}") {
        let _ = current_camera_settings(&body);
        let _ = camera_settings(&body);
        let _ = camera_settings(&tree(&body));
        let _ = camera_settings(&tree(&format!(r#"{{"name":"exposure","value":{body}}}"#)));
    }
}
