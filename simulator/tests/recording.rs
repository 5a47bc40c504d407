//! Recordings: their answers, their files, their signals, and how they end.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Simulator, Socket};
use serde_json::{Value, json};

const API: &str = "/RecordingController";

async fn start(simulator: &Simulator, query: &str) -> Value {
    simulator.api(&format!("{API}/startRecording?{query}")).await
}

async fn stop(simulator: &Simulator) -> Value {
    simulator.api(&format!("{API}/stopRecording")).await
}

async fn status(simulator: &Simulator) -> Value {
    simulator.api(&format!("{API}/getRecordingStatus")).await
}

async fn is_recording(simulator: &Simulator) -> Value {
    simulator.api(&format!("{API}/isRecording")).await
}

async fn until_frames(simulator: &Simulator, count: u64) {
    common::eventually(async || status(simulator).await["frame_count"].as_u64().unwrap() >= count).await;
}

fn download(place: &Value) -> String {
    format!("/imswitch/api/FileManager/download/{}", place["relativeFilePath"].as_str().unwrap())
}

/// The 16-bit values of every page.
fn pages(file: &[u8]) -> Vec<Vec<u16>> {
    let mut reader = tiff::decoder::Decoder::new(std::io::Cursor::new(file)).unwrap();
    let mut pages = Vec::new();
    loop {
        assert_eq!(reader.dimensions().unwrap(), (64, 48));
        let tiff::decoder::DecodingResult::U16(values) = reader.read_image().unwrap() else { panic!("not 16 bits") };
        pages.push(values);
        if !reader.more_images() {
            return pages;
        }
        reader.next_image().unwrap();
    }
}

#[tokio::test]
async fn a_recording_has_every_frame_in_its_file() {
    let simulator = Simulator::start(&["--still", "--faults", "--auto-start"]);
    assert_eq!(is_recording(&simulator).await, json!(false));
    let at_rest = json!({
        "is_recording": false, "format": null, "duration_seconds": 0.0, "frame_count": 0, "filepath": null,
    });
    assert_eq!(status(&simulator).await, at_rest);

    let place = start(&simulator, "mSaveFormat=1&fileName=a/../b").await;
    assert_eq!((&place["saveFormat"], &place["isDownloadableFile"]), (&json!(1), &json!(true)));
    let path = place["relativeFilePath"].as_str().unwrap();
    assert!(!path.contains("..") && path.ends_with(".tiff"), "{path}");
    assert!(place["fullPath"].as_str().unwrap().ends_with(path));
    assert_eq!(is_recording(&simulator).await, json!(true));
    assert_eq!(start(&simulator, "mSaveFormat=4&fileName=other").await, place, "the one that runs");
    until_frames(&simulator, 3).await;
    let running = status(&simulator).await;
    assert_eq!((&running["is_recording"], &running["format"]), (&json!(true), &json!("TIFF")));
    assert_eq!(running["filepath"], place["fullPath"]);
    assert!(running["duration_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(simulator.get(&download(&place)).await.status, 404, "it is written in the end");

    assert_eq!(stop(&simulator).await, place);
    let ended = status(&simulator).await;
    assert_eq!(ended["is_recording"], false);
    let file = simulator.get(&download(&place)).await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("image/tiff")));
    let pages = pages(&file.body.unwrap());
    assert_eq!(json!(pages.len()), ended["frame_count"]);
    let expected = simulator.get("/simulator/image").await.body.unwrap();
    let expected: Vec<u16> = expected.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert!(pages.iter().all(|page| *page == expected));

    assert_eq!(stop(&simulator).await, place, "a second stop names it again");
    assert_eq!(simulator.is_active().await, json!(true), "the stream goes on");
}

#[tokio::test]
async fn without_a_stream_it_answers_the_same_and_writes_nothing() {
    let simulator = Simulator::start(&[]);
    let place = start(&simulator, "mSaveFormat=4&fileName=x").await;
    assert_eq!((&place["saveFormat"], &place["isDownloadableFile"]), (&json!(4), &json!(true)));
    assert_eq!(is_recording(&simulator).await, json!(false));
    assert_eq!(stop(&simulator).await, place);
    assert_eq!(simulator.get(&download(&place)).await.status, 404);
}

