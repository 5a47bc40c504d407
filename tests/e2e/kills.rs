//! A backend that is killed in the middle of something, and comes back.

use crate::harness::{Allowed, Answer, Level, NO_FRAME_COMES, Profile, Simulator, Tab, to_status};

const RESTARTED: [(&[&str], bool); 2] = [(&[], false), (&["--auto-start"], true)];

/// The backend is back, and the page shows what it does.
fn wait_right(tab: &Tab, simulator: &Simulator, streams: bool) {
    tab.wait_for("the page is right again", |page| if streams { page.running() } else { page.ready() });
    assert_eq!(simulator.streams(), streams);
    tab.wait_outside("one socket is left", || simulator.connected_clients() == 1);
}

#[test]
fn in_the_middle_of_a_start() {
    for (flags, streams) in RESTARTED {
        let mut simulator = Simulator::start(&["--start-delay-ms", "60000"]);
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.url());
        tab.wait_for("Play is offered", |page| page.ready());
        tab.click_button("Play");
        tab.wait_outside("the start has arrived", || simulator.count_requests("startLiveView") == 1);
        killed_in_mid_command(&tab, &mut simulator, "start", flags);
        wait_right(&tab, &simulator, streams);
        assert_eq!(simulator.count_requests("startLiveView"), 0, "nothing is replayed");
        tab.finish();
    }
}

#[test]
fn in_the_middle_of_a_stop() {
    for (flags, streams) in RESTARTED {
        let mut simulator = Simulator::start(&["--auto-start", "--stop-delay-ms", "60000"]);
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.url());
        tab.wait_for("Stop is offered", |page| page.running());
        // The server is frozen for as long as it takes to find that out.
        tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
        tab.click_button("Stop");
        tab.wait_for("it is stopping", |page| page.stream == "Stopping…");
        // A stop freezes the whole server, so it can't be asked whether the stop has arrived.
        tab.wait_outside("the stop has arrived", || !simulator.answers());
        killed_in_mid_command(&tab, &mut simulator, "stop", flags);
        wait_right(&tab, &simulator, streams);
        assert_eq!(simulator.count_requests("stopLiveView"), 0, "nothing is replayed");
        tab.finish();
    }
}

/// Kills the backend, waits until the page says that the command's answer is lost, and starts the backend again.
fn killed_in_mid_command(tab: &Tab, simulator: &mut Simulator, command: &str, flags: &[&str]) {
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    // Not at once: where a kept connection breaks, the browser itself may send the request again, once and immediately.
    let words = format!("No answer to “{command}”: the backend could not be reached");
    let page = tab.wait_for("the lost answer is told", |page| page.tells(&words));
    assert!(page.offers_neither(), "{page:?}");
    simulator.restart(flags);
}

#[test]
fn in_the_middle_of_a_sync() {
    for (flags, streams) in RESTARTED {
        let mut simulator = Simulator::start(&[]);
        simulator.fault(&to_status(Answer::Hang));
        let profile = Profile::new();
        let tab = Tab::open(&profile, &simulator.url());
        tab.allow(Allowed::BackendDown);
        let page = tab.wait_for("it syncs", |page| page.connected() && page.stream == "Syncing…");
        assert!(page.offers_neither(), "{page:?}");
        tab.wait_outside("its request has arrived", || simulator.count_requests("getLiveViewActive") >= 1);
        simulator.kill();
        tab.wait_for_line(Level::Info, "[WebSocket] Disconnected.");
        let page = tab.wait_for("nothing is claimed", |page| page.connection == "Not connected");
        assert!(page.offers_neither(), "{page:?}");
        simulator.restart(flags);
        wait_right(&tab, &simulator, streams);
        tab.finish();
    }
}

#[test]
fn in_the_middle_of_a_frame() {
    // Frames so large and so many that one is always on its way.
    let flags = ["--auto-start", "--width", "1600", "--height", "1200", "--fps", "100"];
    let mut simulator = Simulator::start(&flags);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::BackendDown);
    for _ in 0..4 {
        tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
        tab.wait_outside("frames flow", || simulator.clients().iter().any(|client| client.acks_received > 20));
        simulator.kill();
        tab.wait_for("the picture is past", |page| page.picture == "past" && page.offers_neither());
        simulator.restart(&flags);
    }
    wait_right(&tab, &simulator, true);
    tab.wait_for("the picture is live", |page| page.picture == "live");
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("each frame is acknowledged once", || {
        simulator.clients().iter().all(|client| client.acknowledged_all())
    });
    tab.finish();
}

/// Notes whatever the page says beside the state of its connection.
const NOTE_DETAILS: &str = r#"(() => {
    const note = () => {
        const detail = document.querySelector(".status-connection").parentElement.querySelector(".status-detail");
        (window.details ??= new Set()).add(detail.textContent);
    };
    new MutationObserver(note).observe(document.querySelector(".status"), {subtree: true, childList: true, characterData: true});
    note();
})()"#;

#[test]
fn a_backend_that_is_back_is_not_said_to_refuse_its_socket() {
    let mut simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.allow(Allowed::BackendDown);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.evaluate::<()>(NOTE_DETAILS);
    // Whether a request or the socket finds it is chance.
    for _ in 0..5 {
        simulator.kill();
        tab.wait_true(
            "it was tried often",
            "/attempt [3-9]/.test(document.querySelector('.status-connection').textContent)",
        );
        simulator.restart(&[]);
        wait_right(&tab, &simulator, false);
    }
    let details: Vec<String> = tab.evaluate("[...details]");
    assert!(details.iter().any(|detail| detail.contains("in 1 s")), "{details:?}");
    assert!(!details.iter().any(|detail| detail.contains("opens no WebSocket")), "{details:?}");
    tab.finish();
}
