//! Pixels to a PNG file, where the browser's own encoder can't be trusted.
//!
//! Nothing is compressed: it is for the few browsers that falsify what is read from a canvas, and there every pixel counts.

use super::RenderedImage;
use crate::viewer::geometry::PixelRect;

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// A zlib stream of blocks that are stored as they are.
const ZLIB_HEAD: [u8; 2] = [0x78, 0x01];
/// The longest block, in bytes.
const BLOCK_BYTES: usize = 0xFFFF;
/// What stands around a block's bytes, and around all of them, at most.
const OVERHEAD_BYTES: usize = 128;

/// A part of a picture as a PNG file; gray where every pixel is. `None` where the part is not within the picture, or there
/// is no memory for it.
#[must_use]
pub fn png(picture: &RenderedImage<'_>, part: PixelRect) -> Option<Vec<u8>> {
    let rows = Rows::of(picture, part)?;
    let is_gray = rows.all().flatten().all(|[red, green, blue, _]| red == green && green == blue);
    let (colour_type, channels) = if is_gray { (0, 1) } else { (2, 3) };
    let row_bytes = rows.width_px.checked_mul(channels)?.checked_add(1)?;
    let size_bytes = row_bytes.checked_mul(rows.height_px)?;

    let mut file = Vec::new();
    file.try_reserve_exact(size_bytes + 5 * size_bytes.div_ceil(BLOCK_BYTES) + OVERHEAD_BYTES).ok()?;
    file.extend(SIGNATURE);
    chunk(&mut file, *b"IHDR", |file| {
        file.extend(part.size.width_px.to_be_bytes());
        file.extend(part.size.height_px.to_be_bytes());
        file.extend([8, colour_type, 0, 0, 0]);
    });
    chunk(&mut file, *b"IDAT", |file| {
        file.extend(ZLIB_HEAD);
        let mut stored = Stored { file, left_bytes: size_bytes, block_left_bytes: 0, adler: (1, 0) };
        for row in rows.all() {
            // No filter.
            stored.push(0);
            for pixel in row {
                pixel[..channels].iter().for_each(|&value| stored.push(value));
            }
        }
        let (a, b) = stored.adler;
        file.extend((b << 16 | a).to_be_bytes());
    });
    chunk(&mut file, *b"IEND", |_| {});
    Some(file)
}

/// The rows of a part of a picture.
struct Rows<'a> {
    pixels: &'a [[u8; 4]],
    stride_px: usize,
    left: usize,
    top: usize,
    width_px: usize,
    height_px: usize,
}

impl<'a> Rows<'a> {
    fn of(picture: &RenderedImage<'a>, part: PixelRect) -> Option<Self> {
        let within = |begin: u32, len: u32, side: u32| len > 0 && begin.checked_add(len).is_some_and(|end| end <= side);
        let is_within = within(part.left, part.size.width_px, picture.size.width_px)
            && within(part.top, part.size.height_px, picture.size.height_px);
        let pixels = picture.rgba.as_chunks().0;
        let stride_px = picture.size.width_px as usize;
        (is_within && pixels.len() == stride_px * picture.size.height_px as usize).then_some(Self {
            pixels,
            stride_px,
            left: part.left as usize,
            top: part.top as usize,
            width_px: part.size.width_px as usize,
            height_px: part.size.height_px as usize,
        })
    }

    fn all(&self) -> impl Iterator<Item = &'a [[u8; 4]]> {
        let rows = self.pixels.chunks_exact(self.stride_px).skip(self.top).take(self.height_px);
        let (left, width_px) = (self.left, self.width_px);
        rows.map(move |row| &row[left..left + width_px])
    }
}

/// Writes bytes in blocks, and sums them up.
struct Stored<'a> {
    file: &'a mut Vec<u8>,
    left_bytes: usize,
    block_left_bytes: usize,
    /// Adler's two sums.
    adler: (u32, u32),
}

