//! A picture that is black, and why.

use crate::harness::{Profile, Simulator, Tab};

#[test]
fn without_a_light_the_stage_says_why_it_is_black() {
    let simulator = Simulator::start(&["--auto-start", "--dark-without-light"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let said = "document.querySelector('.no-light')?.checkVisibility() === true";
    tab.wait_true("why it is black", said);
    tab.click_button("Open lights");
    tab.write_and_enter("LED: value", "10000");
    tab.click_switch("LED");
    tab.wait_true("it is light", &format!("!({said})"));
    tab.click_button("All off");
    tab.wait_true("it is black again", said);
    tab.finish();
}

#[test]
fn a_bright_picture_without_a_light_is_not_remarked_on() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    // Counting has gone on and off a few times by then.
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    let said = "document.querySelector('.no-light')?.checkVisibility() === true";
    tab.wait_outside("three polls", || {
        assert!(!tab.evaluate::<bool>(said));
        polls() >= before + 3
    });
    tab.finish();
}
