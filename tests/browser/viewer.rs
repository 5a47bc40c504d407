//! Frames to pixels, and what the page says about them, in a real browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use lockstep::components::LiveView;
use lockstep::picture::{MAX_UNACKNOWLEDGED, PictureSize};
use lockstep::store::Store;
use lockstep::sync::{DisconnectReason, Event, RequestId, Stream, Visibility};
use lockstep::viewer::{Acknowledge, Statistics, Viewer};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::Promise;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

pub(super) const RED: &str = "#d02020";
pub(super) const GREEN: &str = "#20d020";
pub(super) const BLUE: &str = "#2020d0";

// Frames

/// What stands for a frame's id.
pub(super) enum Id {
    Integer(u8),
    Text(&'static str),
    Nil,
}

/// What stands for the picture.
pub(super) enum Payload<'a> {
    Image(&'a str),
    Data(&'a [u8]),
}

pub(super) fn frame(id: Id, format: &str, payload: Payload<'_>) -> Vec<u8> {
    frame_sent_at(1.7e9, id, format, payload)
}

fn frame_sent_at(server_timestamp_s: f64, id: Id, format: &str, payload: Payload<'_>) -> Vec<u8> {
    use rmp::encode::{write_bin, write_f64, write_map_len, write_nil, write_str, write_uint};
    let mut bytes = Vec::new();
    write_map_len(&mut bytes, 2).unwrap();
    write_str(&mut bytes, "metadata").unwrap();
    write_map_len(&mut bytes, 5).unwrap();
    write_str(&mut bytes, "server_timestamp").unwrap();
    write_f64(&mut bytes, server_timestamp_s).unwrap();
    write_str(&mut bytes, "frame_id").unwrap();
    match id {
        Id::Integer(id) => drop(write_uint(&mut bytes, id.into()).unwrap()),
        Id::Text(id) => write_str(&mut bytes, id).unwrap(),
        Id::Nil => write_nil(&mut bytes).unwrap(),
    }
    write_str(&mut bytes, "detector_name").unwrap();
    write_str(&mut bytes, "WidefieldCamera").unwrap();
    write_str(&mut bytes, "pixel_size").unwrap();
    write_f64(&mut bytes, 0.5).unwrap();
    write_str(&mut bytes, "format").unwrap();
    write_str(&mut bytes, format).unwrap();
    match payload {
        Payload::Image(base64) => {
            write_str(&mut bytes, "image").unwrap();
            write_str(&mut bytes, base64).unwrap();
        }
        Payload::Data(packet) => {
            write_str(&mut bytes, "data").unwrap();
            write_bin(&mut bytes, packet).unwrap();
        }
    }
    bytes
}

/// A picture of one colour, as the browser's own encoder makes it.
fn base64_of(kind: &str, colour: &str, size: PictureSize) -> String {
    let canvas: HtmlCanvasElement = document().create_element("canvas").unwrap().unchecked_into();
    canvas.set_width(size.width_px);
    canvas.set_height(size.height_px);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, size.width_px.into(), size.height_px.into());
    let url = canvas.to_data_url_with_type(kind).unwrap();
    url.strip_prefix(&format!("data:{kind};base64,")).expect("the browser can encode it").to_owned()
}

pub(super) const SIZE: PictureSize = PictureSize { width_px: 64, height_px: 48 };

pub(super) fn good(id: u8, colour: &str) -> Vec<u8> {
    frame(Id::Integer(id), "jpeg", Payload::Image(&base64_of("image/jpeg", colour, SIZE)))
}

pub(super) fn good_sent_at(server_timestamp_s: f64, id: u8) -> Vec<u8> {
    frame_sent_at(server_timestamp_s, Id::Integer(id), "jpeg", Payload::Image(&base64_of("image/jpeg", GREEN, SIZE)))
}

// The page

/// A viewer on the page, with a tab that the test shows and hides.
pub(super) struct Bench {
    pub(super) viewer: Viewer,
    pub(super) visibility: RwSignal<Visibility>,
    pub(super) place: HtmlElement,
    acknowledged: Rc<RefCell<Vec<u8>>>,
    acknowledge: Acknowledge,
    /// How often statistics were published.
    publications: Rc<Cell<u32>>,
    _mounted: Mounted,
}

type Mounted = UnmountHandle<AnyViewState>;

impl Bench {
    pub(super) fn new() -> Self {
        let made = Rc::new(Cell::new(None));
        let publications = Rc::new(Cell::new(0));
        let place = place();
        let mounted = mount_to(place.clone(), {
            let (made, publications) = (Rc::clone(&made), Rc::clone(&publications));
            move || {
                let visibility = RwSignal::new(Visibility::Visible);
                let viewer = Viewer::new(visibility.into());
                Effect::new(move |_| {
                    viewer.statistics().track();
                    publications.set(publications.get() + 1);
                });
                made.set(Some((viewer, visibility)));
                ().into_any()
            }
        });
        let (viewer, visibility) = made.take().unwrap();
        viewer.mount(&place);
        let acknowledged = Rc::new(RefCell::new(Vec::new()));
        let acknowledge: Acknowledge = Rc::new({
            let acknowledged = Rc::clone(&acknowledged);
            move |id| acknowledged.borrow_mut().push(id)
        });
        Self { viewer, visibility, place, acknowledged, acknowledge, publications, _mounted: mounted }
    }

