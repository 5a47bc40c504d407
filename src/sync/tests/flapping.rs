//! Connections that are accepted and cut, and cuts that are mended at once.

use super::super::*;
use super::Rig;

/// What a backend that accepts each socket and cuts it saw and showed.
#[derive(Default)]
struct Course {
    connected_at: Vec<Timestamp>,
    requests: usize,
    without_button: usize,
}

impl Rig {
    /// The backend answers every request, accepts every socket, and cuts it after `stands_ms`.
    fn be_accepted_and_cut(&mut self, stands_ms: u64, duration_ms: u64) -> Course {
        let end = self.now.after(duration_ms);
        let mut course = Course::default();
        while self.now < end {
            if self.check_request().is_some() {
                course.requests += 1;
                self.reply(Ok(StreamState::Running));
            }
            match self.state.session.connection {
                Connection::Connecting { generation, .. } => {
                    course.connected_at.push(self.now);
                    self.send(Event::SocketConnected { generation, sid: "abc".into() });
                }
                Connection::Connected { .. } => {
                    let cut_at = self.now.after(stands_ms);
                    while let Some(due) = self.state.next_deadline().filter(|due| *due < cut_at) {
                        self.now = due;
                        self.send(Event::TimerFired);
                        if self.check_request().is_some() {
                            self.reply(Ok(StreamState::Running));
                        }
                    }
                    self.now = cut_at;
                    self.lose_connection();
                }
                Connection::Closed | Connection::Waiting { .. } => {
                    self.now = self.state.next_deadline().unwrap();
                    self.send(Event::TimerFired);
                }
            }
            course.without_button += usize::from(self.state.available_command() == AvailableCommand::None);
        }
        course
    }
}

#[test]
fn a_backend_that_accepts_and_cuts_is_tried_less_and_less() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.be_accepted_and_cut(300, 60_000);
    let course = rig.be_accepted_and_cut(300, 60_000);
    assert!((9..=12).contains(&course.connected_at.len()), "{} connections a minute", course.connected_at.len());
    assert!(course.requests <= 36, "{} requests a minute", course.requests);
    assert_eq!(course.without_button, 0, "what REST confirms is offered");
    rig.lose_connection_if_any();
    assert!(
        matches!(rig.state.session.connection, Connection::Waiting { attempt: 10.., .. }),
        "{:?}",
        rig.state.session.connection
    );
}

#[test]
fn a_backend_that_accepts_and_cuts_is_told_of_twice_not_for_ever() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.be_accepted_and_cut(300, 600_000);
    let lost = rig.notices().iter().filter(|notice| matches!(notice, Notice::ConnectionLost { .. })).count();
    assert!((1..=2).contains(&lost), "{lost}");
    let before = rig.notices().len();
    rig.lose_connection_if_any();
    rig.reconnect();
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.notices().len(), before, "it may be cut again");
    for _ in 0..6 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Running));
    }
    assert_eq!(rig.notices()[before..], [&Notice::ConnectionRegained], "it stands");
}

#[test]
fn a_backend_that_answers_again_is_not_tried_sooner_where_it_cuts_what_it_accepts() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.be_accepted_and_cut(300, 60_000);
    rig.lose_connection_if_any();
    while rig.check_request().is_none() || !rig.state.session.is_away() {
        match rig.check_request() {
            Some(_) => rig.fail(),
            None => drop(rig.next_timer()),
        }
    }
    if let Connection::Waiting { at, .. } = rig.state.session.connection {
        rig.now = at;
        rig.send(Event::TimerFired);
    }
    assert!(rig.check_request().is_some(), "{:?}", rig.state.stream.check);
    rig.reply(Ok(StreamState::Running));
    let connection = &rig.state.session.connection;
    assert!(matches!(connection, Connection::Connecting { attempt: 10.., .. }), "{connection:?}");
}

#[test]
fn a_connection_that_stands_is_told_of_in_a_hidden_tab_as_well() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.be_accepted_and_cut(300, 600_000);
    rig.lose_connection_if_any();
    rig.reconnect();
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.effects.clear();
    assert_eq!(rig.state.next_deadline(), Some(rig.now.after(timing::STANDS_AFTER_MS)));
    rig.next_timer();
    assert_eq!(rig.notices(), [&Notice::ConnectionRegained]);
}

#[test]
fn a_connection_that_stood_counts_as_made() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.be_accepted_and_cut(31_000, 300_000);
    rig.lose_connection_if_any();
    assert!(
        matches!(rig.state.session.connection, Connection::Waiting { attempt: 1, .. }),
        "{:?}",
        rig.state.session.connection
    );
    rig.reconnect();
    rig.lose_connection();
    assert!(
        matches!(rig.state.session.connection, Connection::Waiting { attempt: 2, .. }),
        "{:?}",
        rig.state.session.connection
    );
}

#[test]
fn a_cut_that_is_mended_at_once_is_only_logged() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    rig.reconnect();
    rig.reply(Ok(StreamState::Running));
    for _ in 0..10 {
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Running));
    }
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
    assert_eq!(rig.lines()[0], "[WebSocket] Disconnected. Reason: transport close");
}

#[test]
fn a_cut_that_is_not_mended_within_two_seconds_is_told() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    assert!(rig.notices().is_empty());
    rig.wait(1_999);
    assert!(rig.notices().is_empty());
    rig.wait(1);
    assert_eq!(rig.notices(), [&Notice::ConnectionLost { reason: DisconnectReason::TransportClose }]);
}

#[test]
fn a_cut_that_nobody_looked_at_has_two_seconds_from_when_somebody_does() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.wait(1_500);
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    rig.effects.clear();
    rig.wait(1_999);
    assert!(rig.notices().is_empty(), "{:?}", rig.notices());
    rig.wait(1);
    assert_eq!(rig.notices(), [&Notice::ConnectionLost { reason: DisconnectReason::TransportClose }]);
}

#[test]
fn a_cut_is_told_at_once_where_requests_fail_too() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.fail();
    assert_eq!(rig.notices(), [&Notice::ConnectionLost { reason: DisconnectReason::TransportClose }]);
}

#[test]
fn what_was_confirmed_before_the_cut_does_not_vouch_for_the_new_connection() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.reconnect();
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn after_one_cut_a_new_connection_is_asked_anew() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop, "REST vouches for it");
    rig.reconnect();
    assert_eq!(rig.state.available_command(), AvailableCommand::None, "it may be another backend by now");
}
