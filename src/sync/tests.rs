//! The machine's rules, one by one. Races across many steps are in `tests/simulation.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::wire::CommandAnswer;

/// A machine with a hand-moved clock.
struct Rig {
    state: State,
    now: Moment,
    /// Everything the machine wanted, in order.
    effects: Vec<Effect>,
}

impl Rig {
    fn new() -> Self {
        let state = State::new(Visibility::Visible, Jitter::new(0));
        Self { state, now: Moment(1_000), effects: Vec::new() }
    }

    /// Connected, and the sync answered.
    fn synced(stream: Stream) -> Self {
        let mut rig = Self::new();
        rig.send(Event::ControlsChanged(Controls::Shown));
        rig.connect();
        rig.reply(Ok(stream));
        rig.effects.clear();
        rig
    }

    fn send(&mut self, event: Event) -> &mut Self {
        let effects = self.state.step(event, self.now);
        self.effects.extend(effects);
        self
    }

    /// A click whose turn comes at once, as when no other tab is open.
    fn click(&mut self, intent: Intent) -> &mut Self {
        self.send(Event::Clicked(intent));
        self.take_turn()
    }

    fn take_turn(&mut self) -> &mut Self {
        if let Some(Command { request, stage: Stage::Queued, .. }) = self.state.command {
            self.send(Event::TurnCame { request });
        }
        self
    }

    fn connect(&mut self) {
        self.send(Event::Opened);
        let generation = self.state.connection.socket().expect("a socket is wanted");
        self.send(Event::SocketConnected { generation, sid: "abc".into() });
    }

    fn lose_connection(&mut self) {
        let generation = self.state.connection.socket().expect("a socket is up");
        self.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportClose });
    }

    fn announce(&mut self, stream: Stream) {
        let generation = self.state.connection.socket().expect("a socket is up");
        self.send(Event::Announced { generation, stream });
    }

    fn wait(&mut self, ms: u64) {
        self.now = self.now.after(ms);
        self.send(Event::Woke);
    }

    fn check_request(&self) -> Option<RequestId> {
        match self.state.check {
            Check::InFlight { request, .. } => Some(request),
            Check::Idle | Check::Waiting { .. } => None,
        }
    }

    fn reply(&mut self, answer: Result<Stream, RequestError>) {
        let request = self.check_request().expect("a check is in flight");
        self.send(Event::CheckReplied { request, answer });
    }

    fn fail(&mut self) {
        self.reply(Err(lost()));
    }

    fn answer(&mut self, answer: Result<CommandAnswer, RequestError>) {
        let request = self.state.command.expect("a command is in flight").request;
        self.send(Event::CommandReplied { request, answer });
    }

    fn lines(&self) -> Vec<String> {
        let line = |effect: &Effect| match effect {
            Effect::Log(line) if line.level() != Level::Debug => Some(line.to_string()),
            _ => None,
        };
        self.effects.iter().filter_map(line).collect()
    }

    fn notices(&self) -> Vec<&Notice> {
        let mut notices = Vec::new();
        for effect in &self.effects {
            if let Effect::Notify(notice) = effect {
                notices.push(notice);
            }
        }
        notices
    }

    fn orders(&self) -> Vec<Order> {
        let order = |effect: &Effect| match effect {
            Effect::SendCommand { order, .. } => Some(*order),
            _ => None,
        };
        self.effects.iter().filter_map(order).collect()
    }
}

fn lost() -> RequestError {
    RequestError::Network("refused".into())
}

#[test]
fn every_connect_syncs_and_says_so() {
    let mut rig = Rig::new();
    rig.connect();
    assert!(rig.state.syncing());
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert_eq!(
        rig.lines(),
        [
            "WebSocket connected with socket id: abc",
            "[WebSocket] Syncing livestream status with backend...",
            "[WebSocket] Backend livestream status: true",
            "[WebSocket] Livestream status synced: true",
        ]
    );
    assert!(rig.notices().is_empty(), "the page claimed nothing before, so nothing is corrected");
}

#[test]
fn a_failed_sync_is_tried_three_times_more_then_play_is_offered_unverified() {
    let mut rig = Rig::new();
    rig.connect();
    for delay_ms in [250, 500, 1_000] {
        rig.fail();
        assert_eq!(rig.state.offer(), Offer::Neither);
        assert!(rig.state.syncing());
        rig.wait(delay_ms - 1);
        assert_eq!(rig.check_request(), None, "not before its time");
        rig.wait(1);
    }
    rig.fail();
    assert_eq!(rig.state.offer(), Offer::Play);
    assert!(!rig.state.verified());
    assert_eq!(rig.state.knowledge.doubt(), Some(Doubt::SyncFailed));
    let failed = rig.lines().iter().filter(|line| line.contains("Failed to sync livestream status")).count();
    assert_eq!(failed, 4);
}

