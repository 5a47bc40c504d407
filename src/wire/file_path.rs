//! Files that the backend saves: where they are, and how large.

use std::fmt;

/// The longest path that is kept, in bytes.
const MAX_PATH_BYTES: usize = 1_024;

/// A file among the backend's: folders and a name, which lead nowhere but down.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// A path as the backend names it; `None` for one that may lead elsewhere.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let odd =
            |segment: &str| matches!(segment, "." | "..") || segment.contains(|c: char| c == '\\' || c.is_control());
        let segments = || text.split('/').filter(|segment| !segment.is_empty());
        let readable = text.len() <= MAX_PATH_BYTES && segments().next().is_some() && !segments().any(odd);
        readable.then(|| Self(text.to_owned()))
    }

    /// Folders and name, from the outermost on.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// The file's own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.segments().last().unwrap_or_default()
    }

    /// What this file may be called among the backend's own, if this is its path on the backend's whole disk: which of its
    /// folders holds all that can be fetched is not said. The likeliest first.
    #[must_use]
    pub fn fetchable(&self) -> Vec<Self> {
        let segments: Vec<&str> = self.segments().collect();
        let last = |count: usize| segments.len().checked_sub(count).and_then(|begin| segments.get(begin..));
        // Recordings are in a folder of their own.
        [2, 3, 1, 4].into_iter().filter_map(last).map(|segments| Self(segments.join("/"))).collect()
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How large a file is, in bytes, from the header `Content-Range` of an answer with a part of it, such as `bytes 0-0/1234`.
#[must_use]
pub fn file_size_bytes(content_range: &str) -> Option<u64> {
    let (part, size) = content_range.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = part.split_once('-')?;
    let (first, last): (u64, u64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let size = size.trim().parse().ok()?;
    (first <= last && last < size).then_some(size)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_on_the_whole_disk_has_few_ends_that_can_be_asked_for() {
        let ends = |text: &str| -> Vec<String> {
            FilePath::parse(text).unwrap().fetchable().into_iter().map(|path| path.0).collect()
        };
        assert_eq!(
            ends("/home/pi/datasets/recordings/1.mp4"),
            ["recordings/1.mp4", "datasets/recordings/1.mp4", "1.mp4", "pi/datasets/recordings/1.mp4"]
        );
        assert_eq!(ends("/datasets/1.mp4"), ["datasets/1.mp4", "1.mp4"]);
        assert_eq!(ends("1.mp4"), ["1.mp4"]);
    }

    #[test]
    fn only_a_possible_range_has_a_size() {
        assert_eq!(file_size_bytes("bytes 0-0/1234"), Some(1_234));
        assert_eq!(file_size_bytes(" bytes 5-9/10 "), Some(10));
        for odd in [
            "",
            "bytes",
            "bytes */10",
            "bytes 0-0/*",
            "bytes 0-10/10",
            "bytes 5-4/10",
            "0-0/10",
            "bytes 0-0/-1",
            "lines 0-0/1",
        ] {
            assert_eq!(file_size_bytes(odd), None, "{odd}");
        }
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "\\PC{0,60}|[a-z0-9/. *-]{0,60}") {
            let _ = file_size_bytes(&text);
            let _ = FilePath::parse(&text).map(|path| path.fetchable());
        }
    }
}
