//! Answers about snaps, and what is none.

use proptest::prelude::*;

use super::super::preview::tests::address;
use super::*;

fn done(path: &str, preview: &str) -> Result<SnapAnswer, AnswerError> {
    let result = serde_json::json!({"relativeFilePath": path, "fileName": "x", "previewImage": preview});
    snap_answer(&serde_json::json!({"jobId": "a", "status": "done", "result": result}).to_string())
}

fn saved(path: &str, preview: &str) -> SavedSnap {
    match done(path, preview) {
        Ok(SnapAnswer::Done(saved)) => saved,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn a_job_that_goes_on_says_how_far_it_is() {
    let answer = snap_answer(
        r#"{"jobId":"0af3","status":"pending","elapsedMs":8.4,"expectedDurationMs":1500.0,"progress":0.0056,"detectors":["W"]}"#,
    );
    let progress =
        SnapProgress { job_id: "0af3".to_owned(), percent: Some(0), expected_ms: Some(1_500), cancelled: None };
    assert_eq!(answer, Ok(SnapAnswer::Going(progress.clone())));
    let answer = snap_answer(r#"{"jobId":"0af3","status":"running","progress":0.999,"cancelled":false}"#);
    let later = SnapProgress { percent: Some(99), expected_ms: None, cancelled: Some(false), ..progress };
    assert_eq!(answer, Ok(SnapAnswer::Going(later)));
}

#[test]
fn numbers_out_of_range_are_cut_to_it() {
    for (progress, expected, percent, expected_ms) in
        [("-0.1", "-5", 0, 0), ("7", "1e300", 100, 86_400_000), ("1", "86400000", 100, 86_400_000)]
    {
        let body =
            format!(r#"{{"jobId":"a","status":"running","progress":{progress},"expectedDurationMs":{expected}}}"#);
        let Ok(SnapAnswer::Going(going)) = snap_answer(&body) else { panic!("{body}") };
        assert_eq!((going.percent, going.expected_ms), (Some(percent), Some(expected_ms)));
    }
}

#[test]
fn each_end_has_its_own_meaning() {
    let failed = |message: &str| SnapAnswer::Failed { message: message.to_owned() };
    for (body, expected) in [
        (r#"{"jobId":"a","status":"error","error":"disk full"}"#, failed("disk full")),
        (r#"{"status":"error","message":"9 is not a valid SaveFormat"}"#, failed("9 is not a valid SaveFormat")),
        (r#"{"status":"error"}"#, failed("no reason given")),
        (r#"{"jobId":"a","status":"cancelled","cancelled":true}"#, SnapAnswer::Cancelled),
        (r#"{"jobId":"a","status":"unknown","cancelled":false}"#, SnapAnswer::Unknown),
    ] {
        assert_eq!(snap_answer(body), Ok(expected), "{body}");
    }
}

#[test]
fn a_saved_file_has_a_place_and_perhaps_a_preview() {
    let png = address(320, 240, 40);
    let snap = saved("recordings/2026 11/näh_1.tiff", &png);
    assert_eq!(snap.preview, Preview::Address(png));
    assert_eq!(snap.path.segments().collect::<Vec<_>>(), ["recordings", "2026 11", "näh_1.tiff"]);
    assert_eq!(snap.path.name(), "näh_1.tiff");
    assert_eq!(saved("/a//b.png", "").path.segments().collect::<Vec<_>>(), ["a", "b.png"]);
    for no_preview in ["", "data:text/html;base64,AAAA", "x"] {
        assert_eq!(saved("a.png", no_preview).preview, Preview::None, "the file is there all the same");
    }
    let without = r#"{"status":"done","result":{"relativeFilePath":"a.jpg","previewImage":null}}"#;
    assert!(matches!(snap_answer(without), Ok(SnapAnswer::Done(SavedSnap { preview: Preview::None, .. }))));
}

#[test]
fn a_path_leads_nowhere_but_down() {
    for bad in ["", "/", "..", "../a", "a/..", "a/../b", "./a", "a/.", "a\\..\\b", "C:\\a", "a\nb", "a\0"] {
        assert!(matches!(done(bad, ""), Err(AnswerError::Unexpected { .. })), "{bad:?}");
    }
    assert!(done(&"a".repeat(1_024), "").is_ok());
    assert!(done(&"a".repeat(1_025), "").is_err());
    assert_eq!(saved("...", "").path.name(), "...");
}

#[test]
fn everything_else_is_an_error() {
    let many: String = (0..1_024).map(|name| format!(r#","{name}":{name}"#)).collect();
    let many = format!(r#"{{"status":"cancelled"{many}}}"#);
    let deep = format!(r#"{{"status":"cancelled","x":{}"#, "{\"x\":".repeat(200));
    let long_id = format!(r#"{{"jobId":"{}","status":"running"}}"#, "a".repeat(129));
    for body in [
        "true",
        "null",
        "[]",
        "{}",
        "<html>",
        r#"{"jobId":"a"}"#,
        r#"{"jobId":"a","status":1}"#,
        r#"{"status":"running"}"#,
        r#"{"jobId":"","status":"running"}"#,
        r#"{"jobId":7,"status":"running"}"#,
        r#"{"jobId":"a","status":"running","progress":NaN}"#,
        r#"{"jobId":"a","status":"running","status":"done"}"#,
        r#"{"jobId":"a","status":"done"}"#,
        r#"{"jobId":"a","status":"done","result":null}"#,
        r#"{"jobId":"a","status":"done","result":{}}"#,
        r#"{"jobId":"a","status":"done","result":"a.tiff"}"#,
        r#"{"jobId":"a","status":"done","result":{"relativeFilePath":["a"]}}"#,
        r#"{"jobId":"a","status":"running""#,
        &many,
        &deep,
        &long_id,
    ] {
        assert!(matches!(snap_answer(body), Err(AnswerError::Unexpected { .. })), "{body}");
    }
    assert_eq!(snap_answer(" "), Err(AnswerError::Empty));
    assert_eq!(snap_answer(r#"{"jobId":"a","status":"Done"}"#), Err(AnswerError::UnknownStatus("Done".to_owned())));
}

#[test]
fn an_answer_may_be_long_but_not_too_long() {
    let padded = |bytes: usize| {
        let body = r#"{"status":"cancelled"}"#;
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };
    assert_eq!(snap_answer(&padded(MAX_BODY_BYTES)), Ok(SnapAnswer::Cancelled));
    let error = AnswerError::TooLong { max_bytes: MAX_BODY_BYTES };
    assert_eq!(snap_answer(&padded(MAX_BODY_BYTES + 1)), Err(error));
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9.-]{0,60}", path in "\\PC{0,40}|[./\\\\a]{0,9}") {
        let _ = snap_answer(&body);
        if let Ok(SnapAnswer::Done(saved)) = done(&path, &body) {
            prop_assert!(saved.path.segments().all(|it| it != ".." && it != "." && !it.contains('\\')));
            prop_assert!(!saved.path.name().is_empty());
        }
    }
}

#[test]
fn one_odd_field_does_not_make_the_rest_unread() {
    let answer =
        snap_answer(r#"{"jobId":"a","status":"running","progress":"half","expectedDurationMs":[],"cancelled":1}"#);
    let progress = SnapProgress { job_id: "a".to_owned(), percent: None, expected_ms: None, cancelled: None };
    assert_eq!(answer, Ok(SnapAnswer::Going(progress)));
    let failed = SnapAnswer::Failed { message: "disk full".to_owned() };
    assert_eq!(snap_answer(r#"{"status":"error","message":5,"error":"disk full"}"#), Ok(failed));
    let saved = snap_answer(r#"{"status":"done","result":{"relativeFilePath":"a/b.tiff","previewImage":7}}"#);
    assert!(matches!(saved, Ok(SnapAnswer::Done(SavedSnap { preview: Preview::None, .. }))), "{saved:?}");
}
