//! LZ4 frames: broken ones fail and write nothing beyond, good ones come out as they went in.

#![no_main]

use std::io::{Read, Write};

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lz4_flex::frame::{BlockMode, BlockSize, FrameDecoder, FrameEncoder, FrameInfo};
use pixels::unpack::{MAX_LZ4_EXPANSION, lz4_frame};

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let (Some(kind), Some(size)) = (choices.byte(), choices.number()) else { return };
    let piece = choices.all();
    if kind % 4 == 3 {
        comes_out_as_it_went_in(kind, piece);
    } else {
        unpack(piece, size as usize % (1 << 16));
        // The size that it has, if it has one.
        unpack(piece, size_of(piece));
    }
});

fn unpack(frame: &[u8], size_bytes: usize) {
    let mut unpacked = vec![0; size_bytes];
    match lz4_frame(frame, &mut unpacked) {
        Err(error) => drop(said(&error)),
        Ok(()) => {
            assert!(size_bytes <= frame.len() * MAX_LZ4_EXPANSION);
            let mut reference = Vec::new();
            FrameDecoder::new(frame).take(1 << 20).read_to_end(&mut reference).expect("the reference reads it too");
            assert!(reference == unpacked);
        }
    }
}

/// How much there is in a frame, as far as it can be read.
fn size_of(frame: &[u8]) -> usize {
    let mut decoder = FrameDecoder::new(frame).take(1 << 16);
    let mut buffer = [0; 4_096];
    let mut size_bytes = 0;
    while let Ok(read @ 1..) = decoder.read(&mut buffer) {
        size_bytes += read;
    }
    size_bytes
}

fn comes_out_as_it_went_in(kind: u8, content: &[u8]) {
    let info = FrameInfo::new()
        .block_size(if kind & 4 > 0 { BlockSize::Max64KB } else { BlockSize::Max256KB })
        .block_mode(if kind & 8 > 0 { BlockMode::Linked } else { BlockMode::Independent })
        .content_checksum(kind & 16 > 0)
        .block_checksums(kind & 32 > 0)
        .content_size((kind & 64 > 0).then_some(content.len() as u64));
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
    encoder.write_all(content).expect("memory takes everything");
    let frame = encoder.finish().expect("memory takes everything");
    let mut unpacked = vec![0; content.len()];
    assert_eq!(lz4_frame(&frame, &mut unpacked), Ok(()));
    assert!(unpacked == content);
    assert!(lz4_frame(&frame, &mut vec![0; content.len() + 1]).is_err());
    if let Some(shorter) = content.len().checked_sub(1) {
        assert!(lz4_frame(&frame, &mut vec![0; shorter]).is_err());
    }
    assert!(lz4_frame(&frame[..frame.len() - 1], &mut unpacked).is_err());
}
