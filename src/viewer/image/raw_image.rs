//! The latest picture's samples, and how they become what is shown.

use pixels::marks::{self, Ends};
use pixels::{Lut, to_rgba, unpack};

use super::{
    Clipping, ClippingMarks, Compression, Contrast, DisplayRange, Histogram, PixelValue, RangeLimits, SamplesError,
    ValueCounts,
};
use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::wire::{PixelFormat, Prefix, Uc2f, Uc2fHeader};

/// The shortest time between two measurements of a stream's levels.
pub const MEASURE_INTERVAL_MS: u64 = 250;

/// A picture as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderedImage<'a> {
    /// Its sides, which are those of the samples.
    pub size: PictureSize,
    /// Red, green, blue and opacity of each pixel, row by row from the top left.
    pub rgba: &'a [u8],
}

/// Holds the latest picture's samples, and develops them as often as the contrast changes.
///
/// Its buffers are kept from frame to frame; each is as long as the largest picture so far needed it.
#[derive(Debug, Default)]
pub struct RawImage {
    /// The picture whose samples are held.
    picture: Option<Uc2fHeader>,
    samples: Vec<u8>,
    /// Where the next picture is unpacked, so that the one before it outlives a broken one.
    spare: Vec<u8>,
    rgba: Vec<u8>,
    /// Made when first needed: most streams are jpeg.
    table: Option<Lut>,
    levels: ValueCounts,
    /// When the levels were measured; `None` while they are of a picture of another kind.
    measured_at: Option<Timestamp>,
    /// The levels are of the picture that is held.
    measured: bool,
    next: NextPicture,
}

/// Whose the next picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum NextPicture {
    /// Of the stream that the picture is of that is held.
    #[default]
    SameStream,
    /// Of another one, whose values may go less far.
    NewStream,
}

impl RawImage {
    /// Looks at all of a packet but its pixels, which need not have been read.
    ///
    /// # Errors
    ///
    /// [`SamplesError`]: [`RawImage::take`] would not take it either.
    pub fn check(packet: Prefix<'_>, compression: Option<&str>) -> Result<(), SamplesError> {
        checked(packet, compression).map(drop)
    }

    /// Unpacks a frame's packet, whose `compression` is as the frame's metadata names it, and holds it instead of the
    /// one before. Its size is checked before anything is allocated.
    ///
    /// # Errors
    ///
    /// [`SamplesError`]; what was held stays.
    pub fn take(&mut self, packet: &[u8], compression: Option<&str>) -> Result<(), SamplesError> {
        let (Uc2f { header, payload }, packing) = checked(packet.into(), compression)?;
        let payload = payload.bytes;
        let unpacked = room(&mut self.spare, header.pixel_bytes() as usize)?;
        match packing {
            Compression::Raw => unpacked.copy_from_slice(payload),
            Compression::Lz4 => unpack::lz4_frame(payload, unpacked)?,
        }
        std::mem::swap(&mut self.samples, &mut self.spare);
        let of_the_same_kind =
            |before: Uc2fHeader| Uc2fHeader { timestamp_ns: header.timestamp_ns, ..before } == header;
        if !self.picture.is_some_and(of_the_same_kind) {
            self.measured_at = None;
        }
        let is_measured_alike =
            |before: Uc2fHeader| (before.pixel_format, before.bit_depth) == (header.pixel_format, header.bit_depth);
        let next = std::mem::take(&mut self.next);
        if next == NextPicture::NewStream || !self.picture.is_some_and(is_measured_alike) {
            self.levels.forget_range();
            self.measured_at = None;
        }
        self.picture = Some(header);
        self.measured = false;
        Ok(())
    }

    /// Forgets the picture and gives its memory back.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The pictures that follow are of another stream.
    pub fn begin_stream(&mut self) {
        self.next = NextPicture::NewStream;
    }

    /// How many bits values have, as far as they were seen in this stream; before they were, as the header has it. `None` when
    /// no picture is held.
    #[must_use]
    pub fn bit_depth(&self) -> Option<u16> {
        let header = self.picture?;
        Some(self.levels.bit_depth().or(header.bit_depth).unwrap_or(u16::BITS as u16))
    }

    /// What the picture that is held says about itself.
    #[must_use]
    pub fn picture(&self) -> Option<Uc2fHeader> {
        self.picture
    }

    /// Measures the levels of the picture that is held, unless they are known or were measured a moment ago in one of
    /// its kind. Says whether they were.
    pub fn measure(&mut self, now: Timestamp) -> bool {
        let Some(header) = self.picture.filter(|_| !self.measured) else {
            return false;
        };
        let due = self.measured_at.is_none_or(|at| now.ms_since(at) >= MEASURE_INTERVAL_MS);
        if due {
            let samples = held(&self.samples, &header);
            self.levels.count(&header, samples);
            self.measured_at = Some(now);
            self.measured = true;
        }
        due
    }

