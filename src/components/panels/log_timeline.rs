//! The last ten minutes of stream and connection.

use leptos::prelude::*;

use crate::browser::clock;
use crate::control::journal::{Span, StreamSight};
use crate::store::use_store;

/// How far it goes back, in milliseconds.
const LENGTH_MS: u64 = 600_000;
/// How high a bar is, in the drawing's own units; the drawing is as wide as there are seconds.
const BAR: u64 = 16;
/// Where the bar of the connection begins.
const LINK_TOP: u64 = 24;

/// Two bars: what was known about the stream, and whether there was a connection. Heights and patterns say it as well as
/// colours.
#[component]
pub fn LogTimeline() -> impl IntoView {
    let store = use_store();
    let spans = Memo::new(move |_| {
        store.now.track();
        store.log.latest.track();
        store.log.timeline(|timeline| timeline.spans(clock::unix_ms(), LENGTH_MS))
    });
    let stream = move |sight| move || spans.with(|spans| bars(spans, 0, |span| span.sight.stream == sight, sight));
    let link = move || spans.with(|spans| bars(spans, LINK_TOP, |span| span.sight.connected, StreamSight::Running));
    view! {
        <div class="timeline">
            <span class="timeline-label">"Stream"</span>
            <span class="timeline-label">"Connection"</span>
            <svg viewBox="0 0 600 40" preserveAspectRatio="none" role="img" aria-label=move || spans.with(|it| words(it))>
                <pattern id="timeline-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
                    <path class="timeline-hatch" d="M0 6 6 0"></path>
                </pattern>
                <path class="timeline-base" d="M0 16H600M0 40H600"></path>
                <path class="timeline-good" d=stream(StreamSight::Running)></path>
                <path class="timeline-calm" d=stream(StreamSight::Stopped)></path>
                <path class="timeline-doubt" d=stream(StreamSight::Unverified) fill="url(#timeline-hatch)"></path>
                <path class="timeline-good" d=link></path>
            </svg>
            <span class="timeline-times"><span>"10 min ago"</span><span>"now"</span></span>
            <p class="timeline-key">
                "High: running, or connected. Low: stopped. Hatched: unverified. Nothing: not known, or not connected."
            </p>
        </div>
    }
}

/// The bars of these spans as an SVG path. A stopped stream has lower ones.
fn bars(spans: &[Span], top: u64, is_wanted: impl Fn(&Span) -> bool, sight: StreamSight) -> String {
    let height = if sight == StreamSight::Stopped { BAR / 3 } else { BAR };
    let mut path = String::new();
    for span in spans.iter().filter(|span| is_wanted(span)) {
        let (from, to) = (span.begin_ms, span.begin_ms + span.length_ms);
        let (from, to) = (from / 1_000, to.div_ceil(1_000));
        path += &format!("M{from} {}H{to}v{height}H{from}z", top + BAR - height);
    }
    path
}

/// The same for those who don't see it.
fn words(spans: &[Span]) -> String {
    let lasted = |is_wanted: &dyn Fn(&Span) -> bool| {
        let lasted_ms: u64 = spans.iter().filter(|span| is_wanted(span)).map(|span| span.length_ms).sum();
        format!("{} min {} s", lasted_ms / 60_000, lasted_ms / 1_000 % 60)
    };
    let stream = |sight| lasted(&|span: &Span| span.sight.stream == sight);
    format!(
        "The last 10 minutes. Stream: running for {}, stopped for {}, unverified for {}. Connected for {}.",
        stream(StreamSight::Running),
        stream(StreamSight::Stopped),
        stream(StreamSight::Unverified),
        lasted(&|span| span.sight.connected),
    )
}
