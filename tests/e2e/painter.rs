//! The painter: a worker with the canvas in its hands. Without it there is no picture, and nothing else is missed.

use crate::harness::{
    Allowed, Level, NO_FRAME_COMES, Need, PAINTER_FAILED, PageCopy, Profile, Simulator, StaticServer, Tab, Visit, lacks,
};

/// Lets something go wrong in a worker that nobody there catches.
const BREAK: &str = "globalThis.broken = true; void setTimeout(() => { throw new Error('out of paint'); })";

/// What the page's stage has in each of the browser's frames from now on: how many canvases, and how wide the first is.
const WATCH: &str = "(() => {
    const seen = new Set();
    const look = () => {
        const canvases = document.querySelectorAll('.live-view canvas');
        seen.add(`${canvases.length} × ${canvases[0]?.width}`);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    window.seen = seen;
})()";

/// Counts pictures that are decoded, drawn and put on canvases, by page and workers alike.
const COUNT: &str = "
    globalThis.counted = {createImageBitmap: 0, drawImage: 0, putImageData: 0, toBlob: 0, convertToBlob: 0};
    const count = (owner, name) => {
        const original = owner?.[name];
        if (original) owner[name] = function (...given) {
            counted[name] += 1;
            return original.apply(this, given);
        };
    };
    count(globalThis, 'createImageBitmap');
    for (const context of [globalThis.CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
        count(context?.prototype, 'drawImage');
        count(context?.prototype, 'putImageData');
    }
    count(globalThis.HTMLCanvasElement?.prototype, 'toBlob');
    count(OffscreenCanvas.prototype, 'convertToBlob');
";

/// Breaks the painter, and waits until another one is begun.
fn break_painter(tab: &Tab) {
    let broken: Vec<()> = tab.evaluate_in_workers(BREAK);
    assert_eq!(broken.len(), 1, "one worker paints{}", tab.report());
    tab.wait_outside("another worker is begun", || tab.evaluate_in_workers::<bool>("!globalThis.broken") == [true]);
}

fn play(tab: &Tab) {
    tab.click_button("Play");
    tab.wait_for("it streams", |page| page.running() && page.picture == "live" && page.caption.is_empty());
}

fn stop(tab: &Tab, simulator: &Simulator) {
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("each frame is acknowledged once", || simulator.clients()[0].acknowledged_all());
}

#[test]
fn a_painter_that_fails_is_replaced_and_its_last_picture_stays_until_then() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    play(&tab);
    tab.wait_picture_size_px((640, 480));
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.evaluate::<()>(WATCH);
    for _ in 0..2 {
        break_painter(&tab);
        // Before anything else, because that word is gone soon.
        tab.wait_for("its end is told", |page| page.tells("is painted again"));
        tab.wait_moving();
        assert!(simulator.clients()[0].acknowledged_in_order());
    }
    let line = tab.wait_for_line(Level::Warn, PAINTER_FAILED);
    assert!(line.text.starts_with(&format!("{PAINTER_FAILED}Uncaught Error: out of paint")), "{line}");
    assert_eq!(tab.count_lines(Level::Warn, PAINTER_FAILED), 1, "it is said once{}", tab.report());
    let seen: Vec<String> = tab.evaluate("[...seen]");
    assert_eq!(seen, ["1 × 640"], "there was always one picture");
    assert!(tab.page().running());
    stop(&tab, &simulator);
    assert_eq!(simulator.clients().len(), 1, "there was one socket");
    tab.finish();
}

#[test]
fn a_page_that_is_loaded_again_has_one_painter() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    for _ in 0..3 {
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        tab.wait_moving();
        tab.wait_outside("one worker is alive", || tab.count_workers() == 1);
        tab.reload();
    }
    tab.go("about:blank");
    tab.wait_outside("none is left", || tab.count_workers() == 0);
    tab.finish();
}

#[test]
fn play_and_stop_work_while_a_painter_is_replaced() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    play(&tab);
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    for _ in 0..3 {
        tab.evaluate_in_workers::<()>(BREAK);
        stop(&tab, &simulator);
        play(&tab);
        tab.wait_moving();
    }
    assert!(simulator.clients()[0].acknowledged_in_order());
    tab.finish();
}

#[test]
fn a_page_that_was_open_before_an_update_goes_on_or_says_what_to_do() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&[]);
    let copy = PageCopy::new();
    let server = StaticServer::serving(copy.folder(), "/");
    let profile = Profile::new();
    let tab = Tab::open(&profile, &format!("{}?backend={}", server.url(), simulator.url()));
    tab.wait_for("Play is offered", |page| page.ready());
    play(&tab);
    copy.replace_all();
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.evaluate_in_workers::<()>(BREAK);
    tab.wait_for_line(Level::Warn, PAINTER_FAILED);
    // The browser may still have the files that the painter begins with.
    let first = tab.pixels();
    tab.wait_outside("it paints again, or says what to do", || {
        tab.page().tells("If this stays, reload the page") || tab.pixels() != first
    });
    stop(&tab, &simulator);
    tab.click_button("Play");
    tab.wait_for("it streams", |page| page.running());
    stop(&tab, &simulator);
    tab.finish();
}

#[test]
fn a_browser_without_workers_has_the_buttons_all_the_same() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before: "delete globalThis.Worker", ..Visit::to(&url) });
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.wait_for("Play is offered, and the stage is there", |page| page.ready() && page.picture == "absent");
    for count in [20, 40] {
        tab.click_button("Play");
        tab.wait_for("the stream runs", |page| page.running());
        tab.wait_outside("frames are acknowledged", || simulator.clients()[0].acks_received >= count);
        assert!(simulator.clients()[0].acknowledged_in_order());
        assert_eq!(tab.page().picture, "absent");
        stop(&tab, &simulator);
    }
    assert_eq!(tab.count_lines(Level::Warn, PAINTER_FAILED), 1, "it is said once{}", tab.report());
    let page = tab.page();
    let told = "can’t be painted (ReferenceError: Worker is not defined). It is tried again.";
    assert!(page.tells(told), "{page:?}");
    assert_eq!(tab.count_workers(), 0);
    tab.finish();
}

#[test]
fn the_page_itself_touches_no_pixel() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--width", "2048", "--height", "2048"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before: COUNT, before_in_workers: COUNT, ..Visit::to(&url) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    // Such a picture may take a busy machine longer than that.
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    let counted = |name: &str| format!("counted.{name}");
    let in_worker = |name: &str| tab.evaluate_in_workers::<u64>(&counted(name)).into_iter().sum::<u64>();
    simulator.start_binary_stream();
    tab.wait_outside("samples are put on the canvas", || in_worker("putImageData") >= 10);
    simulator.stop_stream();
    tab.wait_for("it is stopped", |page| page.ready());
    simulator.start_stream();
    tab.wait_outside("jpegs are decoded in the worker", || in_worker("createImageBitmap") >= 10);
    tab.wait_outside("jpegs are drawn on the canvas there", || in_worker("drawImage") >= 10);
    // In Firefox, a page that reads a canvas which a worker paints on waits for the worker, for seconds at times.
    tab.click_button("Save as PNG");
    tab.wait_outside("a file is made there", || in_worker("convertToBlob") == 1);
    for name in ["createImageBitmap", "drawImage", "putImageData", "toBlob", "convertToBlob"] {
        assert_eq!(tab.evaluate::<u64>(&counted(name)), 0, "{name} on the page");
    }
    tab.finish();
}
