//! Frames as the backend sends them in the binary format.

use std::io::Write;

use lz4_flex::frame::FrameEncoder;

#[derive(Clone, Copy)]
pub enum Kind {
    Gray,
    Bayer,
    Rgb,
}

/// A UC2F packet of 12 bits.
pub fn packet(kind: Kind, width_px: u32, height_px: u32, payload: &[u8]) -> Vec<u8> {
    let (channels, format) = match kind {
        Kind::Gray => (1, 0),
        Kind::Bayer => (1, 1),
        Kind::Rgb => (3, 2),
    };
    let mut bytes = b"UC2F\x01\0\0\0".to_vec();
    for word in [width_px, height_px, width_px * 2 * u32::from(channels)] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([12, 0, channels, format]);
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend((payload.len() as u32).to_le_bytes());
    bytes.extend(payload);
    bytes
}

pub fn frame(id: u8, compression: &str, packet: &[u8]) -> Vec<u8> {
    use rmp::encode::{write_bin, write_map_len, write_str, write_uint};
    let mut bytes = Vec::new();
    write_map_len(&mut bytes, 2).unwrap();
    write_str(&mut bytes, "metadata").unwrap();
    write_map_len(&mut bytes, 7).unwrap();
    for (key, text) in
        [("detector_name", "WidefieldCamera"), ("format", "binary"), ("compression_algorithm", compression)]
    {
        write_str(&mut bytes, key).unwrap();
        write_str(&mut bytes, text).unwrap();
    }
    for (key, number) in
        [("frame_id", id.into()), ("original_width", 400), ("original_height", 300), ("subsampling_factor", 4)]
    {
        write_str(&mut bytes, key).unwrap();
        write_uint(&mut bytes, number).unwrap();
    }
    write_str(&mut bytes, "data").unwrap();
    write_bin(&mut bytes, packet).unwrap();
    bytes
}

pub fn samples(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

pub fn lz4(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = FrameEncoder::new(Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A gray picture of one row.
pub fn row(id: u8, values: &[u16]) -> Vec<u8> {
    frame(id, "none", &packet(Kind::Gray, values.len() as u32, 1, &samples(values)))
}