#[test]
fn a_sync_that_succeeds_on_a_retry_is_as_good_as_any() {
    let mut rig = Rig::new();
    rig.connect();
    rig.fail();
    rig.wait(250);
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert!(rig.state.verified());
}

#[test]
fn a_failed_poll_changes_nothing_but_the_mark() {
    let mut rig = Rig::synced(Stream::Running);
    rig.wait(5_000);
    rig.fail();
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert_eq!(rig.state.knowledge.stream, Stream::Running);
    assert!(!rig.state.verified());
    assert_eq!(
        rig.lines(),
        ["[StreamControls] Failed to check live view status: the backend could not be reached (refused)"]
    );
    rig.wait(5_000);
    rig.reply(Ok(Stream::Running));
    assert!(rig.state.verified());
}

#[test]
fn polls_back_off_while_they_fail_and_return_to_five_seconds() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::Closed);
    let mut waits = Vec::new();
    for _ in 0..6 {
        let due = rig.state.next_wake().unwrap();
        waits.push(due.ms_since(rig.now));
        rig.now = due;
        rig.send(Event::Woke);
        rig.fail();
    }
    assert_eq!(waits, [5_000, 5_000, 10_000, 20_000, 40_000, 60_000]);
    rig.wait(60_000);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.next_wake(), Some(rig.now.after(5_000)));
}

#[test]
fn polls_do_not_back_off_while_the_socket_is_up() {
    let mut rig = Rig::synced(Stream::Stopped);
    for _ in 0..4 {
        rig.wait(5_000);
        rig.fail();
        assert_eq!(rig.state.next_wake(), Some(rig.now.after(5_000)));
    }
}

#[test]
fn a_poll_corrects_drift_and_tells() {
    let mut rig = Rig::synced(Stream::Running);
    rig.wait(5_000);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
    assert_eq!(rig.lines(), ["[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true"]);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: Stream::Running, now: Stream::Stopped }]);
}

#[test]
fn a_slow_poll_times_out_as_a_failure() {
    let mut rig = Rig::synced(Stream::Running);
    rig.wait(5_000);
    let request = rig.check_request().unwrap();
    rig.wait(5_000);
    assert!(rig.effects.contains(&Effect::Abort { request }));
    assert_eq!(rig.state.offer(), Offer::Stop);
    rig.send(Event::CheckReplied { request, answer: Ok(Stream::Stopped) });
    assert_eq!(rig.state.offer(), Offer::Stop, "a reply after the limit is dropped");
}

#[test]
fn play_sends_one_start_however_often_it_is_clicked() {
    let mut rig = Rig::synced(Stream::Stopped);
    for intent in [Intent::Play, Intent::Play, Intent::Stop, Intent::PlayAnyway] {
        rig.click(intent);
    }
    assert_eq!(rig.orders(), [Order::Start { force: false }]);
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn stop_never_starts_and_play_never_stops() {
    let mut stopped = Rig::synced(Stream::Stopped);
    stopped.click(Intent::Stop);
    assert!(stopped.orders().is_empty());
    let mut running = Rig::synced(Stream::Running);
    running.click(Intent::Play).click(Intent::PlayAnyway);
    assert!(running.orders().is_empty());
    running.click(Intent::Stop);
    assert_eq!(running.orders(), [Order::Stop]);
}

#[test]
fn a_status_reply_from_before_a_click_is_dropped() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.wait(5_000);
    let poll = rig.check_request().unwrap();
    rig.click(Intent::Play);
    assert!(rig.effects.contains(&Effect::Abort { request: poll }));
    rig.answer(Ok(CommandAnswer::Success));
    rig.send(Event::CheckReplied { request: poll, answer: Ok(Stream::Stopped) });
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert!(rig.effects.contains(&Effect::Log(Line::LateReply { request: poll })));
}

