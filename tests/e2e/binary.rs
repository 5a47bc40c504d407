//! Binary frames: the camera's 16-bit values reach the canvas.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Allowed, Level, Profile, Simulator, Tab, wait_until};

/// How long a picture may take to be on the canvas: much more than it needs on an idle machine.
const LIMIT: Duration = Duration::from_secs(30);

/// One row of the canvas: the tones of its gray pixels, or nothing where a pixel is not gray.
fn row_of_tones(tab: &Tab, y: usize) -> Vec<u8> {
    // Read from a copy, because the browser complains about a canvas that is read again and again.
    let script = format!(
        "(canvas) => {{
            const copy = new OffscreenCanvas(canvas.width, 1).getContext('2d', {{willReadFrequently: true}});
            copy.drawImage(canvas, 0, -{y});
            const {{data}} = copy.getImageData(0, 0, canvas.width, 1);
            const tones = [];
            for (let at = 0; at < data.length; at += 4) {{
                if (data[at] === data[at + 1] && data[at] === data[at + 2]) tones.push(data[at]);
            }}
            return tones;
        }}"
    );
    tab.read_canvas(&script)
}

/// What auto-contrast makes of a row of a picture: 0.35 % of the picture's values at either end are black or white.
fn tones_by_auto_contrast(picture: &[u16], row: &[u16]) -> Vec<f64> {
    let mut sorted = picture.to_vec();
    sorted.sort_unstable();
    let saturated = picture.len() * 35 / 10_000;
    let (min, max) = (f64::from(sorted[saturated]), f64::from(sorted[picture.len() - 1 - saturated]));
    row.iter().map(|&value| ((f64::from(value) - min) / (max - min)).clamp(0.0, 1.0) * 255.0).collect()
}

/// Does the canvas show this picture? Auto-contrast measures a part of the pixels only, so its ends may be off by a
/// little, and every tone with them.
fn shows(tab: &Tab, picture: &[u16], width: usize, tolerance: f64) -> bool {
    let height = picture.len() / width;
    [0, 1, height / 2, height - 1].into_iter().all(|y| {
        let is = row_of_tones(tab, y);
        let should = tones_by_auto_contrast(picture, &picture[y * width..][..width]);
        is.len() == width && is.into_iter().zip(should).all(|(is, should)| (f64::from(is) - should).abs() <= tolerance)
    })
}

/// Waits until it does: what is painted comes to the page a moment later.
fn wait_shown(tab: &Tab, picture: &[u16], width: usize, tolerance: f64) {
    let shown = wait_until(LIMIT, || shows(tab, picture, width, tolerance));
    assert!(shown, "another picture is on the canvas: {:?}{}", row_of_tones(tab, 0), tab.report());
}

#[test]
fn the_cameras_values_are_on_the_canvas_and_each_frame_is_acknowledged_once() {
    let simulator = Simulator::start(&["--width", "320", "--height", "240"]);
    simulator.show("ramp");
    let profile = Profile::new();
    let tab = Tab::open_on_binary_stream(&profile, &simulator);
    let ramp = simulator.picture(0);
    assert_eq!((ramp.len(), ramp[0], ramp[319]), (320 * 240, 0, 4_095));
    wait_shown(&tab, &ramp, 320, 1.0);
    tab.wait_outside("many frames were acknowledged", || simulator.clients()[0].acks_received >= 20);
    assert!(simulator.clients()[0].acknowledged_in_order());

    simulator.show("still");
    let specimen = simulator.picture(0);
    wait_shown(&tab, &specimen, 320, 4.0);
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready() && page.picture == "past");
    tab.wait_outside("each frame is acknowledged once", || simulator.clients()[0].acknowledged_all());
    // The last picture stays.
    wait_shown(&tab, &specimen, 320, 4.0);

    tab.click_button("Play");
    tab.wait_for("jpeg frames follow", |page| page.running() && page.picture == "live" && page.caption.is_empty());
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("these are acknowledged once as well", || simulator.clients()[0].acknowledged_all());
    tab.finish();
}

#[test]
fn a_compression_that_is_not_supported_is_said_by_name_and_frames_go_on_with_another() {
    let simulator = Simulator::start(&["--width", "64", "--height", "48"]);
    simulator.show("ramp");
    simulator.set_parameters("binary", &json!({"compression_algorithm": "zstd"}));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    let said = "[LiveView] a binary frame is packed with `zstd`, which this page can't unpack: choose lz4 or none";
    tab.allow(Allowed::Begins(Level::Warn, said));
    simulator.start_binary_stream();
    tab.wait_for_line(Level::Warn, said);
    tab.wait_outside("they are acknowledged", || simulator.clients()[0].acks_received >= 20);
    assert!(simulator.clients()[0].acknowledged_in_order());
    assert_eq!((tab.count_lines(Level::Warn, said), tab.page().picture.as_str()), (1, "absent"));
    let on_stage = "Frames come, but none of them can be shown (a binary frame is packed with `zstd`, which this page \
        can't unpack: choose lz4 or none)";
    tab.wait_for("it is said on the stage", |page| page.caption == on_stage);
    for compression in ["none", "lz4"] {
        simulator.set_parameters("binary", &json!({"compression_algorithm": compression}));
        let acks_received = simulator.clients()[0].acks_received;
        tab.wait_outside("frames come", || simulator.clients()[0].acks_received >= acks_received + 10);
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        wait_shown(&tab, &simulator.picture(0), 64, 1.0);
    }
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("each frame is acknowledged once", || simulator.clients()[0].acknowledged_all());
    tab.finish();
}

#[test]
fn an_8_bit_camera_is_shown_in_all_its_tones_although_the_header_says_12_bits() {
    let simulator = Simulator::start(&["--width", "640", "--height", "480"]);
    simulator.show("ramp");
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    simulator.start_binary_stream_of("OverviewCamera");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let ramp = simulator.picture_of("OverviewCamera", 0);
    assert_eq!((ramp.len(), ramp[319]), (320 * 240, 65_280));
    wait_shown(&tab, &ramp, 320, 1.0);
    tab.click_button("Histogram");
    tab.wait_true(
        "sliders and plot go as far as the values",
        "document.querySelector('.histogram-white')?.max === '65535'",
    );
    // A ramp has as many values in each bin that has any: a plot that ended at 4095 would have one peak at its end.
    tab.wait_true(
        "the histogram is not empty in its middle",
        "(document.querySelector('.histogram-counts').getAttribute('d') ?? '').split(/V[0-9]{1,2}h16/).length > 100",
    );
    tab.finish();
}
