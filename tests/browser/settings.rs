//! The settings page: an address is tested before it is stored.

use leptos::prelude::*;
use lockstep::backend::Address;
use lockstep::components::WebSocketHandler;
use lockstep::control::microscopes::Loaded;
use lockstep::pages::SettingsPage;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, HtmlInputElement, window};

use crate::backend::STATUS;
use crate::page::{Page, settle};

const KEY: &str = "lockstep.microscopes";
const VERSION: &str = "GET /imswitch/api/version";

/// The address of the microscope that a visit begins with.
fn stored() -> Option<String> {
    let text = window().unwrap().local_storage().unwrap().unwrap().get_item(KEY).unwrap()?;
    let loaded = Loaded::read(&text, |address| Some(address.to_owned()));
    assert_eq!(loaded.problem, None);
    loaded.list.current().map(|current| current.address.clone())
}

fn forget() {
    window().unwrap().local_storage().unwrap().unwrap().remove_item(KEY).unwrap();
}

async fn settings() -> Page {
    forget();
    let page = Page::mount(|| leptos::view! { <WebSocketHandler/> <SettingsPage/> });
    settle().await;
    page
}

pub async fn submit(page: &Page, address: &str) {
    let field: HtmlInputElement = page.find("input[type=url]").unchecked_into();
    field.set_value(address);
    field.dispatch_event(&Event::new("input").unwrap()).unwrap();
    settle().await;
    page.find("button[type=submit]").unchecked_into::<HtmlElement>().click();
    settle().await;
}

#[wasm_bindgen_test]
async fn what_is_no_address_is_refused_beside_the_field() {
    let page = settings().await;
    for bad in ["", "   ", "microscope", "ftp://host", "javascript:alert(1)", "http://", "http://u:p@host:8001"] {
        submit(&page, bad).await;
        assert!(page.find(".verdict-bad").text_content().unwrap().len() > 10, "{bad:?}");
        assert_eq!(page.backend.count(VERSION), 0, "{bad:?}");
        assert_eq!(stored(), None, "{bad:?}");
    }
}

#[wasm_bindgen_test]
async fn a_server_that_is_no_imswitch_is_refused() {
    for (status, body) in [(200, "<html>hello</html>"), (404, "nothing here"), (200, "")] {
        let page = settings().await;
        submit(&page, "http://other:9000").await;
        page.backend.reply_with(VERSION, status, body);
        settle().await;
        assert!(page.text(".verdict-bad").contains("http://other:9000"), "{status} {body:?}");
        assert_eq!(stored(), None);
    }
}

#[wasm_bindgen_test]
async fn a_server_that_does_not_answer_is_refused() {
    let page = settings().await;
    submit(&page, "http://other:9000").await;
    page.backend.lose(VERSION);
    settle().await;
    assert!(page.text(".verdict-bad").contains("Nothing answers"), "{}", page.text(".verdict"));
    assert_eq!(stored(), None);
}

#[wasm_bindgen_test]
async fn an_imswitch_is_stored_and_used_at_once() {
    let page = settings().await;
    settle().await;
    submit(&page, "http://scope:8001/imswitch/ui/index.html").await;
    page.backend.reply(VERSION, r#"{"version":"v2.1.193"}"#);
    settle().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    assert!(page.text(".verdict-good").contains("v2.1.193"));
    assert_eq!(stored().as_deref(), Some("http://scope:8001"));
    let used = page.store.backend.get_untracked().unwrap().address;
    assert_eq!(used.socket(), "ws://scope:8001/imswitch/socket.io/?EIO=4&transport=websocket");
    assert_eq!(page.backend.live_sockets(), 1, "the old backend's socket is closed");
    forget();
}

#[wasm_bindgen_test]
async fn nonsense_in_the_storage_counts_as_nothing() {
    window().unwrap().local_storage().unwrap().unwrap().set_item(KEY, "\u{1F52C}{\"not\":\"an address\"}").unwrap();
    let page = Page::mount(|| leptos::view! { <SettingsPage/> });
    let used = page.store.backend.get_untracked().unwrap().address.to_string();
    assert_eq!(used, window().unwrap().location().origin().unwrap());
    forget();
}

#[wasm_bindgen_test]
async fn only_the_latest_test_counts_and_none_after_the_page_was_left() {
    let page = settings().await;
    submit(&page, "http://slow:9000").await;
    submit(&page, "http://quick:9000").await;
    assert!(page.backend.aborted(VERSION), "the first test is over");
    let used = page.store.backend.get_untracked();
    page.backend.reply(VERSION, r#"{"version":"v2.1.193"}"#);
    settle().await;
    page.backend.reply(STATUS, "true");
    settle().await;
    assert_eq!(stored().as_deref(), Some("http://quick:9000"));
    assert_ne!(page.store.backend.get_untracked(), used);
    forget();

    let page = Page::mount(|| {
        let shown = RwSignal::new(true);
        leptos::view! { <Show when=move || shown.get()><SettingsPage/></Show> <Leave shown/> }
    });
    settle().await;
    let used = page.store.backend.get_untracked();
    submit(&page, "http://slow:9000").await;
    page.find("button.leave").unchecked_into::<HtmlElement>().click();
    settle().await;
    assert!(page.backend.aborted(VERSION), "nobody waits for it");
    assert_eq!((page.store.backend.get_untracked(), stored()), (used, None));
}

/// Takes the page away.
#[component]
fn Leave(shown: RwSignal<bool>) -> impl IntoView {
    leptos::view! { <button type="button" class="leave" on:click=move |_| shown.set(false)>"Leave"</button> }
}

#[wasm_bindgen_test]
fn a_folder_whose_name_begins_like_the_backends_is_another_one() {
    let serving = |href: &str| Address::serving(href).unwrap().to_string();
    assert_eq!(serving("http://host:81/imswitch-notes/lockstep/index.html"), "http://host:81");
    assert_eq!(serving("http://host:81/x/imswitch/ui/index.html"), "http://host:81/x");
    assert_eq!(serving("http://host:81/lockstep/"), "http://host:81");
}
