//! Frames: formats, flow control, parameters.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{io::Read, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use common::{EVER, SOON, Simulator, Socket};
use serde_json::{Value, json};
use tokio::time::timeout;

const QUIET: Duration = Duration::from_millis(300);

fn id(frame: &Value) -> u64 {
    frame["metadata"]["frame_id"].as_u64().unwrap()
}

/// The next frame is the one with this number. Before number 1 others with id 0 may come: they went out before the
/// first acknowledgement arrived.
async fn assert_next(socket: &mut Socket, number: u64) {
    let frame_id = async {
        loop {
            let frame_id = id(&socket.frame().await);
            if (number, frame_id) != (1, 0) {
                return frame_id;
            }
        }
    };
    assert_eq!(timeout(EVER, frame_id).await, Ok(number % 256));
}

/// Waits until one client has acknowledged one frame.
async fn one_acknowledgement(simulator: &Simulator) {
    common::eventually(async || {
        let clients = simulator.get("/simulator/clients").await.json();
        clients.as_array().unwrap().iter().any(|client| client["acks_received"] == 1)
    })
    .await;
}

/// Width and height from the JPEG's frame header.
fn jpeg_size(frame: &Value) -> (u16, u16) {
    let jpeg = BASE64_STANDARD.decode(frame["image"].as_str().unwrap()).unwrap();
    assert_eq!(&jpeg[..3], b"\xff\xd8\xff");
    let start = jpeg.windows(2).position(|marker| marker == b"\xff\xc0").unwrap();
    let number = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
    (number(start + 7), number(start + 5))
}

/// The header's fields and the values of a UC2F packet.
fn uc2f(frame: &Value) -> (Vec<u8>, Vec<u16>) {
    let packet: Vec<u8> = serde_json::from_value(frame["data"].clone()).unwrap();
    let (header, payload) = packet.split_at(36);
    let length = u32::from_le_bytes(header[32..36].try_into().unwrap());
    assert_eq!(length as usize, payload.len());
    let mut raw = Vec::new();
    if frame["metadata"]["compression_algorithm"] == "lz4" {
        assert_eq!(payload[..4], [0x04, 0x22, 0x4d, 0x18]);
        lz4_flex::frame::FrameDecoder::new(payload).read_to_end(&mut raw).unwrap();
    } else {
        raw = payload.to_vec();
    }
    let values = raw.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    (header.to_vec(), values)
}

