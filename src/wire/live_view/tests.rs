//! Answers as a backend gives them, and others.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::super::backend_info::{detector_names, version};
use super::*;

#[test]
fn live_view_is_a_boolean_or_the_older_object() {
    for body in
        ["true", " true\n", r#"{"active":true}"#, r#"{"isActive":true}"#, r#"{"x":1,"active":true,"isActive":true}"#]
    {
        assert_eq!(live_view_active(body), Ok(true), "{body}");
    }
    for body in ["false", r#"{"active":false}"#, r#"{"isActive":false}"#, r#"{"active":false,"isActive":null}"#] {
        assert_eq!(live_view_active(body), Ok(false), "{body}");
    }
}

#[test]
fn everything_else_is_an_error_and_never_false() {
    for body in [
        "null",
        "0",
        "1",
        "\"true\"",
        "\"false\"",
        "True",
        "False",
        "FALSE",
        "[]",
        "[false]",
        "[false,false]",
        "{}",
        r#"{"active":null}"#,
        r#"{"active":0}"#,
        r#"{"active":"false"}"#,
        r#"{"Active":false}"#,
        r#"{"active":true,"isActive":false}"#,
        r#"{"active":false,"active":true}"#,
        r#"{"active":false"#,
        r#"{"status":"error","message":"no camera"}"#,
        r#"{"detail":"Not Found"}"#,
        "false false",
        "falsehood",
        "<!DOCTYPE html><html></html>",
        "Internal Server Error",
    ] {
        let error = live_view_active(body).unwrap_err();
        assert_eq!(error, unexpected(body, "true, false or {\"active\":…}"), "{body}");
    }
    for body in ["", " ", "\n"] {
        assert_eq!(live_view_active(body), Err(AnswerError::Empty));
    }
}

#[test]
fn a_body_of_exactly_the_limit_is_read() {
    let at_limit = format!("true{}", " ".repeat(MAX_ANSWER_BYTES - 4));
    assert_eq!(live_view_active(&at_limit), Ok(true));
    let above = format!("{at_limit} ");
    let error = AnswerError::TooLong { max_bytes: MAX_ANSWER_BYTES };
    assert_eq!(live_view_active(&above), Err(error.clone()));
    assert_eq!(command_answer(&above), Err(error.clone()));
    assert_eq!(active_streams(&above), Err(error.clone()));
    assert_eq!(detector_names(&above), Err(error.clone()));
    assert_eq!(version(&above), Err(error));
}

#[test]
fn each_command_answer_has_its_own_meaning() {
    let refused = |message: &str| CommandAnswer::Refused { message: message.to_owned() };
    let cases = [
        (
            r#"{"status":"success","detector":"WidefieldCamera","protocol":"jpeg","params":{"jpeg_quality":80}}"#,
            CommandAnswer::Success,
        ),
        (
            r#"{"status":"already_running","protocol":"jpeg","message":"Stream already active"}"#,
            CommandAnswer::AlreadyRunning { protocol: Some("jpeg".into()) },
        ),
        (r#"{"status":"already_running"}"#, CommandAnswer::AlreadyRunning { protocol: None }),
        (r#"{"status":"already_running","protocol":7}"#, CommandAnswer::AlreadyRunning { protocol: None }),
        (r#"{"status":"not_running","message":"No active stream"}"#, CommandAnswer::NotRunning),
        (
            r#"{"status":"long_exposure","exposureMs":2500.0,"thresholdMs":2000,"message":"Too long"}"#,
            CommandAnswer::LongExposure { message: "Too long".to_owned() },
        ),
        (r#"{"status":"error","message":"'Nope'"}"#, refused("'Nope'")),
        (r#"{"status":"error"}"#, refused("no reason given")),
    ];
    for (body, expected) in cases {
        assert_eq!(command_answer(body), Ok(expected), "{body}");
    }
}

#[test]
fn one_odd_field_does_not_make_the_rest_unread() {
    for odd in ["5", "[]", "{\"a\":1}", "null", "true"] {
        let body = format!(r#"{{"status":"error","message":{odd}}}"#);
        assert_eq!(
            command_answer(&body),
            Ok(CommandAnswer::Refused { message: "no reason given".to_owned() }),
            "{odd}"
        );
        let body = format!(r#"{{"status":"long_exposure","exposureMs":1e999,"thresholdMs":{odd},"message":"long"}}"#);
        let long = CommandAnswer::LongExposure { message: "long".to_owned() };
        assert_eq!(command_answer(&body), Ok(long), "{odd}");
    }
    for body in
        [r#"{"active":true,"isActive":"yes"}"#, r#"{"active":1,"isActive":true}"#, r#"{"active":null,"isActive":true}"#]
    {
        assert_eq!(live_view_active(body), Ok(true), "{body}");
    }
    assert!(live_view_active(r#"{"active":1,"isActive":"yes"}"#).is_err());
    let stream = |protocol: &str| ActiveStream { detector: "A".to_owned(), protocol: protocol.to_owned() };
    let listed = |streams: &str| active_streams(&format!(r#"{{"status":"success","active_streams":{streams}}}"#));
    assert_eq!(listed(r#"[{"detector":"A","protocol":"jpeg"},{"detector":5},{},7,null]"#), Ok(vec![stream("jpeg")]));
    assert_eq!(listed(r#"[{"detector":"A","protocol":null}]"#), Ok(vec![stream("")]), "it can be stopped by its name");
    assert!(listed(r#"[{"detector":5}]"#).is_err(), "a list of none that can be read is not an empty one");
}

#[test]
fn unclear_command_answers_are_errors() {
    for status in ["", "Success", "ok", "running"] {
        let body = format!(r#"{{"status":"{status}"}}"#);
        assert_eq!(command_answer(&body), Err(AnswerError::UnknownStatus(status.to_owned())));
    }
    for body in [
        "true",
        "null",
        "[]",
        r#"["success",null,null,null]"#,
        "{}",
        r#"{"status":1}"#,
        r#"{"status":"success""#,
        r#"{"status":"success","status":"error"}"#,
        r#"{"detail":"…","errors":[]}"#,
        r#"{"status":"long_exposure","exposureMs":NaN,"thresholdMs":2000}"#,
        "<html>",
    ] {
        assert!(matches!(command_answer(body), Err(AnswerError::Unexpected { .. })), "{body}");
    }
}

#[test]
fn active_streams_are_listed() {
    let body = r#"{"status":"success","active_streams":[{"detector":"WidefieldCamera","protocol":"jpeg"}]}"#;
    let stream = ActiveStream { detector: "WidefieldCamera".to_owned(), protocol: "jpeg".to_owned() };
    assert_eq!(active_streams(body), Ok(vec![stream]));
    assert_eq!(active_streams(r#"{"status":"success","active_streams":[]}"#), Ok(vec![]));
    assert_eq!(
        active_streams(r#"{"status":"error","message":"no camera"}"#),
        Err(AnswerError::Failed("no camera".to_owned()))
    );
    assert_eq!(
        active_streams(r#"{"status":"odd","active_streams":[]}"#),
        Err(AnswerError::UnknownStatus("odd".to_owned()))
    );
    for body in [r#"{"status":"success"}"#, r#"{"status":"success","active_streams":[{}]}"#, "[]", "true"] {
        assert!(matches!(active_streams(body), Err(AnswerError::Unexpected { .. })), "{body}");
    }
}

#[test]
fn names_and_version_are_read() {
    let names = detector_names(r#"["WidefieldCamera","FocusLock"]"#).unwrap();
    assert_eq!(names, ["WidefieldCamera", "FocusLock"]);
    assert!(detector_names("{}").is_err());
    assert!(detector_names("[1]").is_err());
    assert_eq!(detector_names(r#"["A",1,null,"B"]"#).unwrap(), ["A", "B"], "an odd one does not hide the others");
    assert_eq!(version(r#"{"version":"v2.1.193"}"#), Ok("v2.1.193".to_owned()));
    assert!(version(r#"["v2.1.193"]"#).is_err());
    assert!(version("<html>").is_err());
}

#[test]
fn lists_have_a_limit() {
    // Of streams none is left out: Stop ends all of them.
    let streams = vec![r#"{"detector":"x","protocol":"jpeg"}"#; 257].join(",");
    let body = format!(r#"{{"status":"success","active_streams":[{streams}]}}"#);
    assert_eq!(active_streams(&body), Err(AnswerError::TooMany { what: "active streams", items: 257 }));
}

#[test]
fn errors_keep_only_the_start_of_the_body() {
    let error = live_view_active(&"<p>ü</p>".repeat(10_000)).unwrap_err();
    assert!(error.to_string().chars().count() < 200, "{error}");
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic_and_mean_nothing(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9]{0,40}") {
        let _ = command_answer(&body);
        let _ = active_streams(&body);
        let _ = detector_names(&body);
        let _ = version(&body);
        let stated = matches!(body.trim(), "true" | "false") || body.contains("ctive");
        prop_assert!(live_view_active(&body).is_err() || stated);
    }
}

#[test]
fn hundreds_of_cameras_are_read_and_more_do_not_hide_the_first() {
    for (cameras, read) in [(0, 0), (300, 300), (1_024, 1_024), (5_000, 1_024)] {
        let names: Vec<String> = (0..cameras).map(|camera| format!("Camera {camera}")).collect();
        let body = serde_json::to_string(&names).unwrap();
        assert_eq!(detector_names(&body).unwrap(), names[..read]);
    }
}
