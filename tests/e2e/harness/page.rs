//! What the page shows.

use serde::Deserialize;

/// Reads the page in one go, so that all of it is of the same moment.
pub const READ: &str = r#"(() => {
    const text = (selector) => document.querySelector(selector)?.textContent.trim() ?? "";
    const words = (selector) => text(`${selector} .status-word`);
    const note = (selector) => text(`${selector} .status-note, ${selector} .status-unverified`);
    const enabled = (name) => {
        const button = document.querySelector(`button[aria-label="${name}"]`);
        return button === null ? null : !button.disabled;
    };
    const shown = (selector) => {
        const element = document.querySelector(selector);
        return element === null || element.hidden ? "" : element.textContent.trim();
    };
    return {
        play: enabled("Play"),
        stop: enabled("Stop"),
        record: document.querySelector(".control-record:enabled:not([aria-disabled])")?.ariaLabel ?? "",
        connection: words(".status-connection"),
        stream: words(".status-stream"),
        stream_note: note(".status-stream"),
        caption: shown(".live-view-caption"),
        picture: document.querySelector(".live-view")?.dataset.picture ?? "",
        notices: [...document.querySelectorAll(".notices .notice")].map((notice) => ({
            text: notice.querySelector(".notice-text").textContent.trim(),
            kind: notice.className,
        })),
    };
})()"#;

/// What the page shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// Can Play be pressed? `None` while there is no such button.
    pub play: Option<bool>,
    /// Can Stop be pressed? `None` while there is no such button.
    pub stop: Option<bool>,
    /// What the button for recordings does, `Record` or `Finish recording`; empty while it does nothing.
    pub record: String,
    /// The first line of the status.
    pub connection: String,
    /// The second line of the status.
    pub stream: String,
    /// What is said beside it, such as that and why it is unverified.
    pub stream_note: String,
    /// What stands over the picture; empty when nothing does.
    pub caption: String,
    /// `absent`, `live` or `past`.
    pub picture: String,
    pub notices: Vec<Notice>,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Notice {
    /// Its words, the time of day after them.
    pub text: String,
    /// Its classes: `notice notice-error` and so on.
    pub kind: String,
}

impl Page {
    pub fn offers_play(&self) -> bool {
        self.play == Some(true) && self.stop == Some(false)
    }

    pub fn offers_stop(&self) -> bool {
        self.stop == Some(true) && self.play == Some(false)
    }

    pub fn offers_neither(&self) -> bool {
        self.stop == Some(false) && self.play == Some(false)
    }

    pub fn offers_record(&self) -> bool {
        self.record == "Record"
    }

    pub fn records(&self) -> bool {
        self.record == "Finish recording"
    }

    pub fn connected(&self) -> bool {
        self.connection == "Connected"
    }

    /// Connected, vouching for the stream being stopped.
    pub fn ready(&self) -> bool {
        self.connected() && self.offers_play() && self.stream == "Stopped" && self.vouches()
    }

    /// Connected, vouching for the stream running.
    pub fn running(&self) -> bool {
        self.connected() && self.offers_stop() && self.stream == "Running" && self.vouches()
    }

    /// Says that the last check failed, and offers what it offered before.
    pub fn running_unverified(&self) -> bool {
        self.offers_stop() && self.stream == "Running" && self.stream_note == "unverified: the last check failed"
    }

    fn vouches(&self) -> bool {
        self.stream_note.is_empty()
    }

    /// Is there a notice with these words in it?
    pub fn tells(&self, words: &str) -> bool {
        self.notices.iter().any(|notice| notice.text.contains(words))
    }
}
