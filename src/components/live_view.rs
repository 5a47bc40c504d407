//! The picture, and what is to be said about it.

use leptos::html;
use leptos::prelude::*;

use super::looking::{Hands, PanelTools, PointerReadout, Stage, ViewTools};
use super::panels::Panels;
use crate::clock;
use crate::keep::keep;
use crate::notices::{self, Topic};
use crate::picture::{Age, Caption, Course, Message, Picture, Situation, Timeline, Tone};
use crate::store::Store;
use crate::sync::{Moment, Severity};
use crate::viewer::{Statistics, Viewer};

/// How long until the last frame of a stalled stream is acknowledged once more: that may get lost, too.
const HEAL_INTERVAL_MS: u64 = 3_000;

/// The picture on its black stage, a caption where it is not live, the tools for looking, and a row of figures.
#[component]
pub fn LiveView() -> impl IntoView {
    let viewer = Viewer::begin();
    let statistics = viewer.statistics();
    let store = Store::expect();
    let caption = caption(store, statistics);
    let place = NodeRef::<html::Div>::new();
    keep(Box::new(move || {
        if let Some(place) = place.get() {
            viewer.mount(&place);
        }
    }));
    let hands = Hands::new(viewer, place);
    let sight = hands.sight();

    follow_choice(statistics);
    tell_failures(viewer);

    let stalled = Memo::new(move |_| caption.with(|caption| caption.message == Some(Message::Stalled)));
    let mut healed_at = None;
    keep(Box::new(move || {
        if !stalled.get() {
            healed_at = None;
            return;
        }
        let now = store.now().get();
        if healed_at.is_none_or(|at| now.ms_since(at) >= HEAL_INTERVAL_MS) {
            heal(viewer, healed_at.replace(now));
        }
    }));

    let state = move || match caption.with(|caption| caption.picture) {
        Picture::Absent => "absent",
        Picture::Live => "live",
        Picture::Past => "past",
    };
    let tone = move || match caption.with(Caption::tone) {
        Tone::Calm => "calm",
        Tone::Warning => "warning",
    };
    // The age stands apart from the words, so that a screen reader hears the words once and not each second.
    let words = move || caption.with(Caption::words);
    let age = move || caption.with(|caption| caption.age).map(|age| format!(", {age} old"));
    view! {
        <section class="live-view" aria-label="Live view" data-picture=state>
            <Stage hands>
                <div
                    class="live-view-picture"
                    role="img"
                    aria-label=label(caption, statistics)
                    node_ref=place
                ></div>
                <p class="live-view-caption" data-tone=tone hidden=move || words().is_empty()>
                    <span role="status" aria-live="polite">{words}</span>
                    <span>{age}</span>
                </p>
            </Stage>
            <div class="view-row">
                <ViewTools hands/>
                <PointerReadout sight/>
                <PanelTools hands/>
            </div>
            <Panels open=sight.panel()/>
            <Figures statistics/>
        </section>
    }
}

/// What is seen to stream is what Play begins again after a Stop.
fn follow_choice(statistics: ReadSignal<Statistics>) {
    let store = Store::expect();
    keep(Box::new(move || {
        statistics.with(|statistics| {
            if let (Some(detector), Some(at)) = (&statistics.detector, statistics.last_frame_at) {
                store.saw(detector, statistics.format(), at);
            }
        });
    }));
}

/// That nothing can be painted is told, and so is that it can again.
fn tell_failures(viewer: Viewer) {
    let store = Store::expect();
    let mut failed = false;
    keep(Box::new(move || {
        let (severity, text) = match viewer.failure().get() {
            Some(why) => {
                let advice = "It is tried again. If this stays, reload the page, or take a newer browser.";
                (Severity::Warning, format!("The picture can’t be painted ({why}). {advice}"))
            }
            None if failed => (Severity::Info, "The picture is painted again.".to_owned()),
            None => return,
        };
        failed = severity == Severity::Warning;
        store.tell(notices::Message { topic: Topic::Picture, severity, text, action: None });
    }));
}

