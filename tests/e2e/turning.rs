//! A picture that is turned and mirrored: what is painted, read out and saved, and that it stays so.

use crate::harness::{Allowed, Hue, Key, Level, Profile, Simulator, Tab, Visit};

/// Remembers the file that the page makes.
const CATCH_FILE: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => (window.file = blob, make(blob));
    HTMLAnchorElement.prototype.click = () => {};
";

/// The corners of what is shown, clockwise from the top left.
const CORNERS: usize = 4;

/// How a picture whose first corner is white and whose second is black is turned: the keys that lead there from how it came,
/// and where its corners are then, clockwise from the top left.
const WAYS: [(&str, [Hue; CORNERS]); 8] = {
    use Hue::{Black as B, Gray as G, White as W};
    [
        ("", [W, B, G, G]),
        ("t", [G, W, B, G]),
        ("tt", [G, G, W, B]),
        ("ttt", [B, G, G, W]),
        ("m", [B, W, G, G]),
        ("tm", [W, G, G, B]),
        ("mt", [G, B, W, G]),
        ("mtt", [G, G, B, W]),
    ]
};

/// The middles of the corners' patches on the screen, as the stage and the picture's sides make them.
fn corners(tab: &Tab, (columns, rows): (f64, f64)) -> Vec<(f64, f64)> {
    let (left, top, width, height): (f64, f64, f64, f64) = tab.evaluate(
        "(({left, top}, {clientLeft, clientTop, clientWidth, clientHeight}) =>
            [left + clientLeft, top + clientTop, clientWidth, clientHeight])(
            document.querySelector('.live-view-stage').getBoundingClientRect(),
            document.querySelector('.live-view-stage'))",
    );
    let scale = (width / columns).min(height / rows);
    let (left, top) = (left + (width - columns * scale) / 2.0, top + (height - rows * scale) / 2.0);
    [(0.125, 0.125), (0.875, 0.125), (0.875, 0.875), (0.125, 0.875)]
        .map(|(x, y)| (left + x * columns * scale, top + y * rows * scale))
        .to_vec()
}

fn sides(keys: &str) -> (f64, f64) {
    if keys.matches('t').count() % 2 == 1 { (480.0, 640.0) } else { (640.0, 480.0) }
}

/// A tab with the patches, whose stage has the focus.
fn live(simulator: &Simulator, profile: &Profile) -> Tab {
    simulator.show("patches");
    // Before the page comes, so that nothing is told over the picture.
    simulator.start_binary_stream();
    let tab = Tab::visit(profile, &Visit { before: CATCH_FILE, ..Visit::to(&simulator.url()) });
    ready(&tab);
    tab
}

fn ready(tab: &Tab) {
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_picture_size_px((640, 480));
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=\"Turn right\"]').disabled");
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
}

fn press(tab: &Tab, keys: &str) {
    keys.chars().for_each(|key| tab.press(Key::Character(key)));
}

/// The way back from any way of [`WAYS`].
fn reset(tab: &Tab) {
    tab.evaluate::<()>("document.querySelector('.orientation-note:not([hidden]) button')?.click()");
    tab.wait_true("it lies as it came", "document.querySelector('.orientation-note').hidden");
}

fn readout(tab: &Tab, class: &str) -> String {
    tab.evaluate(&format!("document.querySelector('.{class}').textContent"))
}

#[test]
fn all_eight_ways_are_painted_and_read_out_in_the_camera_s_own_columns_and_rows() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    for (keys, hues) in WAYS {
        press(&tab, keys);
        tab.wait_settled();
        let points = corners(&tab, sides(keys));
        tab.wait_hues(&format!("after {keys:?}"), &points, &hues);
        // Where the first corner, the second, and the others of the camera's picture are.
        for (hue, pixel, value) in [(Hue::White, (80, 60), 4_095), (Hue::Black, (560, 60), 0)] {
            let at = points[hues.iter().position(|it| *it == hue).unwrap()];
            tab.point(at);
            tab.wait_outside("its value is told", || readout(&tab, "readout-value") == value.to_string());
            let told = readout(&tab, "readout-pixel");
            let (x, y) = told.split_once(", ").unwrap();
            let near = |told: &str, wanted: i32| (told.parse::<i32>().unwrap() - wanted).abs() <= 2;
            assert!(near(x, pixel.0) && near(y, pixel.1), "{told} instead of {pixel:?} after {keys:?}");
        }
        let name: String = tab.evaluate("document.querySelector('.readout-pixel').previousElementSibling.textContent");
        assert_eq!(name, if keys.is_empty() { "Pixel" } else { "Camera’s pixel" });
        reset(&tab);
        tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    }
    tab.finish();
}