    pub(super) fn take(&self, message: Vec<u8>) {
        self.viewer.take(message, Rc::clone(&self.acknowledge));
    }

    pub(super) fn acknowledged(&self) -> Vec<u8> {
        self.acknowledged.borrow().clone()
    }

    pub(super) fn statistics(&self) -> Statistics {
        self.viewer.statistics().get_untracked()
    }

    pub(super) async fn until_acknowledged(&self, ids: &[u8]) {
        until(&format!("{ids:?} to be acknowledged"), || self.acknowledged.borrow().len() >= ids.len()).await;
        assert_eq!(self.acknowledged(), ids);
    }

    /// Long enough for anything that should not happen, and for statistics to be published.
    pub(super) async fn settle(&self) {
        sleep(400).await;
    }

    #[track_caller]
    pub(super) fn assert_shows(&self, colour: &str) {
        assert_eq!(colour_of(&self.place), colour);
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.place.remove();
    }
}

fn place() -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    place
}

pub(super) fn canvas(place: &HtmlElement) -> HtmlCanvasElement {
    place.query_selector("canvas").unwrap().expect("a canvas").unchecked_into()
}

/// The name of the colour that the canvas shows in its middle and corners.
fn colour_of(place: &HtmlElement) -> &'static str {
    let canvas = canvas(place);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let (right, bottom) = (f64::from(canvas.width()) - 1.0, f64::from(canvas.height()) - 1.0);
    let colours =
        [(0.0, 0.0), (right, 0.0), (0.0, bottom), (right, bottom), (right / 2.0, bottom / 2.0)].map(|(x, y)| {
            let pixel = context.get_image_data(x.floor(), y.floor(), 1.0, 1.0).unwrap().data();
            let near = |expected: [u8; 3]| pixel.iter().zip(expected).all(|(is, should)| is.abs_diff(should) <= 6);
            if near([0xD0, 0x20, 0x20]) {
                RED
            } else if near([0x20, 0xD0, 0x20]) {
                GREEN
            } else if near([0x20, 0x20, 0xD0]) {
                BLUE
            } else {
                "another colour"
            }
        });
    assert!(colours.iter().all(|colour| *colour == colours[0]), "the picture is torn: {colours:?}");
    colours[0]
}

pub(super) async fn sleep(time_ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, time_ms).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

pub(super) async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        sleep(10).await;
    }
    panic!("waited 5 s for {what}");
}

// The viewer

#[wasm_bindgen_test]
async fn a_frame_is_painted_and_acknowledged_once() {
    let bench = Bench::new();
    bench.take(good(7, GREEN));
    bench.until_acknowledged(&[7]).await;
    bench.assert_shows(GREEN);
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (64, 48));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [7]);
    let statistics = bench.statistics();
    assert_eq!((statistics.received, statistics.painted, statistics.dropped, statistics.undecodable), (1, 1, 0, 0));
    assert_eq!(statistics.size, Some(SIZE));
    assert_eq!(statistics.detector.as_deref(), Some("WidefieldCamera"));
    assert_eq!(statistics.pixel_size_um, Some(0.5));
    assert!(statistics.last_frame_at.is_some());
}

