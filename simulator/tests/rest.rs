//! The REST interface: answers, errors, CORS.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::Simulator;
use serde_json::json;
use tiff::decoder::DecodingResult;

const LIVE: &str = "/LiveViewController";

#[tokio::test]
async fn a_simulator_at_rest_answers_as_the_interface_says() {
    let simulator = Simulator::start(&[]);
    for prefix in ["/imswitch/api", "/api"] {
        let json = async |path: &str| simulator.get(&format!("{prefix}{path}")).await.json();
        assert_eq!(json("/version").await, json!({"version": "v2.1.193"}));
        assert_eq!(
            json("/SettingsController/getDetectorNames").await,
            json!(["WidefieldCamera", "FocusLock", "OverviewCamera"])
        );
        assert_eq!(json("/LiveViewController/getLiveViewActive").await, json!(false));
        assert_eq!(
            json("/LiveViewController/getActiveStreams").await,
            json!({"status": "success", "active_streams": []})
        );
        assert_eq!(json("/LiveViewController/stopLiveView").await["status"], "not_running");
        assert_eq!(
            json("/LiveViewController/getLongExposureInfo").await,
            json!({"detector": "WidefieldCamera", "exposureMs": 10.0, "thresholdMs": 2000.0, "isLongExposure": false})
        );
        assert_eq!(json("/LiveViewController/getStreamDiagnostics").await, json!({}));
    }
}

#[tokio::test]
async fn errors_have_the_frameworks_shapes() {
    let simulator = Simulator::start(&[]);
    let missing = simulator.get("/imswitch/api/nothing/here").await;
    assert_eq!((missing.status, missing.json()), (404, json!({"detail": "Not Found"})));
    let wrong_method = simulator.get("/imswitch/api/LiveViewController/startLiveView").await;
    assert_eq!(wrong_method.status, 405);
    for path in [format!("{LIVE}/startLiveView?force=perhaps"), format!("{LIVE}/setStreamParameters")] {
        let answer = simulator.call("POST", &format!("/imswitch/api{path}"), None).await;
        assert_eq!(answer.status, 422, "{path}");
        assert!(answer.json()["detail"].is_string());
        assert!(answer.json()["errors"].is_array());
    }
    let no_object = simulator.call("POST", "/imswitch/api/LiveViewController/startLiveView", Some(&json!([1]))).await;
    assert_eq!(no_object.status, 422);
}

#[tokio::test]
async fn application_errors_are_http_200() {
    let simulator = Simulator::start(&[]);
    assert_eq!(
        simulator.start_live_view("?detectorName=Nope", None).await,
        json!({"status": "error", "message": "'Nope'"})
    );
    assert_eq!(simulator.start_live_view("?protocol=smoke", None).await["status"], "error");
    assert_eq!(simulator.is_active().await, json!(false));
}

#[tokio::test]
async fn there_are_as_many_cameras_as_wanted() {
    let none = Simulator::start(&["--cameras", "0", "--auto-start"]);
    let names = "/imswitch/api/SettingsController/getDetectorNames";
    assert_eq!(none.get(names).await.json(), json!([]));
    let out_of_range = json!({"status": "error", "message": "list index out of range"});
    assert_eq!(none.start_live_view("", None).await, out_of_range);
    assert_eq!(none.get("/imswitch/api/RecordingController/startSnap?fileName=a").await.json(), out_of_range);
    assert_eq!(none.is_active().await, json!(false));

    let many = Simulator::start(&["--cameras", "300"]);
    let listed = many.get(names).await.json();
    assert_eq!((listed.as_array().unwrap().len(), &listed[2]), (300, &json!("OverviewCamera")));
    let last = listed[299].as_str().unwrap();
    assert_eq!(many.start_live_view(&format!("?detectorName={last}"), None).await["detector"], last);
    let streams = many.get("/imswitch/api/LiveViewController/getActiveStreams").await.json();
    assert_eq!(streams["active_streams"][0]["detector"], last);
}

#[tokio::test]
async fn any_origin_may_ask() {
    let simulator = Simulator::start(&[]);
    for path in ["/imswitch/api/version", "/imswitch/api/nothing"] {
        let answer = simulator.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
    }
    let preflight = simulator.call("OPTIONS", "/imswitch/api/LiveViewController/startLiveView", None).await;
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
}

#[tokio::test]
async fn parameters_are_kept_by_protocol_and_in_use_by_detector() {
    let simulator = Simulator::start(&[]);
    let set = async |protocol: &str, body| {
        let path = format!("/imswitch/api{LIVE}/setStreamParameters?protocol={protocol}");
        simulator.call("POST", &path, Some(&body)).await.json()
    };
    let started = simulator.start_live_view("", Some(&json!({"throttle_ms": 70}))).await;
    assert_eq!(started["status"], "success");
    assert_eq!(started["params"]["throttle_ms"], 70);
    assert_eq!(started["params"]["jpeg_quality"], 80);

    let changed = set("jpeg", json!({"jpeg_quality": 33})).await;
    assert_eq!(changed["params"]["jpeg_quality"], 33);
    assert_eq!(changed["params"]["throttle_ms"], 50, "what the start was told is its own");
    assert_eq!(set("binary", json!({"jpeg_quality": 1})).await["status"], "success");
    assert_eq!(set("smoke", json!({})).await["status"], "success", "nothing is checked");

    let all = simulator.api(&format!("{LIVE}/getStreamParameters")).await;
    let in_use = &all["per_detector"]["WidefieldCamera"];
    assert_eq!((in_use["jpeg_quality"].as_u64(), in_use["throttle_ms"].as_u64()), (Some(33), Some(70)));
    assert_eq!(all["protocols"]["binary"]["jpeg_quality"], 1);
    assert_eq!(all["per_detector"].as_object().unwrap().len(), 1);
    assert_eq!(
        (&in_use["subsampling_factor"], &all["protocols"]["binary"]["subsampling_factor"]),
        (&json!(4), &json!(4))
    );
    let one = simulator.api(&format!("{LIVE}/getStreamParameters?protocol=jpeg")).await;
    assert_eq!(one["params"]["jpeg_quality"], 33);
}