    /// Are the levels those of the picture that is held?
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.measured || self.picture.is_none()
    }

    /// The levels as they were measured last; `None` before.
    #[must_use]
    pub fn histogram(&self) -> Option<Histogram> {
        self.measured_at.map(|_| self.levels.histogram())
    }

    /// How much was at the ends of the range when the levels were measured last; `None` before.
    #[must_use]
    pub fn clipping(&self) -> Option<Clipping> {
        self.measured_at.map(|_| self.levels.clipping())
    }

    /// The values that [`ClippingMarks`] mark, as far as the levels tell.
    #[must_use]
    pub fn ends(&self) -> Ends {
        self.levels.ends()
    }

    /// The limits that `window` stands for: for [`DisplayRange::Auto`], by the levels as they were measured last.
    #[must_use]
    pub fn limits(&self, window: DisplayRange) -> RangeLimits {
        match window {
            DisplayRange::Auto => self.levels.limits(),
            DisplayRange::Manual(limits) => limits,
        }
    }

    /// The picture as this contrast shows it, with these marks; `None` when none is held.
    ///
    /// # Errors
    ///
    /// [`SamplesError::NoMemory`].
    pub fn to_rgba(
        &mut self,
        contrast: Contrast,
        marks: ClippingMarks,
    ) -> Result<Option<RenderedImage<'_>>, SamplesError> {
        let Some(header) = self.picture else {
            return Ok(None);
        };
        let limits = self.limits(contrast.range);
        let tones = limits.tones(contrast.gamma);
        let table = self.table.get_or_insert_with(|| Lut::new(tones));
        table.set(tones);
        let samples = held(&self.samples, &header);
        let rgba = room(&mut self.rgba, header.width_px as usize * header.height_px as usize * 4)?;
        match header.pixel_format {
            PixelFormat::Gray16 => to_rgba::gray(samples, table.table(), rgba),
            PixelFormat::BayerRg16 => to_rgba::bayer_rg(samples, header.width_px as usize, table.table(), rgba),
            PixelFormat::Rgb48 => to_rgba::rgb(samples, table.table(), rgba),
        }
        if marks == ClippingMarks::On {
            let ends = self.levels.ends();
            match header.pixel_format {
                PixelFormat::Gray16 => marks::gray(samples, ends, rgba),
                PixelFormat::BayerRg16 => marks::bayer_rg(samples, header.width_px as usize, ends, rgba),
                PixelFormat::Rgb48 => marks::rgb(samples, ends, rgba),
            }
        }
        let size = PictureSize { width_px: header.width_px, height_px: header.height_px };
        Ok(Some(RenderedImage { size, rgba }))
    }

    /// What was measured at a pixel; `None` outside of the picture, or when none is held.
    #[must_use]
    pub fn value_at(&self, x: u32, y: u32) -> Option<PixelValue> {
        let header = self.picture.filter(|header| x < header.width_px && y < header.height_px)?;
        let samples = held(&self.samples, &header).as_chunks().0;
        let (width, at) = (header.width_px as usize, |x: u32, y: u32| (y * header.width_px + x) as usize);
        let sample = |index: usize| samples.get(index).map(|&sample| u16::from_le_bytes(sample));
        match header.pixel_format {
            PixelFormat::BayerRg16 if header.width_px > 1 && header.height_px > 1 => {
                // The cell that the pixel is shown as.
                let cell = |at: u32, side_px: u32| (at / 2).min(side_px / 2 - 1) * 2;
                let red = at(cell(x, header.width_px), cell(y, header.height_px));
                let green = u16::midpoint(sample(red + 1)?, sample(red + width)?);
                Some(PixelValue::Rgb16([sample(red)?, green, sample(red + width + 1)?]))
            }
            PixelFormat::Gray16 | PixelFormat::BayerRg16 => sample(at(x, y)).map(PixelValue::Gray16),
            PixelFormat::Rgb48 => {
                let red = 3 * at(x, y);
                Some(PixelValue::Rgb16([sample(red)?, sample(red + 1)?, sample(red + 2)?]))
            }
        }
    }
}

/// A packet whose payload has, or may unpack to, the size that its header says.
fn checked<'a>(packet: Prefix<'a>, compression: Option<&str>) -> Result<(Uc2f<'a>, Compression), SamplesError> {
    let packet = Uc2f::parse(packet)?;
    let packing = Compression::of(compression, packet.payload.bytes)?;
    let (size_bytes, expected_bytes) = (packet.payload.size_bytes, packet.header.pixel_bytes() as usize);
    match packing {
        Compression::Raw if size_bytes != expected_bytes => Err(SamplesError::WrongSize { size_bytes, expected_bytes }),
        Compression::Lz4 if size_bytes.saturating_mul(unpack::MAX_LZ4_EXPANSION) < expected_bytes => {
            Err(SamplesError::Impossible { size_bytes, expected_bytes })
        }
        Compression::Raw | Compression::Lz4 => Ok((packet, packing)),
    }
}

/// The samples of the picture that `header` describes, in a buffer that may be longer.
fn held<'a>(samples: &'a [u8], header: &Uc2fHeader) -> &'a [u8] {
    samples.get(..header.pixel_bytes() as usize).unwrap_or_default()
}

/// Room in a buffer that is kept; it grows only when the largest picture so far does.
fn room(buffer: &mut Vec<u8>, needed_bytes: usize) -> Result<&mut [u8], SamplesError> {
    if buffer.len() < needed_bytes {
        // What was in it is of no use: given back first, both need not fit at once.
        *buffer = Vec::new();
        buffer.try_reserve_exact(needed_bytes).map_err(|_| SamplesError::NoMemory { needed_bytes })?;
        buffer.resize(needed_bytes, 0);
    }
    Ok(&mut buffer[..needed_bytes])
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod timing;
