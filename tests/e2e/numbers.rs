//! The numbers under the picture, beside what the simulator sent.

use crate::harness::{Need, Profile, Simulator, Tab, Visit, lacks};

/// A browser that takes 300 ms to decode a picture.
const SLOW_DECODER: &str = "
    const decode = globalThis.createImageBitmap;
    globalThis.createImageBitmap = async (...picture) => {
        await new Promise((done) => setTimeout(done, 300));
        return decode(...picture);
    };
";

/// What the panel says of this.
fn figure(tab: &Tab, name: &str) -> String {
    tab.evaluate(&format!(
        "[...document.querySelectorAll('.numbers dt')].find((it) => it.textContent === '{name}')
            ?.nextElementSibling.textContent ?? ''"
    ))
}

/// The number that the panel says of this; below 0 where it says none of this unit.
fn number(tab: &Tab, name: &str, unit: &str) -> f64 {
    in_unit(&figure(tab, name), unit).unwrap_or(-1.0)
}

fn in_unit(figure: &str, unit: &str) -> Option<f64> {
    figure.split_once(unit)?.0.trim().parse().ok()
}

/// The time that the panel says of this; below 0 where it says none.
fn time_ms(tab: &Tab, name: &str) -> f64 {
    let figure = figure(tab, name);
    in_unit(&figure, "ms").or_else(|| in_unit(&figure, "s").map(|time_s| time_s * 1e3)).unwrap_or(-1.0)
}

fn rate(tab: &Tab, name: &str) -> f64 {
    number(tab, name, "fps")
}

fn is_near(is: f64, should: f64, tolerance: f64) -> bool {
    (is - should).abs() <= tolerance
}

/// The plot's line of what came.
fn line(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.numbers-received').getAttribute('d') ?? ''")
}

#[test]
fn the_numbers_are_the_streams() {
    let simulator = Simulator::start(&["--auto-start", "--still", "--fps", "10"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Numbers");
    tab.wait_outside("ten frames a second come and are painted", || {
        is_near(rate(&tab, "Received"), 10.0, 0.5) && is_near(rate(&tab, "Painted"), 10.0, 0.5)
    });
    // Each picture is the same, so each frame has as many bytes.
    let client = &simulator.clients()[0];
    let frame_kilobytes = client.frame_bytes_sent.unwrap() as f64 / client.frames_sent as f64 / 1e3;
    tab.wait_outside("the bitrate is that of ten such frames", || {
        is_near(number(&tab, "Bitrate", "kB/s") / frame_kilobytes, 10.0, 0.6)
    });
    tab.wait_outside("the delay is told", || (0.0..1e3).contains(&time_ms(&tab, "Delay")));
    tab.wait_outside("so is the time to paint", || (0.0..1e3).contains(&time_ms(&tab, "To paint")));
    tab.wait_outside("frames have just come", || figure(&tab, "Last arrival") == "under 1 s ago");
    tab.wait_outside("seconds are plotted", || line(&tab).matches("h10").count() >= 3);

    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("the rates fall to 0", || {
        ["Received", "Painted"].iter().all(|name| figure(&tab, name) == "0.0 fps")
    });
    assert_eq!((figure(&tab, "Bitrate"), figure(&tab, "Delay")), ("0.0 kB/s".to_owned(), "–".to_owned()));
    let age = figure(&tab, "Last arrival");
    tab.wait_outside("the age grows", || figure(&tab, "Last arrival") != age);
    tab.wait_outside("the latest second has no frames", || line(&tab).ends_with("V100h10"));
    tab.finish();
}

#[test]
fn a_page_that_is_too_slow_says_what_it_drops() {
    if lacks(&[Need::WorkerScripts]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let url = simulator.url();
    let tab = Tab::visit(&profile, &Visit { before_in_workers: SLOW_DECODER, size_px: (360, 740), ..Visit::to(&url) });
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Numbers");
    tab.wait_outside("it drops frames, and says how many", || {
        let [received, painted, dropped] = ["Received", "Painted", "Dropped"].map(|name| rate(&tab, name));
        painted > 1.0 && painted < 3.5 && dropped > 1.0 && is_near(received, painted + dropped, 1.0)
    });
    tab.wait_outside("the time to paint is the decoder's", || time_ms(&tab, "To paint") >= 300.0);
    let fits: bool = tab.evaluate(
        "(({left, right}) => left >= 0 && right <= innerWidth)(document.querySelector('.numbers').getBoundingClientRect())
            && document.documentElement.scrollWidth <= innerWidth",
    );
    assert!(fits, "the panel is wider than the phone");
    tab.finish();
}
