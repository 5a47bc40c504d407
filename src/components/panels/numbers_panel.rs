//! The last minute of frames.

use leptos::prelude::*;

use super::RatePlot;
use crate::store::use_store;
use crate::sync::Timestamp;
use crate::viewer::status::{Age, MinuteReport};
use crate::viewer::use_viewer;

/// What is said where nothing is known.
const NONE: &str = "–";

/// A plot and figures, once a second. Nothing of it is announced.
#[component]
pub fn NumbersPanel() -> impl IntoView {
    let (now, viewer) = (use_store().now, use_viewer());
    let report = Memo::new(move |_| {
        now.track();
        viewer.minute()
    });
    let is_empty =
        Memo::new(move |_| report.with(|report| report.received_per_second == 0.0 && report.last_received.is_none()));
    let received = move || rate(report.with(|report| report.received_per_second));
    let painted = move || rate(report.with(|report| report.painted_per_second));
    let bitrate = move || report.with(MinuteReport::bitrate);
    let delay = move || duration(report.with(|report| report.delay_ms));
    let to_paint = move || duration(report.with(|report| report.paint_ms));
    let last_arrival = move || age(report.with(|report| report.last_received), now.get());
    view! {
        <div class="panel numbers" role="group" aria-label="Numbers">
            <p class="numbers-note" hidden=move || !is_empty.get()>
                "No frame came in the last minute. Press Play, and the frames are counted here."
            </p>
            <RatePlot report/>
            <dl class="readout numbers-figures">
                <div><dt>"Received"</dt><dd prop:textContent=received></dd></div>
                <div><dt>"Painted"</dt><dd prop:textContent=painted></dd></div>
                <div><dt>"Dropped"</dt><dd prop:textContent=move || report.with(dropped)></dd></div>
                <div><dt>"Bitrate"</dt><dd prop:textContent=bitrate></dd></div>
                <div><dt>"Delay"</dt><dd prop:textContent=delay></dd></div>
                <div><dt>"To paint"</dt><dd prop:textContent=to_paint></dd></div>
                <div><dt>"Last arrival"</dt><dd prop:textContent=last_arrival></dd></div>
            </dl>
            <p class="numbers-note">
                "Delay is over the quickest frame of the last minute: the server’s clock is not this one."
            </p>
        </div>
    }
}

fn rate(per_second: f64) -> String {
    format!("{per_second:.1} fps")
}

fn dropped(report: &MinuteReport) -> String {
    let (rate, in_all, seconds) = (rate(report.dropped_per_second), report.dropped_in_all(), report.dropped.len());
    format!("{rate}, {in_all} in {seconds} s")
}

/// In milliseconds, or from a second on in seconds.
fn duration(time_ms: Option<f64>) -> String {
    match time_ms {
        None => NONE.to_owned(),
        Some(time_ms) if time_ms < 1e3 => format!("{time_ms:.1} ms"),
        Some(time_ms) => format!("{:.1} s", time_ms / 1e3),
    }
}

fn age(at: Option<Timestamp>, now: Timestamp) -> String {
    match at {
        None => NONE.to_owned(),
        Some(at) => format!("{} ago", Age::from_ms(now.ms_since(at))),
    }
}
