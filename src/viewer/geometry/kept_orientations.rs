//! How the pictures of several cameras lie, as it is kept: JSON that anybody may have written.

use serde::{Deserialize, Serialize};

use super::{Mirroring, Orientation, Turn};

/// The form that is written here.
const VERSION: u32 = 1;
/// The longest text that is read: more than any that is written here.
const MAX_TEXT_BYTES: usize = 128 * 1024;
/// How many cameras are kept; the one that was turned longest ago goes first.
const MAX_CAMERAS: usize = 100;
/// Longer names and addresses are not kept.
const MAX_NAME_BYTES: usize = 500;

/// How the pictures of cameras lie that were turned or mirrored, the one that was changed last first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptOrientations {
    cameras: Vec<KeptCamera>,
}

/// A camera: its name at its backend's address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct KeptCamera {
    backend: String,
    camera: String,
    orientation: Orientation,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    cameras: Vec<StoredCamera>,
}

#[derive(Serialize, Deserialize)]
struct StoredCamera {
    backend: String,
    camera: String,
    /// In degrees, clockwise.
    turn: u16,
    mirrored: bool,
}

impl KeptOrientations {
    /// Reads what was kept; nothing of it where it is not of this form, or of a newer page.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let stored = (text.len() <= MAX_TEXT_BYTES).then(|| serde_json::from_str::<Stored>(text).ok()).flatten();
        let mut kept = Self::default();
        // The last one first: each that is kept goes before those that were.
        for it in stored.filter(|stored| stored.version == VERSION).into_iter().flat_map(|it| it.cameras).rev() {
            if let Some(turn) = Turn::ALL.into_iter().find(|turn| turn.degrees() == it.turn) {
                let mirroring = if it.mirrored { Mirroring::Mirrored } else { Mirroring::Straight };
                kept.keep(&it.backend, &it.camera, Orientation { turn, mirroring });
            }
        }
        kept
    }

    /// What is kept, as text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let stored = |it: &KeptCamera| StoredCamera {
            backend: it.backend.clone(),
            camera: it.camera.clone(),
            turn: it.orientation.turn.degrees(),
            mirrored: it.orientation.mirroring == Mirroring::Mirrored,
        };
        let stored = Stored { version: VERSION, cameras: self.cameras.iter().map(stored).collect() };
        // Texts, numbers and truths: nothing of it can't be written.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// How this camera's picture lies: as it came, unless something else was kept.
    #[must_use]
    pub fn of(&self, backend: &str, camera: &str) -> Orientation {
        let kept = self.cameras.iter().find(|it| it.backend == backend && it.camera == camera);
        kept.map(|it| it.orientation).unwrap_or_default()
    }

    /// Keeps how this camera's picture lies.
    pub fn keep(&mut self, backend: &str, camera: &str, orientation: Orientation) {
        self.cameras.retain(|it| it.backend != backend || it.camera != camera);
        if orientation != Orientation::default() && backend.len() <= MAX_NAME_BYTES && camera.len() <= MAX_NAME_BYTES {
            let camera = KeptCamera { backend: backend.to_owned(), camera: camera.to_owned(), orientation };
            self.cameras.insert(0, camera);
            self.cameras.truncate(MAX_CAMERAS);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{KeptOrientations, MAX_CAMERAS, Mirroring, Orientation, Turn};

    const RIGHT: Orientation = Orientation { turn: Turn::Right, mirroring: Mirroring::Straight };
    const MIRRORED: Orientation = Orientation { turn: Turn::None, mirroring: Mirroring::Mirrored };

    #[test]
    fn each_camera_of_each_backend_has_its_own() {
        let mut kept = KeptOrientations::default();
        kept.keep("http://a:8001", "Widefield", RIGHT);
        kept.keep("http://a:8001", "Overview", MIRRORED);
        kept.keep("http://b:8001", "Widefield", MIRRORED);
        let kept = KeptOrientations::read(&kept.to_json());
        assert_eq!(kept.of("http://a:8001", "Widefield"), RIGHT);
        assert_eq!(kept.of("http://a:8001", "Overview"), MIRRORED);
        assert_eq!(kept.of("http://b:8001", "Widefield"), MIRRORED);
        assert_eq!(kept.of("http://b:8001", "Overview"), Orientation::default());
    }

    #[test]
    fn what_lies_as_it_came_is_not_kept() {
        let mut kept = KeptOrientations::default();
        kept.keep("a", "b", RIGHT);
        kept.keep("a", "b", Orientation::default());
        assert_eq!(kept, KeptOrientations::default());
    }

    #[test]
    fn the_one_that_was_changed_longest_ago_goes_first() {
        let mut kept = KeptOrientations::default();
        for number in 0..=MAX_CAMERAS {
            kept.keep("a", &number.to_string(), RIGHT);
        }
        let kept = KeptOrientations::read(&kept.to_json());
        assert_eq!(kept.of("a", "0"), Orientation::default());
        assert_eq!((kept.of("a", "1"), kept.of("a", &MAX_CAMERAS.to_string())), (RIGHT, RIGHT));
    }

    #[test]
    fn what_is_none_of_ours_counts_as_nothing() {
        let one = r#"{"version":1,"cameras":[{"backend":"a","camera":"b","turn":90,"mirrored":false}]}"#;
        assert_eq!(KeptOrientations::read(one).of("a", "b"), RIGHT);
        for bad in
            ["", "7", "null", r#"{"version":2,"cameras":[]}"#, &one.replace("90", "45"), &one.replace("90", "\"\"")]
        {
            assert_eq!(KeptOrientations::read(bad), KeptOrientations::default(), "{bad}");
        }
        assert_eq!(KeptOrientations::read(&format!("{one}{}", " ".repeat(200_000))), KeptOrientations::default());
        let long = "x".repeat(501);
        let mut kept = KeptOrientations::default();
        kept.keep("a", &long, RIGHT);
        assert_eq!(kept, KeptOrientations::default());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,200}") {
            let _ = KeptOrientations::read(&text);
        }
    }
}