#[test]
fn every_answer_has_its_meaning() {
    let long = CommandAnswer::LongExposure { exposure_ms: 3e3, threshold_ms: 2e3, message: "slow".into() };
    let refused = CommandAnswer::Refused { message: "'Nope'".into() };
    let start = Order::Start { force: false };
    let cases = [
        (CommandAnswer::Success, Stream::Running, Offer::Stop, None),
        (CommandAnswer::AlreadyRunning, Stream::Running, Offer::Stop, Some(Notice::AlreadyRunning)),
        (CommandAnswer::NotRunning, Stream::Stopped, Offer::Play, None),
        (long, Stream::Stopped, Offer::Play, Some(Notice::LongExposure { message: "slow".into() })),
        (refused, Stream::Stopped, Offer::Play, Some(Notice::Refused { order: start, message: "'Nope'".into() })),
    ];
    for (answer, truth, offer, notice) in cases {
        let mut rig = Rig::synced(Stream::Stopped);
        rig.click(Intent::Play);
        rig.answer(Ok(answer.clone()));
        assert_eq!(rig.notices(), notice.iter().collect::<Vec<_>>(), "{answer:?}");
        rig.reply(Ok(truth));
        assert_eq!(rig.state.offer(), offer, "{answer:?}");
    }
}

#[test]
fn a_long_exposure_can_be_started_anyway() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::LongExposure { exposure_ms: 3e3, threshold_ms: 2e3, message: String::new() }));
    assert_eq!(rig.state.offer(), Offer::Neither, "it says nothing about the stream, so a check comes first");
    rig.reply(Ok(Stream::Stopped));
    rig.click(Intent::PlayAnyway);
    assert_eq!(rig.orders(), [Order::Start { force: false }, Order::Start { force: true }]);
}

#[test]
fn a_stop_with_nothing_to_stop_is_drift() {
    let mut rig = Rig::synced(Stream::Running);
    rig.click(Intent::Stop);
    rig.answer(Ok(CommandAnswer::NotRunning));
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: Stream::Running, now: Stream::Stopped }]);
}

#[test]
fn a_lost_answer_ends_in_a_check_not_in_a_guess() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.click(Intent::Play);
    rig.wait(30_000);
    assert_eq!(rig.state.offer(), Offer::Neither);
    assert!(rig.state.syncing());
    for delay_ms in [250, 500, 1_000] {
        rig.fail();
        rig.wait(delay_ms);
    }
    rig.fail();
    assert_eq!(rig.state.offer(), Offer::Neither, "nothing is confirmed yet");
    rig.wait(5_000);
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn a_stop_that_left_something_streaming_is_found_out() {
    let mut rig = Rig::synced(Stream::Running);
    rig.click(Intent::Stop);
    rig.answer(Ok(CommandAnswer::Success));
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert_eq!(rig.notices(), [&Notice::Corrected { was: Stream::Stopped, now: Stream::Running }]);
}

#[test]
fn a_lost_connection_keeps_the_state_and_checks_at_once() {
    let mut rig = Rig::synced(Stream::Running);
    rig.lose_connection();
    assert_eq!(rig.state.offer(), Offer::Neither);
    assert_eq!(rig.state.knowledge.stream, Stream::Running);
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop, "the backend still answers");
    assert_eq!(rig.lines(), ["[WebSocket] Disconnected. Reason: transport close"]);
}

#[test]
fn a_lost_connection_whose_check_fails_offers_neither_until_confirmed() {
    let mut rig = Rig::synced(Stream::Running);
    rig.lose_connection();
    rig.fail();
    assert_eq!(rig.state.offer(), Offer::Neither);
    assert_eq!(rig.state.knowledge.doubt(), Some(Doubt::LinkLost));
    assert_eq!(rig.state.knowledge.confirmed_at(), Some(Moment(1_000)));
    rig.wait(500);
    assert!(matches!(rig.state.connection, Connection::Connecting { attempt: 1, .. }));
    let generation = rig.state.connection.socket().unwrap();
    rig.send(Event::SocketConnected { generation, sid: "new".into() });
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
    let told: Vec<_> = rig.notices().into_iter().cloned().collect();
    assert_eq!(
        told,
        [
            Notice::ConnectionLost { reason: DisconnectReason::TransportClose },
            Notice::ConnectionRegained,
            Notice::Corrected { was: Stream::Running, now: Stream::Stopped },
        ]
    );
}

#[test]
fn reconnects_go_on_for_ever_with_growing_waits() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.lose_connection();
    rig.fail();
    let mut waits = Vec::new();
    for _ in 0..6 {
        let Connection::Waiting { at, .. } = rig.state.connection else { panic!("waiting") };
        waits.push(at.ms_since(rig.now));
        rig.now = at;
        rig.send(Event::Woke);
        let generation = rig.state.connection.socket().unwrap();
        rig.send(Event::SocketClosed { generation, reason: DisconnectReason::TransportError });
    }
    assert_eq!(waits, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
}

