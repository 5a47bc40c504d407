//! Saved files, whole or in part.

use std::{ops::Range, sync::Arc};

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};

use super::error_response::not_found;
use crate::simulator::Simulator;

/// What of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(Range<usize>),
    /// What lies behind its end.
    Nothing,
}

/// A file that a snap or a recording saved.
pub async fn download(
    State(simulator): State<Arc<Simulator>>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Response {
    let file = simulator.snaps.file(&simulator.camera, &path).or_else(|| simulator.recorder.file(&path));
    let Some(file) = file else { return not_found().await };
    let len = file.bytes.len();
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let common = [(header::CONTENT_TYPE, file.content_type), (header::ACCEPT_RANGES, "bytes")];
    match range.map_or(Asked::All, |range| asked(range, len)) {
        Asked::All => (common, file.bytes).into_response(),
        Asked::Part(part) => {
            let content_range = format!("bytes {}-{}/{len}", part.start, part.end - 1);
            let headers = [(header::CONTENT_RANGE, content_range)];
            (StatusCode::PARTIAL_CONTENT, common, headers, file.bytes.slice(part)).into_response()
        }
        Asked::Nothing => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{len}"))]).into_response()
        }
    }
}

/// Reads a header such as `bytes=0-99`, `bytes=100-` or `bytes=-5`. For anything else, several ranges among it, it is the
/// whole file, which the standard allows.
fn asked(range: &str, len: usize) -> Asked {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::All;
    };
    let part = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(len),
        (Ok(first), Err(_)) if last.is_empty() => first..len,
        (Err(_), Ok(last)) if first.is_empty() => len.saturating_sub(last)..len,
        _ => return Asked::All,
    };
    if part.start < part.end { Asked::Part(part) } else { Asked::Nothing }
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    #[test]
    fn one_range_is_read_and_everything_else_is_the_whole() {
        for (range, part) in
            [("0-0", 0..1), ("0-99", 0..10), ("2-4", 2..5), ("9-", 9..10), ("-3", 7..10), ("-30", 0..10)]
        {
            assert_eq!(asked(&format!("bytes={range}"), 10), Asked::Part(part), "{range}");
        }
        for range in ["10-", "10-20", "-0"] {
            assert_eq!(asked(&format!("bytes={range}"), 10), Asked::Nothing, "{range}");
        }
        assert_eq!(asked("bytes=0-", 0), Asked::Nothing);
        for range in ["bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "bytes=a-b", "lines=0-1", ""] {
            assert_eq!(asked(range, 10), Asked::All, "{range}");
        }
    }
}
