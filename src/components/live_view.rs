//! The picture, and what is to be said about it.

use leptos::prelude::*;

use super::all_lights_off::AllLightsOff;
use super::clipping_note::ClippingNote;
use super::contrast_note::ContrastNote;
use super::diagnosis_card::DiagnosisCard;
use super::frame_stats::FrameStats;
use super::live_caption::live_caption;
use super::orientation_note::OrientationNote;
use super::panels::OpenPanel;
use super::resend_last_ack::resend_last_ack_while_stalled;
use super::stage::{CanvasMount, NoLight, PointerReadout, Stage, StageCaption, ViewerAction, provide_viewer_controls};
use super::toolbar::Toolbar;
use crate::control::notices::{NoticeContent, Topic};
use crate::store::{Store, use_store};
use crate::sync::{Severity, StreamState};
use crate::viewer::status::{CaptionKind, ImageFreshness};
use crate::viewer::{Statistics, Viewer, use_viewer};

/// The picture on its black stage, a caption where it is not live, the tools for looking, and a row of figures.
#[component]
pub fn LiveView() -> impl IntoView {
    let viewer = use_viewer();
    let statistics = viewer.statistics();
    let store = use_store();
    provide_viewer_controls();
    let caption = live_caption(store, statistics);
    let stalled = Memo::new(move |_| caption.with(|caption| caption.message == Some(CaptionKind::Stalled)));
    resend_last_ack_while_stalled(store, viewer, stalled);
    remember_stream(store, statistics);
    look_at_chosen_camera(store, viewer);
    notify_paint_failures(store, viewer);

    let freshness = move || match caption.with(|caption| caption.picture) {
        ImageFreshness::Absent => "absent",
        ImageFreshness::Live => "live",
        ImageFreshness::Past => "past",
    };
    view! {
        <section class="live-view" aria-label="Live view" data-picture=freshness>
            <Stage>
                <CanvasMount caption/>
                <StageCaption caption/>
                <NoLight caption/>
            </Stage>
            <DiagnosisCard/>
            <div class="view-row">
                <Toolbar label="Looking" actions=ViewerAction::VIEW/>
                <PointerReadout/>
                <AllLightsOff/>
                <Toolbar label="Panels" actions=ViewerAction::PANELS class="view-tools panel-tools"/>
            </div>
            <OpenPanel/>
            <div class="view-foot">
                <FrameStats/>
                <ContrastNote/>
                <ClippingNote/>
                <OrientationNote/>
            </div>
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

/// The camera that was chosen is looked at, whichever others stream. Where nothing streams, whichever comes next is.
fn look_at_chosen_camera(store: Store, viewer: Viewer) {
    Effect::new(move || {
        if let Some(detector) = store.choice.with(|choice| choice.detector.clone()) {
            viewer.look_at(Some(detector.into()));
        }
    });
    let stopped = Memo::new(move |_| {
        let stream = store.stream.get();
        stream.state == StreamState::Stopped && stream.unverified_reason().is_none()
    });
    Effect::new(move || {
        if stopped.get() {
            viewer.end_streams();
        }
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
