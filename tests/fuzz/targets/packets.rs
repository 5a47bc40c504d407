//! UC2F packets, one after the other into one picture, unpacked, measured, developed, looked at and saved.

#![no_main]

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::sync::Timestamp;
use lockstep::viewer::geometry::{Mirroring, Orientation, PictureSize, PixelRect, Turn};
use lockstep::viewer::image::{
    ClippingMarks, Contrast, CountScale, DisplayRange, PixelValue, RangeLimits, RawImage, RenderedImage, png,
};
use lockstep::wire::{MAX_PIXELS, MAX_SIDE_PX, PixelFormat, Prefix};

/// The most packets of one run: each is developed, which takes a while.
const MAX_PICTURES: u32 = 4;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let mut image = RawImage::default();
    let mut now_ms = 0_u64;
    for _ in 0..MAX_PICTURES {
        let (Some(kind), Some(piece)) = (choices.byte(), choices.piece()) else { break };
        let compression = [None, Some("lz4"), Some("none"), Some("zstd")][usize::from(kind % 4)];
        let before = image.picture();
        let checked = RawImage::check(piece.into(), compression);
        // As the page checks it, which has read only the beginning.
        let read = &piece[..piece.len().min(100)];
        assert_eq!(RawImage::check(Prefix { bytes: read, size_bytes: piece.len() }, compression), checked);
        match image.take(piece, compression) {
            Ok(()) => assert_eq!(checked, Ok(())),
            Err(error) => {
                drop(said(&error));
                assert_eq!(image.picture(), before, "a broken packet changes nothing");
            }
        }
        if kind & 4 > 0 {
            image.begin_stream();
        }
        now_ms = now_ms.saturating_add(u64::from(kind) * 4);
        look(&mut image, kind, Timestamp(now_ms));
        if kind == 255 {
            image.clear();
        }
    }
});

fn look(image: &mut RawImage, kind: u8, now: Timestamp) {
    let Some(header) = image.picture() else {
        assert_eq!((image.bit_depth(), image.value_at(0, 0)), (None, None));
        return;
    };
    let (width_px, height_px) = (header.width_px, header.height_px);
    assert!([width_px, height_px].iter().all(|side_px| (1..=MAX_SIDE_PX).contains(side_px)));
    assert!(width_px * height_px <= MAX_PIXELS);
    assert!(image.bit_depth().is_some_and(|depth| depth <= 16), "{:?}", image.bit_depth());
    if kind & 64 > 0 && image.measure(now) {
        assert!(image.is_measured());
    }
    if let Some(histogram) = image.histogram() {
        assert!(!histogram.outline(CountScale::Root).contains("NaN"));
        assert!(!histogram.outline(CountScale::Logarithmic).contains("NaN"));
    }
    let limits = image.limits(DisplayRange::Auto);
    assert!(limits.min <= limits.max, "{limits:?}");
    let kept = RangeLimits { min: u16::from(kind) * 7, max: u16::from(kind) * 200 };
    let range = if kind & 8 > 0 { DisplayRange::Manual(kept) } else { DisplayRange::Auto };
    // A power for each of 65,536 values takes long.
    let gamma = if kind & 48 == 48 { f32::from(kind) / 25.0 } else { 1.0 };
    let marks = if kind & 128 > 0 { ClippingMarks::On } else { ClippingMarks::Off };
    let rendered = image.to_rgba(Contrast { range, gamma }, marks);
    let rendered = rendered.expect("so small a picture has room").expect("a picture is held");
    let size = PictureSize { width_px, height_px };
    assert_eq!(rendered.size, size);
    assert_eq!(rendered.rgba.len(), (width_px * height_px * 4) as usize);
    assert!(rendered.rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255), "every pixel is opaque");
    if width_px * height_px <= 4_096 {
        let turn = Turn::ALL[usize::from(kind >> 4 & 3)];
        let mirroring = if kind & 4 > 0 { Mirroring::Mirrored } else { Mirroring::Straight };
        save(&rendered, Orientation { turn, mirroring });
    }
    for (x, y) in [(0, 0), (width_px - 1, height_px - 1), (width_px / 2, height_px / 2)] {
        let value = image.value_at(x, y).expect("a pixel has a value");
        // Behind a Bayer filter, a single row or column has no cell with all colours.
        let is_bayer = header.pixel_format == PixelFormat::BayerRg16 && width_px > 1 && height_px > 1;
        let is_colour = is_bayer || header.pixel_format == PixelFormat::Rgb48;
        assert_eq!(matches!(value, PixelValue::Rgb16(_)), is_colour, "{value:?} in {header:?}");
    }
    assert_eq!(image.value_at(width_px, 0), None);
    assert_eq!(image.value_at(0, height_px), None);
}

fn save(rendered: &RenderedImage<'_>, orientation: Orientation) {
    let size = orientation.shown_size(rendered.size);
    let part = PixelRect { left: 0, top: 0, size };
    let file = png(rendered, part, orientation).expect("all of a picture is within it");
    let mut reader = png_reader::Decoder::new(std::io::Cursor::new(&file)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("whole");
    assert_eq!((info.width, info.height), (size.width_px, size.height_px));
    let channels = info.color_type.samples();
    for (x, y) in [(0, 0), (size.width_px - 1, 0), (size.width_px - 1, size.height_px - 1)] {
        let saved = (y * size.width_px + x) as usize * channels;
        let (column, row) = orientation.picture_pixel(rendered.size, (x, y));
        let shown = (row * rendered.size.width_px + column) as usize * 4;
        assert_eq!(pixels[saved..][..channels], rendered.rgba[shown..][..channels], "at {x}, {y} by {orientation:?}");
    }
}