/// The saved file's sides, and the hues of its corners clockwise from the top left.
fn saved(tab: &Tab) -> ((u32, u32), Vec<String>) {
    tab.click_button("Save as PNG");
    tab.wait_true("a file is made", "window.file instanceof Blob");
    tab.evaluate(
        "(async () => {
            const file = window.file;
            delete window.file;
            const {width, height} = await createImageBitmap(file);
            const context = new OffscreenCanvas(width, height).getContext('2d', {willReadFrequently: true});
            context.drawImage(await createImageBitmap(file), 0, 0);
            const corners = [[0.125, 0.125], [0.875, 0.125], [0.875, 0.875], [0.125, 0.875]].map(([x, y]) => {
                const gray = context.getImageData(x * width, y * height, 1, 1).data[0];
                return gray > 230 ? 'White' : gray < 30 ? 'Black' : 'Gray';
            });
            return [[width, height], corners];
        })()",
    )
}

#[test]
fn what_is_saved_is_turned_as_what_is_shown() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    for (keys, hues) in [WAYS[0], WAYS[1], WAYS[5], WAYS[7]] {
        press(&tab, keys);
        let points = corners(&tab, sides(keys));
        tab.wait_hues(&format!("after {keys:?}"), &points, &hues);
        let (size, seen) = saved(&tab);
        let (width, height) = sides(keys);
        assert_eq!((f64::from(size.0), f64::from(size.1)), (width, height), "{keys:?}");
        assert_eq!(seen, hues.map(|hue| format!("{hue:?}")), "{keys:?}");
        reset(&tab);
        tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    }
    tab.finish();
}

#[test]
fn it_is_kept_for_this_camera_and_for_no_other() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    tab.click_button("Turn right");
    tab.click_button("Mirror");
    let (keys, hues) = WAYS[5];
    tab.wait_hues("turned, then mirrored", &corners(&tab, sides(keys)), &hues);
    tab.wait_true(
        "it is said",
        "document.querySelector('.orientation-note .view-note-words').textContent === 'turned by 90°, then mirrored'
            && document.querySelector('button[aria-label=Mirror]').ariaPressed === 'true'
            && document.querySelector('.live-view-picture').ariaLabel.endsWith(', turned by 90°, then mirrored')",
    );

    tab.reload();
    ready(&tab);
    tab.wait_settled();
    tab.wait_hues("as before the reload", &corners(&tab, sides(keys)), &hues);

    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    simulator.start_binary_stream_of("OverviewCamera");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_picture_size_px((320, 240));
    tab.dismiss_notices();
    tab.wait_true("nothing is turned", "document.querySelector('.orientation-note').hidden");
    tab.wait_settled();
    tab.wait_hues("another camera's picture", &corners(&tab, (320.0, 240.0)), &WAYS[0].1);
    tab.finish();
}

#[test]
fn zoom_and_what_is_in_the_middle_stay_and_arrows_go_as_they_say() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    press(&tab, "1+++c");
    for _ in 0..2 {
        tab.press(Key::Left);
    }
    let pixel = || readout(&tab, "readout-pixel");
    tab.wait_outside("the crosshair points", || pixel() != "–");
    tab.wait_settled();
    let (before, zoom) = (pixel(), readout(&tab, "readout-zoom"));
    let numbers = |told: &str| -> (i32, i32) {
        let (x, y) = told.split_once(", ").unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    let (x, y) = numbers(&before);
    for _ in 0..4 {
        press(&tab, "t");
        tab.wait_settled();
        let (now_x, now_y) = numbers(&pixel());
        assert!((now_x - x).abs() <= 1 && (now_y - y).abs() <= 1, "{now_x}, {now_y} instead of {before}");
        assert_eq!(readout(&tab, "readout-zoom"), zoom);
    }
    // A quarter to the right, what is left of the middle is further down in the camera's picture.
    press(&tab, "t");
    tab.press(Key::Left);
    tab.wait_outside("the stage moves to the left", || {
        let (now_x, now_y) = numbers(&pixel());
        (now_x - x).abs() <= 1 && now_y > y + 20
    });
    tab.finish();
}
