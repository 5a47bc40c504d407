//! Saturated and black pixels: marked on the screen, and their share.

use crate::harness::{Allowed, Hue, Key, Level, Profile, Simulator, Tab, Visit};

/// Falsifies what is read from canvases, as browsers do against fingerprinting.
const FALSIFY: &str = "
    OffscreenCanvasRenderingContext2D.prototype.getImageData = function (left, top, width, height) {
        const falsified = new ImageData(width, height);
        falsified.data.forEach((_, index, data) => { data[index] = 256 * Math.random(); });
        return falsified;
    };
";

/// Points on the screen within the patches of the picture and below them: what is saturated, black, and neither.
fn patches(tab: &Tab) -> Vec<(f64, f64)> {
    tab.wait_settled();
    let (left, top, width, height): (f64, f64, f64, f64) = tab.evaluate(
        "(() => {
            const canvas = document.querySelector('.live-view canvas');
            const {left, top, width, height} = canvas.getBoundingClientRect();
            const scale = Math.min(width / canvas.width, height / canvas.height);
            const [shown, high] = [canvas.width * scale, canvas.height * scale];
            return [left + (width - shown) / 2, top + (height - high) / 2, shown, high];
        })()",
    );
    [(0.125, 0.125), (0.875, 0.125), (0.5, 0.5)].map(|(x, y)| (left + x * width, top + y * height)).to_vec()
}

const MARKED: [Hue; 3] = [Hue::Red, Hue::Blue, Hue::Gray];
const UNMARKED: [Hue; 3] = [Hue::White, Hue::Black, Hue::Gray];

fn text(tab: &Tab, selector: &str) -> String {
    tab.evaluate(&format!("document.querySelector('{selector}')?.checkVisibility() ? document.querySelector('{selector}').textContent : ''"))
}

/// The per cent that an element tells.
fn share(tab: &Tab, selector: &str) -> f64 {
    text(tab, selector).split(' ').find_map(|word| word.parse().ok()).unwrap_or(-1.0)
}

/// A corner with a quarter of each side is one sixteenth of the picture.
fn is_a_sixteenth(share: f64) -> bool {
    (share - 6.25).abs() < 0.3
}

fn opened(profile: &Profile, simulator: &Simulator) -> Tab {
    simulator.show("patches");
    let tab = Tab::open(profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab
}

fn live(tab: &Tab, size_px: (u32, u32)) {
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.wait_picture_size_px(size_px);
    tab.wait_true("its size is known", "!document.querySelector('button[aria-label=Fit]').disabled");
}

#[test]
fn a_key_marks_what_is_saturated_and_black_in_samples_and_marks_no_more() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    simulator.show("patches");
    // Before the page comes, so that nothing is told over the picture.
    simulator.start_binary_stream();
    let tab = Tab::open(&profile, &simulator.url());
    live(&tab, (640, 480));
    let points = patches(&tab);
    tab.wait_hues("as it is", &points, &UNMARKED);
    // Automatic contrast counts the samples, so the share is told although nothing is marked.
    tab.wait_outside("the shares are told", || {
        is_a_sixteenth(share(&tab, ".clipping-saturated")) && is_a_sixteenth(share(&tab, ".clipping-black"))
    });
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.press(Key::Character('x'));
    tab.wait_true("it is on", "document.querySelector('button[aria-label=\"Mark saturated\"]').ariaPressed === 'true'");
    let points = patches(&tab);
    tab.wait_hues("marked", &points, &MARKED);
    // The mark is no value.
    tab.point(points[0]);
    tab.wait_outside("the value is the camera's", || text(&tab, ".readout-value") == "4095");
    tab.press(Key::Character('x'));
    tab.wait_hues("no more", &patches(&tab), &UNMARKED);
    tab.finish();
}

#[test]
fn a_jpeg_is_marked_and_measured_without_its_marks() {
    let simulator = Simulator::start(&["--auto-start"]);
    simulator.show("patches");
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    live(&tab, (640, 480));
    tab.wait_hues("as it is", &patches(&tab), &UNMARKED);
    assert_eq!(text(&tab, ".clipping-note"), "", "nothing is counted in a jpeg that nobody asks about");
    tab.click_button("Mark saturated");
    tab.wait_hues("marked", &patches(&tab), &MARKED);
    tab.wait_outside("the shares are told", || {
        is_a_sixteenth(share(&tab, ".clipping-saturated")) && is_a_sixteenth(share(&tab, ".clipping-black"))
    });
    for (at, value) in [(0, "255"), (1, "0")] {
        tab.point(patches(&tab)[at]);
        tab.wait_outside("the value is the picture's", || text(&tab, ".readout-value") == value);
    }
    tab.click_button("Histogram");
    tab.wait_outside("it is beside the histogram", || {
        let told = text(&tab, ".histogram-saturated");
        is_a_sixteenth(share(&tab, ".histogram-saturated")) && told.ends_with("(from 254)")
    });
    tab.click_button("Histogram");
    // A picture that stays is unmarked as well.
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.click_button("Mark saturated");
    let above = |points: Vec<(f64, f64)>| points[..2].to_vec();
    tab.wait_hues("no more", &above(patches(&tab)), &UNMARKED[..2]);
    tab.click_button("Mark saturated");
    tab.wait_hues("marked again", &above(patches(&tab)), &MARKED[..2]);
    tab.finish();
}

#[test]
fn cameras_of_8_12_and_16_bits_are_saturated_where_their_values_end() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.click_button("Histogram");
    for (camera, size_px, end) in [
        ("WidefieldCamera", (640, 480), "(from 4095)"),
        ("OverviewCamera", (320, 240), "(from 65280)"),
        ("FocusLock", (320, 240), "(from 65535)"),
    ] {
        simulator.start_binary_stream_of(camera);
        live(&tab, size_px);
        tab.wait_outside(&format!("the share of {camera}"), || {
            is_a_sixteenth(share(&tab, ".histogram-saturated"))
                && text(&tab, ".histogram-saturated").ends_with(end)
                && is_a_sixteenth(share(&tab, ".histogram-zero"))
        });
        simulator.stop_stream();
        tab.wait_for("the stream is stopped", |page| page.ready());
    }
    tab.finish();
}

#[test]
fn where_a_browser_falsifies_what_is_read_a_jpeg_gets_no_marks_and_no_share() {
    let simulator = Simulator::start(&[]);
    simulator.show("patches");
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: FALSIFY, ..Visit::to(&url) });
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    live(&tab, (640, 480));
    tab.click_button("Mark saturated");
    tab.click_button("Histogram");
    tab.wait_true("it is said", "document.querySelector('.clipping-falsified').checkVisibility()");
    tab.wait_hues("it is shown as it is", &patches(&tab), &UNMARKED);
    assert_eq!((text(&tab, ".clipping-note"), text(&tab, ".histogram-clipping")), (String::new(), String::new()));
    // Samples go through no canvas.
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    simulator.start_binary_stream();
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.dismiss_notices();
    tab.wait_hues("samples are marked", &patches(&tab), &MARKED);
    tab.wait_outside("their share is told", || is_a_sixteenth(share(&tab, ".clipping-saturated")));
    tab.finish();
}
