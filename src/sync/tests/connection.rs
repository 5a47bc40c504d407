//! Losing and regaining the connection.

use super::super::*;
use super::Rig;
use crate::wire::CommandAnswer;

#[test]
fn a_lost_connection_keeps_the_state_and_checks_at_once() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "confirmed a moment ago");
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "the backend still answers");
    assert_eq!(rig.lines(), ["[WebSocket] Disconnected. Reason: transport close"]);
}

#[test]
fn a_lost_connection_whose_check_fails_offers_neither_until_confirmed() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    assert_eq!(rig.state.stream.known.unverified_reason(), Some(UnverifiedReason::LinkLost));
    assert_eq!(rig.state.stream.known.confirmed_at(), Some(rig.now));
    rig.wait(500);
    assert!(matches!(rig.state.session.connection, Connection::Connecting { attempt: 1, .. }));
    let generation = rig.state.session.connection.socket().unwrap();
    rig.send(Event::SocketConnected { generation, sid: "new".into() });
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
    let told: Vec<_> = rig.notices().into_iter().cloned().collect();
    assert_eq!(
        told,
        [
            Notice::ConnectionLost { reason: DisconnectReason::TransportClose },
            Notice::ConnectionRegained,
            Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped },
        ]
    );
}

#[test]
fn reconnects_go_on_for_ever_with_growing_waits_where_the_socket_alone_is_refused() {
    let mut rig = Rig::standing(StreamState::Stopped);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Stopped));
    let mut waits = Vec::new();
    for _ in 0..6 {
        let Connection::Waiting { at, .. } = rig.state.session.connection else { panic!("waiting") };
        waits.push(at.ms_since(rig.now));
        rig.now = at;
        rig.send(Event::TimerFired);
        if rig.check_request().is_some() {
            rig.reply(Ok(StreamState::Stopped));
        }
        let generation = rig.state.session.connection.socket().unwrap();
        rig.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportError });
    }
    assert_eq!(waits, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
}

#[test]
fn an_old_socket_is_not_listened_to() {
    let mut rig = Rig::synced(StreamState::Stopped);
    let old = rig.state.session.connection.socket().unwrap();
    rig.lose_connection();
    rig.reply(Ok(StreamState::Stopped));
    rig.wait(500);
    let before = rig.state.clone();
    rig.send(Event::SocketClosed { generation: old, reason: DisconnectReason::TransportClose });
    rig.send(StreamEvent::Announced { generation: old, known: StreamState::Running });
    rig.send(Event::SocketConnected { generation: old, sid: "old".into() });
    assert_eq!(rig.state, before);
}

#[test]
fn a_handshake_that_takes_too_long_is_given_up() {
    let mut rig = Rig::new();
    rig.send(Event::Opened);
    rig.wait(10_000);
    assert!(matches!(rig.state.session.connection, Connection::Waiting { attempt: 2, .. }));
}

#[test]
fn a_hidden_tab_reconnects_when_shown() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.lose_connection();
    rig.wait(60_000);
    assert_eq!(rig.state.session.connection.socket(), None);
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    assert!(rig.state.session.connection.socket().is_some());
}

#[test]
fn a_closed_connection_stays_down_until_opened() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.send(Event::Closed);
    assert_eq!(rig.lines(), ["[WebSocket] Disconnected. Reason: io client disconnect"]);
    assert_eq!(rig.state.session.connection, Connection::Closed);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.connect();
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn another_backend_starts_from_nothing() {
    let mut rig = Rig::synced(StreamState::Stopped);
    rig.click(Intent::Play);
    let old = rig.state.stream.command.unwrap().request;
    rig.send(Event::BackendChanged);
    assert_eq!(rig.state.stream.known.unverified_reason(), Some(UnverifiedReason::NotAsked));
    rig.send(StreamEvent::CommandReplied { request: old, answer: Ok(CommandAnswer::Success) });
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    assert!(rig.state.session.connection.socket().is_some());
}

#[test]
fn the_notice_of_a_loss_says_what_happened_and_the_console_keeps_the_protocols_word() {
    let words = Notice::ConnectionLost { reason: DisconnectReason::TransportClose }.to_string();
    assert_eq!(words, "Connection lost: the backend closed the connection. Reconnecting by itself.");
    let line = LogLine::Disconnected { reason: DisconnectReason::TransportClose }.to_string();
    assert_eq!(line, "[WebSocket] Disconnected. Reason: transport close");
}

#[test]
fn a_socket_is_connected_from_its_handshake_to_its_end() {
    let mut rig = Rig::new();
    rig.send(Event::Opened);
    let generation = rig.state.session.connection.socket().unwrap();
    assert_eq!(rig.state.session.connection.connected_generation(), None);
    rig.send(Event::SocketConnected { generation, sid: "abc".into() });
    assert_eq!(rig.state.session.connection.connected_generation(), Some(generation));
    rig.lose_connection();
    assert_eq!(rig.state.session.connection.connected_generation(), None);
}
