//! What the painter reports to the page.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;
use web_sys::js_sys::{Array, Uint32Array};

use super::message::{array, number, seq, small, whole};
use crate::viewer::geometry::PictureSize;
use crate::viewer::image::{Clipping, Histogram, PixelValue, RangeLimits, Share};
use crate::viewer::status::FrameSeq;

/// What the painter reports to the page.
#[derive(Debug)]
pub enum WorkerEvent {
    /// It takes commands.
    Ready,
    /// A picture is on the canvas.
    Painted {
        /// That of the command.
        seq: FrameSeq,
        /// What it is.
        painted: Painted,
    },
    /// A picture can't be painted; the one before it stays.
    PaintFailed {
        /// That of the command.
        seq: FrameSeq,
        /// Why.
        why: String,
    },
    /// Whether what is read from a canvas is what was painted. Told once, before the first picture.
    CanvasReads(CanvasReads),
    /// The browser lost what was on the canvas, or it is painted again.
    Picture(PictureMemory),
    /// The file that was asked for, or why there is none.
    Saved {
        /// That of the command.
        number: u32,
        /// A PNG; or a jpeg as it came.
        file: Result<Blob, String>,
    },
    /// It can't paint at all, and is to be replaced.
    Failed {
        /// Why.
        why: String,
    },
    /// Something went wrong that is no single picture's fault.
    Trouble {
        /// What.
        why: String,
    },
    /// The values that are black and white now; `None` where contrast has no effect. Told when they change.
    RangeLimits(Option<RangeLimits>),
    /// How much of the picture is at the ends of its range; `None` when that is not counted. Told when it changes.
    Clipping(Option<Clipping>),
    /// How often values occur in the picture; `None` when that is not known any more.
    Histogram(Option<Box<Histogram>>),
    /// What was measured at a pixel.
    PixelReadout {
        /// The column, from the left.
        x: u32,
        /// The row, from the top.
        y: u32,
        /// `None` outside of the picture, and where there is none.
        value: Option<PixelValue>,
    },
}

/// A picture that was painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Painted {
    /// Its sides.
    pub size: PictureSize,
    /// How many bits its samples have, as far as was seen; of a jpeg, none.
    pub bit_depth: Option<u16>,
}

/// What is read from a canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CanvasReads {
    /// What was painted.
    #[default]
    Truly,
    /// Something else: some browsers falsify it, so that nobody is recognised by it.
    Falsified,
}

/// Does the browser still have what was painted? A reset of the graphics card may take it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureMemory {
    /// The canvas is empty, and can't be painted on.
    Lost,
    /// The last picture is there again, if there was one.
    Regained,
}

// What a report is, as the first value of its array; its fields follow.
const READY: u32 = 0;
const PAINTED: u32 = 1;
const UNPAINTABLE: u32 = 2;
const TROUBLE: u32 = 3;
const LIMITS: u32 = 4;
const HISTOGRAM: u32 = 5;
const PROBED: u32 = 6;
const CANVAS_READS: u32 = 7;
const PICTURE: u32 = 8;
const SAVED: u32 = 9;
const FAILED: u32 = 10;
const CLIPPING: u32 = 11;

