//! Packets and events, and what is none.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn packet<'a>(kind: PacketKind, attachments: usize, namespace: &'a str, data: &'a str) -> Packet<'a> {
    Packet { kind, attachments, namespace, data }
}

#[test]
fn heads_are_taken_apart() {
    use PacketKind::*;
    let cases = [
        ("0", packet(Connect, 0, "/", "")),
        (r#"0{"sid":"x"}"#, packet(Connect, 0, "/", r#"{"sid":"x"}"#)),
        (r#"0/admin,{"sid":"x"}"#, packet(Connect, 0, "/admin", r#"{"sid":"x"}"#)),
        ("1", packet(Disconnect, 0, "/", "")),
        ("1/admin,", packet(Disconnect, 0, "/admin", "")),
        ("1/admin", packet(Disconnect, 0, "/admin", "")),
        (r#"2["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
        (r#"212["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
        (r#"2/,["a"]"#, packet(Event, 0, "/", r#"["a"]"#)),
        (r#"2/x?token=1,3["a"]"#, packet(Event, 0, "/x", r#"["a"]"#)),
        ("3999999999999999999999999[]", packet(Ack, 0, "/", "[]")),
        (r#"4{"message":"no"}"#, packet(ConnectError, 0, "/", r#"{"message":"no"}"#)),
        (r#"51-["a"]"#, packet(BinaryEvent, 1, "/", r#"["a"]"#)),
        (r#"58-/x,12["a"]"#, packet(BinaryEvent, 8, "/x", r#"["a"]"#)),
        ("60-0[]", packet(BinaryAck, 0, "/", "[]")),
    ];
    for (text, expected) in cases {
        assert_eq!(Packet::parse(text), Ok(expected), "{text}");
    }
}

#[test]
fn broken_heads_are_named() {
    for text in ["", "7", "x", "ü", "-"] {
        assert_eq!(Packet::parse(text), Err(SocketIoError::UnknownPacket(text.to_owned())));
    }
    for text in ["5", "51", "5-[]", "5[]", "6x-", "5 1-[]"] {
        assert_eq!(Packet::parse(text), Err(SocketIoError::AttachmentCountMissing(text.to_owned())));
    }
    for text in ["59-[]", "5999999999-[]", "599999999999999999999999999-[]"] {
        assert_eq!(Packet::parse(text), Err(SocketIoError::TooManyAttachments(text.to_owned())));
    }
}

#[test]
fn an_event_is_an_array_that_begins_with_a_name() {
    assert_eq!(Event::parse(r#"["a",1,{"b":[null]}]"#).unwrap().name, "a");
    assert_eq!(Event::parse(r#" [ "fr\u0061me" ]"#).unwrap().name, "frame");
    for json in ["", "[]", "[1]", "{}", r#""a""#, r#"["a""#, r#"["a",]"#, r#"["a"] x"#, r#"["a",NaN]"#] {
        assert!(matches!(Event::parse(json), Err(SocketIoError::EventUnreadable { .. })), "{json}");
    }
}

#[test]
fn deeply_nested_events_take_no_stack() {
    let depth = 100_000;
    let json = format!(r#"["a",{}{}]"#, "[".repeat(depth), "]".repeat(depth));
    assert_eq!(Event::parse(&json).unwrap().name, "a");
}

#[test]
fn a_first_placeholder_with_number_0_stands_for_the_first_binary_message() {
    let check = |text: &str| {
        let packet = Packet::parse(text).unwrap();
        packet.attachments > 0 && Event::parse(packet.data).unwrap().is_placeholder()
    };
    assert!(check(r#"51-["frame",{"_placeholder":true,"num":0}]"#));
    assert!(check(r#"51-[ "frame" , {"num":0, "_placeholder":true, "more":1} ]"#));
    assert!(check(r#"51-["frame",{"_placeholder":true,"num":0},"more"]"#));
    assert!(check(r#"52-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#));
    for text in [
        r#"51-["frame",{"_placeholder":true,"num":1}]"#,
        r#"51-["frame","more",{"_placeholder":true,"num":0}]"#,
        r#"51-["frame",{"_placeholder":true,"num":-1}]"#,
        r#"51-["frame",{"_placeholder":true,"num":0.5}]"#,
        r#"51-["frame",{"_placeholder":true,"num":"0"}]"#,
        r#"51-["frame",{"_placeholder":true}]"#,
        r#"51-["frame",{"_placeholder":false,"num":0}]"#,
        r#"51-["frame",{"num":0}]"#,
        r#"51-["frame",[true,0]]"#,
        r#"51-["frame"]"#,
        r#"51-["frame",null]"#,
        r#"50-["frame",{"_placeholder":true,"num":0}]"#,
        r#"2["frame",{"_placeholder":true,"num":0}]"#,
    ] {
        assert!(!check(text), "{text}");
    }
}

#[test]
fn the_socket_id_must_be_usable() {
    assert_eq!(connected_sid(r#"{"sid":"PSNx3pwyBU1DajOeAAAD"}"#).unwrap(), "PSNx3pwyBU1DajOeAAAD");
    for json in ["", "{}", r#"{"sid":""}"#, r#"{"sid":5}"#, r#"{"sid":"a\nb"}"#, r#"["x"]"#] {
        assert_eq!(connected_sid(json), Err(SocketIoError::SidMissing(json.to_owned())));
    }
}

#[test]
fn a_refusal_always_has_words() {
    assert_eq!(refusal_message(r#"{"message":"Unable to connect"}"#), "Unable to connect");
    assert_eq!(refusal_message(""), "no reason given");
    assert_eq!(refusal_message(r#""not here""#), r#""not here""#);
    assert_eq!(refusal_message(&format!(r#"{{"message":"{}"}}"#, "x".repeat(500))).chars().count(), 121);
}

#[test]
fn the_connect_packet_is_what_a_server_expects() {
    assert_eq!(CONNECT, "40");
    assert_eq!(frame_ack(7), r#"42["frame_ack",{"frame_id":7}]"#);
}

proptest! {
    #[test]
    fn an_acknowledgement_is_an_event_with_an_integer(id in any::<u8>()) {
        #[derive(serde::Deserialize)]
        struct Ack { frame_id: u8 }
        let text = frame_ack(id);
        let packet = Packet::parse(text.strip_prefix('4').unwrap()).unwrap();
        prop_assert_eq!(packet.kind, PacketKind::Event);
        let (name, ack): (String, Ack) = serde_json::from_str(packet.data).unwrap();
        prop_assert_eq!(name, "frame_ack");
        prop_assert_eq!(ack.frame_id, id);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[0-7]?([0-9]{0,3}-)?(/[a-z?]*,?)?\\PC{0,60}") {
        if let Ok(packet) = Packet::parse(&text) {
            prop_assert!(packet.attachments <= MAX_ATTACHMENTS);
            if let Ok(event) = Event::parse(packet.data) {
                let _ = event.is_placeholder();
                let _ = event.text();
            }
            let _ = connected_sid(packet.data);
            let _ = refusal_message(packet.data);
        }
    }
}
