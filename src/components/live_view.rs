//! The picture, and what is to be said about it.

use leptos::html;
use leptos::prelude::*;

use super::frame_stats::FrameStats;
use super::live_caption::live_caption;
use super::looking::{PanelTools, PointerReadout, Stage, ViewTools, ViewerControls};
use super::panels::OpenPanel;
use super::resend_last_ack::resend_last_ack_while_stalled;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::{Store, use_store};
use crate::sync::Severity;
use crate::viewer::status::{Caption, CaptionKind, ImageFreshness, Tone};
use crate::viewer::{Statistics, Viewer, use_viewer};

/// The picture on its black stage, a caption where it is not live, the tools for looking, and a row of figures.
#[component]
pub fn LiveView() -> impl IntoView {
    let viewer = use_viewer();
    let statistics = viewer.statistics();
    let store = use_store();
    let caption = live_caption(store, statistics);
    let stalled = Memo::new(move |_| caption.with(|caption| caption.message == Some(CaptionKind::Stalled)));
    resend_last_ack_while_stalled(store, viewer, stalled);
    remember_stream(store, statistics);
    notify_paint_failures(store, viewer);

    let place = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(place) = place.get() {
            viewer.mount(&place);
        }
    });
    let hands = ViewerControls::new(viewer, place);
    let sight = hands.sight();

    let freshness = move || match caption.with(|caption| caption.picture) {
        ImageFreshness::Absent => "absent",
        ImageFreshness::Live => "live",
        ImageFreshness::Past => "past",
    };
    let tone = move || match caption.with(Caption::tone) {
        Tone::Calm => "calm",
        Tone::Warning => "warning",
    };
    // The age stands apart from the words, so that a screen reader hears the words once and not each second.
    let words = move || caption.with(Caption::words);
    let age = move || caption.with(|caption| caption.age).map(|age| format!(", {age} old"));
    view! {
        <section class="live-view" aria-label="Live view" data-picture=freshness>
            <Stage hands>
                <div class="live-view-picture" role="img" aria-label=label(caption, statistics) node_ref=place></div>
                <p class="live-view-caption" data-tone=tone hidden=move || words().is_empty()>
                    <span role="status" aria-live="polite">
                        {words}
                    </span>
                    <span>{age}</span>
                </p>
            </Stage>
            <div class="view-row">
                <ViewTools hands/>
                <PointerReadout sight/>
                <PanelTools hands/>
            </div>
            <OpenPanel open=sight.panel()/>
            <FrameStats/>
        </section>
    }
}

/// What is seen to stream is what Play begins again after a Stop.
fn remember_stream(store: Store, statistics: ReadSignal<Statistics>) {
    Effect::new(move || {
        statistics.with(|statistics| {
            if let (Some(detector), Some(at)) = (&statistics.detector, statistics.last_frame_at) {
                store.observe_stream(detector, statistics.format(), at);
            }
        });
    });
}

/// Tells the person that nothing can be painted, and that it can again.
fn notify_paint_failures(store: Store, viewer: Viewer) {
    let failure = viewer.failure();
    Effect::new(move |failed: Option<bool>| {
        let (severity, text) = match failure.get() {
            Some(why) => {
                let advice = "It is tried again. If this stays, reload the page, or take a newer browser.";
                (Severity::Warning, format!("The picture can’t be painted ({why}). {advice}"))
            }
            None if failed == Some(true) => (Severity::Info, "The picture is painted again.".to_owned()),
            None => return false,
        };
        store.show_notice(NoticeContent { topic: Topic::Picture, severity, text, action: None });
        severity == Severity::Warning
    });
}

/// What the picture is, for those who don't see it.
fn label(caption: Memo<Caption>, statistics: ReadSignal<Statistics>) -> Memo<String> {
    let detector = Memo::new(move |_| statistics.with(|statistics| statistics.detector.clone()));
    Memo::new(move |_| {
        let what = match caption.with(|caption| caption.picture) {
            ImageFreshness::Absent => return "No picture".to_owned(),
            ImageFreshness::Live => "Live picture",
            ImageFreshness::Past => "Last picture",
        };
        detector.with(|detector| match detector {
            Some(detector) => format!("{what} from {detector}"),
            None => what.to_owned(),
        })
    })
}
