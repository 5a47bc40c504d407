//! The page's frame, which is seen before the program is there; and what it says where that does not come.

mod packed;

use serde_json::json;

use crate::harness::{
    Allowed, Answer, Level, Missing, Need, PageCopy, Profile, Serving, Simulator, StaticServer, Tab, Visit, lacks,
    to_status,
};

/// What the frame says; empty when the program has taken it away.
const MESSAGE: &str = "document.getElementById('frame-message')?.textContent ?? ''";

/// Where everything is that both the frame and the live view have.
const PLACES: &str = "['.brand', '.tab:first-child', '.tab:last-child', '.keys-button', '.live-view-stage', '.bar',
    'button[aria-label=Play]', 'button[aria-label=Stop]', '.status-line:first-child', '.status-line:last-child'
].map((selector) => {
    const {left, top, right, bottom} = document.querySelector(selector).getBoundingClientRect();
    // The status lines are as long, and as high, as their words.
    const words = selector.startsWith('.status');
    return words ? [selector, selector.endsWith('last-child') ? left : 0, 0, 0, bottom].map(String)
        : [selector, left, top, right, bottom].map(String);
})";

const WASM: &str = "_bg.wasm";
const PACKED: &str = "_bg.wasm.gz";
const SCRIPT: (&str, &str) = ("lockstep-", ".js");

/// A program that nobody here can run: it imports a function that the page's script does not have.
const OTHER_PROGRAM: [u8; 23] = [
    0, b'a', b's', b'm', 1, 0, 0, 0, // the version
    1, 4, 1, 0x60, 0, 0, // one type: a function without arguments
    2, 7, 1, 1, b'm', 1, b'f', 0, 0, // one import: m.f
];

fn opened(profile: &Profile, serving: &Serving<'_>, before: &str) -> (StaticServer, Tab) {
    let server = StaticServer::with(serving);
    let tab = Tab::visit(profile, &Visit { before, ..Visit::to(server.url()) });
    // The browser says which file is missing, or what was thrown.
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Exception, "Uncaught "));
    (server, tab)
}

/// Waits until the frame says this. The buttons stay off.
fn assert_says(tab: &Tab, words: &str) {
    tab.wait_outside(&format!("it says: {words}"), || tab.evaluate::<String>(MESSAGE).contains(words));
    assert!(tab.page().offers_neither(), "{:?}", tab.page());
    assert_eq!(tab.evaluate::<String>("document.getElementById('frame-status').textContent"), "Not loaded");
}

fn assert_broken_page_says(page: &PageCopy, missing: Missing, words: &str) {
    let profile = Profile::new();
    let serving = Serving { missing, ..Serving::plain(page.folder(), "/some/folder/") };
    let (_server, tab) = opened(&profile, &serving, "");
    // What comes as something else than it should be is an error of the browser's own.
    tab.allow(Allowed::Begins(Level::Browser, "Failed to load module script: "));
    assert_says(&tab, words);
    tab.finish();
}

/// A copy whose program is not there packed, as where a server's owner has left that file out.
fn copy_without_packed() -> PageCopy {
    let copy = PageCopy::new();
    copy.remove("lockstep-", PACKED);
    copy
}

fn count_fetched(tab: &Tab, end: &str) -> usize {
    tab.evaluate(&format!(
        "performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('{end}')).length"
    ))
}

