//! Bad Socket.IO messages.

use base64::{Engine, prelude::BASE64_STANDARD};
use rmp::encode::{
    ValueWriteError, write_bin, write_f64, write_map_len, write_sint, write_str, write_str_len, write_uint,
};
use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

/// A bad message, as JSON: `"truncated_packet"`, `{"text": "…"}` and so on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadMessage {
    /// An announcement that breaks off, with its attachment.
    TruncatedPacket,
    /// An announcement whose placeholder has number 7.
    WrongPlaceholder,
    /// An announcement without a placeholder.
    MissingPlaceholder,
    /// An announcement that is followed by another text packet instead of its attachment.
    MissingAttachment,
    /// A binary message that nothing announced.
    UnannouncedBinary,
    /// An announcement of 4 000 000 000 attachments.
    ManyAttachments,
    /// A text message that is not UTF-8. Browsers close the connection over it, as the standard wants.
    InvalidUtf8,
    /// An event that nobody knows.
    UnknownEvent,
    /// A text message of no characters.
    EmptyText,
    /// A packet of an unknown Engine.IO type.
    UnknownPacketType,
    /// An event that is no JSON.
    BadJson,
    /// A `signal_msgpack` that is no MessagePack.
    BadSignal,
    /// A frame whose MessagePack ends in the middle.
    TruncatedFrame,
    /// A frame whose image claims to be 4 GiB long.
    HugeLength,
    /// A frame whose image is base64 of something that is no JPEG.
    UndecodableJpeg,
    /// A frame whose image is no base64.
    BadBase64,
    /// A binary frame that claims to have 60000 by 60000 pixels.
    HugeDimensions,
    /// A frame without a `frame_id`.
    FrameWithoutId,
    /// A frame with id 200.
    FrameIdWrong,
    /// A frame with id -1.
    FrameIdNegative,
    /// A frame with id 2⁶⁴ − 1.
    FrameIdHuge,
    /// A frame with id "7".
    FrameIdString,
    /// A frame with id 1.5.
    FrameIdFraction,
    /// This text message.
    Text(String),
    /// This binary message, given in base64.
    BinaryBase64(String),
}

const ANNOUNCED_FRAME: &str = r#"451-["frame",{"_placeholder":true,"num":0}]"#;