#[wasm_bindgen_test]
async fn the_canvas_follows_the_size_of_the_picture() {
    let bench = Bench::new();
    bench.take(good(0, GREEN));
    bench.until_acknowledged(&[0]).await;
    let size = PictureSize { width_px: 120, height_px: 30 };
    bench.take(frame(Id::Integer(1), "jpeg", Payload::Image(&base64_of("image/jpeg", BLUE, size))));
    bench.until_acknowledged(&[0, 1]).await;
    bench.assert_shows(BLUE);
    assert_eq!((canvas(&bench.place).width(), canvas(&bench.place).height()), (120, 30));
}

#[wasm_bindgen_test]
async fn frames_that_cannot_be_decoded_are_acknowledged_and_the_last_picture_stays() {
    let bench = Bench::new();
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
        bench.assert_shows(RED);
    }
    bench.settle().await;
    assert_eq!(bench.acknowledged(), expected);
    let statistics = bench.statistics();
    assert_eq!((statistics.painted, statistics.undecodable), (1, 9));

    bench.take(good(10, BLUE));
    expected.push(10);
    bench.until_acknowledged(&expected).await;
    bench.assert_shows(BLUE);
}

#[wasm_bindgen_test]
async fn the_latest_frame_overtakes_and_all_are_acknowledged_in_order() {
    let bench = Bench::new();
    for id in 0..4 {
        bench.take(good(id, RED));
    }
    bench.take(good(4, BLUE));
    assert_eq!(bench.acknowledged(), [0_u8; 0], "the first is still being decoded");
    bench.until_acknowledged(&[0, 1, 2, 3, 4]).await;
    bench.assert_shows(BLUE);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3, 4]);
    let statistics = bench.statistics();
    assert_eq!((statistics.received, statistics.painted, statistics.dropped, statistics.undecodable), (5, 2, 3, 0));
}

#[wasm_bindgen_test]
async fn an_unreadable_frame_does_not_overtake_a_good_one() {
    let bench = Bench::new();
    bench.take(good(0, RED));
    bench.take(good(1, GREEN));
    bench.take(frame(Id::Integer(2), "binary", Payload::Data(b"UC2F")));
    bench.until_acknowledged(&[0, 1, 2]).await;
    bench.assert_shows(GREEN);
}

#[wasm_bindgen_test]
async fn a_frame_without_an_integer_id_is_never_acknowledged() {
    let bench = Bench::new();
    let jpeg = base64_of("image/jpeg", RED, SIZE);
    bench.take(frame(Id::Text("7"), "jpeg", Payload::Image(&jpeg)));
    bench.take(frame(Id::Nil, "jpeg", Payload::Image(&jpeg)));
    bench.take(b"no MessagePack at all".to_vec());
    bench.take(Vec::new());
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0_u8; 0]);
    assert_eq!((bench.statistics().received, bench.statistics().undecodable), (4, 4));
    bench.take(good(9, GREEN));
    bench.until_acknowledged(&[9]).await;
    bench.assert_shows(GREEN);
}

#[wasm_bindgen_test]
async fn a_hidden_tab_holds_back_until_it_is_shown() {
    let bench = Bench::new();
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.visibility.set(Visibility::Hidden);
    bench.take(good(1, GREEN));
    bench.take(good(2, GREEN));
    bench.take(good(3, BLUE));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0]);
    bench.assert_shows(RED);
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&[0, 1, 2, 3]).await;
    bench.assert_shows(BLUE);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2, 3]);
    assert_eq!((bench.statistics().painted, bench.statistics().dropped), (2, 2));
}

#[wasm_bindgen_test]
async fn a_tab_that_is_hidden_while_a_frame_is_decoded_holds_that_one_back_too() {
    let bench = Bench::new();
    bench.take(good(0, RED));
    bench.visibility.set(Visibility::Hidden);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0_u8; 0]);
    bench.visibility.set(Visibility::Visible);
    bench.until_acknowledged(&[0]).await;
    bench.assert_shows(RED);
}

#[wasm_bindgen_test]
async fn a_backend_that_does_not_hold_back_fills_no_memory() {
    let bench = Bench::new();
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
async fn a_canvas_on_no_page_holds_back_until_it_is_mounted_again() {
    let bench = Bench::new();
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    canvas(&bench.place).remove();
    bench.take(good(1, GREEN));
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0]);
    bench.viewer.mount(&bench.place);
    bench.assert_shows(RED);
    bench.until_acknowledged(&[0, 1]).await;
    bench.assert_shows(GREEN);
}

