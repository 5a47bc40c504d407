//! What is said in µm goes by the pixels that were really sent.

use serde_json::json;

use crate::harness::{Allowed, Answer, Profile, Simulator, Tab, to_path};

/// The side of one of the camera's pixels.
const CAMERA_PIXEL_UM: f64 = 0.325;

/// How many µm of the specimen a pixel of the picture shows, by the bar's length in words and on the stage.
fn um_per_picture_pixel(tab: &Tab) -> Option<f64> {
    let (words, bar_px, css_px): (String, f64, f64) = tab.evaluate(
        "(() => {
            const bar = document.querySelector('.scale-bar');
            const canvas = document.querySelector('.live-view canvas');
            const {width, height} = canvas.getBoundingClientRect();
            return [
                bar.hidden ? '' : bar.querySelector('.scale-bar-length').textContent,
                bar.querySelector('.scale-bar-line').getBoundingClientRect().width,
                Math.min(width / canvas.width, height / canvas.height),
            ];
        })()",
    );
    let (number, unit) = words.split_once(' ')?;
    let number: f64 = number.parse().ok()?;
    let um = match unit {
        "nm" => number / 1e3,
        "µm" => number,
        "mm" => number * 1e3,
        _ => return None,
    };
    Some(um / bar_px * css_px)
}

fn wait_um_per_picture_pixel(tab: &Tab, wanted: f64) {
    let is_right = || um_per_picture_pixel(tab).is_some_and(|um| (um / wanted - 1.0).abs() < 0.02);
    tab.wait_outside(&format!("a pixel of the picture is {wanted} µm wide, by the scale bar"), is_right);
}

fn subsample(simulator: &Simulator, factor: u32) {
    simulator.set_parameters("jpeg", &json!({"subsampling_factor": factor}));
}

#[test]
fn the_scale_bar_goes_by_the_subsampling_of_jpeg_frames_whoever_sets_it() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    wait_um_per_picture_pixel(&tab, 4.0 * CAMERA_PIXEL_UM);
    let asked = simulator.count_requests("/getStreamParameters");
    subsample(&simulator, 8);
    tab.wait_picture_size_px((320, 240));
    // Until it has asked anew, its bar is as long as before, on a canvas with half as many pixels.
    tab.wait_outside("the page asks anew", || simulator.count_requests("/getStreamParameters") > asked);
    wait_um_per_picture_pixel(&tab, 8.0 * CAMERA_PIXEL_UM);
    // The picture that was stopped keeps its scale.
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    wait_um_per_picture_pixel(&tab, 8.0 * CAMERA_PIXEL_UM);
    tab.finish();
}

#[test]
fn no_length_is_said_until_the_subsampling_is_known() {
    let simulator = Simulator::start(&["--auto-start"]);
    simulator.fault(&to_path("/getStreamParameters", Answer::Body("[]")));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    let bar = "document.querySelector('.scale-bar')";
    tab.wait_true("that is said", &format!("{bar}.textContent.includes('Pixel size unknown')"));
    tab.wait_true("and what to do", &format!("{bar}.title.includes('subsampl')"));
    assert_eq!(um_per_picture_pixel(&tab), None);
    simulator.clear_faults();
    wait_um_per_picture_pixel(&tab, 4.0 * CAMERA_PIXEL_UM);
    tab.allow(Allowed::FailedRequests);
    tab.finish();
}

#[test]
fn what_is_known_of_a_picture_stays_when_the_backend_does_not_say_it_again() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    wait_um_per_picture_pixel(&tab, 4.0 * CAMERA_PIXEL_UM);
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    let asked = simulator.count_requests("/getStreamParameters");
    simulator.fault(&to_path("/getStreamParameters", Answer::Known("server_error")));
    tab.click_button("Play");
    // Asked for the second time, the page has had the first answer.
    tab.wait_outside("it was asked twice", || simulator.count_requests("/getStreamParameters") >= asked + 2);
    wait_um_per_picture_pixel(&tab, 4.0 * CAMERA_PIXEL_UM);
    tab.allow(Allowed::FailedRequests);
    tab.finish();
}

#[test]
fn a_pixel_size_of_1_is_taken_and_said_to_be_what_a_backend_says_that_knows_none() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    simulator.start_stream_of("FocusLock");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    wait_um_per_picture_pixel(&tab, 4.0);
    tab.wait_true("it is said", "document.querySelector('.scale-bar').title.includes('knows none')");
    tab.allow(Allowed::Begins(crate::harness::Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.finish();
}

#[test]
fn the_bar_is_not_behind_the_caption() {
    let mut simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    wait_um_per_picture_pixel(&tab, 4.0 * CAMERA_PIXEL_UM);
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    tab.wait_for("the loss is shown over the picture", |page| page.caption.starts_with("Connection lost: "));
    for width in [320, 360, 390, 700, 1280] {
        tab.resize(width, 740);
        tab.wait_settled();
        let (bar_end, caption_begin): (f64, f64) = tab.evaluate(
            "[document.querySelector('.scale-bar').getBoundingClientRect().bottom,
              document.querySelector('.live-view-caption').getBoundingClientRect().top]",
        );
        assert!(
            0.0 < bar_end && bar_end <= caption_begin,
            "the bar ends at {bar_end}, the caption begins at {caption_begin}, {width} px wide"
        );
    }
    tab.finish();
}
