//! Frames made by hand, frames as `lz4_flex` packs them, and frames that were damaged.

#![allow(clippy::unwrap_used)]

use std::io::Write;

use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
use proptest::prelude::*;

use super::{Lz4Error, MAX_LZ4_EXPANSION, lz4_frame};

/// Magic, version 1 with independent blocks, 64 KiB blocks, header checksum.
const HEAD: [u8; 7] = [0x04, 0x22, 0x4d, 0x18, 0b0110_0000, 0x40, 0x82];
/// The same with linked blocks.
const LINKED_HEAD: [u8; 7] = [0x04, 0x22, 0x4d, 0x18, 0b0100_0000, 0x40, 0xc0];
const END: [u8; 4] = [0; 4];

fn frame(blocks: &[&[u8]]) -> Vec<u8> {
    frame_with(&HEAD, blocks)
}

fn frame_with(head: &[u8], blocks: &[&[u8]]) -> Vec<u8> {
    let mut frame = head.to_vec();
    for block in blocks {
        frame.extend((block.len() as u32).to_le_bytes());
        frame.extend(*block);
    }
    frame.extend(END);
    frame
}

fn unpacked(frame: &[u8], expected_bytes: usize) -> Result<Vec<u8>, Lz4Error> {
    let mut bytes = vec![0xee; expected_bytes];
    lz4_frame(frame, &mut bytes).map(|()| bytes)
}

