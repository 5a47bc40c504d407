//! The page says and does the same, whatever browsers and extensions do to its nodes.

use leptos::prelude::view;
use lockstep::pages::SettingsPage;
use lockstep::sync::StreamState;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::backend::{START, STATUS};
use crate::cameras;
use crate::canvas::GREEN;
use crate::desk::Desk;
use crate::meddling::{Meddling, own_text};
use crate::page::{Page, react, settle, until};
use crate::settings;
use crate::snap_panel::{self, PENDING};

const ALL: [Meddling; 3] = [Meddling::Translates, Meddling::Inserts, Meddling::Wraps];
const STREAMS: &str = "GET /imswitch/api/LiveViewController/getActiveStreams";
const STOP: &str = "GET /imswitch/api/LiveViewController/stopLiveView";

/// What a page said at each step of a course.
struct Course {
    meddling: Option<Meddling>,
    said: Vec<(&'static str, String)>,
}

impl Course {
    fn look(&mut self, step: &'static str, root: &HtmlElement) {
        self.said.push((step, own_text(root)));
        if let Some(meddling) = self.meddling {
            meddling.meddle(root);
        }
    }

    fn assert_same(self, undisturbed: &Self) {
        let meddling = self.meddling;
        for ((step, said), (_, expected)) in self.said.iter().zip(&undisturbed.said) {
            assert_eq!(said, expected, "{meddling:?}, {step}");
        }
    }
}

/// Through all that the page says about connection, stream and commands, its notices and its panels.
async fn course(meddling: Option<Meddling>) -> Course {
    let mut course = Course { meddling, said: Vec::new() };
    let page = Page::console().await;
    let root = page.root();
    course.look("opened", &root);
    page.backend.connect().await;
    course.look("connected", &root);
    page.backend.reply(STATUS, "true");
    settle().await;
    course.look("running", &root);
    page.press("Stop", STREAMS).await;
    course.look("stopping", &root);
    page.backend.reply(STREAMS, r#"{"status":"success","active_streams":[]}"#);
    page.asked(STOP, 1).await;
    page.backend.reply(STOP, r#"{"status":"success","detector":"A","protocol":"jpeg"}"#);
    settle().await;
    page.backend.reply(STATUS, "false");
    settle().await;
    course.look("stopped", &root);
    for (step, answer) in [
        ("refused", r#"{"status":"error","message":"camera unplugged"}"#),
        ("refused again", r#"{"status":"error","message":"camera unplugged"}"#),
        ("long exposure", r#"{"status":"long_exposure","exposureMs":3000.0,"thresholdMs":2000.0,"message":"3 s"}"#),
    ] {
        page.press("Play", START).await;
        page.backend.reply(START, answer);
        settle().await;
        page.backend.reply(STATUS, "false");
        settle().await;
        course.look(step, &root);
    }
    page.open_panel("Camera");
    settle().await;
    cameras::answer(&page, false, 80).await;
    course.look("camera panel", &root);
    page.open_panel("Numbers");
    settle().await;
    course.look("numbers panel", &root);
    page.open_panel("Histogram");
    settle().await;
    course.look("histogram panel", &root);
    page.open_panel("Snap");
    settle().await;
    snap_panel::write(&page, "a/b");
    settle().await;
    course.look("snap panel", &root);
    snap_panel::write(&page, "");
    snap_panel::take(&page).await;
    page.backend.reply(snap_panel::START, PENDING);
    page.asked(snap_panel::STATUS, 1).await;
    course.look("snap under way", &root);
    page.backend.reply(snap_panel::STATUS, &snap_panel::done("a.png", ""));
    settle().await;
    course.look("snap saved", &root);
    page.backend.drop_socket();
    react().await;
    course.look("connection lost", &root);
    page.backend.lose(STATUS);
    react().await;
    page.find(".status button.link").unchecked_into::<HtmlElement>().click();
    settle().await;
    course.look("reconnecting", &root);
    page.backend.connect().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    course.look("found running", &root);
    page.find(".notice-dismiss").unchecked_into::<HtmlElement>().click();
    settle().await;
    course.look("dismissed", &root);
    course
}

#[wasm_bindgen_test]
async fn words_follow_the_backend_whatever_happens_to_their_nodes() {
    let undisturbed = course(None).await;
    let (_, first) = &undisturbed.said[0];
    assert!(undisturbed.said.iter().skip(1).all(|(_, said)| said != first), "the course is one");
    for meddling in ALL {
        course(Some(meddling)).await.assert_same(&undisturbed);
    }
}

#[wasm_bindgen_test]
async fn the_settings_say_what_is_wrong_whatever_happens_to_their_nodes() {
    for meddling in ALL {
        let page = Page::mount(|| view! { <SettingsPage/> });
        settle().await;
        for (address, verdict) in [("", "Write the backend's address"), ("ftp://host", "This is no address")] {
            meddling.meddle(&page.root());
            settings::submit(&page, address).await;
            assert!(own_text(&page.root()).contains(verdict), "{meddling:?}: {}", own_text(&page.root()));
        }
    }
}

#[wasm_bindgen_test]
async fn figures_follow_the_picture_whatever_happens_to_their_nodes() {
    for meddling in ALL {
        let desk = Desk::without_picture().await;
        meddling.meddle(&desk.page.place);
        desk.page.connect(StreamState::Running);
        desk.page.paint(0, GREEN).await;
        meddling.meddle(&desk.page.place);
        desk.pointer("pointermove", 1, (100.0, 60.0));
        let said = || own_text(&desk.page.place);
        for words in ["# × # px", "W", "# %", "#, #"] {
            until(&format!("{meddling:?}: {words} in {}", said()), || said().contains(words)).await;
        }
        meddling.meddle(&desk.page.place);
        desk.page.lose_connection();
        until(&format!("{meddling:?}: the loss to be told"), || said().contains("Connection lost")).await;
    }
}
