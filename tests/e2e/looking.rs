//! Looking at the picture with mouse, fingers and keys.

use serde::Deserialize;

use crate::harness::{Allowed, Key, Level, Need, Profile, Simulator, Tab, Visit, lacks};

/// Remembers the file that the page makes, and its name.
const CATCH_FILE: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => (window.file = blob, make(blob));
    HTMLAnchorElement.prototype.click = function () { window.fileName = this.download; };
";

/// How the browser has the picture.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Shown {
    /// Of the picture's top left, in CSS pixels of the window.
    left: f64,
    top: f64,
    /// CSS pixels in a picture pixel.
    scale: f64,
}

impl Shown {
    fn of(tab: &Tab) -> Self {
        tab.evaluate(
            "(() => {
                const canvas = document.querySelector('.live-view canvas');
                const {left, top, width, height} = canvas.getBoundingClientRect();
                const scale = Math.min(width / canvas.width, height / canvas.height);
                return {
                    left: left + (width - canvas.width * scale) / 2,
                    top: top + (height - canvas.height * scale) / 2,
                    scale,
                };
            })()",
        )
    }

    /// The picture's point at a point of the window.
    fn point_at(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.left) / self.scale, (y - self.top) / self.scale)
    }
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.05
}

fn are_near(a: (f64, f64), b: (f64, f64)) -> bool {
    is_near(a.0, b.0) && is_near(a.1, b.1)
}

/// The middle of the stage, in whole CSS pixels of the window, as a mouse has it.
fn middle(tab: &Tab) -> (f64, f64) {
    tab.evaluate(
        "(({left, top, width, height}) => [Math.round(left + width / 2), Math.round(top + height / 2)])(
            document.querySelector('.live-view-stage').getBoundingClientRect())",
    )
}

/// What is said of this, beside the tools.
fn readout(tab: &Tab, what: &str) -> String {
    tab.evaluate(&format!(
        "[...document.querySelectorAll('.readout dt')].find((it) => it.textContent === '{what}')
            ?.nextElementSibling.textContent ?? ''"
    ))
}