fn packed(bytes: &[u8], info: FrameInfo) -> Vec<u8> {
    let mut encoder = FrameEncoder::with_frame_info(info, Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Five literals, `abcab`, or the beginning of such a block.
const LITERALS: &[u8] = &[0x50, b'a', b'b', b'c', b'a', b'b'];

#[test]
fn a_block_by_hand_is_unpacked() {
    assert_eq!(unpacked(&frame(&[LITERALS]), 5).unwrap(), b"abcab");
    // One literal, a match of 4 + 4 bytes one byte back, then five literals.
    let block = [0x14, b'x', 1, 0, 0x50, b'1', b'2', b'3', b'4', b'5'];
    assert_eq!(unpacked(&frame(&[&block]), 14).unwrap(), b"xxxxxxxxx12345");
    assert_eq!(unpacked(&frame(&[LITERALS, &block]), 19).unwrap(), b"abcabxxxxxxxxx12345");
    assert_eq!(unpacked(&frame(&[]), 0).unwrap(), b"");
}

#[test]
fn a_block_may_be_stored_as_it_is() {
    let mut frame = HEAD.to_vec();
    frame.extend((3_u32 | 1 << 31).to_le_bytes());
    frame.extend(b"xyz");
    frame.extend(END);
    assert_eq!(unpacked(&frame, 3).unwrap(), b"xyz");
    assert_eq!(unpacked(&frame, 2), Err(Lz4Error::TooLong { expected_bytes: 2 }));
}

#[test]
fn only_linked_blocks_refer_to_the_ones_before() {
    // No literal, a match of 4 bytes five bytes back, then one literal.
    let block = [0x00, 5, 0, 0x10, b'!'];
    assert_eq!(unpacked(&frame(&[LITERALS, &block]), 10), Err(Lz4Error::BrokenBlock));
    assert_eq!(unpacked(&frame_with(&LINKED_HEAD, &[LITERALS, &block]), 10).unwrap(), b"abcababca!");
}

#[test]
fn what_does_not_fit_is_said() {
    let good = frame(&[LITERALS]);
    assert_eq!(unpacked(&good, 4), Err(Lz4Error::TooLong { expected_bytes: 4 }));
    assert_eq!(unpacked(&good, 6), Err(Lz4Error::TooShort { size_bytes: 5, expected_bytes: 6 }));
    assert_eq!(unpacked(&[good.as_slice(), &[9, 9]].concat(), 5), Err(Lz4Error::Trailing { size_bytes: 2 }));
    assert_eq!(unpacked(b"PNG.....", 5), Err(Lz4Error::NotLz4));
    assert_eq!(unpacked(&frame(&[&[0x10, b'x', 0, 0]]), 5), Err(Lz4Error::BrokenBlock), "a match of itself");
    let unsupported: [(&[u8], &str); 4] = [
        (&[0b1010_0000, 0x40, 0x0f], "another version"),
        (&[0b0110_0001, 0x40, 1, 0, 0, 0, 0xd0], "a dictionary"),
        (&[0b0110_0010, 0x40, 0xf0], "a reserved flag"),
        (&[0b0110_0000, 0x30, 0xd4], "another block size"),
    ];
    for (descriptor, what) in unsupported {
        let bad = frame_with(&[&HEAD[..4], descriptor].concat(), &[LITERALS]);
        assert_eq!(unpacked(&bad, 5), Err(Lz4Error::Unsupported(what)));
    }
    let sized = [&HEAD[..4], &[0b0110_1000, 0x40, 5, 0, 0, 0, 0, 0, 0, 0, 0x61]].concat();
    assert_eq!(unpacked(&frame_with(&sized, &[LITERALS]), 5).unwrap(), b"abcab");
    assert_eq!(unpacked(&frame_with(&sized, &[LITERALS, LITERALS]), 10), Err(Lz4Error::WrongContentSize));
    for other in [[0x02, 0x21, 0x4c, 0x18], [0x50, 0x2a, 0x4d, 0x18]] {
        let bad = [&other, &good[4..]].concat();
        assert_eq!(unpacked(&bad, 5), Err(Lz4Error::NotLz4), "a legacy or skippable frame");
    }
}

#[test]
fn checksums_are_compared() {
    let info = FrameInfo::new().content_checksum(true).block_checksums(true);
    let good = packed(&[7; 300], info);
    assert_eq!(unpacked(&good, 300).unwrap(), [7; 300]);
    let checksums = [6, good.len() - 12, good.len() - 1];
    for at in checksums {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert_eq!(unpacked(&bad, 300), Err(Lz4Error::WrongChecksum), "byte {at}");
    }
}

#[test]
fn a_frame_cut_anywhere_is_an_error() {
    let info = FrameInfo::new().content_size(Some(300)).content_checksum(true).block_checksums(true);
    let whole = packed(&[7; 300], info);
    for len in 0..whole.len() {
        assert_eq!(unpacked(&whole[..len], 300), Err(Lz4Error::Truncated), "cut at {len}");
    }
    assert_eq!(unpacked(&whole, 300).unwrap(), [7; 300]);
}

#[test]
fn a_bomb_stops_where_the_room_ends() {
    let bomb = packed(&vec![0; 8 << 20], FrameInfo::new().block_size(BlockSize::Max4MB));
    assert!(bomb.len() < 40_000, "{}", bomb.len());
    for room_bytes in [0, 1, 100, 65_536] {
        assert_eq!(unpacked(&bomb, room_bytes), Err(Lz4Error::TooLong { expected_bytes: room_bytes }));
    }
}

#[test]
fn nothing_expands_beyond_the_limit() {
    let dense = packed(&vec![0; 4 << 20], FrameInfo::new().block_size(BlockSize::Max4MB));
    assert!(dense.len() * MAX_LZ4_EXPANSION >= 4 << 20, "{}", dense.len());
}

fn any_info() -> impl Strategy<Value = FrameInfo> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(linked, large, blocks, content)| {
        FrameInfo::new()
            .block_mode(if linked { BlockMode::Linked } else { BlockMode::Independent })
            .block_size(if large { BlockSize::Max256KB } else { BlockSize::Max64KB })
            .block_checksums(blocks)
            .content_checksum(content)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_packed_comes_back(
        seed in prop::collection::vec(any::<u8>(), 1..400), repeats in 1..600_usize, info in any_info(),
    ) {
        // Repeated and slightly changed, so that blocks refer to themselves and to one another.
        let mut bytes = seed.repeat(repeats);
        for (n, byte) in bytes.iter_mut().enumerate().step_by(97) {
            *byte = n as u8;
        }
        let packed = packed(&bytes, info);
        prop_assert!(unpacked(&packed, bytes.len()).unwrap() == bytes);
        prop_assert!(unpacked(&packed, bytes.len() - 1).is_err());
        prop_assert!(unpacked(&packed, bytes.len() + 1).is_err());
    }

    #[test]
    fn damage_never_panics(
        at in any::<prop::sample::Index>(), with in any::<u8>(), room_bytes in 0..3_000_usize, info in any_info(),
    ) {
        let mut packed = packed(&b"some words that come again, ".repeat(100), info);
        *at.get_mut(&mut packed) = with;
        let _ = unpacked(&packed, room_bytes);
    }

    #[test]
    fn arbitrary_blocks_never_panic(block in prop::collection::vec(any::<u8>(), 0..300), room_bytes in 0..600_usize) {
        for head in [HEAD, LINKED_HEAD] {
            let _ = unpacked(&frame_with(&head, &[LITERALS, &block]), room_bytes);
        }
    }
}