#[test]
fn an_old_socket_is_not_listened_to() {
    let mut rig = Rig::synced(Stream::Stopped);
    let old = rig.state.connection.socket().unwrap();
    rig.lose_connection();
    rig.reply(Ok(Stream::Stopped));
    rig.wait(500);
    let before = rig.state.clone();
    rig.send(Event::SocketClosed { generation: old, reason: DisconnectReason::TransportClose });
    rig.send(Event::Announced { generation: old, stream: Stream::Running });
    rig.send(Event::SocketConnected { generation: old, sid: "old".into() });
    assert_eq!(rig.state, before);
}

#[test]
fn a_handshake_that_takes_too_long_is_given_up() {
    let mut rig = Rig::new();
    rig.send(Event::Opened);
    rig.wait(10_000);
    assert!(matches!(rig.state.connection, Connection::Waiting { attempt: 2, .. }));
}

#[test]
fn a_command_from_before_a_reconnect_only_leads_to_a_check() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.click(Intent::Play);
    rig.lose_connection();
    rig.fail();
    rig.wait(500);
    let generation = rig.state.connection.socket().unwrap();
    rig.send(Event::SocketConnected { generation, sid: "new".into() });
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Neither, "never two commands in flight");
    rig.answer(Ok(CommandAnswer::Success));
    assert_eq!(rig.state.offer(), Offer::Neither, "the answer may be from before the restart");
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
}

#[test]
fn an_announcement_is_checked_at_once_and_the_page_stops_vouching() {
    let mut rig = Rig::synced(Stream::Running);
    rig.announce(Stream::Stopped);
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
}

#[test]
fn an_announcement_outdates_the_check_in_flight() {
    let mut rig = Rig::synced(Stream::Running);
    rig.wait(5_000);
    let poll = rig.check_request().unwrap();
    rig.now = rig.now.after(50);
    rig.announce(Stream::Stopped);
    rig.send(Event::CheckReplied { request: poll, answer: Ok(Stream::Running) });
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.wait(50);
    rig.reply(Ok(Stream::Stopped));
    assert_eq!(rig.state.offer(), Offer::Play);
}

#[test]
fn a_burst_of_announcements_becomes_two_requests() {
    let mut rig = Rig::synced(Stream::Stopped);
    for stream in [Stream::Running, Stream::Stopped, Stream::Running, Stream::Stopped] {
        rig.announce(stream);
    }
    rig.wait(100);
    rig.reply(Ok(Stream::Stopped));
    let fetches = rig.effects.iter().filter(|effect| matches!(effect, Effect::FetchStatus { .. })).count();
    assert_eq!(fetches, 2);
    assert_eq!(rig.state.offer(), Offer::Play);
}

#[test]
fn a_hidden_tab_asks_nothing_and_syncs_when_shown() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.announce(Stream::Running);
    assert_eq!(rig.state.next_wake(), None);
    rig.wait(600_000);
    assert!(rig.effects.is_empty());
    assert_eq!(rig.state.knowledge.stream, Stream::Running);
    assert!(!rig.state.verified());
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    assert!(rig.state.syncing());
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn a_hidden_tab_reconnects_when_shown() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.lose_connection();
    rig.wait(60_000);
    assert_eq!(rig.state.connection.socket(), None);
    rig.send(Event::VisibilityChanged(Visibility::Visible));
    assert!(rig.state.connection.socket().is_some());
}

#[test]
fn without_buttons_nothing_is_polled() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::ControlsChanged(Controls::Absent));
    assert_eq!(rig.state.next_wake(), None);
    rig.send(Event::ControlsChanged(Controls::Shown));
    assert!(rig.state.syncing(), "what was known may have aged meanwhile");
}

#[test]
fn a_closed_connection_stays_down_until_opened() {
    let mut rig = Rig::synced(Stream::Running);
    rig.send(Event::Closed);
    assert_eq!(rig.lines(), ["[WebSocket] Disconnected. Reason: io client disconnect"]);
    assert_eq!(rig.state.connection, Connection::Closed);
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.connect();
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn another_backend_starts_from_nothing() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.click(Intent::Play);
    let old = rig.state.command.unwrap().request;
    rig.send(Event::BackendChanged);
    assert_eq!(rig.state.knowledge.doubt(), Some(Doubt::NotAsked));
    rig.send(Event::CommandReplied { request: old, answer: Ok(CommandAnswer::Success) });
    assert_eq!(rig.state.offer(), Offer::Neither);
    assert!(rig.state.connection.socket().is_some());
}

