//! Two cameras that stream at once.

use crate::harness::{Profile, Simulator, Tab};

const OTHERS: &str = "[...document.querySelectorAll('.live-view-others button')].map((it) => it.textContent).join()";

fn wait_others(tab: &Tab, camera: &str) {
    tab.wait_true(
        &format!("{camera} is said to stream as well"),
        &format!("new RegExp('^{camera} .([1-9][0-9]*) frames.$').test({OTHERS})"),
    );
}

fn wait_camera(tab: &Tab, camera: &str) {
    tab.wait_true(
        &format!("{camera} is looked at"),
        &format!("document.querySelector('.live-view-detector dd').textContent === '{camera}'"),
    );
}

#[test]
fn one_is_looked_at_and_the_other_is_named_counted_and_can_be_chosen() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Camera");
    simulator.start_stream_of("FocusLock");
    wait_others(&tab, "FocusLock");

    // For a while: nothing alternates, and nothing is asked without end.
    tab.evaluate::<()>(
        "window.sizes = new Set();
        (function look() {
            sizes.add(document.querySelector('.live-view canvas').width);
            requestAnimationFrame(look);
        })()",
    );
    let asked = simulator.count_requests("getStreamParameters");
    let acks_received = simulator.clients()[0].acks_received;
    tab.wait_outside("many frames of both came", || simulator.clients()[0].acks_received > acks_received + 80);
    assert_eq!(tab.evaluate::<Vec<u32>>("[...sizes]"), [640]);
    assert_eq!(simulator.count_requests("getStreamParameters"), asked);
    assert!(simulator.clients()[0].acknowledged_in_order());
    wait_camera(&tab, "WidefieldCamera");
    let rate: f64 = tab.evaluate("parseFloat(document.querySelector('.live-view-figures dd').textContent)");
    assert!(rate < 25.0, "{rate} frames a second are not both cameras’");

    tab.click_button("Look at FocusLock");
    tab.wait_picture_size_px((320, 240));
    wait_camera(&tab, "FocusLock");
    wait_others(&tab, "WidefieldCamera");
    // What was chosen stays so for as long as it was just seen.
    tab.wait_true("it is chosen", "document.querySelector('.camera [data-name=FocusLock]').ariaPressed === 'true'");
    tab.click_button("Stop");
    tab.wait_for("both are stopped", |page| page.ready());
    assert!(!simulator.streams());
    tab.wait_true("nothing streams as well", &format!("{OTHERS} === ''"));
    // What was looked at is what Play begins again.
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    assert_eq!(simulator.state()["active_streams"][0]["detector"], "FocusLock");
    tab.finish();
}
