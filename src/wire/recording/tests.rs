//! Answers about recordings, and what is none.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

#[test]
fn a_status_says_whether_one_runs_and_what_it_has() {
    let body =
        r#"{"is_recording":true,"format":"MP4","duration_seconds":12.5,"frame_count":240,"filepath":"/d/a.mp4"}"#;
    let expected = RecordingStatus {
        is_recording: true,
        format: Some(RecordingFormat::Mp4),
        duration_ms: Some(12_500),
        frames: Some(240),
        path: FilePath::parse("/d/a.mp4"),
    };
    assert_eq!(recording_status(body), Ok(expected));
    let at_rest = r#"{"is_recording":false,"format":null,"duration_seconds":0,"frame_count":0,"filepath":null}"#;
    let expected =
        RecordingStatus { is_recording: false, format: None, duration_ms: Some(0), frames: Some(0), path: None };
    assert_eq!(recording_status(at_rest), Ok(expected));
}

#[test]
fn only_a_clear_boolean_says_whether_one_runs() {
    assert_eq!((is_recording("true"), is_recording(" false\n")), (Ok(true), Ok(false)));
    for odd in
        ["", "null", "0", "1", "\"true\"", "[true]", "{}", r#"{"is_recording":true}"#, "True", "<html>", "true false"]
    {
        assert!(is_recording(odd).is_err(), "{odd}");
    }
    for odd in ["null", "1", "0", r#""yes""#, "[]", "{}"] {
        let body = format!(r#"{{"is_recording":{odd},"frame_count":5}}"#);
        assert!(recording_status(&body).is_err(), "{odd}");
    }
    for odd in ["true", "null", "{}", "[true]", r#"{"frame_count":5}"#, r#"{"is_recording":true,"is_recording":false}"#]
    {
        assert!(recording_status(odd).is_err(), "{odd}");
    }
}

#[test]
fn odd_details_do_not_hide_whether_one_runs() {
    for odd in ["\"many\"", "-1", "1e300", "[]", "{}", "true", "null", "0.5"] {
        let body = format!(
            r#"{{"is_recording":true,"frame_count":{odd},"format":{odd},"filepath":{odd},"duration_seconds":"x","more":1}}"#
        );
        let status = recording_status(&body).unwrap();
        assert!(status.is_recording, "{odd}");
        assert_eq!((status.frames, status.format, status.duration_ms), (None, None, None), "{odd}");
    }
    for odd in ["-0.1", "1e17", "31536001"] {
        let body = format!(r#"{{"is_recording":false,"duration_seconds":{odd}}}"#);
        assert_eq!(recording_status(&body).unwrap().duration_ms, None, "{odd}");
    }
    // No JSON at all: nothing of it is believed.
    for odd in ["NaN", "Infinity"] {
        assert!(recording_status(&format!(r#"{{"is_recording":true,"duration_seconds":{odd}}}"#)).is_err(), "{odd}");
    }
    let long = recording_status(&format!(r#"{{"is_recording":false,"filepath":"{}"}}"#, "x".repeat(9_000))).unwrap();
    assert_eq!(long.path, None);
}

#[test]
fn formats_have_numbers_and_names() {
    let format = |json: &str| recording_status(&format!(r#"{{"is_recording":true,"format":{json}}}"#)).unwrap().format;
    for (json, expected) in [
        ("1", Some(RecordingFormat::Tiff)),
        ("3", Some(RecordingFormat::Zarr)),
        ("4", Some(RecordingFormat::Mp4)),
        (r#""zarr""#, Some(RecordingFormat::Zarr)),
        (r#""SaveFormat.MP4""#, Some(RecordingFormat::Mp4)),
        ("2", None),
        ("260", None),
        (r#""""#, None),
        (r#""avi""#, None),
    ] {
        assert_eq!(format(json), expected, "{json}");
    }
}

#[test]
fn a_place_needs_a_path_that_leads_down() {
    let body = r#"{"fullPath":"/d/rec/a b.mp4","relativePath":"rec","relativeFilePath":"rec/a b.mp4","saveFormat":4,
        "isDownloadableFile":true}"#;
    let place = recording_place(body).unwrap();
    assert_eq!(place.path.segments().collect::<Vec<_>>(), ["rec", "a b.mp4"]);
    assert_eq!((place.format, place.is_file), (Some(RecordingFormat::Mp4), Some(true)));
    let sparse = recording_place(r#"{"relativeFilePath":"a","saveFormat":[],"isDownloadableFile":1}"#).unwrap();
    assert_eq!((sparse.format, sparse.is_file), (None, None));
    for odd in [
        "null",
        "{}",
        "[]",
        r#"{"relativeFilePath":null}"#,
        r#"{"relativeFilePath":"../a"}"#,
        r#"{"relativeFilePath":""}"#,
    ] {
        assert!(recording_place(odd).is_err(), "{odd}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic(body in "\\PC{0,60}|[\\[\\]{}\",:a-z0-9._-]{0,60}") {
        let _ = recording_place(&body);
        let _ = recording_status(&body);
        prop_assert!(is_recording(&body).is_err() || matches!(body.trim(), "true" | "false"));
    }
}
