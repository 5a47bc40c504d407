//! Garbage on the socket: said once, and the connection, the page and the picture live on.

use serde_json::{Value, json};

use crate::harness::{Allowed, Level, Profile, Simulator, Tab};

/// Warnings so far.
fn warnings(tab: &Tab) -> Vec<String> {
    tab.said().into_iter().filter(|(level, _)| *level != Level::Info).map(|(_, text)| text).collect()
}

#[test]
fn a_message_that_means_nothing_is_said_once_and_the_next_frame_is_painted() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.allow(Allowed::Begins(Level::Warn, "[WebSocket] "));
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] a frame"));
    let sid = simulator.clients()[0].sid.clone();
    let messages: [(&str, &[&str]); 16] = [
        ("truncated_packet", &["[WebSocket] an event can't be read ("]),
        ("wrong_placeholder", &["[WebSocket] the event \"frame\" should carry "]),
        ("missing_placeholder", &["[WebSocket] the event \"frame\" should carry "]),
        (
            "missing_attachment",
            &["[WebSocket] the binary message that \"frame\" announced never came: that event is lost"],
        ),
        ("unannounced_binary", &["[WebSocket] the backend sent 4 bytes of binary data that no event had announced"]),
        (
            "many_attachments",
            // What follows it was announced by nothing that can be trusted.
            &[
                "[WebSocket] an event announces more than ",
                "[WebSocket] the backend sent 4 bytes of binary data that no",
            ],
        ),
        ("unknown_event", &[]),
        ("empty_text", &["[WebSocket] the backend sent an empty message"]),
        ("unknown_packet_type", &["[WebSocket] the backend sent a message that is not Engine.IO v4: `9what`"]),
        ("bad_json", &["[WebSocket] an event can't be read ("]),
        ("bad_signal", &["[WebSocket] a signal of the backend can't be read: "]),
        ("frame_without_id", &["[LiveView] a frame has no id (said once"]),
        ("frame_id_negative", &["[LiveView] a frame's id is -1 but should be 0 to 255"]),
        ("frame_id_huge", &["[LiveView] a frame's id is 18446744073709551615 but should be 0 to 255"]),
        ("frame_id_string", &["[LiveView] a frame's id is "]),
        ("frame_id_fraction", &[]),
    ];
    for (message, expected) in messages {
        let before = warnings(&tab).len();
        simulator.send_message(&json!(message));
        tab.wait_outside(&format!("{message} is told"), || warnings(&tab).len() >= before + expected.len());
        let picture = tab.painted_pixels();
        tab.wait_outside(&format!("a frame is painted after {message}"), || tab.pixels() != picture);
        let said = warnings(&tab)[before..].to_vec();
        let fits =
            said.len() == expected.len() && said.iter().zip(expected).all(|(said, begin)| said.starts_with(begin));
        assert!(fits, "{message} should be told as {expected:?}, but is as {said:?}");
    }
    let clients = simulator.clients();
    assert_eq!(clients.len(), 1, "the connection stays");
    assert_eq!((clients[0].sid.as_str(), clients[0].disconnected_at_ms), (sid.as_str(), None));
    tab.wait_for("the state stays", |page| page.running());
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("what has a usable id, and only that, is acknowledged once", || {
        simulator.clients()[0].acknowledged_all()
    });
    tab.finish();
}

#[test]
fn a_frame_that_cannot_be_shown_is_said_once_acknowledged_once_and_counted() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] "));
    let frames = [
        ("truncated_frame", "[LiveView] a frame can't be read: "),
        ("undecodable_jpeg", "[LiveView] a jpeg frame "),
        ("bad_base64", "[LiveView] a jpeg frame is no base64 text: "),
        (
            "huge_dimensions",
            "[LiveView] a binary frame says it is 60000 × 60000 pixels; 1 to 16384 a side are possible",
        ),
    ];
    for (count, (frame, words)) in (1..).zip(frames) {
        // Twice: the second one is counted and not told. One after the other, so that it can't overtake the first.
        for acks in [2 * count - 1, 2 * count] {
            simulator.send_message(&json!(frame));
            tab.wait_outside(&format!("{frame} is acknowledged"), || simulator.clients()[0].acks_received == acks);
        }
        tab.wait_for_line(Level::Warn, words);
        let said = warnings(&tab);
        assert_eq!(said.len() as u64, count, "{frame} is told once: {said:?}");
        tab.wait_true(
            "it is counted",
            &format!("document.querySelector('.live-view-figures').textContent.includes('Unreadable{}')", 2 * count),
        );
    }
    assert_eq!(tab.page().picture, "absent");
    tab.click_button("Play");
    tab.wait_for("good frames are painted", |page| page.running() && page.picture == "live" && page.caption.is_empty());
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    tab.wait_outside("good frames are acknowledged once as well", || {
        let client = &simulator.clients()[0];
        client.acks_received == client.frames_sent + 8
    });
    tab.finish();
}

#[test]
fn a_frame_longer_than_its_message_is_said_once() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[LiveView] a frame can't be read: the MessagePack data ends too early"));
    simulator.send_message(&json!("huge_length"));
    tab.wait_for_line(Level::Warn, "[LiveView] a frame can't be read: the MessagePack data ends too early");
    tab.wait_outside("it is acknowledged", || simulator.clients()[0].acks_received == 1);
    tab.click_button("Play");
    tab.wait_for("good frames are painted", |page| page.running() && page.picture == "live");
    tab.finish();
}

#[test]
fn a_connection_that_ends_over_garbage_is_made_again() {
    let simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    // The browser itself must close a connection over this.
    tab.allow(Allowed::BackendDown);
    simulator.send_message(&json!("invalid_utf8"));
    tab.wait_for_line(Level::Info, "[WebSocket] Disconnected. Reason: transport error");
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.wait_outside("the new connection's frames are acknowledged", || {
        let clients = simulator.clients();
        clients.len() == 2 && clients[1].acks_received > 10 && clients[1].acknowledged_in_order()
    });
    tab.finish();
}

#[test]
fn a_flood_of_garbage_is_not_written_out() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.allow(Allowed::Begins(Level::Warn, "[WebSocket] "));
    let garbage: Value = json!("empty_text");
    for _ in 0..40 {
        simulator.send_message(&garbage);
    }
    simulator.start_stream();
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Backend status mismatch detected. "));
    tab.wait_for("the page lives on", |page| page.running() && page.picture == "live");
    assert_eq!(tab.count_lines(Level::Warn, "[WebSocket] the backend sent an empty message"), 20);
    assert_eq!(tab.count_lines(Level::Warn, "[WebSocket] More messages like these come"), 1);
    tab.finish();
}
