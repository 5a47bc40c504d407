//! Browsers whose canvases don't do as they are told: they falsify what is read, lose what was painted, or refuse to draw.

use crate::harness::{Allowed, Level, Need, PAINTER_FAILED, Profile, Simulator, Tab, Visit, lacks};

/// Falsifies what is read from canvases, as browsers do against fingerprinting. The page's own reading stays for the test.
const FALSIFY: &str = "
    globalThis.truePixels = async (image) => {
        const bitmap = await createImageBitmap(image);
        const {width, height} = bitmap;
        const context = new OffscreenCanvas(width, height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        const {data} = read.call(context, 0, 0, width, height);
        return {width, height, red: [...data].filter((_, index) => index % 4 === 0)};
    };
    const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
    for (const context of [globalThis.CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
        if (context) context.prototype.getImageData = function (left, top, width, height) {
            const falsified = new ImageData(width, height);
            falsified.data.forEach((_, index, data) => { data[index] = 256 * Math.random(); });
            return falsified;
        };
    }
    const noise = new Blob(['noise'], {type: 'image/png'});
    OffscreenCanvas.prototype.convertToBlob = async () => noise;
    if (globalThis.HTMLCanvasElement) HTMLCanvasElement.prototype.toBlob = (done) => void setTimeout(done, 0, noise);
    if (globalThis.HTMLAnchorElement) {
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => (window.file = blob, make(blob));
        HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
    }
";

/// Lets a test take away what was painted, as after a reset of the graphics card, and let it be painted again.
const LOSE: &str = "
    const canvases = new Set();
    const get = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function (...given) {
        canvases.add(this);
        return get.apply(this, given);
    };
    const shown = () => [...canvases].find((canvas) => canvas.width === 640);
    const nothing = () => {};
    globalThis.lose = () => {
        const context = get.call(shown(), '2d');
        context.reset();
        Object.assign(context, {isContextLost: () => true, drawImage: nothing, putImageData: nothing});
        shown().dispatchEvent(new Event('contextlost', {cancelable: true}));
    };
    globalThis.restore = () => {
        const context = get.call(shown(), '2d');
        for (const name of ['isContextLost', 'drawImage', 'putImageData']) delete context[name];
        shown().dispatchEvent(new Event('contextrestored'));
    };
";

/// Never makes a file, until a test does.
const LATE: &str = "
    globalThis.made = [];
    OffscreenCanvas.prototype.convertToBlob = () => new Promise((done) => made.push(done));
";

fn value(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.readout-value').textContent")
}

fn point_at_the_middle(tab: &Tab) {
    let middle: (f64, f64) = tab.evaluate(
        "(({left, top, width, height}) => [Math.round(left + width / 2), Math.round(top + height / 2)])(
            document.querySelector('.live-view-stage').getBoundingClientRect())",
    );
    tab.point(middle);
}

/// The saved file's name, its type, and its sides.
fn saved(tab: &Tab) -> (String, String, (u32, u32)) {
    tab.wait_true("a file is made", "window.file instanceof Blob && window.fileName !== undefined");
    tab.evaluate(
        "truePixels(window.file).then(({width, height}) => [window.fileName, window.file.type, [width, height]],
            () => [window.fileName, 'unreadable', [0, 0]])",
    )
}

fn visit_falsifying(profile: &Profile, simulator: &Simulator) -> Tab {
    let url = simulator.url();
    let tab = Tab::visit(profile, &Visit { before: FALSIFY, before_in_workers: FALSIFY, ..Visit::to(&url) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab
}

#[test]
fn where_a_browser_falsifies_what_is_read_it_is_said_and_a_jpeg_is_saved_as_it_came() {
    let simulator = Simulator::start(&["--still"]);
    let profile = Profile::new();
    let tab = visit_falsifying(&profile, &simulator);
    tab.click_button("Play");
    tab.wait_for("it streams", |page| page.running() && page.picture == "live");
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=\"Save as PNG\"]').disabled");
    point_at_the_middle(&tab);
    tab.wait_outside("it is said of the value", || value(&tab) == "falsified");
    tab.click_button("Histogram");
    tab.wait_true(
        "it is said of the histogram",
        "document.querySelector('.histogram').textContent.includes('This browser falsifies what is read from a picture')
            && document.querySelector('.histogram-counts').getAttribute('d') === null",
    );
    tab.click_button("Save as PNG");
    // Before the file is read, because that word is gone soon.
    tab.wait_for("it is told what was saved", |page| page.tells("saved as the JPEG that came"));
    let (name, kind, size) = saved(&tab);
    assert!(name.ends_with(".jpg"), "{name}");
    assert_eq!((kind.as_str(), size), ("image/jpeg", (640, 480)));
    tab.finish();
}

#[test]
fn where_a_browser_falsifies_what_is_read_samples_are_measured_and_saved_truly() {
    let simulator = Simulator::start(&["--width", "320", "--height", "240"]);
    simulator.show("ramp");
    let profile = Profile::new();
    let tab = visit_falsifying(&profile, &simulator);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    simulator.start_binary_stream();
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_picture_size_px((320, 240));
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=\"Save as PNG\"]').disabled");
    point_at_the_middle(&tab);
    tab.wait_outside("the value is told", || value(&tab).parse::<u16>().is_ok());
    tab.click_button("Save as PNG");
    let (name, kind, size) = saved(&tab);
    assert!(name.ends_with(".png"), "{name}");
    assert_eq!((kind.as_str(), size), ("image/png", (320, 240)));
    let same: bool = tab.evaluate(
        "Promise.all([window.file, document.querySelector('.live-view canvas')].map(truePixels))
            .then(([file, canvas]) => file.red.every((value, index) => value === canvas.red[index]))",
    );
    assert!(same, "what is saved is what is shown");
    tab.finish();
}