impl WorkerEvent {
    /// As a message to the page.
    pub(super) fn to_message(&self) -> Array {
        match self {
            Self::Ready => array(&[&READY.into()]),
            Self::Painted { seq, painted: Painted { size, bit_depth } } => {
                let (width_px, height_px) = (size.width_px.into(), size.height_px.into());
                array(&[&PAINTED.into(), &number(*seq), &width_px, &height_px, &(*bit_depth).into()])
            }
            Self::PaintFailed { seq, why } => array(&[&UNPAINTABLE.into(), &number(*seq), &why.into()]),
            Self::CanvasReads(reads) => array(&[&CANVAS_READS.into(), &(*reads == CanvasReads::Truly).into()]),
            Self::Picture(memory) => array(&[&PICTURE.into(), &(*memory == PictureMemory::Lost).into()]),
            Self::Saved { number, file: Ok(file) } => array(&[&SAVED.into(), &(*number).into(), file]),
            Self::Saved { number, file: Err(why) } => array(&[&SAVED.into(), &(*number).into(), &why.into()]),
            Self::Failed { why } => array(&[&FAILED.into(), &why.into()]),
            Self::Trouble { why } => array(&[&TROUBLE.into(), &why.into()]),
            Self::RangeLimits(None) => array(&[&LIMITS.into()]),
            Self::RangeLimits(Some(RangeLimits { min, max })) => {
                array(&[&LIMITS.into(), &(*min).into(), &(*max).into()])
            }
            Self::Clipping(None) => array(&[&CLIPPING.into()]),
            Self::Clipping(Some(Clipping { saturated_from, saturated, black })) => {
                let (saturated, black) = (saturated.per_10_000.into(), black.per_10_000.into());
                array(&[&CLIPPING.into(), &(*saturated_from).into(), &saturated, &black])
            }
            Self::Histogram(None) => array(&[&HISTOGRAM.into()]),
            Self::Histogram(Some(histogram)) => {
                let counts = Uint32Array::new_from_slice(&histogram.counts);
                array(&[&HISTOGRAM.into(), &counts, &histogram.top.into()])
            }
            Self::PixelReadout { x, y, value } => {
                let message = array(&[&PROBED.into(), &(*x).into(), &(*y).into()]);
                let (bits, values) = match value {
                    None => return message,
                    Some(PixelValue::Gray16(gray)) => (16_u16, &[*gray][..]),
                    Some(PixelValue::Rgb16(colour)) => (16, &colour[..]),
                    Some(PixelValue::Rgb8(colour)) => (8, &colour.map(u16::from)[..]),
                };
                message.push(&bits.into());
                for value in values {
                    message.push(&(*value).into());
                }
                message
            }
        }
    }

    /// The report in a message; `None` when it is none.
    pub(super) fn from_message(message: &JsValue) -> Option<Self> {
        let message: &Array = message.dyn_ref()?;
        let whole = |at: u32| whole(message, at);
        let small = |at: u32| small(message, at);
        let event = match whole(0)? {
            READY => Self::Ready,
            PAINTED => {
                let size = PictureSize { width_px: whole(2)?, height_px: whole(3)? };
                Self::Painted { seq: seq(message)?, painted: Painted { size, bit_depth: small(4) } }
            }
            UNPAINTABLE => Self::PaintFailed { seq: seq(message)?, why: message.get(2).as_string()? },
            CANVAS_READS if message.get(1).is_truthy() => Self::CanvasReads(CanvasReads::Truly),
            CANVAS_READS => Self::CanvasReads(CanvasReads::Falsified),
            PICTURE if message.get(1).is_truthy() => Self::Picture(PictureMemory::Lost),
            PICTURE => Self::Picture(PictureMemory::Regained),
            SAVED => {
                let file = match message.get(2).dyn_into() {
                    Ok(file) => Ok(file),
                    Err(why) => Err(why.as_string()?),
                };
                Self::Saved { number: whole(1)?, file }
            }
            FAILED => Self::Failed { why: message.get(1).as_string()? },
            TROUBLE => Self::Trouble { why: message.get(1).as_string()? },
            LIMITS => Self::RangeLimits(small(1).zip(small(2)).map(|(min, max)| RangeLimits { min, max })),
            CLIPPING => Self::Clipping(match (small(1), small(2), small(3)) {
                (Some(saturated_from), Some(saturated), Some(black)) => {
                    let [saturated, black] = [saturated, black].map(|per_10_000| Share { per_10_000 });
                    Some(Clipping { saturated_from, saturated, black })
                }
                _ => None,
            }),
            HISTOGRAM => Self::Histogram(match message.get(1).dyn_ref::<Uint32Array>() {
                Some(counts) => Some(Box::new(Histogram { counts: counts.to_vec().try_into().ok()?, top: small(2)? })),
                None => None,
            }),
            PROBED => Self::PixelReadout { x: whole(1)?, y: whole(2)?, value: pixel_value(message) },
            _ => return None,
        };
        Some(event)
    }
}

/// Its bits, and one or three values.
fn pixel_value(message: &Array) -> Option<PixelValue> {
    let small = |at: u32| small(message, at);
    let colour = |[red, green, blue]: [u16; 3]| match small(3) {
        Some(8) => PixelValue::Rgb8([red, green, blue].map(|value| value as u8)),
        _ => PixelValue::Rgb16([red, green, blue]),
    };
    let first = small(4)?;
    Some(small(5).zip(small(6)).map_or(PixelValue::Gray16(first), |(green, blue)| colour([first, green, blue])))
}
