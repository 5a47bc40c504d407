//! Frames to pixels, in a real browser.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::window;
use lockstep::browser::clock;
use lockstep::viewer::Acknowledge;
use lockstep::viewer::geometry::PictureSize;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::bench::Bench;
use crate::canvas::{BLUE, GREEN, RED, canvas};
use crate::frames::{Id, Payload, SIZE, arrived, base64_of, frame, good};
use crate::page::{SCRIPT, assert_rate, move_script, until, wait_ms};

#[wasm_bindgen_test]
async fn a_frame_is_painted_and_acknowledged_once() {
    let bench = Bench::new().await;
    bench.take(good(7, GREEN));
    bench.until_acknowledged(&[7]).await;
    bench.until_shows(GREEN).await;
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (64, 48));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [7]);
    bench.until_counted((1, 1, 0, 0)).await;
    let statistics = bench.statistics();
    assert_eq!(statistics.size, Some(SIZE));
    assert_eq!(statistics.detector.as_deref(), Some("WidefieldCamera"));
    assert_eq!(statistics.pixel_size_um, Some(0.5));
    assert!(statistics.last_frame_at.is_some());
}

#[wasm_bindgen_test]
async fn the_canvas_follows_the_size_of_the_picture() {
    let bench = Bench::new().await;
    bench.take(good(0, GREEN));
    bench.until_acknowledged(&[0]).await;
    let size = PictureSize { width_px: 120, height_px: 30 };
    bench.take(frame(Id::Integer(1), "jpeg", Payload::Image(&base64_of("image/jpeg", BLUE, size))));
    bench.until_acknowledged(&[0, 1]).await;
    bench.until_shows(BLUE).await;
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (120, 30));
}

#[wasm_bindgen_test]
async fn frames_that_cannot_be_decoded_are_acknowledged_and_the_last_picture_stays() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;

    let jpeg = base64_of("image/jpeg", GREEN, SIZE);
    // Its head is fine and its pixels are missing: only the browser can tell.
    let headless = {
        let scan = window().atob(&jpeg).unwrap().chars().map(|byte| byte as u8).collect::<Vec<_>>();
        let frame_header = scan.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        let cut: String = scan[..frame_header + 20].iter().map(|&byte| char::from(byte)).collect();
        window().btoa(&cut).unwrap()
    };
    let absurd: String =
        [0xFF_u8, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0].map(char::from).iter().collect();
    let absurd = window().btoa(&absurd).unwrap();
    let png = base64_of("image/png", GREEN, SIZE);
    let bad = [
        ("jpeg", Payload::Image(&headless)),
        ("jpeg", Payload::Image("")),
        ("jpeg", Payload::Image("%%% no base64 %%%")),
        ("jpeg", Payload::Image(&jpeg[..jpeg.len() - 1])), // truncated base64
        ("jpeg", Payload::Image(&absurd)),
        ("jpeg", Payload::Image(&png)),
        ("jpeg", Payload::Data(b"not where a jpeg belongs")),
        ("binary", Payload::Data(b"UC2F")),
        ("webp", Payload::Image(&jpeg)),
    ];
    let mut expected = vec![0];
    for (id, (format, payload)) in (1..).zip(bad) {
        bench.take(frame(Id::Integer(id), format, payload));
        expected.push(id);
        bench.until_acknowledged(&expected).await;
        bench.until_shows(RED).await;
    }
    bench.settle().await;
    assert_eq!(bench.acknowledged(), expected);
    bench.until_counted((10, 1, 0, 9)).await;

    bench.take(good(10, BLUE));
    expected.push(10);
    bench.until_acknowledged(&expected).await;
    bench.until_shows(BLUE).await;
}

#[wasm_bindgen_test]
async fn the_latest_frame_overtakes_and_all_are_acknowledged_in_order() {
    let bench = Bench::new().await;
    for id in 0..4 {
        bench.take(good(id, RED));
    }
    bench.take(good(4, BLUE));
    assert_eq!(bench.acknowledged(), [0_u8; 0], "the first is still being painted");
    bench.until_acknowledged(&[0, 1, 2, 3, 4]).await;
    bench.until_shows(BLUE).await;
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3, 4]);
    bench.until_counted((5, 2, 3, 0)).await;
}

#[wasm_bindgen_test]
async fn frames_that_come_before_the_painter_is_ready_wait_and_the_latest_is_painted() {
    let bench = Bench::starting();
    for id in 0..4 {
        bench.take(good(id, RED));
    }
    bench.take(good(4, BLUE));
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3], "these are overtaken, and nothing older is being painted");
    bench.until_acknowledged(&[0, 1, 2, 3, 4]).await;
    bench.until_shows(BLUE).await;
    bench.until_counted((5, 1, 4, 0)).await;
}

#[wasm_bindgen_test]
async fn a_painter_that_can_not_start_is_started_again_and_frames_are_acknowledged_meanwhile() {
    let bench = {
        drop(Bench::starting()); // The page names its script.
        move_script("/nowhere");
        Bench::starting()
    };
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.take(good(1, RED));
    bench.until_acknowledged(&[0, 1]).await;
    move_script(SCRIPT);
    let mut id = 1;
    until("a frame to be painted", || {
        // One at a time, as a backend sends them.
        if bench.acknowledged().len() == usize::from(id) + 1 {
            id += 1;
            bench.take(good(id, BLUE));
        }
        bench.statistics().painted > 0
    })
    .await;
    bench.until_shows(BLUE).await;
    let expected: Vec<u8> = (0..=id).collect();
    bench.until_acknowledged(&expected).await;
    assert!(bench.statistics().undecodable >= 2, "{:?}", bench.statistics());
}