#[tokio::test]
async fn a_jpeg_frame_has_the_documented_shape() {
    let simulator = Simulator::start(&["--auto-start"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let frame = socket.frame().await;
    let metadata = frame["metadata"].as_object().unwrap();
    let mut keys: Vec<_> = metadata.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let expected =
        ["detector_name", "format", "frame_id", "jpeg_quality", "pixel_size", "protocol", "server_timestamp"];
    assert_eq!(keys, expected);
    assert_eq!(metadata["detector_name"], "WidefieldCamera");
    assert_eq!((&metadata["format"], &metadata["protocol"]), (&json!("jpeg"), &json!("jpeg")));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    assert!((metadata["server_timestamp"].as_f64().unwrap() - now).abs() < 10.0);
    assert_eq!(jpeg_size(&frame), (64, 48));
}

#[tokio::test]
async fn a_binary_frame_has_exactly_the_values_of_the_camera() {
    let simulator = Simulator::start(&["--still", "--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for (detector, width, height) in
        [("WidefieldCamera", 256u16, 192u16), ("FocusLock", 128, 96), ("OverviewCamera", 128, 96)]
    {
        for (compression, factor) in [("lz4", 4), ("none", 1), ("lz4", 3), ("zstd", 4)] {
            let parameters = json!({"compression_algorithm": compression, "subsampling_factor": factor});
            let query = format!("?protocol=binary&detectorName={detector}");
            assert_eq!(simulator.start_live_view(&query, Some(&parameters)).await["status"], "success");
            let frame = socket.frame().await;
            simulator.stop_live_view().await;
            socket.frames_until("sigStreamStopped").await;

            let path = format!("/simulator/image?detector={detector}&subsampling_factor={factor}");
            let seen = simulator.get(&path).await.body.unwrap();
            let seen: Vec<u16> = seen.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let (header, values) = uc2f(&frame);
            assert_eq!(values, seen, "{detector} {compression} {factor}");

            let metadata = &frame["metadata"];
            assert_eq!(metadata["compression_algorithm"], compression);
            assert_eq!((&metadata["original_width"], &metadata["original_height"]), (&json!(width), &json!(height)));
            let (columns, rows) = (u32::from(width).div_ceil(factor as u32), u32::from(height).div_ceil(factor as u32));
            assert_eq!((&metadata["width"], &metadata["height"]), (&json!(columns), &json!(rows)));
            assert_eq!(metadata["raw_bytes"], json!(columns * rows * 2));
            assert_eq!(metadata.as_object().unwrap().len(), 19);
            assert_eq!(&header[..8], b"UC2F\x01\0\0\0");
            assert_eq!(header[8..12], columns.to_le_bytes());
            assert_eq!(header[12..16], rows.to_le_bytes());
            assert_eq!(header[16..20], (columns * 2).to_le_bytes());
            assert_eq!(header[20..24], [12, 0, 1, 0], "12 bits, whatever the camera measures");
            assert_eq!(header[24..32], metadata["timestamp_ns"].as_u64().unwrap().to_le_bytes());
        }
    }
}

#[tokio::test]
async fn the_ramp_has_the_documented_values() {
    let simulator = Simulator::start(&["--faults"]);
    simulator.call("POST", "/simulator/camera", Some(&json!({"test_pattern": "ramp"}))).await;
    let (mut socket, _) = Socket::connect(&simulator).await;
    // Those of 8 bits are shifted up by 8, those of 16 bits are as they are.
    let cameras = [("WidefieldCamera", 64, 4095, 1), ("FocusLock", 32, 65_535, 1), ("OverviewCamera", 32, 255, 256)];
    for (detector, width, max, unit) in cameras {
        simulator.start_live_view(&format!("?protocol=binary&detectorName={detector}"), None).await;
        let frame = socket.frame().await;
        assert_eq!(frame["metadata"]["detector_name"], detector);
        let (_, values) = uc2f(&frame);
        let row: Vec<u16> = (0..width).map(|x| (x * max / (width - 1) * unit) as u16).collect();
        assert!(values.chunks_exact(width as usize).all(|chunk| chunk == row), "{detector}");
        simulator.stop_live_view().await;
        socket.frames_until("sigStreamStopped").await;
    }
}

#[tokio::test]
async fn the_patches_lie_in_their_corners() {
    let simulator = Simulator::start(&["--faults"]);
    simulator.call("POST", "/simulator/camera", Some(&json!({"test_pattern": "patches"}))).await;
    for (detector, width, [max, middle]) in [
        ("WidefieldCamera", 64, [4_095, 2_047]),
        ("FocusLock", 32, [65_535, 32_767]),
        ("OverviewCamera", 32, [65_280, 127 << 8]),
    ] {
        let seen = simulator.get(&format!("/simulator/image?detector={detector}")).await.body.unwrap();
        let values: Vec<u16> = seen.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let height = values.len() / width;
        for (at, value) in values.into_iter().enumerate() {
            let wanted = match (at / width < height / 4, at % width) {
                (true, x) if x < width / 4 => max,
                (true, x) if x >= width / 4 * 3 => 0,
                _ => middle,
            };
            assert_eq!(value, wanted, "{detector}, {at}");
        }
    }
}

#[tokio::test]
async fn the_pixel_size_is_the_cameras_however_a_frame_is_subsampled() {
    let simulator = Simulator::start(&[]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for (query, factor) in [("", 1), ("", 8), ("?protocol=binary", 4)] {
        simulator.start_live_view(query, Some(&json!({"subsampling_factor": factor}))).await;
        let frame = socket.frame().await;
        assert_eq!(frame["metadata"]["pixel_size"], 0.325);
        simulator.stop_live_view().await;
        socket.frames_until("sigStreamStopped").await;
    }
}

#[tokio::test]
async fn the_specimen_moves_and_a_still_one_does_not() {
    for (arguments, moves) in [(vec!["--auto-start"], true), (vec!["--auto-start", "--still"], false)] {
        let simulator = Simulator::start(&arguments);
        let (mut socket, _) = Socket::connect(&simulator).await;
        let images = [socket.frame().await["image"].clone(), socket.frame().await["image"].clone()];
        assert_eq!(images[0] != images[1], moves);
    }
}

#[tokio::test]
async fn a_client_that_never_acknowledges_gets_every_frame_with_id_0() {
    let simulator = Simulator::start(&["--auto-start", "--fps", "100"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for _ in 0..30 {
        assert_eq!(id(&socket.frame().await), 0);
    }
}

#[tokio::test]
async fn ids_go_on_across_formats_detectors_and_restarts() {
    let simulator = Simulator::start(&["--fps", "100"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let mut number = 0;
    for query in ["", "?protocol=binary", "?detectorName=FocusLock"] {
        simulator.start_live_view(query, None).await;
        for _ in 0..3 {
            assert_next(&mut socket, number).await;
            socket.acknowledge(&json!(number)).await;
            number += 1;
        }
        simulator.stop_live_view().await;
        for frame in socket.frames_until("sigStreamStopped").await {
            assert_eq!(id(&frame), number);
            socket.acknowledge(&json!(number)).await;
            number += 1;
        }
    }
}

#[tokio::test]
async fn ids_wrap_after_255() {
    let simulator = Simulator::start(&["--auto-start", "--fps", "1000"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    for number in 0..300 {
        assert_next(&mut socket, number).await;
        socket.acknowledge(&json!(number % 256)).await;
    }
}

#[tokio::test]
async fn a_client_that_stops_acknowledging_gets_four_more_until_it_acknowledges_the_last() {
    let simulator = Simulator::start(&["--auto-start"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let (mut other, _) = Socket::connect(&simulator).await;
    assert_next(&mut socket, 0).await;
    socket.acknowledge(&json!(0)).await;
    for number in 1..=4 {
        assert_next(&mut socket, number).await;
    }
    assert!(socket.frame_within(QUIET).await.is_none());
    simulator.stop_live_view().await;
    other.frames_until("sigStreamStopped").await;
    simulator.start_live_view("", None).await;
    assert!(socket.frame_within(QUIET).await.is_none(), "a restart does not help");
    other.frame().await;
    socket.acknowledge(&json!(4)).await;
    assert_next(&mut socket, 5).await;
}

#[tokio::test]
async fn a_wrong_id_stalls_and_null_resets() {
    let simulator = Simulator::start(&["--auto-start", "--faults"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    socket.frame().await;
    socket.acknowledge(&json!(100)).await;
    one_acknowledgement(&simulator).await;
    socket.catch_up().await;
    assert!(socket.frame_within(QUIET).await.is_none());
    socket.acknowledge(&Value::Null).await;
    for _ in 0..8 {
        assert_eq!(id(&socket.frame().await), 0);
    }
}

#[tokio::test]
async fn an_id_that_is_no_integer_stops_everybodys_frames_until_that_client_leaves() {
    let simulator = Simulator::start(&["--auto-start", "--faults"]);
    let (mut good, _) = Socket::connect(&simulator).await;
    let (mut bad, _) = Socket::connect(&simulator).await;
    good.frame().await;
    bad.acknowledge(&json!("x")).await;
    one_acknowledgement(&simulator).await;
    good.catch_up().await;
    assert!(good.frame_within(QUIET).await.is_none());
    bad.close().await;
    good.frame().await;
}

#[tokio::test]
async fn parameters_apply_at_once_and_nothing_validates_them() {
    let simulator = Simulator::start(&["--auto-start"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    let set = async |body: Value| {
        let path = "/imswitch/api/LiveViewController/setStreamParameters?protocol=jpeg";
        assert_eq!(simulator.call("POST", path, Some(&body)).await.json()["status"], "success");
    };
    assert_eq!(socket.frame().await["metadata"]["jpeg_quality"], 80);
    set(json!({"jpeg_quality": 20, "subsampling_factor": 16})).await;
    loop {
        let frame = socket.frame().await;
        if frame["metadata"]["jpeg_quality"] == 20 {
            assert_eq!(jpeg_size(&frame), (16, 12));
            break;
        }
    }
    set(json!({"jpeg_quality": "hello"})).await;
    while socket.frame_within(QUIET).await.is_some() {}
    assert_eq!(simulator.is_active().await, json!(true));
    set(json!({"jpeg_quality": 90})).await;
    socket.frame().await;
}

#[tokio::test]
async fn the_throttle_sets_the_pace() {
    let simulator = Simulator::start(&["--fps", "50"]);
    let (mut socket, _) = Socket::connect(&simulator).await;
    simulator.start_live_view("", Some(&json!({"throttle_ms": 100}))).await;
    let mut taken_at_s = Vec::new();
    for _ in 0..6 {
        taken_at_s.push(socket.frame().await["metadata"]["server_timestamp"].as_f64().unwrap());
    }
    // The first may have been late by one interval, and none comes before its time.
    let elapsed_s = taken_at_s[5] - taken_at_s[0];
    assert!(elapsed_s > 0.39 && elapsed_s < SOON.as_secs_f64(), "{elapsed_s}");
}

#[tokio::test]
async fn the_mjpeg_stream_starts_itself_and_outlives_its_reader() {
    use http_body_util::{BodyExt, Empty};
    use hyper_util::{client::legacy::Client, rt::TokioExecutor};
    let simulator = Simulator::start(&[]);
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<bytes::Bytes>>();
    let url = simulator.url("/imswitch/api/LiveViewController/mjpeg_stream?startStream=true");
    let mut response = client.get(url.parse().unwrap()).await.unwrap();
    assert_eq!(response.headers()["content-type"], "multipart/x-mixed-replace;boundary=frame");
    for _ in 0..2 {
        let part = response.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(part.starts_with(b"--frame\r\nContent-Type: image/jpeg\r\n"));
    }
    drop(response);
    assert_eq!(simulator.is_active().await, json!(true));
    let streams = simulator.api("/LiveViewController/getActiveStreams").await;
    assert_eq!(streams["active_streams"], json!([{"detector": "WidefieldCamera", "protocol": "mjpeg"}]));
}