#[test]
fn the_frame_looks_as_the_live_view_does() {
    let simulator = Simulator::start(&[]);
    simulator.fault(&to_status(Answer::Hold));
    let copy = copy_without_packed();
    copy.remove("lockstep-", WASM);
    let profile = Profile::new();
    let (_server, frame) = opened(&profile, &Serving::plain(copy.folder(), "/"), "");
    assert_says(&frame, "missing");
    let page = Tab::open(&profile, &simulator.url());
    page.wait_for("it asks", |page| page.connected() && page.offers_neither());
    // Where the sizes take long, it waits for its answer in vain.
    page.allow(Allowed::Begins(Level::Error, "[WebSocket] Failed to sync livestream status: no answer within 5 s"));
    for (width, height) in [(360, 740), (740, 360), (800, 1000), (1440, 900)] {
        frame.resize(width, height);
        page.resize(width, height);
        let places = |tab: &Tab| tab.evaluate::<Vec<[String; 5]>>(PLACES);
        page.wait_outside("it has its new size", || page.evaluate::<u32>("innerWidth") == width);
        frame.wait_outside("it has its new size", || frame.evaluate::<u32>("innerWidth") == width);
        page.wait_settled();
        frame.wait_settled();
        assert_eq!(places(&frame), places(&page), "the frame, and the page, at {width}×{height}");
    }
    frame.finish();
    page.finish();
}

#[test]
fn program_and_script_are_fetched_once_each() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    assert_eq!(tab.evaluate::<String>(MESSAGE), "", "the frame is gone");
    let script = tab.evaluate::<String>("document.querySelector('[data-program]').href.replace(/.*[/]/, '')");
    for file in [PACKED, &script] {
        // The browser notes a fetch at some time after it.
        tab.wait_outside("the fetch is noted", || count_fetched(&tab, file) > 0);
        assert_eq!(count_fetched(&tab, file), 1, "{file}");
    }
    assert_eq!(count_fetched(&tab, WASM), 0, "it was fetched as it is as well");
    tab.finish();
}

#[test]
fn a_missing_script_is_told_and_the_program_does_not_wait_for_it() {
    let copy = PageCopy::new();
    copy.remove(SCRIPT.0, SCRIPT.1);
    let profile = Profile::new();
    let (_server, tab) = opened(&profile, &Serving::plain(copy.folder(), "/"), "");
    assert_says(&tab, "Lockstep’s script is missing on the server");
    tab.wait_outside("the program is fetched", || count_fetched(&tab, PACKED) == 1);
    tab.finish();
}

#[test]
fn a_missing_program_is_told() {
    let copy = copy_without_packed();
    copy.remove("lockstep-", WASM);
    assert_broken_page_says(&copy, Missing::NotFound, "program is missing on the server. Please reload");
}

#[test]
fn a_page_in_place_of_the_program_is_told() {
    let copy = copy_without_packed();
    copy.remove("lockstep-", WASM);
    assert_broken_page_says(&copy, Missing::Index, "a web page in the place of Lockstep’s program");
}

#[test]
fn a_page_in_place_of_the_script_is_told() {
    let copy = PageCopy::new();
    copy.remove(SCRIPT.0, SCRIPT.1);
    assert_broken_page_says(&copy, Missing::Index, "Lockstep’s script is missing on the server, or can’t be read");
}

#[test]
fn a_program_of_another_build_is_told() {
    let copy = copy_without_packed();
    copy.overwrite("lockstep-", WASM, &OTHER_PROGRAM);
    assert_broken_page_says(&copy, Missing::NotFound, "Lockstep’s files are not of one build. Please reload");
}

#[test]
fn a_damaged_program_is_told() {
    let copy = copy_without_packed();
    copy.overwrite("lockstep-", WASM, &OTHER_PROGRAM[..20]);
    assert_broken_page_says(&copy, Missing::NotFound, "program is damaged, or this browser is too old");
}

#[test]
fn a_missing_starting_script_is_told() {
    let copy = PageCopy::new();
    copy.remove("start-", ".js");
    assert_broken_page_says(&copy, Missing::NotFound, "scripts is missing on the server, or was blocked");
}