#[tokio::test]
async fn a_snap_runs_and_can_be_fetched() {
    let simulator = Simulator::start(&["--still", "--faults"]);
    let start = async |query: &str| simulator.api(&format!("/RecordingController/startSnap?{query}")).await;
    let job = start("fileName=a/../b&saveFormat=5&returnPreview=true").await;
    let id = job["jobId"].as_str().unwrap();
    assert_eq!(id.len(), 32);
    assert_eq!(job["status"], "pending");
    let tiff = start("saveFormat=1").await;
    let tiff_id = tiff["jobId"].as_str().unwrap();
    let refused = start("saveFormat=77").await;
    assert_eq!((&refused["status"], &refused["error"]), (&json!("error"), &json!("77 is not a valid SaveFormat")));

    let status = async |id: &str| simulator.api(&format!("/RecordingController/getSnapStatus?jobId={id}")).await;
    let unknown = status("nobody").await;
    assert_eq!((&unknown["status"], &unknown["error"]), (&json!("unknown"), &json!("No such snap job")));
    assert_eq!(simulator.get("/imswitch/api/RecordingController/getSnapStatus").await.status, 422);

    common::eventually(async || status(id).await["status"] == "done").await;
    let done = status(id).await;
    assert!(done["result"]["previewImage"].as_str().unwrap().starts_with("data:image/png;base64,iVBOR"));
    assert_eq!((&done["result"]["previewWidth"], &done["result"]["previewHeight"]), (&json!(256), &json!(192)));
    let path = done["result"]["relativeFilePath"].as_str().unwrap();
    assert!(!path.contains(".."), "{path}");
    let file = simulator.get(&format!("/imswitch/api/FileManager/download/{path}")).await;
    assert_eq!(file.header("content-type"), Some("image/png"));
    let mut reader = png::Decoder::new(std::io::Cursor::new(file.body.unwrap())).read_info().unwrap();
    let mut values = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut values).unwrap();
    assert_eq!((info.width, info.height, info.bit_depth), (256, 192, png::BitDepth::Sixteen));

    common::eventually(async || status(tiff_id).await["status"] == "done").await;
    let done = status(tiff_id).await;
    let path = done["result"]["relativeFilePath"].as_str().unwrap();
    let file = simulator.get(&format!("/imswitch/api/FileManager/download/{path}")).await;
    let file = file.body.unwrap();
    assert_eq!(&file[..4], b"II*\0");
    let mut reader = tiff::decoder::Decoder::new(std::io::Cursor::new(file)).unwrap();
    assert_eq!((reader.dimensions().unwrap(), reader.colortype().unwrap()), ((256, 192), tiff::ColorType::Gray(16)));
    let DecodingResult::U16(values) = reader.read_image().unwrap() else { panic!("not 16 bits") };
    let expected = simulator.get("/simulator/image?subsampling_factor=1").await.body.unwrap();
    let expected: Vec<u16> = expected.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(values, expected);
    assert_eq!(simulator.get("/imswitch/api/FileManager/download/secret").await.status, 404);
}

#[tokio::test]
async fn a_snap_whose_name_cannot_be_written_is_done_all_the_same() {
    let simulator = Simulator::start(&["--snap-ms", "1"]);
    for name in ["x".repeat(300), "a%00b".to_owned()] {
        let job = simulator.api(&format!("/RecordingController/startSnap?fileName={name}")).await;
        let status = format!("/RecordingController/getSnapStatus?jobId={}", job["jobId"].as_str().unwrap());
        common::eventually(async || simulator.api(&status).await["status"] == "done").await;
        let path = simulator.api(&status).await["result"]["relativeFilePath"].as_str().unwrap().to_owned();
        assert_eq!(simulator.get(&format!("/imswitch/api/FileManager/download/{path}")).await.status, 404, "{name}");
    }
}

#[tokio::test]
async fn a_snap_can_be_cancelled_once() {
    let simulator = Simulator::start(&["--snap-ms", "600000"]);
    let doomed = simulator.api("/RecordingController/startSnap?saveFormat=6").await;
    let cancel = format!("/RecordingController/cancelSnap?jobId={}", doomed["jobId"].as_str().unwrap());
    let cancelled = simulator.api(&cancel).await;
    assert_eq!((&cancelled["status"], &cancelled["cancelled"]), (&json!("cancelled"), &json!(true)));
    assert_eq!(simulator.api(&cancel).await["cancelled"], false);
}

#[tokio::test]
async fn a_snap_takes_as_long_as_it_is_told() {
    let simulator = Simulator::start(&["--snap-ms", "1"]);
    let job = simulator.api("/RecordingController/startSnap").await;
    assert_eq!(job["expectedDurationMs"], 1.0);
    let status = format!("/RecordingController/getSnapStatus?jobId={}", job["jobId"].as_str().unwrap());
    common::eventually(async || simulator.api(&status).await["status"] == "done").await;

    let simulator = Simulator::start(&["--snap-ms", "600000"]);
    let job = simulator.api("/RecordingController/startSnap").await;
    assert_eq!((&job["status"], &job["expectedDurationMs"]), (&json!("pending"), &json!(600_000.0)));
}
