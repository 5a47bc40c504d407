//! What buttons and keys can ask for.

use crate::components::panels::Panel;

/// What a button or a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewerAction {
    /// Shows the picture smaller.
    ZoomOut,
    /// Shows it larger.
    ZoomIn,
    /// Shows all of it.
    Fit,
    /// Shows each of its pixels as one of the screen's.
    OneToOne,
    /// Marks the stage's middle, or no longer.
    Crosshair,
    /// Marks what is saturated and what is black, or no longer.
    Marks,
    /// Turns the picture by a quarter, clockwise.
    Turn,
    /// Shows the picture mirrored, or no longer.
    Mirror,
    /// Saves what is shown.
    Save,
    /// Shows the page on the whole screen, or no longer.
    FullScreen,
    /// Begins a recording, or ends the one that runs.
    Record,
    /// Opens a panel under the picture, or closes it.
    Open(Panel),
}

impl ViewerAction {
    /// Those that change what is seen, in the order of their buttons.
    pub const VIEW: &[Self] = &[
        Self::ZoomOut,
        Self::ZoomIn,
        Self::Fit,
        Self::OneToOne,
        Self::Turn,
        Self::Mirror,
        Self::Crosshair,
        Self::Marks,
        Self::Save,
        Self::FullScreen,
    ];

    /// Those that open a panel, in the order of their buttons.
    pub const PANELS: &[Self] = &[
        Self::Open(Panel::Camera),
        Self::Open(Panel::Lights),
        Self::Open(Panel::Histogram),
        Self::Open(Panel::Numbers),
        Self::Open(Panel::Snap),
        Self::Open(Panel::Log),
    ];

    /// Those that are about recordings, in the order of their buttons.
    pub const RECORDING: &[Self] = &[Self::Record, Self::Open(Panel::Recording)];

    /// All of them, in the order of their buttons.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::VIEW.iter().chain(Self::PANELS).chain(Self::RECORDING).copied()
    }

    /// What its button is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ZoomOut => "Zoom out",
            Self::ZoomIn => "Zoom in",
            Self::Fit => "Fit",
            Self::OneToOne => "One to one",
            Self::Crosshair => "Crosshair",
            Self::Marks => "Mark saturated",
            Self::Turn => "Turn right",
            Self::Mirror => "Mirror",
            Self::Save => "Save as PNG",
            Self::FullScreen => "Full screen",
            Self::Record => "Record",
            Self::Open(Panel::Recording) => "Recording options",
            Self::Open(Panel::Camera) => "Camera",
            Self::Open(Panel::Lights) => "Lights",
            Self::Open(Panel::Histogram) => "Histogram",
            Self::Open(Panel::Numbers) => "Numbers",
            Self::Open(Panel::Snap) => "Snap",
            Self::Open(Panel::Log) => "Log",
        }
    }

    /// What it does, where its name does not tell it from its like.
    #[must_use]
    pub const fn hint(self) -> Option<&'static str> {
        match self {
            Self::Marks => Some("saturated pixels in red, black ones in blue"),
            Self::Turn => Some("by a quarter, kept for this camera"),
            Self::Mirror => Some("left for right, kept for this camera"),
            Self::Save => Some("what is shown here, to this computer"),
            Self::Open(Panel::Snap) => Some("a picture of its own, taken and kept by the backend"),
            Self::Open(Panel::Log) => Some("the journal of what happened"),
            Self::Record => Some("begins a recording, or finishes the one that runs"),
            Self::Open(Panel::Recording) => Some("its format, its name, and when it stops"),
            _ => None,
        }
    }

    /// Its key, as `KeyboardEvent.key` names it.
    #[must_use]
    pub const fn shortcut(self) -> &'static str {
        match self {
            Self::ZoomOut => "-",
            Self::ZoomIn => "+",
            Self::Fit => "0",
            Self::OneToOne => "1",
            Self::Crosshair => "c",
            Self::Marks => "x",
            Self::Turn => "t",
            Self::Mirror => "m",
            Self::Save => "s",
            Self::FullScreen => "f",
            Self::Record => "r",
            Self::Open(Panel::Recording) => "v",
            Self::Open(Panel::Camera) => "d",
            Self::Open(Panel::Lights) => "l",
            Self::Open(Panel::Histogram) => "h",
            Self::Open(Panel::Numbers) => "n",
            Self::Open(Panel::Snap) => "p",
            Self::Open(Panel::Log) => "j",
        }
    }

    /// Is it done again and again while its key is held?
    #[must_use]
    pub const fn repeats(self) -> bool {
        matches!(self, Self::ZoomOut | Self::ZoomIn)
    }

    /// The lines of its icon: an SVG path in a box of 16 by 16.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::ZoomOut => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9zM10.3 10.3 14 14M5 7h4",
            Self::ZoomIn => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9zM10.3 10.3 14 14M5 7h4M7 5v4",
            Self::Fit => "M1.5 3h13v10h-13zM4 8h8M6 6 4 8l2 2M10 6l2 2-2 2",
            Self::OneToOne => "M2.5 5 4.5 3.5v9M11 5l2-1.5v9M8 6.25v.5M8 10v.5",
            Self::Crosshair => "M8 1.5v5M8 9.5v5M1.5 8h5M9.5 8h5",
            // A histogram's end, cut off.
            Self::Marks => "M2 14h12M3 14c3 0 4-8 9-9V14M14 2v12M14 2l-2.5 2.5",
            Self::Turn => "M13 8a5 5 0 1 1-1.6-3.7M13 1.5v3.2H9.8",
            Self::Mirror => "M8 1.5v13M6 4 1.5 12H6zM10 4l4.5 8H10z",
            Self::Save => "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 11v3h11v-3",
            Self::FullScreen => "M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5",
            Self::Record => "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11z",
            Self::Open(Panel::Recording) => "M2.5 2.5h11v11h-11zM5 6h6M5 8h6M5 10h3",
            Self::Open(Panel::Camera) => "M2 4.5h7M12 4.5h2M10.5 3v3M2 11.5h2M7 11.5h7M5.5 10v3",
            Self::Open(Panel::Lights) => "M6 12.5h4M6.5 14.5h3M6 10.5C3 8 4.2 2 8 2s5 6 2 8.5z",
            Self::Open(Panel::Histogram) => "M2 2v12h12M5 11.5v-2M7.5 11.5v-7M10 11.5V7M12.5 11.5v-1",
            Self::Open(Panel::Numbers) => "M2 2v12h12M4.5 10l2.5-3 2.5 2 4-5",
            Self::Open(Panel::Snap) => "M2 5h3l1-2h4l1 2h3v8H2zM8 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 1 0 0-5z",
            Self::Open(Panel::Log) => "M2 3.5h1M5.5 3.5H14M2 8h1M5.5 8H14M2 12.5h1M5.5 12.5H14",
        }
    }

    /// What a key does, as `KeyboardEvent.key` names it.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            // Where plus takes Shift, its key without it will do.
            "=" => Some(Self::ZoomIn),
            "_" => Some(Self::ZoomOut),
            _ => Self::all().find(|action| action.shortcut().eq_ignore_ascii_case(key)),
        }
    }
}
