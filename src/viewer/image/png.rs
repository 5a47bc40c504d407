//! Pixels to a PNG file, where the browser's own encoder can't be trusted.
//!
//! Nothing is compressed: it is for the few browsers that falsify what is read from a canvas, and there every pixel counts.

use super::RenderedImage;
use crate::viewer::geometry::{Axes, Orientation, PixelRect};

const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// A zlib stream of blocks that are stored as they are.
const ZLIB_HEAD: [u8; 2] = [0x78, 0x01];
/// The longest block, in bytes.
const BLOCK_BYTES: usize = 0xFFFF;
/// What stands around a block's bytes, and around all of them, at most.
const OVERHEAD_BYTES: usize = 128;

/// A part of what is shown of a picture that is turned so, as a PNG file; gray where every pixel is. `None` where the part
/// is not within what is shown, or there is no memory for it.
#[must_use]
pub fn png(picture: &RenderedImage<'_>, part: PixelRect, orientation: Orientation) -> Option<Vec<u8>> {
    let rows = Rows::of(picture, part, orientation)?;
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

/// The rows of a part of what is shown of a picture, each pixel where the picture has it.
struct Rows<'a> {
    pixels: &'a [[u8; 4]],
    /// Where the part's first pixel is, and how far it is from there to the next one, and to the next row's.
    first: isize,
    right: isize,
    down: isize,
    width_px: usize,
    height_px: usize,
}

impl<'a> Rows<'a> {
    fn of(picture: &RenderedImage<'a>, part: PixelRect, orientation: Orientation) -> Option<Self> {
        let shown = orientation.shown_size(picture.size);
        let within = |begin: u32, len: u32, side: u32| len > 0 && begin.checked_add(len).is_some_and(|end| end <= side);
        let is_within = within(part.left, part.size.width_px, shown.width_px)
            && within(part.top, part.size.height_px, shown.height_px);
        let pixels = picture.rgba.as_chunks().0;
        let is_whole = pixels.len() == picture.size.width_px as usize * picture.size.height_px as usize;
        if !is_within || !is_whole {
            return None;
        }
        // Pictures have 64 Mi pixels at most.
        let stride = picture.size.width_px as isize;
        let Axes { a, b, c, d } = orientation.axes();
        let (x, y) = orientation.picture_pixel(picture.size, (part.left, part.top));
        Some(Self {
            pixels,
            first: y as isize * stride + x as isize,
            right: isize::from(c) * stride + isize::from(a),
            down: isize::from(d) * stride + isize::from(b),
            width_px: part.size.width_px as usize,
            height_px: part.size.height_px as usize,
        })
    }

    fn all(&self) -> impl Iterator<Item = impl Iterator<Item = &'a [u8; 4]>> {
        let Self { pixels, first, right, down, width_px, height_px } = *self;
        (0..height_px as isize).map(move |y| {
            (0..width_px as isize).filter_map(move |x| {
                // All of them are within: a part that is not was refused.
                usize::try_from(first + y * down + x * right).ok().and_then(|at| pixels.get(at))
            })
        })
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
    use crate::viewer::geometry::{Mirroring, Orientation, PictureSize, PixelRect, Turn};
    use crate::viewer::image::RenderedImage;

    const STRAIGHT: Orientation = Orientation { turn: Turn::None, mirroring: Mirroring::Straight };

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
        assert_eq!(
            decoded(png(&picture, part(0, 0, 300, 250), STRAIGHT)),
            Some((3, opaque(&rgba))),
            "over several blocks"
        );
        let edge = [pixel(300 * 100 + 299), pixel(300 * 101 + 299)].concat();
        assert_eq!(decoded(png(&picture, part(299, 100, 1, 2), STRAIGHT)), Some((3, opaque(&edge))));
    }

    #[test]
    fn gray_is_gray() {
        let size = PictureSize { width_px: 3, height_px: 1 };
        let rgba = [[1, 1, 1, 255], [128, 128, 128, 255], [255, 255, 255, 255]].concat();
        let picture = RenderedImage { size, rgba: &rgba };
        assert_eq!(decoded(png(&picture, part(0, 0, 3, 1), STRAIGHT)), Some((1, vec![1, 128, 255])));
    }

    #[test]
    fn what_is_turned_is_saved_turned() {
        let size = PictureSize { width_px: 3, height_px: 2 };
        let rgba: Vec<u8> = (0..6).flat_map(|gray| [gray, gray, gray, 255]).collect();
        let picture = RenderedImage { size, rgba: &rgba };
        let all = |orientation: Orientation| {
            let shown = orientation.shown_size(size);
            decoded(png(&picture, part(0, 0, shown.width_px, shown.height_px), orientation))
        };
        let right = STRAIGHT.turned();
        assert_eq!(all(right), Some((1, vec![3, 0, 4, 1, 5, 2])));
        assert_eq!(all(right.turned()), Some((1, vec![5, 4, 3, 2, 1, 0])));
        assert_eq!(all(STRAIGHT.mirrored()), Some((1, vec![2, 1, 0, 5, 4, 3])));
        assert_eq!(all(right.mirrored()), Some((1, vec![0, 3, 1, 4, 2, 5])));
        assert_eq!(decoded(png(&picture, part(1, 1, 1, 2), right)), Some((1, vec![1, 2])));
        assert_eq!(png(&picture, part(0, 0, 3, 2), right), None, "it is 2 wide and 3 high");
    }

    #[test]
    fn a_part_beside_the_picture_is_none() {
        let size = PictureSize { width_px: 2, height_px: 2 };
        let picture = RenderedImage { size, rgba: &[0; 16] };
        for part in [part(1, 0, 2, 1), part(0, 2, 1, 1), part(0, 0, 0, 1), part(u32::MAX, 0, 2, 1)] {
            assert_eq!(png(&picture, part, STRAIGHT), None, "{part:?}");
        }
        assert_eq!(png(&RenderedImage { size, rgba: &[0; 15] }, part(0, 0, 1, 1), STRAIGHT), None);
    }
}
