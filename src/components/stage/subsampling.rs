//! How the picture on the canvas was subsampled.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
use crate::control::camera::Format;
use crate::store::Store;
use crate::sync::{Generation, RequestError, StreamState, Timestamp, Visibility};
use crate::viewer::Statistics;
use crate::viewer::geometry::{PictureSize, Subsampling};

/// Waits before the backend is asked again, after the first, second, … time that it did not say.
const RETRY_DELAYS_MS: [u64; 4] = [5_000, 10_000, 20_000, 60_000];

/// Pictures that were subsampled alike: with another factor, the same camera makes a picture of another size.
#[derive(Clone, Debug, PartialEq)]
struct Series {
    detector: Option<Arc<str>>,
    format: Format,
    size: PictureSize,
    /// What the frame itself says.
    factor: Option<u32>,
}

/// When parameters may have changed without a sign in the picture.
type Occasion = (StreamState, Option<Generation>, Visibility);

/// What is known of a series.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    series: Series,
    subsampling: Subsampling,
    /// How often it was asked in vain, and when it is asked again, if at all.
    failures: usize,
    again_at: Option<Timestamp>,
}

/// How the picture on the canvas was subsampled. Binary frames say it; of jpeg frames the backend is asked when their
/// stream is first seen, and whenever it may have changed.
pub(super) fn subsampling(store: Store, statistics: ReadSignal<Statistics>) -> Memo<Subsampling> {
    let series = Memo::new(move |_| statistics.with(Series::of));
    let occasion = Memo::new(move |_| (store.stream.get().state, store.socket.get(), store.visibility.get()));
    let known = RwSignal::new(None::<Known>);
    // Only the answer to the latest question counts.
    let asked = StoredValue::new(0_u64);
    let ask = move |series: Series| {
        let number = asked.try_update_value(|number| {
            *number += 1;
            *number
        });
        spawn_local(async move {
            let detector = series.detector.clone().unwrap_or_default();
            let answer = store.subsampling_factor(&detector, series.format).await;
            if asked.try_get_value() == number {
                known.try_update(|known| *known = Some(Known::after(known.take(), series, answer, clock::now())));
            }
        });
    };
    Effect::new(move |before: Option<(Option<Series>, Occasion)>| {
        let (series, occasion) = (series.get(), occasion.get());
        let is_new = before.as_ref().is_none_or(|(before, _)| *before != series);
        if is_new {
            asked.try_update_value(|number| *number += 1);
            known.set(series.clone().map(Known::first));
        }
        let (stream, _, visibility) = occasion;
        // Of a stream that is stopped the backend may say nothing; but that has to be known, too.
        let is_open = known.with_untracked(|known| known.as_ref().is_some_and(Known::is_open));
        let asks = visibility == Visibility::Visible && (stream == StreamState::Running || is_open);
        match &series {
            Some(series) if series.factor.is_none() && asks => {
                // What has changed may have changed this too: waits begin anew.
                known.update(|known| {
                    if let Some(known) = known {
                        known.failures = 0;
                    }
                });
                ask(series.clone());
            }
            _ => {}
        }
        (series, occasion)
    });
    Effect::new(move || {
        let now = store.now.get();
        let due = known.with_untracked(|known| {
            known.as_ref().filter(|known| known.again_at.is_some_and(|at| at <= now)).map(|known| known.series.clone())
        });
        let (stream, _, visibility) = occasion.get_untracked();
        if let Some(series) = due.filter(|_| stream == StreamState::Running && visibility == Visibility::Visible) {
            known.update(|known| {
                if let Some(known) = known {
                    known.again_at = None;
                }
            });
            ask(series);
        }
    });
    Memo::new(move |_| known.with(|known| known.as_ref().map_or(Subsampling::Asked, |known| known.subsampling)))
}

impl Series {
    /// That of the picture on the canvas.
    fn of(statistics: &Statistics) -> Option<Self> {
        let size = statistics.size?;
        let by_sizes = || Subsampling::factor_between(statistics.original_size?, size);
        Some(Self {
            detector: statistics.detector.clone(),
            format: statistics.format(),
            size,
            factor: statistics.subsampling_factor.or_else(by_sizes),
        })
    }
}

impl Known {
    /// Before anything was asked.
    fn first(series: Series) -> Self {
        let subsampling = series.factor.map_or(Subsampling::Asked, Subsampling::Factor);
        Self { series, subsampling, failures: 0, again_at: None }
    }

    /// Is it not known yet how these pictures were subsampled?
    const fn is_open(&self) -> bool {
        !matches!(self.subsampling, Subsampling::Factor(_))
    }

    /// After an answer that came `now`.
    fn after(before: Option<Self>, series: Series, answer: Result<Option<u32>, RequestError>, now: Timestamp) -> Self {
        let before = before.filter(|before| before.series == series);
        let failures = before.as_ref().map_or(0, |before| before.failures);
        // Backends that don't have this call won't have it later.
        let is_final = matches!(answer, Err(RequestError::Http(404)));
        let subsampling = match (answer, before) {
            (Ok(Some(factor)), _) => {
                return Self { series, subsampling: Subsampling::Factor(factor), failures: 0, again_at: None };
            }
            // What was known of these pictures is so still, whoever does not answer.
            (Err(_), Some(before)) if !before.is_open() => before.subsampling,
            _ => Subsampling::Unknown,
        };
        let wait_ms = RETRY_DELAYS_MS[failures.min(RETRY_DELAYS_MS.len() - 1)];
        let again_at = (!is_final).then(|| now.after(wait_ms));
        Self { series, subsampling, failures: failures + 1, again_at }
    }
}
