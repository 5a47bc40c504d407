//! Play and Stop: one command at a time, shown at once, and every answer with a meaning of its own.

use crate::harness::{
    Allowed, Answer, Level, Look, NO_FRAME_COMES, Need, Profile, Simulator, Tab, can, to_path, to_status,
};

const START: &str = "startLiveView";
const STOP: &str = "stopLiveView";

fn opened(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = Tab::open(profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab
}

#[test]
fn a_double_click_sends_one_start() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.double_click_button("Play");
    tab.wait_for("the stream runs", |page| page.running());
    assert_eq!(simulator.count_requests(START), 1);
    assert_eq!(simulator.count_requests(STOP), 0);
    tab.double_click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert_eq!(simulator.count_requests(START), 1);
    assert_eq!(simulator.count_requests(STOP), 1);
    assert_eq!(simulator.most_commands_in_flight(), 1);
    tab.finish();
}

#[test]
fn clicks_before_the_button_is_drawn_as_disabled_send_one_start() {
    let simulator = Simulator::start(&["--start-delay-ms", "300"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.evaluate::<()>(
        "{ const play = document.querySelector('button[aria-label=\"Play\"]'); play.click(); play.click(); play.click(); }",
    );
    tab.wait_for("the stream runs", |page| page.running());
    assert_eq!(simulator.count_requests(START), 1);
    assert_eq!(simulator.most_commands_in_flight(), 1);
    tab.finish();
}

#[test]
fn a_slow_start_is_shown_at_once_and_holds_both_buttons_until_it_is_confirmed() {
    let simulator = Simulator::start(&["--start-delay-ms", "1500"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    // It does not end before the clicks do, however long they take.
    simulator.fault(&to_path(START, Answer::Hold));
    tab.record();
    tab.click_button("Play");
    tab.click_button("Play");
    tab.click_button("Stop");
    tab.wait_for("it is starting", |page| page.stream == "Starting…");
    assert!(!simulator.streams(), "the clicks came while it was starting");
    simulator.clear_faults();
    tab.wait_for("the stream runs", |page| page.running());
    assert_holds_both(&tab.recorded(), "Starting…", "Running");
    assert_eq!((simulator.count_requests(START), simulator.count_requests(STOP)), (1, 0));
    tab.finish();
}

#[test]
fn a_slow_stop_is_shown_at_once_and_holds_both_buttons_until_it_is_confirmed() {
    let simulator = Simulator::start(&["--auto-start", "--stop-delay-ms", "1500"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    simulator.fault(&to_path(STOP, Answer::Hold));
    tab.record();
    tab.click_button("Stop");
    tab.click_button("Stop");
    tab.click_button("Play");
    tab.wait_for("it is stopping", |page| page.stream == "Stopping…");
    assert!(simulator.streams(), "the clicks came while it was stopping");
    simulator.clear_faults();
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert_holds_both(&tab.recorded(), "Stopping…", "Stopped");
    assert_eq!((simulator.count_requests(START), simulator.count_requests(STOP)), (0, 1));
    assert_eq!(tab.count_lines(Level::Info, "[WebSocket] Disconnected."), 0);
    tab.finish();
}

/// From the first click on, the page says `during` and offers nothing; then it says `after`, and nothing else.
fn assert_holds_both(looks: &[Look], during: &str, after: &str) {
    let clicked = looks.iter().position(|look| look.after_click).unwrap();
    let first = &looks[clicked].page;
    assert!(first.stream == during && first.offers_neither(), "the frame after the click: {first:#?}");
    let mut streams: Vec<&str> = looks[clicked..].iter().map(|look| look.page.stream.as_str()).collect();
    streams.dedup();
    assert_eq!(streams, [during, after]);
    let early = looks[clicked..].iter().find(|look| look.page.stream == during && !look.page.offers_neither());
    assert!(early.is_none(), "{early:#?}");
}

#[test]
fn a_long_exposure_is_told_and_start_anyway_starts() {
    let simulator = Simulator::start(&[]);
    simulator.expose_ms(2_500);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.click_button("Play");
    let page = tab.wait_for("the refusal is told", |page| page.ready() && !page.notices.is_empty());
    assert_eq!(page.notices.len(), 1, "{page:?}");
    let words = "Not started, because the exposure is long. The backend says: Exposure time 2500 ms exceeds 2000 ms.";
    assert!(page.notices[0].text.starts_with(words), "{page:?}");
    assert_eq!(page.notices[0].kind, "notice notice-warning");
    assert!(!simulator.streams());
    tab.click_button("Start anyway");
    let page = tab.wait_for("the stream runs", |page| page.running());
    assert!(page.notices.is_empty(), "what the last command came to is history: {page:?}");
    let forced: Vec<bool> = simulator
        .requests()
        .iter()
        .filter(|request| request.path_and_query.contains(START))
        .map(|request| request.path_and_query.contains("force=true"))
        .collect();
    assert_eq!(forced, [false, true]);
    tab.wait_for("the first frame comes", |page| page.picture == "live");
    tab.finish();
}

#[test]
fn a_refused_start_is_told_in_the_backends_words() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    simulator.fault(&to_path(START, Answer::Body(r#"{"status":"error","message":"camera is on fire"}"#)));
    tab.click_button("Play");
    let page = tab.wait_for("the refusal is told", |page| page.ready() && !page.notices.is_empty());
    assert!(page.tells("The backend refused to start the stream: camera is on fire"), "{page:?}");
    assert_eq!(page.notices[0].kind, "notice notice-error");
    simulator.clear_faults();
    tab.click_button("Play");
    tab.wait_for("the next start works, and the old refusal is gone", |page| page.running() && page.notices.is_empty());
    tab.finish();
}

#[test]
fn answers_that_mean_nothing_lead_to_a_check() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.allow(Allowed::FailedRequests);
    let answers = [
        (Answer::Known("server_error"), "“start” failed: the backend answered HTTP 500"),
        (Answer::Known("unprocessable"), "“start” failed: the backend answered HTTP 422"),
        (Answer::Known("html"), "The answer to “start” was not understood: a web page; a login or a proxy may stand"),
        (Answer::Known("empty"), "The answer to “start” was not understood: the answer is empty"),
        (Answer::Known("oversized"), "The answer to “start” was not understood: longer than 1048576 bytes"),
        (
            Answer::Known("null"),
            "The answer to “start” was not understood: the answer is not an object with a status: `null`",
        ),
        (
            Answer::Body(r#"{"status":"maybe"}"#),
            "The answer to “start” was not understood: the answer has the unknown status `maybe`",
        ),
        (Answer::CutOff, "No answer to “start”: the backend could not be reached ("),
    ];
    for (answer, words) in answers {
        if matches!(answer, Answer::CutOff) && !can(Need::BrokenAnswers) {
            continue;
        }
        simulator.fault(&to_path(START, answer));
        tab.click_button("Play");
        let page = tab.wait_for(&format!("{answer:?} is told"), |page| page.ready() && page.tells(words));
        assert_eq!(page.notices.len(), 1, "notices don't pile up: {page:?}");
        assert_eq!(page.notices[0].kind, "notice notice-error");
        simulator.clear_faults();
    }
    tab.click_button("Play");
    tab.wait_for("a good answer starts it", |page| page.running());
    tab.finish();
}

#[test]
fn a_start_whose_answer_is_lost_is_found_to_have_worked() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.allow(Allowed::FailedRequests);
    tab.allow(Allowed::Begins(
        Level::Warn,
        "[StreamControls] Backend status mismatch detected. Backend: true, Frontend: false",
    ));
    let mut fault = to_path(START, Answer::CutOff);
    fault["stage"] = "after".into();
    simulator.fault(&fault);
    tab.click_button("Play");
    let page = tab.wait_for("the stream runs", |page| page.running());
    if can(Need::BrokenAnswers) {
        assert!(page.tells("No answer to “start”: "), "{page:?}");
    } else {
        assert!(page.tells("The answer to “start” was not understood: "), "{page:?}");
    }
    tab.finish();
}

#[test]
fn a_start_that_somebody_else_was_faster_with() {
    let simulator = Simulator::start(&["--no-push"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    // A poll that has no answer yet, so that it is not the poll that finds it.
    simulator.fault(&to_status(Answer::Hold));
    tab.allow(Allowed::Begins(Level::Warn, "[StreamControls] Failed to check live view status: no answer within 5 s"));
    simulator.start_stream();
    tab.click_button("Play");
    // Whether a poll has failed by then depends on how soon the click came.
    let page = tab.wait_for("Stop is offered, and it is said why", |page| {
        page.offers_stop() && page.tells("The stream was running already, as jpeg.")
    });
    simulator.clear_faults();
    assert_eq!(page.notices[0].kind, "notice notice-info");
    tab.finish();
}

#[test]
fn a_stop_that_somebody_else_was_faster_with() {
    let simulator = Simulator::start(&["--no-push", "--auto-start"]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    tab.allow(Allowed::Begins(
        Level::Warn,
        "[StreamControls] Backend status mismatch detected. Backend: false, Frontend: true",
    ));
    tab.allow(Allowed::Begins(Level::Warn, NO_FRAME_COMES));
    simulator.stop_stream();
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert_eq!(simulator.count_requests(START), 0, "Stop never starts");
    tab.finish();
}

#[test]
fn stop_ends_every_stream() {
    let simulator = Simulator::start(&["--auto-start"]);
    simulator.start_stream_of("FocusLock");
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Stop is offered", |page| page.running());
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert!(!simulator.streams());
    assert_eq!(simulator.most_commands_in_flight(), 1);
    tab.finish();
}

#[test]
fn a_start_is_not_repeated_after_a_restart() {
    let mut simulator = Simulator::start(&["--start-delay-ms", "60000"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.click_button("Play");
    tab.wait_for("it is starting", |page| page.stream == "Starting…");
    tab.wait_outside("the start has arrived", || simulator.count_requests(START) == 1);
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    // Not at once: where a kept connection breaks, the browser itself sends the request again, once and immediately,
    // and a backend that is back within milliseconds gets it. No page can prevent that.
    tab.wait_for("the lost answer is told", |page| {
        page.tells("No answer to “start”: the backend could not be reached")
    });
    simulator.restart(&[]);
    tab.wait_for("Play is offered", |page| page.ready());
    assert_eq!(simulator.count_requests(START), 0);
    assert!(!simulator.streams());
    tab.finish();
}

#[test]
fn a_start_outlives_the_page_that_sent_it() {
    // Longer than a busy machine takes to load the page again.
    let simulator = Simulator::start(&["--start-delay-ms", "12000"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator);
    tab.click_button("Play");
    tab.wait_outside("the start has arrived", || simulator.count_requests(START) == 1);
    tab.allow(Allowed::Leaving);
    tab.reload();
    let page = tab.wait_for("it is said that a start was sent", |page| page.stream == "A start was sent");
    assert!(page.offers_neither(), "{page:?}");
    tab.wait_for("the stream runs", |page| {
        assert!(!page.offers_play(), "a second start would race the first: {page:?}");
        page.running()
    });
    assert_eq!(simulator.count_requests(START), 1);
    tab.reload();
    tab.wait_for("it is forgotten", |page| page.running());
    tab.finish();
}
