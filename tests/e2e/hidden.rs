//! A tab that nobody sees: it asks nothing, and takes no frames beyond those on their way.

use crate::harness::{Allowed, Level, Need, Profile, Simulator, Tab, lacks};

const MISMATCH: &str = "[StreamControls] Backend status mismatch detected. ";

#[test]
fn it_asks_nothing_takes_no_frames_and_is_right_when_shown() {
    if lacks(&[Need::Hiding]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    let sid = simulator.clients()[0].sid.clone();
    let own_client = || simulator.clients().into_iter().find(|client| client.sid == sid).unwrap();
    tab.hide();
    tab.wait_outside("the window of frames is full", || {
        let client = own_client();
        client.frames_sent >= client.acks_received + 4
    });
    // Another person's tab, whose polls tell the time, and in which the stream is stopped.
    let others = Profile::new();
    let other = Tab::open(&others, &simulator.url());
    other.wait_for("the other tab's picture is live", |page| page.running() && page.picture == "live");
    // By now the acknowledgements that were under way when it was hidden have come, and the frames after them.
    let frames = own_client().frames_sent;
    let received = || {
        simulator.clients().iter().filter(|client| client.sid != sid).map(|client| client.acks_received).sum::<u64>()
    };
    let before = received();
    other.wait_outside("ten frames come to the other tab", || received() >= before + 10);
    other.click_button("Stop");
    other.wait_for("the stream is stopped", |page| page.ready());
    let polls = || simulator.count_requests("getLiveViewActive");
    let stopped = polls();
    other.wait_outside("the other tab polls", || polls() >= stopped + 2);
    other.finish();
    let before = polls();
    assert_eq!(own_client().frames_sent, frames, "no frame came while it was hidden");
    let syncs = || tab.count_lines(Level::Info, "[WebSocket] Syncing livestream status with backend...");
    assert_eq!(syncs(), 1);
    let replaced_before = tab.count_replaced_tries();
    tab.allow(Allowed::Begins(Level::Warn, MISMATCH));
    tab.show();
    tab.wait_for("it is right when shown", |page| page.ready() && page.picture == "past");
    let asked = polls() - before;
    let replaced = tab.count_replaced_tries() - replaced_before;
    assert!((1..=1 + replaced).contains(&asked), "it asked {asked} times{}", tab.report());
    assert_eq!(syncs(), 2, "it asked{}", tab.report());
    tab.wait_outside("the held frames are acknowledged", || {
        simulator.clients().iter().all(|client| client.acknowledged_all())
    });
    tab.finish();
}

#[test]
fn a_page_opened_where_nobody_paints_takes_no_more_than_a_windowful() {
    // Few frames a second, so that few come before the first acknowledgement, also on a busy machine.
    let simulator = Simulator::start(&["--auto-start", "--fps", "5"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &format!("{}?view=settings", simulator.url()));
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    tab.wait_outside("it is connected", || simulator.clients().len() == 1);
    let sid = simulator.clients()[0].sid.clone();
    let others = Profile::new();
    let other = Tab::open(&others, &simulator.url());
    other.wait_outside("forty frames come to another tab", || {
        simulator.clients().iter().any(|client| client.sid != sid && client.acks_received >= 40)
    });
    let frames = simulator.clients().into_iter().find(|client| client.sid == sid).unwrap().frames_sent;
    // A window of four, and what was sent before the first acknowledgement had arrived; without a limit, forty.
    assert!((1..=20).contains(&frames), "{frames} frames were sent");
    other.finish();
    tab.click_link("Live view");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.finish();
}

#[test]
fn it_reconnects_when_shown_and_not_before() {
    if lacks(&[Need::Hiding]) {
        return;
    }
    let mut simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    tab.hide();
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    tab.wait_for_line(Level::Info, "[WebSocket] Disconnected.");
    simulator.restart(&[]);
    let others = Profile::new();
    let other = Tab::open(&others, &simulator.url());
    other.wait_for("Play is offered", |page| page.ready());
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    other.wait_outside("the other tab polls", || polls() >= before + 2);
    assert_eq!(simulator.connected_clients(), 1, "only the other tab's");
    other.finish();
    tab.show();
    tab.wait_for("it is right when shown", |page| page.ready());
    tab.finish();
}