#[wasm_bindgen_test]
async fn a_painter_whose_start_fails_half_way_leaves_no_worker_behind() {
    let count = js_sys::Function::new_no_args(
        "const Real = window.Worker;
        const alive = new Set();
        window.Worker = class extends Real {
            constructor(...given) { super(...given); alive.add(this); }
            terminate() { super.terminate(); alive.delete(this); }
        };
        // The page does not say where its script is.
        document.querySelector = () => null;
        return () => { window.Worker = Real; delete document.querySelector; return alive.size; };",
    );
    let restore: js_sys::Function = count.call0(&window()).unwrap().unchecked_into();
    let bench = Bench::starting();
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    let alive = restore.call0(&window()).unwrap();
    assert_eq!(alive, 0, "workers are alive that nobody has");
}

#[wasm_bindgen_test]
async fn an_unreadable_frame_does_not_overtake_a_good_one() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.take(good(1, GREEN));
    bench.take(frame(Id::Integer(2), "binary", Payload::Data(b"UC2F")));
    bench.until_acknowledged(&[0, 1, 2]).await;
    bench.until_shows(GREEN).await;
}

#[wasm_bindgen_test]
async fn statistics_are_published_a_few_times_a_second_and_come_to_rest() {
    let bench = Bench::new().await;
    let message = good(0, RED);
    let begin = clock::now();
    let painted_at = Rc::new(RefCell::new(Vec::new()));
    let acknowledge: Acknowledge = Rc::new({
        let painted_at = Rc::clone(&painted_at);
        move |_| painted_at.borrow_mut().push(clock::now())
    });
    for round in 1..=30 {
        bench.viewer.take(arrived(&message), Rc::clone(&acknowledge));
        until("the frame to be painted", || painted_at.borrow().len() == round).await;
        wait_ms(20).await;
    }
    until("the last one to be counted", || bench.statistics().painted == 30).await;
    let elapsed_ms = clock::now().ms_since(begin) as f64;
    assert_rate(bench.statistics().frames_per_second, &painted_at.borrow(), painted_at.borrow()[29]);
    let allowed = elapsed_ms / 250.0 + 3.0; // the first value, the first frame, the last one
    assert!(f64::from(bench.publications()) <= allowed, "{} in {elapsed_ms} ms", bench.publications());

    until("the rate to fall to 0", || bench.statistics().frames_per_second == 0.0).await;
    let statistics = bench.statistics();
    assert_eq!((statistics.received, statistics.painted, statistics.dropped), (30, 30, 0));
    let publications = bench.publications();
    bench.settle().await;
    assert_eq!(bench.publications(), publications, "nothing happens at rest");
}

#[wasm_bindgen_test]
async fn a_frame_is_read_and_painted_also_where_the_picture_comes_first() {
    use rmp::encode::{write_map_len, write_pfix, write_str};
    let size = PictureSize { width_px: 900, height_px: 700 };
    let image = base64_of("image/jpeg", GREEN, size);
    assert!(image.len() > 4_096, "longer than what is read of a message at first");
    let mut bytes = Vec::new();
    write_map_len(&mut bytes, 2).unwrap();
    write_str(&mut bytes, "image").unwrap();
    write_str(&mut bytes, &image).unwrap();
    write_str(&mut bytes, "metadata").unwrap();
    write_map_len(&mut bytes, 1).unwrap();
    write_str(&mut bytes, "frame_id").unwrap();
    write_pfix(&mut bytes, 5).unwrap();
    let bench = Bench::new().await;
    bench.take(bytes);
    bench.until_acknowledged(&[5]).await;
    bench.until_shows(GREEN).await;
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (900, 700));
}

#[wasm_bindgen_test]
async fn a_camera_name_is_cut_and_may_be_missing() {
    use rmp::encode::{write_map_len, write_str, write_uint};
    let named = |id: u8, name: Option<&str>| {
        let mut bytes = Vec::new();
        write_map_len(&mut bytes, 2).unwrap();
        write_str(&mut bytes, "metadata").unwrap();
        write_map_len(&mut bytes, 1 + u32::from(name.is_some())).unwrap();
        write_str(&mut bytes, "frame_id").unwrap();
        write_uint(&mut bytes, id.into()).unwrap();
        if let Some(name) = name {
            write_str(&mut bytes, "detector_name").unwrap();
            write_str(&mut bytes, name).unwrap();
        }
        write_str(&mut bytes, "image").unwrap();
        write_str(&mut bytes, &base64_of("image/jpeg", GREEN, SIZE)).unwrap();
        bytes
    };
    let bench = Bench::new().await;
    bench.take(named(3, Some(&"µ".repeat(10_000))));
    bench.until_acknowledged(&[3]).await;
    bench.until_counted((1, 1, 0, 0)).await;
    assert_eq!(bench.statistics().detector.unwrap().chars().count(), 120);
    // Beside the first, it would be another camera's.
    let bench = Bench::new().await;
    bench.take(named(4, None));
    bench.until_acknowledged(&[4]).await;
    bench.until_shows(GREEN).await;
    bench.until_counted((1, 1, 0, 0)).await;
    assert_eq!((bench.statistics().detector, bench.statistics().pixel_size_um), (None, None));
}