fn live(simulator: &Simulator, profile: &Profile) -> Tab {
    let tab = Tab::visit(profile, &Visit { before: CATCH_FILE, ..Visit::to(&simulator.url()) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=Fit]').disabled");
    tab.wait_picture_size_px((640, 480));
    tab.wait_settled();
    tab
}

#[test]
fn the_mouse_zooms_where_it_points_and_drags() {
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    let fit = Shown::of(&tab);
    let (x, y) = middle(&tab);
    let at = (x - 120.0, y + 60.0);
    let under = fit.point_at(at);
    for turn in 1..=4 {
        tab.turn_wheel(at, -100.0);
        let wanted = fit.scale * 1.25_f64.powi(turn);
        tab.wait_outside("the picture is larger", || is_near(Shown::of(&tab).scale / wanted, 1.0));
        let now = Shown::of(&tab);
        assert!(are_near(now.point_at(at), under), "{under:?} is now {:?}", now.point_at(at));
    }
    tab.drag(at, (at.0 + 80.0, at.1 - 40.0));
    let dragged = || Shown::of(&tab).point_at((at.0 + 80.0, at.1 - 40.0));
    tab.wait_outside("the picture comes along", || are_near(dragged(), under));
    tab.surely_double_click(at);
    tab.wait_outside("all of it is there again", || {
        let now = Shown::of(&tab);
        is_near(now.scale / fit.scale, 1.0) && are_near((now.left, now.top), (fit.left, fit.top))
    });
    assert!(tab.evaluate::<bool>("scrollX === 0 && scrollY === 0"), "the page was not scrolled");
    tab.finish();
}

#[test]
fn one_to_one_lies_on_the_screens_pixels_on_stages_of_odd_sides() {
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    for (width, height) in [(1281, 801), (1280, 800), (1277, 803)] {
        tab.resize(width, height);
        tab.wait_settled();
        tab.click_button("One to one");
        tab.wait_outside("it lies on whole pixels", || {
            let Shown { left, top, scale } = Shown::of(&tab);
            is_near(scale, 1.0) && is_near(left, left.round()) && is_near(top, top.round())
        });
    }
    tab.finish();
}

#[test]
fn a_screen_of_another_density_is_followed() {
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    tab.click_button("One to one");
    let zoom = || readout(&tab, "Zoom");
    tab.wait_outside("it is one to one", || zoom() == "100 %");
    // As on browsers that say nothing of it but that the window has another size.
    for (density, percent) in [(2.0, "200 %"), (1.1, "110 %"), (1.5, "150 %"), (1.0, "100 %")] {
        tab.evaluate::<()>(&format!(
            "Object.defineProperty(window, 'devicePixelRatio', {{configurable: true, value: {density}}});
            void dispatchEvent(new Event('resize'))"
        ));
        tab.wait_outside("the zoom is that of the new screen", || zoom() == percent);
    }
    tab.finish();
}

#[test]
fn keys_and_fingers_do_the_same() {
    if lacks(&[Need::Touch]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    let scale_is =
        |wanted: f64| tab.wait_outside("the scale is right", || is_near(Shown::of(&tab).scale / wanted, 1.0));
    let fit = Shown::of(&tab).scale;
    tab.press(Key::Character('1'));
    scale_is(1.0);
    tab.press(Key::Character('+'));
    tab.press(Key::Character('+'));
    scale_is(1.5625);
    let before = Shown::of(&tab);
    tab.press(Key::Left);
    tab.wait_outside("it moves", || is_near(Shown::of(&tab).left, before.left + 64.0));
    tab.press(Key::Character('0'));
    scale_is(fit);

    let (x, y) = middle(&tab);
    let under = Shown::of(&tab).point_at((x, y));
    tab.pinch([(x - 40.0, y), (x + 40.0, y)], [(x - 100.0, y), (x + 100.0, y)]);
    scale_is(fit * 2.5);
    let now = Shown::of(&tab).point_at((x, y));
    assert!(are_near(now, under), "{under:?} is now {now:?}");
    tab.finish();
}

#[test]
fn the_value_under_the_pointer_is_the_cameras() {
    let simulator = Simulator::start(&["--width", "320", "--height", "240"]);
    simulator.show("ramp");
    let profile = Profile::new();
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    tab.wait_picture_size_px((320, 240));
    let ramp = simulator.picture(0);
    tab.wait_settled();
    let shown = Shown::of(&tab);
    for (column, row) in [(0, 0), (107, 33), (319, 239)] {
        let at = |begin: f64, pixel: usize| (begin + (pixel as f64 + 0.5) * shown.scale).round();
        tab.point((at(shown.left, column), at(shown.top, row)));
        tab.wait_outside("the pixel is told", || readout(&tab, "Pixel") == format!("{column}, {row}"));
        tab.wait_outside("its value is told", || readout(&tab, "Value") == ramp[row * 320 + column].to_string());
    }
    tab.finish();
}

#[test]
fn a_limit_is_dragged_in_the_histogram() {
    let simulator = Simulator::start(&["--still"]);
    let profile = Profile::new();
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    tab.click_button("Histogram");
    let number = |what: &str| readout(&tab, what).parse::<f64>().unwrap_or(-1.0);
    tab.wait_outside("the window is told", || number("Black") >= 0.0 && number("White") > number("Black"));
    tab.wait_true(
        "the samples are counted, and the plot goes as far as they can",
        "document.querySelector('.histogram-counts').hasAttribute('d')
            && document.querySelector('.histogram-white').max === '4095'",
    );
    let (left, width, top, height): (f64, f64, f64, f64) = tab.evaluate(
        "(({left, width, top, height}) => [left, width, top, height])(
            document.querySelector('.histogram-plot svg').getBoundingClientRect())",
    );
    let at = |value: f64, part: f64| (left + width * value / 4_095.0, top + height * part);
    tab.drag(at(number("White"), 0.25), at(3_000.0, 0.25));
    tab.wait_outside("white is where it was dropped", || (number("White") - 3_000.0).abs() < 12.0);
    tab.drag(at(number("Black"), 0.75), at(1_000.0, 0.75));
    tab.wait_outside("black is where it was dropped", || (number("Black") - 1_000.0).abs() < 12.0);
    tab.click_button("Auto");
    tab.wait_outside("the picture sets it again", || (number("Black") - 1_000.0).abs() > 12.0);
    tab.finish();
}

#[test]
fn what_is_shown_is_saved() {
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let tab = live(&simulator, &profile);
    // The file's name, its type, and its sides; its pixels are the canvas's, from this column and row on.
    let saved = |left: u32, top: u32| -> (String, String, (u32, u32)) {
        tab.wait_true("a file is made", "window.file instanceof Blob && window.fileName !== undefined");
        tab.evaluate::<()>("createImageBitmap(window.file).then((picture) => { window.saved = picture; })");
        let is_shown = format!(
            "(canvas) => {{
                const pixels = (image, x, y) => {{
                    const context = new OffscreenCanvas(saved.width, saved.height).getContext('2d');
                    context.drawImage(image, -x, -y);
                    return context.getImageData(0, 0, saved.width, saved.height).data;
                }};
                const shown = pixels(canvas, {left}, {top});
                return pixels(saved, 0, 0).every((value, index) => value === shown[index]);
            }}"
        );
        // The picture stands still, and Firefox now and then has nothing to read at first.
        tab.wait_outside("what is saved is what is shown", || tab.read_canvas(&is_shown));
        tab.evaluate(
            "(({file, fileName, saved: {width, height}}) => {
                delete window.file;
                delete window.fileName;
                return [fileName, file.type, [width, height]];
            })(window)",
        )
    };
    tab.click_button("Save as PNG");
    let (name, kind, size) = saved(0, 0);
    let digits: String = name.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(digits, "WidefieldCamera-00000000-000000.png", "{name}");
    assert_eq!((kind.as_str(), size), ("image/png", (640, 480)));

    // Zoomed so far that only the middle is on the stage.
    tab.click_button("One to one");
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    for _ in 0..6 {
        tab.press(Key::Character('+'));
    }
    tab.wait_outside("it is larger", || is_near(Shown::of(&tab).scale, 1.25_f64.powi(6)));
    let (width, height): (f64, f64) = tab.evaluate(
        "(({clientWidth, clientHeight}) => [clientWidth, clientHeight])(document.querySelector('.live-view-stage'))",
    );
    let scale = Shown::of(&tab).scale;
    tab.press(Key::Character('s'));
    let ends = |side: f64, stage: f64| {
        let half = (stage / scale / 2.0).min(side / 2.0);
        ((side / 2.0 - half).floor() as u32, (side / 2.0 + half).ceil() as u32)
    };
    let ((left, right), (top, bottom)) = (ends(640.0, width), ends(480.0, height));
    let (_, _, size) = saved(left, top);
    assert_eq!(size, (right - left, bottom - top));
    tab.finish();
}