#[wasm_bindgen_test]
async fn a_cleared_viewer_has_no_picture_and_owes_nothing() {
    let bench = Bench::new();
    bench.take(good(0, RED));
    bench.until_acknowledged(&[0]).await;
    bench.take(good(1, GREEN));
    bench.take(good(2, GREEN));
    bench.viewer.clear();
    assert_eq!(bench.acknowledged(), [0, 1, 2]);
    bench.settle().await;
    assert_eq!(bench.acknowledged(), [0, 1, 2]);
    assert_eq!(colour_of(&bench.place), "another colour");
    assert_eq!(bench.statistics(), Statistics::default());
}

#[wasm_bindgen_test]
async fn statistics_are_published_a_few_times_a_second_and_come_to_rest() {
    let bench = Bench::new();
    let message = good(0, RED);
    let begin_ms = window().performance().unwrap().now();
    for round in 1..=30 {
        bench.take(message.clone());
        until("the frame to be painted", || bench.acknowledged.borrow().len() == round).await;
        sleep(20).await;
    }
    let elapsed_ms = window().performance().unwrap().now() - begin_ms;
    let rate = bench.statistics().frames_per_second;
    let real = 30_000.0 / elapsed_ms;
    assert!((real * 0.6..real * 1.4).contains(&rate), "{rate} instead of {real}");
    let allowed = elapsed_ms / 250.0 + 3.0; // the first value, the first frame, the last one
    assert!(f64::from(bench.publications.get()) <= allowed, "{} in {elapsed_ms} ms", bench.publications.get());

    until("the rate to fall to 0", || bench.statistics().frames_per_second == 0.0).await;
    let statistics = bench.statistics();
    assert_eq!((statistics.received, statistics.painted, statistics.dropped), (30, 30, 0));
    let publications = bench.publications.get();
    bench.settle().await;
    assert_eq!(bench.publications.get(), publications, "nothing happens at rest");
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
    let bench = Bench::new();
    bench.take(named(3, Some(&"µ".repeat(10_000))));
    bench.until_acknowledged(&[3]).await;
    bench.settle().await;
    assert_eq!(bench.statistics().detector.unwrap().chars().count(), 120);
    bench.take(named(4, None));
    bench.until_acknowledged(&[3, 4]).await;
    bench.assert_shows(GREEN);
    bench.settle().await;
    assert_eq!((bench.statistics().detector, bench.statistics().pixel_size_um), (None, None));
}

// The component

/// `LiveView` on the page, below a store without a socket.
pub(super) struct Page {
    pub(super) store: Store,
    pub(super) viewer: Viewer,
    pub(super) place: HtmlElement,
    _mounted: Mounted,
}

impl Page {
    pub(super) fn new() -> Self {
        let made = Rc::new(Cell::new(None));
        let place = place();
        let mounted = mount_to(place.clone(), {
            let made = Rc::clone(&made);
            move || {
                let store = Store::provide();
                made.set(Some((store, Viewer::provide())));
                LiveView().into_any()
            }
        });
        let (store, viewer) = made.take().unwrap();
        Self { store, viewer, place, _mounted: mounted }
    }

    /// The handshake is done and the backend answered the sync at once.
    pub(super) fn connect(&self, stream: Stream) {
        self.store.dispatch(Event::Opened);
        let generation = self.store.socket().get_untracked().unwrap();
        self.store.dispatch(Event::SocketConnected { generation, sid: "sid".to_owned() });
        self.store.dispatch(Event::CheckReplied { request: RequestId(1), answer: Ok(stream) });
        assert!(self.store.knowledge().get_untracked().doubt().is_none(), "the reply was taken");
    }

    fn lose_connection(&self) {
        let generation = self.store.socket().get_untracked().unwrap();
        self.store.dispatch(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose });
    }

    pub(super) async fn paint(&self, id: u8, colour: &str) {
        self.show(good(id, colour)).await;
    }

    /// Takes a frame and waits until it is painted.
    pub(super) async fn show(&self, message: Vec<u8>) {
        let painted = Rc::new(Cell::new(false));
        let acknowledge: Acknowledge = Rc::new({
            let painted = Rc::clone(&painted);
            move |_| painted.set(true)
        });
        self.viewer.take(message, acknowledge);
        until("the frame to be painted", || painted.get()).await;
    }

    pub(super) fn text(&self, selector: &str) -> String {
        self.place.query_selector(selector).unwrap().unwrap().text_content().unwrap_or_default()
    }

    fn picture(&self) -> String {
        self.place.query_selector(".live-view").unwrap().unwrap().get_attribute("data-picture").unwrap_or_default()
    }

    async fn until_says(&self, picture: &str, caption: &str) {
        for _ in 0..300 {
            if self.picture() == picture && self.text(".live-view-caption").starts_with(caption) {
                let hidden = self.place.query_selector(".live-view-caption[hidden]").unwrap().is_some();
                assert_eq!(hidden, caption.is_empty());
                return;
            }
            sleep(10).await;
        }
        assert_eq!((self.picture(), self.text(".live-view-caption")), (picture.to_owned(), caption.to_owned()));
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.place.remove();
    }
}