impl BadMessage {
    /// The messages to send, in order.
    pub fn messages(&self) -> Result<Vec<Message>, String> {
        let frame = |payload: Result<Vec<u8>, ValueWriteError>| -> Result<Vec<Message>, String> {
            let payload = payload.map_err(|error| error.to_string())?;
            Ok(vec![Message::text(ANNOUNCED_FRAME), Message::binary(payload)])
        };
        let announced =
            |announcement: &str| Ok(vec![Message::text(announcement), Message::binary(vec![0x81, 0xa1, b'x', 0x01])]);
        match self {
            Self::TruncatedPacket => announced(r#"451-["frame",{"_placeho"#),
            Self::WrongPlaceholder => announced(r#"451-["frame",{"_placeholder":true,"num":7}]"#),
            Self::MissingPlaceholder => announced(r#"451-["frame"]"#),
            Self::MissingAttachment => Ok(vec![Message::text(ANNOUNCED_FRAME), Message::text(r#"42["note",1]"#)]),
            Self::UnannouncedBinary => Ok(vec![Message::binary(vec![1, 2, 3, 4])]),
            Self::ManyAttachments => announced(r#"454000000000-["frame",{"_placeholder":true,"num":0}]"#),
            Self::InvalidUtf8 => {
                let frame = Frame::message(vec![b'4', b'2', b'[', 0xff, 0xfe, b']'], OpCode::Data(Data::Text), true);
                Ok(vec![Message::Frame(frame)])
            }
            Self::UnknownEvent => Ok(vec![Message::text(r#"42["an_event_nobody_knows",{"a":[1,2,3]}]"#)]),
            Self::EmptyText => Ok(vec![Message::text("")]),
            Self::UnknownPacketType => Ok(vec![Message::text("9what")]),
            Self::BadJson => Ok(vec![Message::text(r#"42["signal",{"name":}"#)]),
            Self::BadSignal => Ok(vec![
                Message::text(r#"451-["signal_msgpack",{"_placeholder":true,"num":0}]"#),
                Message::binary(vec![0xc1, 0xff, 0x00]),
            ]),
            Self::TruncatedFrame => frame(jpeg_frame(Id::Integer(0), Image::Base64OfNoise).map(|mut payload| {
                payload.truncate(payload.len() / 2);
                payload
            })),
            Self::HugeLength => frame(jpeg_frame(Id::Integer(0), Image::HugeLength)),
            Self::UndecodableJpeg => frame(jpeg_frame(Id::Integer(0), Image::Base64OfNoise)),
            Self::BadBase64 => frame(jpeg_frame(Id::Integer(0), Image::NoBase64)),
            Self::HugeDimensions => frame(huge_binary_frame()),
            Self::FrameWithoutId => frame(jpeg_frame(Id::Absent, Image::Base64OfNoise)),
            Self::FrameIdWrong => frame(jpeg_frame(Id::Integer(200), Image::Base64OfNoise)),
            Self::FrameIdNegative => frame(jpeg_frame(Id::Integer(-1), Image::Base64OfNoise)),
            Self::FrameIdHuge => frame(jpeg_frame(Id::Huge, Image::Base64OfNoise)),
            Self::FrameIdString => frame(jpeg_frame(Id::String, Image::Base64OfNoise)),
            Self::FrameIdFraction => frame(jpeg_frame(Id::Fraction, Image::Base64OfNoise)),
            Self::Text(text) => Ok(vec![Message::text(text.as_str())]),
            Self::BinaryBase64(text) => {
                let payload = BASE64_STANDARD.decode(text).map_err(|error| error.to_string())?;
                Ok(vec![Message::binary(payload)])
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Id {
    Absent,
    Integer(i64),
    Huge,
    String,
    Fraction,
}

#[derive(Clone, Copy)]
enum Image {
    Base64OfNoise,
    NoBase64,
    HugeLength,
}

fn jpeg_frame(id: Id, image: Image) -> Result<Vec<u8>, ValueWriteError> {
    let mut out = Vec::new();
    write_map_len(&mut out, 2)?;
    write_str(&mut out, "metadata")?;
    write_metadata(&mut out, id, "jpeg", 0)?;
    write_str(&mut out, "image")?;
    match image {
        Image::Base64OfNoise => write_str(&mut out, &BASE64_STANDARD.encode([0xffu8; 300]))?,
        Image::NoBase64 => write_str(&mut out, "/9j/4AAQ*** this is no base64 ***")?,
        Image::HugeLength => {
            write_str_len(&mut out, u32::MAX)?;
            out.extend_from_slice(b"/9j/");
        }
    }
    Ok(out)
}

fn huge_binary_frame() -> Result<Vec<u8>, ValueWriteError> {
    const SIDE: u32 = 60_000;
    let mut packet = b"UC2F\x01\0\0\0".to_vec();
    for word in [SIDE, SIDE, SIDE * 2] {
        packet.extend_from_slice(&word.to_le_bytes());
    }
    packet.extend_from_slice(&[12, 0, 1, 0]);
    packet.extend_from_slice(&0u64.to_le_bytes());
    packet.extend_from_slice(&16u32.to_le_bytes());
    packet.extend_from_slice(&[0; 16]);

    let mut out = Vec::new();
    write_map_len(&mut out, 2)?;
    write_str(&mut out, "metadata")?;
    write_metadata(&mut out, Id::Integer(0), "binary", 3)?;
    for key in ["width", "height"] {
        write_str(&mut out, key)?;
        write_uint(&mut out, SIDE.into())?;
    }
    write_str(&mut out, "compression_algorithm")?;
    write_str(&mut out, "none")?;
    write_str(&mut out, "data")?;
    write_bin(&mut out, &packet)?;
    Ok(out)
}

/// Metadata with room for `more` entries behind it.
fn write_metadata(out: &mut Vec<u8>, id: Id, format: &str, more: u32) -> Result<(), ValueWriteError> {
    let entries = if matches!(id, Id::Absent) { 3 } else { 4 };
    write_map_len(out, entries + more)?;
    match id {
        Id::Absent => {}
        Id::Integer(value) => {
            write_str(out, "frame_id")?;
            write_sint(out, value)?;
        }
        Id::Huge => {
            write_str(out, "frame_id")?;
            write_uint(out, u64::MAX)?;
        }
        Id::String => {
            write_str(out, "frame_id")?;
            write_str(out, "7")?;
        }
        Id::Fraction => {
            write_str(out, "frame_id")?;
            write_f64(out, 1.5)?;
        }
    }
    write_str(out, "detector_name")?;
    write_str(out, "WidefieldCamera")?;
    for key in ["format", "protocol"] {
        write_str(out, key)?;
        write_str(out, format)?;
    }
    Ok(())
}
