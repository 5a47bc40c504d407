//! A backend that can't be reached, and how soon the page is right once it answers again.

use super::super::*;
use super::Rig;

/// What was tried while the backend was away, each with its time.
#[derive(Default)]
struct Tries {
    asked_at: Vec<Timestamp>,
    connected_at: Vec<Timestamp>,
}

impl Tries {
    /// The waits between two requests, in milliseconds.
    fn asking_waits_ms(&self) -> Vec<u64> {
        self.asked_at.windows(2).map(|pair| pair[1].ms_since(pair[0])).collect()
    }

    /// How often the socket was tried in these milliseconds after `begin`.
    fn sockets_within(&self, begin: Timestamp, range_ms: std::ops::Range<u64>) -> usize {
        self.connected_at.iter().filter(|at| range_ms.contains(&at.ms_since(begin))).count()
    }
}

impl Rig {
    /// Goes from deadline to deadline; every request and every socket is refused at once.
    fn be_refused_for(&mut self, duration_ms: u64) -> Tries {
        let end = self.now.after(duration_ms);
        let mut tries = Tries::default();
        while let Some(due) = self.state.next_deadline().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.send(Event::TimerFired);
            if self.check_request().is_some() {
                tries.asked_at.push(self.now);
                self.fail();
            }
            if let Some(generation) = self.state.session.connection.socket() {
                tries.connected_at.push(self.now);
                self.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportError });
            }
        }
        self.now = end;
        tries
    }

    /// A backend that was killed: the socket is gone, and the check at once fails too.
    fn killed(stream: StreamState) -> Self {
        let mut rig = Self::synced(stream);
        rig.lose_connection();
        rig.fail();
        rig
    }
}

#[test]
fn in_the_first_minute_somebody_is_looking() {
    let mut rig = Rig::killed(StreamState::Running);
    let begin = rig.now;
    let tries = rig.be_refused_for(60_000);
    assert!((58..=61).contains(&tries.asked_at.len()), "asked {} times", tries.asked_at.len());
    assert!((55..=62).contains(&tries.sockets_within(begin, 0..60_000)), "{:?}", tries.connected_at);
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
}

#[test]
fn requests_and_tries_of_the_socket_take_turns_while_somebody_is_looking() {
    for seed in 0..20 {
        let mut rig = Rig::killed(StreamState::Running);
        rig.state.session.backoff = Backoff::new(seed);
        let tries = rig.be_refused_for(50_000);
        let mut all: Vec<Timestamp> = [tries.asked_at, tries.connected_at].concat();
        all.sort_unstable();
        let longest_ms = all.windows(2).map(|pair| pair[1].ms_since(pair[0])).max();
        assert!(longest_ms <= Some(750), "{longest_ms:?} ms with seed {seed}");
    }
}

#[test]
fn a_backend_that_is_killed_again_and_again_is_looked_for_as_one_that_is_killed_once() {
    let mut rig = Rig::killed(StreamState::Running);
    for _ in 0..6 {
        rig.be_refused_for(2_000);
        rig.wait(1_000);
        rig.reply(Ok(StreamState::Running));
        let generation = rig.state.session.connection.socket().unwrap();
        rig.send(Event::SocketConnected { generation, sid: "new".into() });
        rig.reply(Ok(StreamState::Running));
        rig.lose_connection();
        rig.fail();
    }
    let begin = rig.now;
    let tries = rig.be_refused_for(10_000);
    assert!(tries.sockets_within(begin, 0..1_500) >= 1, "{:?} since {begin:?}", tries.connected_at);
    assert!(tries.sockets_within(begin, 0..10_000) >= 9, "{:?} since {begin:?}", tries.connected_at);
}

