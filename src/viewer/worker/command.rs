//! What the page wants of its painter.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::OffscreenCanvas;
use web_sys::js_sys::{Array, Uint8Array};

use super::message::{array, number, seq, small, whole};
use crate::viewer::geometry::{Mirroring, Orientation, PictureSize, PixelRect, Turn};
use crate::viewer::image::{ClippingMarks, Contrast, DisplayRange, RangeLimits};
use crate::viewer::status::FrameSeq;

/// What the page wants of its painter.
#[derive(Debug)]
pub enum WorkerCommand {
    /// Paint on this. It is the first command.
    Canvas(OffscreenCanvas),
    /// Paint this jpeg. One picture at a time: the next is ordered when this one is painted or found unpaintable.
    Jpeg {
        /// Its place in the order of arrival.
        seq: FrameSeq,
        /// The jpeg file as base64 text.
        base64: Uint8Array,
    },
    /// Paint this binary frame's packet.
    Packet {
        /// Its place in the order of arrival.
        seq: FrameSeq,
        /// A UC2F packet.
        packet: Uint8Array,
        /// How its pixels are packed, in the backend's word.
        compression: Option<String>,
    },
    /// Show 16-bit samples like this from now on, also those that are on the canvas.
    Contrast(Contrast),
    /// Mark what is black and what is saturated, or nothing.
    Marks(ClippingMarks),
    /// Measure histograms for this from now on.
    Histograms(Histograms),
    /// Measure the pixel of the picture in this column and row.
    Probe {
        /// The column, from the left.
        x: u32,
        /// The row, from the top.
        y: u32,
    },
    /// Make a file of this part of what is shown. Where the browser falsifies what is read from a canvas, none is read: of a
    /// jpeg, the file is all of it as it came then.
    Save {
        /// By what the file is known.
        number: u32,
        /// The part, in what is shown.
        part: PixelRect,
        /// How that is turned.
        orientation: Orientation,
    },
    /// Forget the picture and empty the canvas.
    Clear,
    /// The pictures that follow are of another stream.
    BeginStream,
}

/// What histograms are measured for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Histograms {
    /// For nothing: they would cost for nothing.
    Unwanted,
    /// To find out something, such as whether the picture is dark. Nothing else is told of what was counted.
    Unseen,
    /// Somebody looks at them.
    Shown,
}

// What a command is, as the first value of its array; its fields follow.
const CANVAS: u32 = 0;
const JPEG: u32 = 1;
const PACKET: u32 = 2;
const CONTRAST: u32 = 3;
const HISTOGRAMS: u32 = 4;
const PROBE: u32 = 5;
const CLEAR: u32 = 6;
const BEGIN_STREAM: u32 = 7;
const SAVE: u32 = 8;
const MARKS: u32 = 9;

impl WorkerCommand {
    /// As a message to the worker, and what of it the page gives away instead of copying it.
    pub(super) fn into_message(self) -> (Array, Array) {
        let transfer = Array::new();
        let message = match self {
            Self::Canvas(canvas) => {
                transfer.push(&canvas);
                array(&[&CANVAS.into(), &canvas])
            }
            Self::Jpeg { seq, base64 } => {
                transfer.push(&base64.buffer());
                array(&[&JPEG.into(), &number(seq), &base64])
            }
            Self::Packet { seq, packet, compression } => {
                transfer.push(&packet.buffer());
                array(&[&PACKET.into(), &number(seq), &packet, &compression.into()])
            }
            Self::Contrast(Contrast { range, gamma }) => {
                let message = array(&[&CONTRAST.into(), &gamma.into()]);
                if let DisplayRange::Manual(RangeLimits { min, max }) = range {
                    message.push(&min.into());
                    message.push(&max.into());
                }
                message
            }
            Self::Histograms(histograms) => array(&[&HISTOGRAMS.into(), &(histograms as u32).into()]),
            Self::Probe { x, y } => array(&[&PROBE.into(), &x.into(), &y.into()]),
            Self::Marks(marks) => array(&[&MARKS.into(), &(marks == ClippingMarks::On).into()]),
            Self::Save { number, part: PixelRect { left, top, size }, orientation } => {
                let PictureSize { width_px, height_px } = size;
                let (turn, mirrored) = (orientation.turn.degrees(), orientation.mirroring == Mirroring::Mirrored);
                let [left, top, width_px, height_px] = [left, top, width_px, height_px].map(JsValue::from);
                let (number, turn, mirrored) = (number.into(), turn.into(), mirrored.into());
                array(&[&SAVE.into(), &number, &turn, &mirrored, &left, &top, &width_px, &height_px])
            }
            Self::Clear => array(&[&CLEAR.into()]),
            Self::BeginStream => array(&[&BEGIN_STREAM.into()]),
        };
        (message, transfer)
    }

    /// The command in a message; `None` when it is none.
    pub(super) fn from_message(message: &JsValue) -> Option<Self> {
        let message: &Array = message.dyn_ref()?;
        let whole = |at: u32| whole(message, at);
        let command = match whole(0)? {
            CANVAS => Self::Canvas(message.get(1).dyn_into().ok()?),
            JPEG => Self::Jpeg { seq: seq(message)?, base64: message.get(2).dyn_into().ok()? },
            PACKET => Self::Packet {
                seq: seq(message)?,
                packet: message.get(2).dyn_into().ok()?,
                compression: message.get(3).as_string(),
            },
            CONTRAST => {
                let limits = small(message, 2).zip(small(message, 3));
                let range =
                    limits.map_or(DisplayRange::Auto, |(min, max)| DisplayRange::Manual(RangeLimits { min, max }));
                Self::Contrast(Contrast { range, gamma: message.get(1).as_f64()? as f32 })
            }
            HISTOGRAMS => {
                let all = [Histograms::Unwanted, Histograms::Unseen, Histograms::Shown];
                Self::Histograms(*all.get(whole(1)? as usize)?)
            }
            PROBE => Self::Probe { x: whole(1)?, y: whole(2)? },
            MARKS if message.get(1).is_truthy() => Self::Marks(ClippingMarks::On),
            MARKS => Self::Marks(ClippingMarks::Off),
            SAVE => {
                let degrees = small(message, 2)?;
                let turn = Turn::ALL.into_iter().find(|turn| turn.degrees() == degrees)?;
                let mirroring = if message.get(3).is_truthy() { Mirroring::Mirrored } else { Mirroring::Straight };
                let size = PictureSize { width_px: whole(6)?, height_px: whole(7)? };
                let part = PixelRect { left: whole(4)?, top: whole(5)?, size };
                Self::Save { number: whole(1)?, part, orientation: Orientation { turn, mirroring } }
            }
            CLEAR => Self::Clear,
            BEGIN_STREAM => Self::BeginStream,
            _ => return None,
        };
        Some(command)
    }
}
