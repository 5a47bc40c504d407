//! Messages as a backend sends them, and what the decoder makes of them.

use proptest::prelude::*;

use super::super::sample;
use super::*;

const FRAME_HEAD: &str = r#"451-["frame",{"_placeholder":true,"num":0}]"#;
const SIGNAL_HEAD: &str = r#"451-["signal_msgpack",{"_placeholder":true,"num":0}]"#;
const OPEN: &str = r#"0{"sid":"BuAz","upgrades":[],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#;

type Outcome = Result<Incoming, WireError>;

fn text(decoder: &mut Decoder, text: &str) -> Vec<Outcome> {
    decoder.take(Message::Text(text)).collect()
}

fn binary(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Outcome> {
    decoder.take(Message::Binary { size_bytes: bytes.len(), read: &|| bytes.to_vec() }).collect()
}

fn missing(event: &'static str) -> Outcome {
    Err(WireError::AttachmentMissing { event })
}

/// The decoder still reads a frame as if nothing had happened.
fn assert_alive(decoder: &mut Decoder) {
    assert_eq!(text(decoder, FRAME_HEAD), []);
    assert_eq!(binary(decoder, b"bytes"), [Ok(Incoming::Frame)]);
}

#[test]
fn a_session_is_understood() {
    let decoder = &mut Decoder::new();
    let opened = text(decoder, OPEN);
    assert!(matches!(&opened[..], [Ok(Incoming::Opened(open))] if open.ping_interval_ms == 25_000), "{opened:?}");
    let capabilities = r#"42["server_capabilities",{"messagepack":true,"protocol_version":"1.0"}]"#;
    assert_eq!(text(decoder, capabilities), [Ok(Incoming::Capabilities)]);
    assert_eq!(text(decoder, r#"40{"sid":"PSNx"}"#), [Ok(Incoming::Connected { sid: "PSNx".to_owned() })]);
    assert_eq!(text(decoder, SIGNAL_HEAD), []);
    let signal = binary(decoder, &sample::signal("sigStreamStarted"));
    assert!(matches!(&signal[..], [Ok(Incoming::Signal(Signal::StreamStarted { .. }))]), "{signal:?}");
    assert_alive(decoder);
    assert_eq!(text(decoder, "2"), [Ok(Incoming::Ping)]);
    let older = r#"42["signal","{\"name\":\"sigStreamStopped\",\"args\":{\"p0\":\"Cam\",\"p1\":\"jpeg\"}}"]"#;
    let stopped = Signal::StreamStopped { detector: Some("Cam".to_owned()), protocol: Some("jpeg".to_owned()) };
    assert_eq!(text(decoder, older), [Ok(Incoming::Signal(stopped))]);
    assert_eq!(text(decoder, "41"), [Ok(Incoming::Disconnected)]);
    assert_eq!(text(decoder, "1"), [Ok(Incoming::Closed)]);
}

#[test]
fn a_frames_bytes_are_not_asked_for() {
    // As the backend writes it, and as another one could.
    for head in [FRAME_HEAD, r#"451-[ "frame", {"num":0, "_placeholder":true} ]"#] {
        let decoder = &mut Decoder::new();
        assert_eq!(text(decoder, head), []);
        let frame = Message::Binary { size_bytes: 3, read: &|| panic!("they were asked for") };
        assert_eq!(decoder.take(frame).collect::<Vec<_>>(), [Ok(Incoming::Frame)]);
    }
}

#[test]
fn a_frame_with_more_arguments_is_a_frame_all_the_same() {
    // Not reported as a frame, it would never be acknowledged, and four of them would end the stream.
    for (head, more) in [
        (r#"451-["frame",{"_placeholder":true,"num":0},{"camera":"B"}]"#, 0),
        (r#"451-["frame",{"_placeholder":true,"num":0},null,1]"#, 0),
        (r#"452-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#, 1),
    ] {
        let decoder = &mut Decoder::new();
        assert_eq!(text(decoder, head), [], "{head}");
        assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)], "{head}");
        for _ in 0..more {
            assert_eq!(binary(decoder, b"y"), [], "{head}");
        }
        assert_alive(decoder);
    }
    let decoder = &mut Decoder::new();
    assert_eq!(text(decoder, r#"451-["signal_msgpack",{"_placeholder":true,"num":0},{"more":1}]"#), []);
    assert_eq!(binary(decoder, b"\x81\xa4name\xa1x"), [Ok(Incoming::Signal(Signal::Other))]);
    let stopped = r#"42["signal","{\"name\":\"sigStreamStopped\"}","more"]"#;
    assert!(matches!(&text(decoder, stopped)[..], [Ok(Incoming::Signal(Signal::StreamStopped { .. }))]));
}

#[test]
fn a_refused_connection_has_its_reason() {
    let refused = Incoming::ConnectRefused { message: "full".to_owned() };
    assert_eq!(text(&mut Decoder::new(), r#"44{"message":"full"}"#), [Ok(refused)]);
}

#[test]
fn pings_may_come_between_an_announcement_and_its_frame() {
    let decoder = &mut Decoder::new();
    assert_eq!(text(decoder, FRAME_HEAD), []);
    assert_eq!(text(decoder, "2"), [Ok(Incoming::Ping)]);
    assert_eq!(text(decoder, "6"), [Ok(Incoming::Ignored)]);
    assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
}

#[test]
fn a_packet_in_the_place_of_a_frame_costs_the_frame_and_not_the_packet() {
    let decoder = &mut Decoder::new();
    assert_eq!(text(decoder, FRAME_HEAD), []);
    assert_eq!(text(decoder, "41"), [missing("frame"), Ok(Incoming::Disconnected)]);
    assert_eq!(text(decoder, SIGNAL_HEAD), []);
    assert_eq!(text(decoder, FRAME_HEAD), [missing("signal_msgpack")]);
    assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
    assert_eq!(text(decoder, FRAME_HEAD), []);
    let both = text(decoder, "49");
    assert!(matches!(&both[..], [Err(WireError::AttachmentMissing { .. }), Err(WireError::SocketIo(_))]));
    assert_alive(decoder);
}

#[test]
fn a_binary_message_that_nobody_announced_is_an_error() {
    let decoder = &mut Decoder::new();
    assert_eq!(binary(decoder, &[0; 9]), [Err(WireError::UnannouncedBinary { size_bytes: 9 })]);
    assert_alive(decoder);
    assert_eq!(binary(decoder, &[]), [Err(WireError::UnannouncedBinary { size_bytes: 0 })]);
    assert_alive(decoder);
}

#[test]
fn wrong_placeholders_are_one_error_each() {
    for (head, attachments) in [
        (r#"451-["frame",{"_placeholder":true,"num":1}]"#, 1),
        (r#"451-["frame",{"_placeholder":true,"num":18446744073709551616}]"#, 1),
        (r#"451-["frame"]"#, 1),
        (r#"452-["frame",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}]"#, 2),
        (r#"450-["signal_msgpack"]"#, 0),
        (r#"42["frame",{"metadata":{"frame_id":1}}]"#, 0),
        (r#"453-["frame""#, 3),
        (r#"45999999999-["frame",{"_placeholder":true,"num":0}]"#, 0),
    ] {
        let decoder = &mut Decoder::new();
        let outcomes = text(decoder, head);
        assert!(matches!(&outcomes[..], [Err(WireError::SocketIo(_))]), "{head}: {outcomes:?}");
        for _ in 0..attachments {
            assert_eq!(binary(decoder, b"x"), [], "{head}");
        }
        assert_alive(decoder);
        // The same without the announced messages: reported once is enough.
        assert!(matches!(&text(decoder, head)[..], [Err(WireError::SocketIo(_))]));
        assert_alive(decoder);
    }
}

#[test]
fn unknown_events_are_ignored_with_their_binary_messages() {
    let decoder = &mut Decoder::new();
    for head in [r#"42["new",{"a":[1,2]}]"#, r#"42/admin,["frame"]"#, "431[]", r#"40/admin,{"sid":"x"}"#, "3", "6"] {
        assert_eq!(text(decoder, head), [Ok(Incoming::Ignored)], "{head}");
        assert_alive(decoder);
    }
    let two = r#"{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}"#;
    for head in [format!(r#"452-["new",{two}]"#), format!("452-/admin,[\"frame\",{two}]"), format!("462-7[{two}]")] {
        assert_eq!(text(decoder, &head), [Ok(Incoming::Ignored)], "{head}");
        assert_eq!(binary(decoder, b"x"), []);
        assert_eq!(binary(decoder, b"x"), []);
        assert_alive(decoder);
        assert_eq!(text(decoder, &head), [Ok(Incoming::Ignored)]);
        assert_eq!(text(decoder, FRAME_HEAD), [missing("an unknown event")]);
        assert_eq!(text(decoder, "1"), [Ok(Incoming::Closed)]);
        assert_eq!(binary(decoder, b"x"), [Ok(Incoming::Frame)]);
    }
}

#[test]
fn other_namespaces_do_not_touch_the_connection() {
    for head in ["41/admin,", r#"44/admin,{"message":"no"}"#] {
        assert_eq!(text(&mut Decoder::new(), head), [Ok(Incoming::Ignored)], "{head}");
    }
}

#[test]
fn broken_signals_are_errors() {
    let decoder = &mut Decoder::new();
    assert_eq!(text(decoder, SIGNAL_HEAD), []);
    assert_eq!(binary(decoder, &[0xc0]), [Err(WireError::Signal(SignalError::NameMissing))]);
    for head in [r#"42["signal"]"#, r#"42["signal",{"name":"x"}]"#, r#"42["signal",1,"{}"]"#] {
        assert!(matches!(&text(decoder, head)[..], [Err(WireError::SocketIo(_))]), "{head}");
    }
    assert!(matches!(&text(decoder, r#"42["signal","{}"]"#)[..], [Err(WireError::Signal(_))]));
    assert_alive(decoder);
}

#[test]
fn a_second_handshake_is_an_error() {
    let decoder = &mut Decoder::new();
    assert!(matches!(&text(decoder, OPEN)[..], [Ok(Incoming::Opened(_))]));
    assert_eq!(text(decoder, OPEN), [Err(WireError::OpenedTwice)]);
    assert_alive(decoder);
}

#[test]
fn a_text_cut_anywhere_leaves_the_decoder_alive() {
    let signal = r#"42["signal","{\"name\":\"sigStreamStopped\"}"]"#;
    for whole in [OPEN, FRAME_HEAD, SIGNAL_HEAD, signal, r#"40{"sid":"PSNx"}"#, r#"44{"message":"full"}"#] {
        for len in 0..whole.len() {
            let decoder = &mut Decoder::new();
            let _ = text(decoder, &whole[..len]);
            assert_alive(decoder);
        }
    }
}

#[derive(Debug, Clone)]
enum Sent {
    Text(String),
    Binary(Vec<u8>),
}

fn any_message() -> impl Strategy<Value = Sent> {
    let whole = prop::sample::select(vec![FRAME_HEAD, SIGNAL_HEAD, OPEN, "2", "41", "40", "1"]);
    prop_oneof![
        whole.prop_map(|text| Sent::Text(text.to_owned())),
        "(4[0-6])?([0-9]{0,2}-)?(\\[\"(frame|signal|x)\")?\\PC{0,30}".prop_map(Sent::Text),
        any::<String>().prop_map(Sent::Text),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Sent::Binary),
    ]
}

proptest! {
    #[test]
    fn any_conversation_leaves_the_decoder_alive(messages in prop::collection::vec(any_message(), 0..20)) {
        let decoder = &mut Decoder::new();
        for message in &messages {
            let outcomes: Vec<_> = match message {
                Sent::Text(head) => text(decoder, head),
                Sent::Binary(bytes) => binary(decoder, bytes),
            };
            for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                prop_assert!(error.to_string().chars().count() < 400);
            }
        }
        // Whatever was due is given up; from there on it reads on.
        let _ = text(decoder, "41");
        assert_alive(decoder);
    }
}