#[test]
fn after_a_minute_polls_back_off_to_a_minute_and_reconnects_to_five_seconds() {
    let mut rig = Rig::killed(StreamState::Running);
    let begin = rig.now;
    rig.be_refused_for(60_000);
    let tries = rig.be_refused_for(600_000);
    assert_eq!(tries.asking_waits_ms()[..6], [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    assert!((118..=122).contains(&tries.sockets_within(begin, 60_000..660_000)), "every 5 s");
}

#[test]
fn coming_back_to_the_page_is_another_minute_of_looking() {
    let mut rig = Rig::killed(StreamState::Running);
    rig.be_refused_for(600_000);
    rig.send(Event::ReconnectWanted);
    let tries = rig.be_refused_for(30_000);
    assert!(tries.asked_at.len() >= 25, "asked {} times", tries.asked_at.len());
}

#[test]
fn what_rest_confirms_is_offered_at_once_and_the_socket_is_tried_at_once() {
    for away_ms in [1_000, 5_000, 30_000] {
        let mut rig = Rig::killed(StreamState::Running);
        rig.be_refused_for(away_ms);
        rig.wait(1_000);
        rig.reply(Ok(StreamState::Stopped));
        assert_eq!(rig.state.available_command(), AvailableCommand::Play, "away for {away_ms} ms");
        assert!(rig.state.session.connection.socket().is_some(), "the backend is there: no need to wait");
        assert!(
            rig.lines().iter().all(|line| !line.contains("mismatch")),
            "nothing was vouched for: {:?}",
            rig.lines()
        );
    }
}

#[test]
fn a_try_of_the_socket_that_fails_while_the_backend_comes_back_is_soon_repeated() {
    for under_way in [true, false] {
        let mut rig = Rig::killed(StreamState::Running);
        rig.be_refused_for(20_000);
        loop {
            rig.now = rig.now.max(rig.state.next_deadline().unwrap());
            rig.send(Event::TimerFired);
            let tried = rig.state.session.connection.socket().is_some();
            if rig.check_request().is_some() && tried == under_way {
                break;
            }
            if !under_way {
                rig.lose_connection_if_any();
            }
            if rig.check_request().is_some() {
                rig.fail();
            }
        }
        rig.reply(Ok(StreamState::Running));
        rig.lose_connection();
        let Connection::Waiting { at, .. } = rig.state.session.connection else {
            panic!("{:?}", rig.state.session.connection)
        };
        assert!(at.ms_since(rig.now) <= 1_000, "in {} ms", at.ms_since(rig.now));
    }
}

#[test]
fn the_socket_is_blamed_once_it_was_refused_by_a_backend_that_answers() {
    let mut rig = Rig::killed(StreamState::Running);
    // Killed again and again, so that the next try is the fourth or a later one from the beginning.
    for _ in 0..3 {
        rig.be_refused_for(5_000);
        rig.connect();
        rig.reply(Ok(StreamState::Running));
        rig.lose_connection();
        assert!(!rig.state.socket_is_refused(), "it was only cut");
        rig.fail();
    }
    rig.be_refused_for(5_000);
    while rig.check_request().is_none() {
        rig.now = rig.now.max(rig.state.next_deadline().unwrap());
        rig.send(Event::TimerFired);
        rig.lose_connection_if_any();
    }
    rig.reply(Ok(StreamState::Running));
    assert!(!rig.state.socket_is_refused(), "it was not tried since");
    for _ in 0..3 {
        rig.lose_connection_if_any();
        rig.wait(5_000);
        rig.reply(Ok(StreamState::Running));
    }
    assert!(rig.state.socket_is_refused());
}

#[test]
fn without_a_button_a_failed_check_is_soon_repeated_also_while_the_socket_is_up() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.announce(StreamState::Stopped);
    for delay_ms in [250, 500, 1_000] {
        rig.fail();
        rig.wait(delay_ms);
    }
    rig.fail();
    assert_eq!(rig.state.available_command(), AvailableCommand::None);
    rig.wait(1_000);
    rig.reply(Ok(StreamState::Stopped));
    assert_eq!(rig.state.available_command(), AvailableCommand::Play);
}

#[test]
fn without_a_button_polls_do_not_back_off_while_the_socket_is_up() {
    let mut rig = Rig::killed(StreamState::Running);
    rig.be_refused_for(600_000);
    rig.connect();
    let connected_at = rig.now;
    let mut asked_at = vec![rig.now];
    while rig.now.ms_since(connected_at) < 120_000 {
        if rig.check_request().is_some() {
            asked_at.push(rig.now);
            rig.fail();
        }
        let due = rig.state.next_deadline().unwrap();
        rig.wait(due.ms_since(rig.now));
    }
    let longest_ms = asked_at.windows(2).map(|pair| pair[1].ms_since(pair[0])).max();
    assert_eq!(longest_ms, Some(5_000));
}

#[test]
fn two_tries_that_the_page_waits_for_are_soon_replaced() {
    let mut rig = Rig::new();
    rig.connect();
    for limit_ms in [300, 600] {
        let lost = rig.check_request().unwrap();
        rig.wait(limit_ms - 1);
        assert_eq!(rig.check_request(), Some(lost));
        rig.wait(1);
        assert!(rig.effects.contains(&Effect::Abort { request: lost }));
        assert!(rig.check_request().is_some_and(|request| request != lost));
    }
    assert_eq!(rig.lines().len(), 2, "a slow answer is not a dead backend: {:?}", rig.lines());
    // The backend may be busy: the next try has the whole time.
    rig.wait(4_900);
    rig.reply(Ok(StreamState::Running));
    assert_eq!(rig.state.available_command(), AvailableCommand::Stop);
}

#[test]
fn the_third_try_without_an_answer_is_a_failure() {
    let mut rig = Rig::new();
    rig.connect();
    for limit_ms in timing::QUICK_TRIES_MS.into_iter().chain([timing::STATUS_TIMEOUT_MS]) {
        assert!(rig.check_request().is_some());
        rig.wait(limit_ms);
    }
    assert_eq!(rig.check_request(), None, "it is not asked again at once");
    assert!(rig.state.session.is_away());
}

#[test]
fn a_poll_without_an_answer_is_a_failure_at_once() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.wait(timing::POLL_INTERVAL_MS);
    assert!(rig.check_request().is_some());
    rig.wait(timing::STATUS_TIMEOUT_MS);
    assert_eq!(rig.check_request(), None);
    assert!(rig.state.session.is_away());
}

#[test]
fn polls_that_were_asked_to_wait_do_not_keep_the_socket_waiting() {
    let mut rig = Rig::synced(StreamState::Running);
    rig.lose_connection();
    rig.reply(Err(RequestError::AskedToWait { status: 503, wait_ms: 5_000 }));
    for _ in 0..3 {
        let Connection::Waiting { at, .. } = rig.state.session.connection else { panic!("it is tried again") };
        assert!(at.ms_since(rig.now) <= timing::LOOKING_INTERVAL_MS, "in {} ms", at.ms_since(rig.now));
        rig.wait(at.ms_since(rig.now));
        let generation = rig.state.session.connection.socket().expect("it is tried");
        rig.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportError });
    }
}

#[test]
fn the_socket_is_blamed_from_its_second_refusal_on() {
    let mut rig = Rig::standing(StreamState::Running);
    rig.lose_connection();
    rig.reply(Ok(StreamState::Running));
    for is_blamed in [false, true] {
        while rig.state.session.connection.socket().is_none() {
            rig.next_timer();
        }
        rig.lose_connection();
        if rig.check_request().is_some() {
            rig.reply(Ok(StreamState::Running));
        }
        assert_eq!(rig.state.socket_is_refused(), is_blamed);
    }
}
