//! The last minute of frames.

use leptos::prelude::*;
use web_sys::Element;

use crate::components::block::{find, set, write};
use crate::keep::keep;
use crate::picture::{Age, Minute};
use crate::store::Store;
use crate::sync::Moment;
use crate::viewer::Viewer;

/// What the figures are called, in their order.
const NAMES: [&str; 7] = ["Received", "Painted", "Dropped", "Bitrate", "Delay", "To paint", "Last arrival"];

/// What is said where nothing is known.
const NONE: &str = "–";

/// The plot, the figures, and what has to be said about them.
pub(super) fn markup() -> String {
    let figures: String = NAMES.iter().map(|name| format!("<div><dt>{name}</dt><dd></dd></div>")).collect();
    format!(
        r#"<div class="numbers-plot">
            <p class="numbers-top" aria-hidden="true"></p>
            <svg viewBox="0 0 {} 100" preserveAspectRatio="none" role="img">
                <path class="numbers-painted"/><path class="numbers-received"/>
            </svg>
            <p class="numbers-times" aria-hidden="true"><span>1 min ago</span><span>now</span></p>
        </div>
        <dl class="readout numbers-figures">{figures}</dl>
        <p class="numbers-note">Delay is over the quickest frame of the last minute: the server’s clock is not this one.</p>"#,
        Minute::PLOT_WIDTH
    )
}

/// Keeps all of it right while the panel is open, once a second.
pub(super) fn follow(panel: Element, viewer: Viewer) {
    let tick = Store::expect().now();
    keep(Box::new(move || {
        let (now, minute) = (tick.get(), viewer.minute());
        if let Some(plot) = find(&panel, "svg") {
            set(&plot, "aria-label", Some(&minute.in_words()));
        }
        for (selector, outline) in
            [(".numbers-painted", minute.painted_outline()), (".numbers-received", minute.received_outline())]
        {
            if let Some(path) = find(&panel, selector) {
                set(&path, "d", outline.as_deref());
            }
        }
        write(&panel, ".numbers-top", &format!("{} fps", minute.top()));
        for (place, figure) in (1..).zip(figures(&minute, now)) {
            write(&panel, &format!("div:nth-child({place}) > dd"), &figure);
        }
    }));
}

/// The figures in the order of their names.
fn figures(minute: &Minute, now: Moment) -> [String; NAMES.len()] {
    let (dropped, in_all) = (rate(minute.dropped_per_second), minute.dropped_in_all());
    [
        rate(minute.received_per_second),
        rate(minute.painted_per_second),
        format!("{dropped}, {in_all} in {} s", minute.dropped.len()),
        minute.bitrate(),
        duration(minute.delay_ms),
        duration(minute.paint_ms),
        age(minute.last_received, now),
    ]
}

fn rate(per_second: f64) -> String {
    format!("{per_second:.1} fps")
}

/// In milliseconds, or from a second on in seconds.
fn duration(time_ms: Option<f64>) -> String {
    match time_ms {
        None => NONE.to_owned(),
        Some(time_ms) if time_ms < 1e3 => format!("{time_ms:.1} ms"),
        Some(time_ms) => format!("{:.1} s", time_ms / 1e3),
    }
}

fn age(at: Option<Moment>, now: Moment) -> String {
    match at {
        None => NONE.to_owned(),
        Some(at) => format!("{} ago", Age::from_ms(now.ms_since(at))),
    }
}
