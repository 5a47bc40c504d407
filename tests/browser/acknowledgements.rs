//! Which frames are acknowledged, and when: in a hidden tab, on no page, without an id.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::Set;
use lockstep::browser::clock;
use lockstep::sync::Visibility;
use lockstep::viewer::status::MAX_UNACKNOWLEDGED;
use lockstep::viewer::{Acknowledge, Statistics};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::bench::Bench;
use crate::canvas::{BLUE, GREEN, RED, canvas};
use crate::frames::{Id, Payload, SIZE, arrived, base64_of, frame, good};
use crate::page::{until, wait_ms};

#[wasm_bindgen_test]
async fn a_frame_without_an_integer_id_is_never_acknowledged() {
    let bench = Bench::new().await;
    let jpeg = base64_of("image/jpeg", RED, SIZE);
    bench.take(frame(Id::Text("7"), "jpeg", Payload::Image(&jpeg)));
    bench.take(frame(Id::Nil, "jpeg", Payload::Image(&jpeg)));
    bench.take(b"no MessagePack at all".to_vec());
    bench.take(Vec::new());
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0_u8; 0]);
    bench.until_counted((4, 0, 0, 4)).await;
    bench.take(good(9, GREEN));
    bench.until_acknowledged(&[9]).await;
    bench.until_shows(GREEN).await;
}

#[wasm_bindgen_test]
async fn a_hidden_tab_holds_back_until_it_is_shown() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.visibility.set(Visibility::Hidden);
    bench.take(good(1, GREEN));
    bench.take(good(2, GREEN));
    bench.take(good(3, BLUE));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0]);
    bench.until_shows(RED).await;
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&[0, 1, 2, 3]).await;
    bench.until_shows(BLUE).await;
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3]);
    bench.until_counted((4, 2, 2, 0)).await;
}

#[wasm_bindgen_test]
async fn a_tab_that_is_hidden_while_a_frame_is_decoded_holds_that_one_back_too() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.visibility.set(Visibility::Hidden);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0_u8; 0]);
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&[0]).await;
    bench.until_shows(RED).await;
}

#[wasm_bindgen_test]
async fn a_backend_that_does_not_hold_back_fills_no_memory() {
    let bench = Bench::new().await;
    bench.visibility.set(Visibility::Hidden);
    let message = good(0, RED);
    let frames = 3 * MAX_UNACKNOWLEDGED;
    for _ in 0..frames {
        bench.take(message.clone());
    }
    assert_eq!(bench.acknowledged().len(), frames - MAX_UNACKNOWLEDGED);
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&vec![0; frames]).await;
}

#[wasm_bindgen_test]
async fn a_sockets_first_frame_is_acknowledged_at_once_so_that_its_backend_holds_back() {
    let bench = Bench::new().await;
    bench.visibility.set(Visibility::Hidden);
    bench.take(good(7, RED));
    assert_eq!(bench.acknowledged(), [0_u8; 0], "it is not the first of its socket");
    let acknowledged = Rc::new(RefCell::new(Vec::new()));
    let acknowledge: Acknowledge = Rc::new({
        let acknowledged = Rc::clone(&acknowledged);
        move |id| acknowledged.borrow_mut().push(id)
    });
    for id in [0, 1, 2] {
        bench.viewer.take(arrived(&good(id, GREEN)), Rc::clone(&acknowledge));
    }
    assert_eq!(*acknowledged.borrow(), [0]);
    assert_eq!(bench.acknowledged(), [7], "of an earlier socket's frames nobody waits for");
    bench.settle().await;
    assert_eq!(*acknowledged.borrow(), [0]);
    bench.visibility.set(Visibility::Visible);
    until("all to be acknowledged", || acknowledged.borrow().len() >= 3).await;
    bench.settle().await;
    assert_eq!(*acknowledged.borrow(), [0, 1, 2], "each of them once");
}

#[wasm_bindgen_test]
async fn a_frame_that_waited_is_as_old_as_it_is() {
    let bench = Bench::new().await;
    bench.visibility.set(Visibility::Hidden);
    let before = clock::now();
    bench.take(good(0, GREEN));
    let came = clock::now();
    wait_ms(700).await;
    bench.visibility.set(Visibility::Visible);
    bench.until_shows(GREEN).await;
    bench.until_counted((1, 1, 0, 0)).await;
    let at = bench.statistics().last_frame_at.unwrap();
    assert!(before <= at && at <= came, "{before:?} {at:?} {came:?}");
}

#[wasm_bindgen_test]
async fn a_canvas_on_no_page_holds_back_until_it_is_mounted_again() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.until_shows(RED).await;
    canvas(&bench.place).remove();
    bench.take(good(1, GREEN));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0]);
    bench.viewer.mount(&bench.place);
    bench.until_shows(RED).await;
    bench.until_acknowledged(&[0, 1]).await;
    bench.until_shows(GREEN).await;
}

#[wasm_bindgen_test]
async fn a_cleared_viewer_has_no_picture_and_owes_nothing() {
    let bench = Bench::new().await;
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.take(good(1, GREEN));
    bench.take(good(2, GREEN));
    bench.viewer.clear();
    assert_eq!(bench.acknowledged(), [0, 1, 2]);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2]);
    bench.until_shows("another colour").await;
    assert_eq!(bench.statistics(), Statistics::default());
}