#[tokio::test]
async fn a_stop_before_any_recording_is_an_error_that_a_page_elsewhere_cannot_read() {
    let simulator = Simulator::start(&[]);
    let answer = simulator.get(&format!("/imswitch/api{API}/stopRecording")).await;
    assert_eq!(answer.status, 500);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain"));
    assert_eq!(answer.header("access-control-allow-origin"), None);
    for query in ["mSaveFormat=99", "mSaveFormat=film"] {
        let answer = simulator.get(&format!("/imswitch/api{API}/startRecording?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
    }
}

#[tokio::test]
async fn a_file_can_be_fetched_in_part_and_has_no_head() {
    let simulator = Simulator::start(&["--auto-start"]);
    let place = start(&simulator, "mSaveFormat=4").await;
    until_frames(&simulator, 2).await;
    stop(&simulator).await;
    let whole = simulator.get(&download(&place)).await;
    assert_eq!((whole.header("content-type"), whole.header("accept-ranges")), (Some("video/mp4"), Some("bytes")));
    let whole = whole.body.unwrap();
    assert_eq!(&whole[..3], [0xff, 0xd8, 0xff], "a JPEG");

    let part = simulator.get_part(&download(&place), "bytes=2-5").await;
    assert_eq!(part.status, 206);
    assert_eq!(part.header("content-range").unwrap(), format!("bytes 2-5/{}", whole.len()));
    assert_eq!(part.body.unwrap(), whole[2..6]);
    let beyond = simulator.get_part(&download(&place), "bytes=999999999-").await;
    assert_eq!((beyond.status, beyond.header("content-range").unwrap()), (416, &*format!("bytes */{}", whole.len())));
    assert_eq!(simulator.call("HEAD", &download(&place), None).await.status, 405);
    assert_eq!(simulator.get_part("/imswitch/api/FileManager/download/nothing", "bytes=0-0").await.status, 404);
}

#[tokio::test]
async fn a_folder_of_zarr_cannot_be_fetched() {
    let simulator = Simulator::start(&["--auto-start"]);
    let place = start(&simulator, "mSaveFormat=3").await;
    assert_eq!((&place["saveFormat"], &place["isDownloadableFile"]), (&json!(3), &json!(false)));
    until_frames(&simulator, 1).await;
    stop(&simulator).await;
    assert_eq!(simulator.get(&download(&place)).await.status, 404);
}

#[tokio::test]
async fn the_end_of_the_stream_ends_its_recording() {
    let simulator = Simulator::start(&["--auto-start"]);
    let place = start(&simulator, "mSaveFormat=1").await;
    until_frames(&simulator, 1).await;
    assert_eq!(simulator.stop_live_view().await["status"], "success");
    assert_eq!(is_recording(&simulator).await, json!(false));
    assert_eq!(simulator.get(&download(&place)).await.status, 200);
}

#[tokio::test]
async fn frames_are_announced_and_the_storage_shrinks() {
    let simulator = Simulator::start(&["--auto-start", "--disk-mib", "100"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    start(&simulator, "mSaveFormat=1").await;
    let first = socket.signal("sigRecordingFrameNumUpdated").await["p0"].as_u64().unwrap();
    assert_eq!(socket.signal("sigRecordingFrameNumUpdated").await, json!({"p0": first + 1}));
    let storage = socket.storage_status().await;
    let usage = &storage["p0"]["storage_devices"][0]["usage"];
    let (free, total) = (usage["free"].as_u64().unwrap(), usage["total"].as_u64().unwrap());
    assert_eq!(total, 100 << 20);
    assert!(free < total, "{usage}");
    assert_eq!(usage["used"], json!(total - free));
}

#[tokio::test]
async fn a_full_disk_is_told_and_ends_the_recording() {
    let simulator = Simulator::start(&["--auto-start", "--disk-mib", "1", "--width", "640", "--height", "480"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let place = start(&simulator, "mSaveFormat=1").await;
    assert_eq!(socket.signal("sigDiskFull").await, json!({}));
    common::eventually(async || is_recording(&simulator).await == json!(false)).await;
    assert_eq!(status(&simulator).await["frame_count"], 2);
    assert_eq!(simulator.get(&download(&place)).await.status, 200);
}

#[tokio::test]
async fn after_a_kill_nothing_records_and_the_file_is_gone() {
    let mut simulator = Simulator::start(&["--auto-start"]);
    let place = start(&simulator, "mSaveFormat=4").await;
    until_frames(&simulator, 1).await;
    simulator.kill();
    let simulator = Simulator::start_on(simulator.port, &["--auto-start"]);
    assert_eq!(is_recording(&simulator).await, json!(false));
    assert_eq!(simulator.get(&download(&place)).await.status, 404);
    assert_eq!(simulator.get(&format!("/imswitch/api{API}/stopRecording")).await.status, 500);
}

#[tokio::test]
async fn with_auto_record_whatever_streams_is_recorded() {
    let simulator = Simulator::start(&["--auto-start", "--auto-record"]);
    assert_eq!(is_recording(&simulator).await, json!(true));
    until_frames(&simulator, 1).await;
    assert_eq!(status(&simulator).await["format"], "MP4");
    simulator.stop_live_view().await;
    assert_eq!(is_recording(&simulator).await, json!(false));
    simulator.start_live_view("?protocol=binary", None).await;
    assert_eq!(is_recording(&simulator).await, json!(true));
    until_frames(&simulator, 1).await;
}

#[tokio::test]
async fn the_fault_switch_has_its_calls_too() {
    let simulator = Simulator::start(&["--auto-start", "--faults"]);
    simulator
        .fault(json!({"fault": "answer", "to": {"path": "/isRecording"}, "with": "yes", "when": {"next": 1}}))
        .await;
    assert_eq!(is_recording(&simulator).await, json!("yes"));
    assert_eq!(is_recording(&simulator).await, json!(false));
    start(&simulator, "mSaveFormat=4").await;
    let lost = json!({
        "fault": "answer", "to": {"path": "/stopRecording"}, "with": "server_error", "stage": "after", "when": {"next": 1},
    });
    simulator.fault(lost).await;
    assert_eq!(simulator.get(&format!("/imswitch/api{API}/stopRecording")).await.status, 500);
    assert_eq!(is_recording(&simulator).await, json!(false), "it has stopped all the same");
}

#[tokio::test]
async fn an_older_backend_has_no_such_calls() {
    let simulator = Simulator::start(&["--without", "recording,lights,camera"]);
    for call in [
        "/RecordingController/isRecording",
        "/RecordingController/startRecording",
        "/LaserController/getLaserNames",
        "/SettingsController/getDetectorParameters",
        "/SettingsController/setDetectorGain",
    ] {
        let answer = simulator.get(&format!("/imswitch/api{call}")).await;
        assert_eq!((answer.status, answer.json()), (404, json!({"detail": "Not Found"})), "{call}");
    }
    assert_eq!(simulator.api("/SettingsController/getDetectorNames").await[0], "WidefieldCamera");
    assert!(simulator.api("/RecordingController/startSnap").await["jobId"].is_string());
}