#[test]
fn without_any_script_the_frame_says_what_to_do_after_a_while() {
    let copy = PageCopy::new();
    copy.remove("start-", ".js");
    copy.remove("loading-", ".js");
    let profile = Profile::new();
    let (_server, tab) = opened(&profile, &Serving::plain(copy.folder(), "/"), "");
    let shown =
        || tab.evaluate::<bool>("document.querySelector('.frame-slow').checkVisibility({visibilityProperty: true})");
    let wait = |what: &str| {
        tab.evaluate::<()>(&format!(
            "document.getAnimations().forEach((it) => {{ if (it.animationName === 'frame-slow') it.{what}; }})"
        ));
    };
    wait("pause()");
    for (at_ms, is_shown) in [(0, false), (9_900, false), (10_100, true)] {
        wait(&format!("currentTime = {at_ms}"));
        assert_eq!(shown(), is_shown, "after {at_ms} ms");
    }
    tab.finish();
}

#[test]
fn a_browser_that_is_too_old_is_told() {
    let profile = Profile::new();
    let copy = PageCopy::new();
    let (_server, tab) = opened(&profile, &Serving::plain(copy.folder(), "/"), "delete globalThis.WebAssembly");
    assert_says(&tab, "This browser is too old for Lockstep.");
    tab.finish();
}

#[test]
fn a_policy_that_forbids_the_program_is_told() {
    let profile = Profile::new();
    let copy = PageCopy::new();
    let policy = Some("script-src 'self'");
    let (_server, tab) = opened(&profile, &Serving { policy, ..Serving::plain(copy.folder(), "/") }, "");
    // The browser names the policy as well.
    tab.allow(Allowed::Begins(Level::Browser, "Compiling or instantiating WebAssembly module violates"));
    assert_says(&tab, "allow 'wasm-unsafe-eval' for scripts in its Content-Security-Policy");
    tab.finish();
}

#[test]
fn without_javascript_the_frame_says_so() {
    if lacks(&[Need::DevTools]) {
        return;
    }
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, "about:blank");
    tab.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    tab.go(&simulator.url());
    let words =
        "[...document.querySelectorAll('#frame p')].filter((it) => it.checkVisibility()).map((it) => it.innerText)";
    let words: Vec<String> = tab.evaluate(words);
    assert!(words.iter().any(|words| words.starts_with("Lockstep needs JavaScript and WebAssembly.")), "{words:?}");
    assert!(!words.iter().any(|words| words.contains("is being loaded")), "{words:?}");
    tab.finish();
}

#[test]
fn a_program_that_died_takes_its_buttons_along_and_says_so() {
    let simulator = Simulator::start(&["--auto-start"]);
    // A trap, as an overrun or a panic of the program is one: in a task of its own, and in a promise.
    let trap = "new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0,
        1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]))).exports.f()";
    for cause in [format!("void setTimeout(() => {trap})"), format!("void Promise.resolve().then(() => {trap})")] {
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.url());
        tab.wait_for("the stream runs", |page| page.running());
        tab.allow(Allowed::Begins(Level::Exception, "Uncaught"));
        tab.allow(Allowed::Begins(Level::Exception, "RuntimeError"));
        // What has nothing to do with the program ends nothing.
        tab.evaluate::<()>("void setTimeout(() => { throw new Error('of an extension'); })");
        tab.evaluate::<()>("void Promise.reject(new DOMException('refused'))");
        tab.wait_outside("both are told", || tab.count_lines(Level::Exception, "Uncaught") >= 2);
        assert!(tab.page().running());
        tab.evaluate::<()>(&cause);
        tab.wait_true(
            "it is said",
            "document.querySelector('[role=alert]').textContent.includes('Lockstep has failed')",
        );
        let page = tab.page();
        assert_eq!((page.play, page.stop), (None, None), "{page:?}");
        assert!(!tab.evaluate::<bool>("document.body.textContent.includes('Running')"));
        tab.wait_true(
            "its button is styled",
            "getComputedStyle(document.querySelector('#died button')).fontWeight === '500'",
        );
        tab.evaluate::<()>("window.old = true; document.querySelector('#died button').click()");
        tab.wait_true("it is loaded again", "window.old !== true && document.querySelector('.live-view') !== null");
        tab.wait_for("the stream runs", |page| page.running());
        tab.finish();
    }
}
