//! What tests rely on in whichever browser they run: that its console is heard, and that input is real.

use std::fs;
use std::time::Duration;

use serde::Deserialize;

use crate::harness::{Allowed, Key, Level, Need, Profile, StaticServer, Tab, TemporaryFolder, can, lacks, wait_until};

/// How long something may take that a browser does at once: much more than it needs on an idle machine.
const LIMIT: Duration = Duration::from_secs(30);

/// A page that writes to its console in all ways that count as trouble, and has a worker that does.
const TROUBLE: &str = "
    console.warn('a warning');
    setTimeout(() => { throw new Error('nobody catches this'); });
    setTimeout(() => Promise.reject(new Error('nor this')));
    const worker = new Worker('worker.js');
";
const WORKER: &str = "console.error('from the worker'); throw new Error('nor that of the worker');";

/// Notes what comes to the page from mouse, wheel, fingers and keyboard, and whether a person did it.
const INPUT: &str = "
    const seen = [];
    const note = (event) => seen.push({kind: event.type, trusted: event.isTrusted, detail: Number(event.detail),
        x: event.clientX ?? 0, turned: event.deltaY ?? 0, repeat: event.repeat ?? false, fingers: event.touches?.length ?? 0});
    for (const kind of ['click', 'dblclick', 'wheel', 'keydown', 'keyup', 'touchstart', 'touchend'])
        addEventListener(kind, note);
";
const BODY: &str = "<!doctype html><meta name=viewport content='width=device-width'><title>A page</title>
    <link rel=icon href='data:,'><body style='margin: 0; height: 3000px'><button>Press</button>
    <input aria-label=Name value=before><script src=page.js></script>";

struct Own {
    server: StaticServer,
    _folder: TemporaryFolder,
}

/// A server with a page of the test's own.
fn serve(script: &str) -> Own {
    let folder = TemporaryFolder::new();
    for (name, text) in [("index.html", BODY), ("page.js", script), ("worker.js", WORKER)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    Own { server: StaticServer::serving(folder.path().to_owned(), "/"), _folder: folder }
}

#[test]
fn what_goes_wrong_in_a_page_is_heard() {
    if lacks(&[Need::Console]) {
        return;
    }
    let own = serve(TROUBLE);
    let profile = Profile::new();
    let tab = Tab::open(&profile, own.server.url());
    let hears = |level: Level, words: &str| {
        let has = || tab.lines().iter().any(|line| line.level == level && line.text.contains(words));
        wait(&tab, &format!("{level:?}: {words}"), has);
    };
    hears(Level::Warn, "a warning");
    hears(Level::Exception, "nobody catches this");
    hears(Level::Exception, "nor this");
    if can(Need::WorkerConsole) {
        hears(Level::Error, "from the worker");
        hears(Level::Exception, "nor that of the worker");
        tab.allow(Allowed::Begins(Level::Error, "from the worker"));
    }
    tab.allow(Allowed::Begins(Level::Warn, "a warning"));
    // How engines begin what they say of an error that nobody caught.
    tab.allow(Allowed::Begins(Level::Exception, "Error: no"));
    tab.allow(Allowed::Begins(Level::Exception, "Uncaught"));
    tab.allow(Allowed::Begins(Level::Exception, "Unhandled Promise Rejection: Error: no"));
    tab.finish();
}

#[test]
#[should_panic(expected = "unexpected in the console")]
fn a_warning_that_no_test_expects_fails_it() {
    if lacks(&[Need::Console]) {
        panic!("not looked at: unexpected in the console");
    }
    let own = serve("console.warn('a warning')");
    let profile = Profile::new();
    let tab = Tab::open(&profile, own.server.url());
    wait(&tab, "the warning", || !tab.lines().is_empty());
    tab.finish();
}

#[derive(Clone, Debug, Deserialize)]
struct Seen {
    kind: String,
    trusted: bool,
    detail: f64,
    x: f64,
    turned: f64,
    repeat: bool,
    fingers: usize,
}

fn seen(tab: &Tab, kind: &str) -> Vec<Seen> {
    let all: Vec<Seen> = tab.evaluate("seen");
    assert!(all.iter().all(|it| it.trusted), "a person's: {all:?}");
    all.into_iter().filter(|it| it.kind == kind).collect()
}

#[test]
fn mouse_and_keys_are_a_persons() {
    let own = serve(INPUT);
    let profile = Profile::new();
    let tab = Tab::open(&profile, own.server.url());
    tab.surely_double_click((600.0, 400.0));
    assert_eq!(seen(&tab, "dblclick").len(), 1);
    let mut clicks: Vec<(f64, f64)> = seen(&tab, "click").iter().map(|click| (click.x, click.detail)).collect();
    let count = clicks.len();
    assert_eq!(clicks.pop(), Some((600.0, 2.0)));
    assert!(clicks.iter().all(|click| *click == (600.0, 1.0)), "{clicks:?}");
    tab.click_button("Press");
    wait(&tab, "a click", || seen(&tab, "click").len() == count + 1);
    tab.turn_wheel((600.0, 400.0), 100.0);
    wait(&tab, "the wheel", || !seen(&tab, "wheel").is_empty());
    assert!(seen(&tab, "wheel")[0].turned > 0.0, "{:?}", seen(&tab, "wheel"));
    tab.press(Key::Escape);
    let keys: Vec<bool> = seen(&tab, "keydown").iter().map(|key| key.repeat).collect();
    assert_eq!((keys, seen(&tab, "keyup").len()), (vec![false], 1));
    tab.write("Name", "Ölmühle, 7 µm");
    assert_eq!(tab.evaluate::<String>("document.querySelector('input').value"), "Ölmühle, 7 µm");
    tab.finish();
}

#[test]
fn a_key_that_is_held_is_repeated() {
    if lacks(&[Need::KeyRepeat]) {
        return;
    }
    let own = serve(INPUT);
    let profile = Profile::new();
    let tab = Tab::open(&profile, own.server.url());
    tab.hold(Key::Character('k'), 2);
    let keys: Vec<bool> = seen(&tab, "keydown").iter().map(|key| key.repeat).collect();
    assert_eq!((keys, seen(&tab, "keyup").len()), (vec![false, true, true], 1));
    tab.finish();
}

#[test]
fn two_fingers_touch() {
    if lacks(&[Need::Touch]) {
        return;
    }
    let own = serve(INPUT);
    let profile = Profile::new();
    let tab = Tab::open(&profile, own.server.url());
    tab.pinch([(500.0, 400.0), (600.0, 400.0)], [(450.0, 400.0), (650.0, 400.0)]);
    wait(&tab, "the fingers are lifted", || seen(&tab, "touchend").iter().any(|touch| touch.fingers == 0));
    assert_eq!(seen(&tab, "touchstart").iter().map(|touch| touch.fingers).max(), Some(2));
    tab.finish();
}

/// Waits for what comes to this page, which is not Lockstep's.
fn wait(tab: &Tab, what: &str, condition: impl FnMut() -> bool) {
    let met = wait_until(LIMIT, condition);
    assert!(met, "waited for: {what}{}", tab.report());
}
