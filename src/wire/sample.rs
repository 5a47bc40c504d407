//! Messages as a backend sends them, for the tests.

#![allow(clippy::unwrap_used)]

use rmp::encode::{write_bin, write_f64, write_map_len, write_str, write_uint};

/// A captured jpeg frame up to its image, which has 0x23c bytes.
pub(super) const CAPTURED_JPEG_HEAD: &[u8] =
    b"\x82\xa8metadata\x87\xb0server_timestamp\xcbA\xda\xc0\xc7\x9c\xb9\xcf<\xa8frame_id\x00\xaddetector_n\
    ame\xafWidefieldCamera\xaapixel_size\xcb?\xf0\x00\x00\x00\x00\x00\x00\xa6format\xa4jpeg\xa8protocol\
    \xa4jpeg\xacjpeg_quality<\xa5image\xda\x02<";

/// A captured binary frame up to its packet, which has 0x2517 bytes.
pub(super) const CAPTURED_BINARY_HEAD: &[u8] =
    b"\x82\xa8metadata\xde\x00\x13\xb0server_timestamp\xcbA\xda\xc0\xc7\x9dVo\xc4\xa8frame_id\x07\xaddetec\
    tor_name\xafWidefieldCamera\xaapixel_size\xcb?\xf0\x00\x00\x00\x00\x00\x00\xa6format\xa6binary\xa8pr\
    otocol\xa6binary\xa5widthd\xa6heightK\xaeoriginal_width\xcd\x01\x90\xaforiginal_height\xcd\x01,\xb2s\
    ubsampling_factor\x04\xb5compression_algorithm\xa3lz4\xb1compression_level\x00\xa9raw_bytes\xcd:\x98\
    \xb0compressed_bytes\xcd$\xf3\xacpacket_bytes\xcd%\x17\xb1compression_ratio\xcb?\xf9_f\xb5bR\xfb\xae\
    encode_time_ms\xcb?\xdaV0\x00\x00\x00\x00\xactimestamp_ns\xcf\x18\xealU\xd4K0\xcf\xa4data\xc5%\x17";

/// The header of a captured packet: 100 × 75, 12 bits, gray; the payload has 0x24f3 bytes.
pub(super) const CAPTURED_UC2F_HEADER: &[u8; 36] =
    b"UC2F\x01\x00\x00\x00d\x00\x00\x00K\x00\x00\x00\xc8\x00\x00\x00\x0c\x00\x01\x00\xcf0K\xd4Ul\xea\x18\
    \xf3$\x00\x00";

/// A MessagePack map of encoded values.
pub(super) fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_map_len(&mut bytes, pairs.len() as u32).unwrap();
    for (key, value) in pairs {
        write_str(&mut bytes, key).unwrap();
        bytes.extend(value);
    }
    bytes
}

pub(super) fn text(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_str(&mut bytes, text).unwrap();
    bytes
}

fn float(number: f64) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_f64(&mut bytes, number).unwrap();
    bytes
}

fn unsigned(number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_uint(&mut bytes, number).unwrap();
    bytes
}

fn metadata(frame_id: u8, format: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut pairs = vec![
        ("server_timestamp", float(1_795_366_514.903_273_6)),
        ("frame_id", unsigned(frame_id.into())),
        ("detector_name", text("WidefieldCamera")),
        ("pixel_size", float(1.0)),
        ("format", text(format)),
        ("protocol", text(format)),
    ];
    pairs.extend_from_slice(more);
    map(&pairs)
}

/// A jpeg frame; its image is only the beginning of one.
pub(super) fn jpeg_frame(frame_id: u8) -> Vec<u8> {
    let metadata = metadata(frame_id, "jpeg", &[("jpeg_quality", unsigned(80))]);
    map(&[("metadata", metadata), ("image", text("/9j/4AAQSkZJRg=="))])
}

/// A binary frame around [`uc2f`].
pub(super) fn binary_frame(frame_id: u8) -> Vec<u8> {
    let more = [
        ("subsampling_factor", unsigned(4)),
        ("compression_algorithm", text("lz4")),
        ("timestamp_ns", unsigned(1_795_366_517_350_000_000)),
    ];
    let mut data = Vec::new();
    write_bin(&mut data, &uc2f()).unwrap();
    map(&[("metadata", metadata(frame_id, "binary", &more)), ("data", data)])
}

/// A packet of 3 × 2 gray pixels, raw.
pub(super) fn uc2f() -> Vec<u8> {
    let mut bytes = CAPTURED_UC2F_HEADER.to_vec();
    bytes[8..12].copy_from_slice(&3_u32.to_le_bytes());
    bytes[12..16].copy_from_slice(&2_u32.to_le_bytes());
    bytes[16..20].copy_from_slice(&6_u32.to_le_bytes());
    bytes[32..36].copy_from_slice(&12_u32.to_le_bytes());
    bytes.extend(1..=12);
    bytes
}

/// A signal as `signal_msgpack` carries it.
pub(super) fn signal(name: &str) -> Vec<u8> {
    let args = map(&[("p0", text("WidefieldCamera")), ("p1", text("jpeg"))]);
    map(&[("name", text(name)), ("args", args)])
}
