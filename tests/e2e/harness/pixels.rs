//! Colours on the screen, as a person sees them: of the page with all that lies over the picture.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::tab::Tab;

/// What a colour is called, as far as pictures of black, white, gray and the marks go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    Black,
    Gray,
    White,
    Red,
    Blue,
}

impl Hue {
    const fn of([red, green, blue]: [u8; 3]) -> Option<Self> {
        match (red, green, blue) {
            (220.., ..40, ..40) => Some(Self::Red),
            (..40, 60..140, 220..) => Some(Self::Blue),
            (..30, ..30, ..30) => Some(Self::Black),
            (230.., 230.., 230..) => Some(Self::White),
            (80..180, 80..180, 80..180) => Some(Self::Gray),
            _ => None,
        }
    }
}

impl Tab {
    /// The colours at these points of the screen.
    pub fn colours_at(&self, points: &[(f64, f64)]) -> Vec<[u8; 3]> {
        let picture = BASE64_STANDARD.encode(self.screenshot());
        let points = serde_json::to_string(points).unwrap();
        self.evaluate(&format!(
            "(async () => {{
                const bytes = Uint8Array.from(atob('{picture}'), (it) => it.charCodeAt(0));
                const picture = await createImageBitmap(new Blob([bytes], {{type: 'image/png'}}));
                const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d', {{willReadFrequently: true}});
                context.drawImage(picture, 0, 0);
                return {points}.map(([x, y]) => [...context.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3));
            }})()"
        ))
    }

    /// Takes down all notices, which lie over a corner of the stage.
    pub fn dismiss_notices(&self) {
        self.evaluate::<()>("document.querySelectorAll('.notice-dismiss').forEach((it) => it.click())");
        self.wait_for("no notice is there", |page| page.notices.is_empty());
    }

    /// Waits until the screen has these colours at these points.
    pub fn wait_hues(&self, what: &str, points: &[(f64, f64)], hues: &[Hue]) {
        let wanted: Vec<Option<Hue>> = hues.iter().copied().map(Some).collect();
        self.wait_outside(&format!("{what}: {hues:?} at {points:?}"), || {
            self.wait_shown();
            self.colours_at(points).into_iter().map(Hue::of).collect::<Vec<_>>() == wanted
        });
    }
}