#[wasm_bindgen_test]
async fn the_caption_follows_a_stream_through_its_life() {
    let page = Page::new();
    page.until_says("absent", "Connecting…").await;
    page.connect(Stream::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    page.paint(0, GREEN).await;
    page.until_says("live", "").await;
    assert_eq!(page.text(".live-view-caption"), "");
    page.lose_connection();
    page.until_says("past", "Connection lost: this is the last frame, ").await;
    assert_eq!(colour_of(&page.place), GREEN);
    until("the age to grow", || page.text(".live-view-caption").ends_with(", 2 s old")).await;
    let status = page.place.query_selector("[role=status]").unwrap().unwrap();
    assert_eq!(status.text_content().unwrap(), "Connection lost: this is the last frame", "no age is announced");
}

#[wasm_bindgen_test]
async fn a_stopped_stream_says_so() {
    let page = Page::new();
    page.connect(Stream::Stopped);
    page.until_says("absent", "Stream is stopped").await;
}

#[wasm_bindgen_test]
async fn frames_of_a_stopped_stream_are_shown_as_what_they_are() {
    let page = Page::new();
    page.connect(Stream::Stopped);
    page.until_says("absent", "Stream is stopped").await;
    page.paint(0, RED).await;
    page.until_says("past", "Stream is stopped: this is the last frame").await;
    let offer = page.store.offer().get_untracked();
    sleep(1_100).await;
    page.paint(1, BLUE).await;
    page.until_says("live", "Frames arrive although the backend says the stream is stopped").await;
    assert_eq!(page.store.offer().get_untracked(), offer, "frames move no button");
    // And when they end, the picture is not live any more.
    until("the picture to be past", || page.picture() == "past").await;
    assert!(page.text(".live-view-caption").starts_with("Stream is stopped: this is the last frame"));
}

#[wasm_bindgen_test]
async fn a_stalled_stream_says_so_and_is_acknowledged_again() {
    let page = Page::new();
    page.connect(Stream::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    let acknowledged = Rc::new(RefCell::new(Vec::new()));
    let acknowledge: Acknowledge = Rc::new({
        let acknowledged = Rc::clone(&acknowledged);
        move |id| acknowledged.borrow_mut().push(id)
    });
    page.viewer.take(good(7, RED), Rc::clone(&acknowledge));
    page.until_says("live", "").await;
    assert_eq!(*acknowledged.borrow(), [7]);
    until("the picture to be past", || page.picture() == "past").await;
    assert!(page.text(".live-view-caption").starts_with("The stream runs, but no new frame comes"));
    assert_eq!(*acknowledged.borrow(), [7, 7]);
}

#[wasm_bindgen_test]
async fn a_stream_without_any_frame_says_so() {
    let page = Page::new();
    page.connect(Stream::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    until("the wait to end", || page.text(".live-view-caption") == "The stream runs, but no frame comes").await;
}

#[wasm_bindgen_test]
async fn the_figures_are_there_and_are_not_announced() {
    let page = Page::new();
    page.connect(Stream::Running);
    page.until_says("absent", "Waiting for the first frame").await;
    page.paint(0, GREEN).await;
    until("the size", || page.text(".live-view-figures").contains("64 × 48 px")).await;
    let figures = page.text(".live-view-figures");
    assert!(figures.contains("WidefieldCamera") && figures.contains("under 1 s ago"), "{figures}");
    assert!(page.place.query_selector(".live-view-figures [aria-live]").unwrap().is_none());
    assert!(page.place.query_selector("[aria-live] .live-view-figures").unwrap().is_none());
    let picture = page.place.query_selector("[role=img]").unwrap().unwrap();
    assert_eq!(picture.get_attribute("aria-label").unwrap(), "Live picture from WidefieldCamera");
}