fn loses_and_regains_its_picture(tab: &Tab, simulator: &Simulator) {
    tab.wait_picture_size_px((640, 480));
    simulator.stop_stream();
    tab.wait_for("the stream is stopped", |page| page.ready() && page.picture == "past");
    let before = tab.painted_pixels();
    tab.evaluate_in_workers::<()>("lose()");
    tab.wait_for("nothing is called the last frame", |page| page.picture == "absent");
    assert!(!tab.page().caption.contains("last frame"), "{:?}", tab.page());
    tab.wait_true(
        "nothing black can be saved",
        "document.querySelector('button[aria-label=\"Save as PNG\"]').disabled",
    );
    tab.evaluate_in_workers::<()>("restore()");
    tab.wait_for("the last frame is there again", |page| page.picture == "past");
    assert!(tab.painted_pixels() == before, "it is the same picture");
}

#[test]
fn the_last_jpeg_is_painted_again_when_the_browser_lost_it() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: LOSE, ..Visit::to(&url) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] the browser lost "));
    loses_and_regains_its_picture(&tab, &simulator);
    tab.finish();
}

#[test]
fn the_last_samples_are_painted_again_when_the_browser_lost_them() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--still"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: LOSE, ..Visit::to(&url) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] the browser lost "));
    simulator.start_binary_stream();
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    loses_and_regains_its_picture(&tab, &simulator);
    tab.finish();
}

#[test]
fn a_picture_that_stays_lost_gets_another_painter_with_the_next_frame() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: LOSE, ..Visit::to(&url) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_picture_size_px((640, 480));
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] the browser "));
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.evaluate_in_workers::<()>("lose()");
    tab.wait_for_line(Level::Warn, PAINTER_FAILED);
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.wait_moving();
    tab.finish();
}

#[test]
fn a_painter_that_can_not_draw_is_told_and_replaced() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let none = "OffscreenCanvas.prototype.getContext = () => null";
    let tab = Tab::visit(&profile, &Visit { before_in_workers: none, ..Visit::to(&url) });
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.wait_for("it is told", |page| page.tells("can’t be painted") && page.tells("no 2d context"));
    tab.wait_for("the buttons work", |page| page.running());
    tab.finish();
}

#[test]
fn a_full_screen_that_is_refused_is_told() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let refuse = "Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('not now'))";
    let tab = Tab::visit(&profile, &Visit { before: refuse, ..Visit::to(&url) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Full screen");
    tab.wait_for("it is told", |page| page.tells("The browser refuses the full screen: TypeError: not now."));
    tab.finish();
}

#[test]
fn a_browser_that_never_makes_the_file_is_told_of_once() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let before = "HTMLAnchorElement.prototype.click = () => { window.saved = true; };";
    let tab = Tab::visit(&profile, &Visit { before, before_in_workers: LATE, ..Visit::to(&url) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=\"Save as PNG\"]').disabled");
    tab.click_button("Save as PNG");
    tab.wait_for("it is told", |page| page.tells("The picture could not be saved: the browser made no file within"));
    tab.evaluate_in_workers::<()>("made.forEach((done) => done(new Blob(['late'], {type: 'image/png'})))");
    // What the painter is told next comes after the file.
    point_at_the_middle(&tab);
    tab.wait_outside("the value is told", || !value(&tab).is_empty());
    assert!(
        tab.evaluate::<bool>("window.saved === undefined"),
        "what comes late is not saved behind the person's back"
    );
    tab.finish();
}

#[test]
fn a_file_that_the_painter_had_no_time_for_is_told_of_at_once_and_so_is_one_too_many() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: LATE, ..Visit::to(&url) });
    tab.allow(Allowed::Begins(Level::Warn, PAINTER_FAILED));
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=\"Save as PNG\"]').disabled");
    for _ in 0..9 {
        tab.click_button("Save as PNG");
    }
    tab.wait_for("it is told", |page| page.tells("The picture could not be saved: 8 others are being saved."));
    tab.evaluate_in_workers::<()>("void setTimeout(() => { throw new Error('broken'); })");
    tab.wait_for("it is told", |page| page.tells("The picture could not be saved: what paints the picture has failed"));
    tab.wait_for("there is another picture", |page| page.running() && page.picture == "live");
    tab.finish();
}
