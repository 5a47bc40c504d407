//! Answers about lights, and what is none.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

#[test]
fn hundreds_of_lights_are_read_whatever_their_names() {
    let mut expected = vec!["LED".to_owned(), r#"Blue 470/10 nm "old""#.to_owned(), "Bob's lamp & switch?".to_owned()];
    expected.extend((3..300).map(|light| format!("Light {light}")));
    assert_eq!(light_names(&serde_json::to_string(&expected).unwrap()).unwrap(), expected);
    let many: Vec<String> = (0..5_000).map(|light| light.to_string()).collect();
    assert_eq!(light_names(&serde_json::to_string(&many).unwrap()).unwrap(), many[..1_024]);
    assert_eq!(light_names("[]").unwrap(), [""; 0], "a backend without lights");
}

#[test]
fn odd_names_do_not_hide_the_others() {
    let long = "x".repeat(1_025);
    let body = format!(r#"["LED",5,null,["a"],"LED","{long}","LASER"]"#);
    assert_eq!(light_names(&body).unwrap(), ["LED", "LASER"]);
    for odd in ["", "null", "{}", "\"LED\"", "[1,2]", r#"{"0":"LED"}"#, r#"["LED""#] {
        assert!(light_names(odd).is_err(), "{odd}");
    }
}

#[test]
fn a_range_has_two_ends_or_there_is_none() {
    assert_eq!(light_range("[0,32767]").unwrap(), Some(LightRange { min: 0.0, max: 32_767.0 }));
    assert_eq!(light_range(" [-0.5, 1e3] ").unwrap(), Some(LightRange { min: -0.5, max: 1_000.0 }));
    assert_eq!(light_range("null"), Ok(None));
    for odd in [
        "",
        "[]",
        "[5]",
        "[0,1,2]",
        "[1,0]",
        "[5,5]",
        "[null,1]",
        "[\"0\",\"1\"]",
        "[NaN,1]",
        "[0,1e999]",
        "[0,1e300]",
        "{}",
        r#"{"min":0,"max":1}"#,
        "7",
        "false",
        "<html>",
    ] {
        assert!(light_range(odd).is_err(), "{odd}");
    }
}

#[test]
fn a_value_is_a_number_in_or_out_of_range() {
    for (body, expected) in [("10000", Some(10_000.0)), ("-5", Some(-5.0)), ("0.25", Some(0.25)), ("null", None)] {
        assert_eq!(light_value(body), Ok(expected), "{body}");
    }
    for odd in ["", "NaN", "Infinity", "1e999", "1e300", "-1e300", "\"5\"", "[5]", "true", "{}", "5 5"] {
        assert!(light_value(odd).is_err(), "{odd}");
    }
}

#[test]
fn only_a_clear_boolean_is_on_or_off() {
    assert_eq!((light_active("true"), light_active("false")), (Ok(true), Ok(false)));
    for odd in ["", "null", "0", "1", "1.0", "\"on\"", "\"false\"", "[false]", "{}", r#"{"active":true}"#, "TRUE"] {
        assert!(light_active(odd).is_err(), "{odd}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic_and_ranges_are_ranges(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9.-]{0,40}|\\[[0-9.e-]{1,9},[0-9.e-]{1,9}\\]") {
        let _ = light_names(&body);
        prop_assert!(light_active(&body).is_err() || matches!(body.trim(), "true" | "false"));
        if let Ok(Some(LightRange { min, max })) = light_range(&body) {
            prop_assert!(min < max);
        }
        if let Ok(Some(value)) = light_value(&body) {
            prop_assert!(value.is_finite());
        }
    }
}