#[test]
fn the_tools_fit_on_a_phone() {
    let simulator = Simulator::start(&["--auto-start"]);
    for size_px in [(360, 740), (740, 360), (1920, 1080)] {
        let profile = Profile::new();
        let tab = Tab::visit(&profile, &Visit { size_px, ..Visit::to(&simulator.url()) });
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        tab.click_button("Crosshair");
        tab.click_button("Histogram");
        tab.wait_true("the histogram is there", "document.querySelector('.histogram') !== null");
        tab.wait_settled();
        let complaints: Vec<String> = tab.evaluate(
            "[...document.querySelectorAll('.live-view button, .live-view input')].flatMap((it) => {
                const {left, right, width, height} = it.getBoundingClientRect();
                const name = it.getAttribute('aria-label') ?? it.textContent;
                const hidden = width === 0;
                return hidden || (left >= 0 && right <= innerWidth && width >= 36 && height >= 36)
                    ? [] : [`${name}: ${left} to ${right}, ${height} high`];
            }).concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])",
        );
        assert!(complaints.is_empty(), "at {size_px:?}: {complaints:#?}");
        tab.finish();
    }
}

#[test]
fn the_whole_screen_has_the_buttons_and_notices_too() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    // Only what is in front may fill the screen.
    let front = tab.in_front();
    tab.click_button("Full screen");
    tab.wait_true("the page fills the screen", "document.fullscreenElement === document.documentElement");
    tab.wait_true("it is said", "document.querySelector('[aria-label=\"Full screen\"]').ariaPressed === 'true'");
    simulator.expose_ms(2_500);
    tab.wait_for("the stop is told", |page| page.ready() && page.notices.len() == 1);
    simulator.expose_ms(10);
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.click_button("Play");
    tab.wait_for("it runs", |page| page.running());
    tab.click_button("Full screen");
    tab.wait_true("the other pages are back", "document.fullscreenElement === null");
    drop(front);
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.finish();
}