#[test]
fn a_command_waits_for_its_turn_among_the_tabs() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::Clicked(Intent::Play));
    assert!(rig.orders().is_empty());
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.take_turn();
    assert_eq!(rig.orders(), [Order::Start { force: false }]);
    let request = rig.state.command.unwrap().request;
    rig.answer(Ok(CommandAnswer::Success));
    assert!(rig.effects.contains(&Effect::EndTurn { request }));
}

#[test]
fn a_command_that_another_tab_made_needless_is_not_sent() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::TabSaid(TabMessage::Commanding(Order::Start { force: false })));
    assert_eq!(rig.state.offer(), Offer::Neither, "the other tab has the turn");
    rig.send(Event::TabSaid(TabMessage::Done));
    rig.reply(Ok(Stream::Stopped));
    rig.send(Event::Clicked(Intent::Play));
    rig.announce(Stream::Running);
    rig.reply(Ok(Stream::Running));
    rig.take_turn();
    assert!(rig.orders().is_empty());
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn a_turn_that_never_comes_is_told_and_one_that_comes_late_is_passed_on() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::Clicked(Intent::Play));
    let request = rig.state.command.unwrap().request;
    rig.send(Event::VisibilityChanged(Visibility::Hidden));
    rig.wait(35_000);
    assert_eq!(rig.notices(), [&Notice::NoTurn { order: Order::Start { force: false } }]);
    rig.effects.clear();
    rig.send(Event::TurnCame { request });
    assert_eq!(rig.effects, [Effect::EndTurn { request }]);
}

#[test]
fn another_tabs_command_is_shown_and_its_end_is_checked() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::TabSaid(TabMessage::Commanding(Order::Start { force: false })));
    rig.click(Intent::Play);
    assert!(rig.orders().is_empty());
    rig.send(Event::TabSaid(TabMessage::Done));
    assert_eq!(rig.state.offer(), Offer::Neither);
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
}

#[test]
fn another_tab_that_was_closed_in_mid_command_is_not_waited_for_for_ever() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::TabSaid(TabMessage::Commanding(Order::Stop)));
    for _ in 0..6 {
        rig.wait(5_000);
        rig.reply(Ok(Stream::Stopped));
    }
    assert_eq!(rig.state.other_command, None);
}

#[test]
fn a_correction_is_told_to_the_other_tabs_but_not_echoed() {
    let mut rig = Rig::synced(Stream::Running);
    rig.wait(5_000);
    rig.reply(Ok(Stream::Stopped));
    assert!(rig.effects.contains(&Effect::TellTabs(TabMessage::Changed)));
    rig.effects.clear();
    rig.send(Event::TabSaid(TabMessage::Changed));
    rig.reply(Ok(Stream::Running));
    assert!(!rig.effects.contains(&Effect::TellTabs(TabMessage::Changed)));
}

#[test]
fn a_command_that_was_not_sent_before_the_connection_was_lost_is_never_sent() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.send(Event::Clicked(Intent::Play));
    let request = rig.state.command.unwrap().request;
    rig.lose_connection();
    rig.send(Event::TurnCame { request });
    assert!(rig.orders().is_empty());
}

#[test]
fn a_click_that_waits_for_its_turn_survives_the_connect() {
    let mut rig = Rig::new();
    rig.send(Event::Opened).send(Event::ControlsChanged(Controls::Shown));
    rig.reply(Ok(Stream::Stopped));
    rig.send(Event::Clicked(Intent::Play));
    rig.connect();
    rig.take_turn();
    assert_eq!(rig.orders(), [Order::Start { force: false }]);
}

#[test]
fn what_an_own_command_brought_about_is_no_drift() {
    let mut rig = Rig::new();
    rig.send(Event::Opened).send(Event::ControlsChanged(Controls::Shown));
    rig.reply(Ok(Stream::Stopped));
    rig.click(Intent::Play);
    rig.connect();
    rig.answer(Ok(CommandAnswer::Success));
    rig.reply(Ok(Stream::Running));
    assert_eq!(rig.state.offer(), Offer::Stop);
    assert!(rig.notices().is_empty());
}

#[test]
fn the_mark_appears_with_the_first_failed_check_not_the_last() {
    let mut rig = Rig::synced(Stream::Stopped);
    rig.click(Intent::Play);
    rig.answer(Ok(CommandAnswer::Success));
    assert!(rig.state.verified());
    rig.fail();
    assert!(!rig.state.verified(), "three tries are still to come");
    rig.wait(250);
    assert!(!rig.state.verified());
    rig.reply(Ok(Stream::Running));
    assert!(rig.state.verified());
}