impl Stored<'_> {
    fn push(&mut self, byte: u8) {
        if self.block_left_bytes == 0 {
            let len = self.left_bytes.min(BLOCK_BYTES);
            // At most `BLOCK_BYTES`.
            #[allow(clippy::cast_possible_truncation)]
            let len_16 = len as u16;
            self.file.push((len == self.left_bytes).into());
            self.file.extend(len_16.to_le_bytes());
            self.file.extend((!len_16).to_le_bytes());
            self.left_bytes -= len;
            self.block_left_bytes = len;
        }
        self.block_left_bytes -= 1;
        let (a, b) = self.adler;
        let a = (a + u32::from(byte)) % 65_521;
        self.adler = (a, (b + a) % 65_521);
        self.file.push(byte);
    }
}

/// A chunk: its length, its kind, its content, its check sum.
fn chunk(file: &mut Vec<u8>, kind: [u8; 4], content: impl FnOnce(&mut Vec<u8>)) {
    let begin = file.len();
    file.extend([0; 4]);
    file.extend(kind);
    content(file);
    // Pictures have 64 Mi pixels at most.
    #[allow(clippy::cast_possible_truncation)]
    let len = (file.len() - begin - 8) as u32;
    file[begin..begin + 4].copy_from_slice(&len.to_be_bytes());
    let sum = crc(&file[begin + 4..]);
    file.extend(sum.to_be_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| CRC_TABLE[usize::from(sum as u8 ^ byte)] ^ sum >> 8)
}

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut sum, mut bit) = (at as u32, 0);
        while bit < 8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ sum >> 1 } else { sum >> 1 };
            bit += 1;
        }
        table[at] = sum;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::png;
    use crate::viewer::geometry::{PictureSize, PixelRect};
    use crate::viewer::image::RenderedImage;

    fn part(left: u32, top: u32, width_px: u32, height_px: u32) -> PixelRect {
        PixelRect { left, top, size: PictureSize { width_px, height_px } }
    }

    /// What a decoder that shares no code with the encoder makes of it: channels and bytes.
    fn decoded(file: Option<Vec<u8>>) -> Option<(usize, Vec<u8>)> {
        let mut reader = png_decoder::Decoder::new(std::io::Cursor::new(file?)).read_info().ok()?;
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut bytes).ok()?;
        Some((info.color_type.samples(), bytes))
    }

    #[test]
    fn a_part_is_read_back_as_it_was() {
        let size = PictureSize { width_px: 300, height_px: 250 };
        let pixel = |at: u32| [at as u8, (at / 256) as u8, (at / 7) as u8, 255];
        let rgba: Vec<u8> = (0..size.width_px * size.height_px).flat_map(pixel).collect();
        let picture = RenderedImage { size, rgba: &rgba };
        let opaque = |rgba: &[u8]| rgba.chunks(4).flat_map(|pixel| pixel[..3].to_vec()).collect::<Vec<_>>();
        assert_eq!(decoded(png(&picture, part(0, 0, 300, 250))), Some((3, opaque(&rgba))), "over several blocks");
        let edge = [pixel(300 * 100 + 299), pixel(300 * 101 + 299)].concat();
        assert_eq!(decoded(png(&picture, part(299, 100, 1, 2))), Some((3, opaque(&edge))));
    }

    #[test]
    fn gray_is_gray() {
        let size = PictureSize { width_px: 3, height_px: 1 };
        let rgba = [[1, 1, 1, 255], [128, 128, 128, 255], [255, 255, 255, 255]].concat();
        let picture = RenderedImage { size, rgba: &rgba };
        assert_eq!(decoded(png(&picture, part(0, 0, 3, 1))), Some((1, vec![1, 128, 255])));
    }

    #[test]
    fn a_part_beside_the_picture_is_none() {
        let size = PictureSize { width_px: 2, height_px: 2 };
        let picture = RenderedImage { size, rgba: &[0; 16] };
        for part in [part(1, 0, 2, 1), part(0, 2, 1, 1), part(0, 0, 0, 1), part(u32::MAX, 0, 2, 1)] {
            assert_eq!(png(&picture, part), None, "{part:?}");
        }
        assert_eq!(png(&RenderedImage { size, rgba: &[0; 15] }, part(0, 0, 1, 1)), None);
    }
}