/// No frame comes: perhaps because the backend waits for an acknowledgement that it never got. It is told once; the
/// tries after that would only fill the log.
fn heal(viewer: Viewer, before: Option<Moment>) {
    let acknowledged = viewer.acknowledge_again();
    if before.is_some() {
        return;
    }
    match acknowledged {
        Some(frame_id) => {
            tracing::warn!(
                "[LiveView] The stream runs, but no frame comes: acknowledged the last one ({frame_id}) again"
            );
        }
        None => tracing::warn!("[LiveView] The stream runs, but no frame comes"),
    }
}

/// What stands over the picture, changing only when it does.
fn caption(store: Store, statistics: ReadSignal<Statistics>) -> Memo<Caption> {
    let connection = Memo::new(move |_| store.connection().get());
    let knowledge = Memo::new(move |_| store.knowledge().get());
    let command = Memo::new(move |_| store.command().get());
    let visibility = Memo::new(move |_| store.visibility().get());
    let syncing = Memo::new(move |_| store.syncing().get());
    let last_frame = Memo::new(move |_| statistics.with(Statistics::last_frame));
    let last_arrival = Memo::new(move |_| statistics.with(|statistics| statistics.last_arrival_at));
    let timeline = Memo::new(move |previous: Option<&Timeline>| {
        connection.with(|connection| {
            let (knowledge, command, visibility) = (knowledge.get(), command.get(), visibility.get());
            Timeline::following(previous, &Course { connection, knowledge, command, visibility }, clock::now())
        })
    });
    Memo::new(move |_| {
        connection.with(|connection| {
            Caption::of(&Situation {
                connection,
                knowledge: knowledge.get(),
                syncing: syncing.get(),
                command: command.get(),
                last_frame: last_frame.get(),
                last_arrival: last_arrival.get(),
                timeline: timeline.get(),
                now: store.now().get(),
            })
        })
    })
}

/// What the picture is, for those who don't see it.
fn label(caption: Memo<Caption>, statistics: ReadSignal<Statistics>) -> Memo<String> {
    let detector = Memo::new(move |_| statistics.with(|statistics| statistics.detector.clone()));
    Memo::new(move |_| {
        let what = match caption.with(|caption| caption.picture) {
            Picture::Absent => return "No picture".to_owned(),
            Picture::Live => "Live picture",
            Picture::Past => "Last picture",
        };
        detector.with(|detector| match detector {
            Some(detector) => format!("{what} from {detector}"),
            None => what.to_owned(),
        })
    })
}

/// Figures for those who look for them: never announced.
#[component]
fn Figures(statistics: ReadSignal<Statistics>) -> impl IntoView {
    let now = Store::expect().now();
    // Each a memo of its text: one type for all is compiled once, and what stays the same is not written again.
    let text = move |text: fn(&Statistics, Moment) -> String| {
        Memo::new(move |_| statistics.with(|statistics| text(statistics, now.get())))
    };
    let undecodable = text(|statistics, _| statistics.undecodable.to_string());
    view! {
        <dl class="live-view-figures">
            <div><dt>"Rate"</dt><dd>{text(rate)}</dd></div>
            <div><dt>"Last frame"</dt><dd>{text(age)}</dd></div>
            <div><dt>"Picture"</dt><dd>{text(size)}</dd></div>
            <div class="live-view-detector">
                <dt>"Camera"</dt>
                <dd>{text(detector)}</dd>
            </div>
            <div hidden=move || undecodable.with(|count| count == "0")>
                <dt>"Unreadable"</dt>
                <dd>{undecodable}</dd>
            </div>
        </dl>
    }
}

const NONE: &str = "–";

/// From ten on without tenths: those flicker, and each change is laid out and painted anew.
fn rate(statistics: &Statistics, _: Moment) -> String {
    let rate = statistics.frames_per_second;
    if rate < 9.95 { format!("{rate:.1} fps") } else { format!("{} fps", rate.round() as u32) }
}

fn age(statistics: &Statistics, now: Moment) -> String {
    statistics.last_frame_at.map_or_else(|| NONE.to_owned(), |at| format!("{} ago", Age::from_ms(now.ms_since(at))))
}

fn size(statistics: &Statistics, _: Moment) -> String {
    statistics.size.map_or_else(|| NONE.to_owned(), |size| format!("{size} px"))
}

fn detector(statistics: &Statistics, _: Moment) -> String {
    statistics.detector.as_deref().unwrap_or(NONE).to_owned()
}
