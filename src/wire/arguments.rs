//! A signal's arguments as they came: `{"p0":…,"p1":…}` in MessagePack or JSON.

use serde::de::DeserializeOwned;

use super::object::from_json;

/// How deep the arguments of a signal may be nested: `rmp-serde` reads what is nested by calling itself.
const MAX_ARGUMENT_DEPTH: usize = 32;
/// Longer arguments are not kept.
const MAX_KEPT_BYTES: usize = 65_536;

/// Arguments that nobody has read yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Arguments<'a> {
    Msgpack(&'a [u8]),
    Json(&'a str),
}

/// The same, kept to be read when somebody asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeptArguments {
    Msgpack(Vec<u8>),
    Json(String),
    /// There are none, or too many.
    None,
}

impl Arguments<'_> {
    /// `None` for what is no object, or has other values than it should.
    pub(super) fn read<T: DeserializeOwned>(self) -> Option<T> {
        match self {
            Self::Msgpack(bytes) => from_json(&msgpack_to_json(bytes)?).ok(),
            Self::Json(json) => from_json(json).ok(),
        }
    }

    pub(super) fn keep(self) -> KeptArguments {
        match self {
            Self::Msgpack(bytes) if bytes.len() <= MAX_KEPT_BYTES => KeptArguments::Msgpack(bytes.to_vec()),
            Self::Json(json) if json.len() <= MAX_KEPT_BYTES => KeptArguments::Json(json.to_owned()),
            _ => KeptArguments::None,
        }
    }
}

/// The same in JSON. (To read each kind of arguments from MessagePack as well would be much more of a program.)
fn msgpack_to_json(bytes: &[u8]) -> Option<String> {
    let mut arguments = rmp_serde::Deserializer::from_read_ref(bytes);
    arguments.set_max_depth(MAX_ARGUMENT_DEPTH);
    let mut json = Vec::new();
    serde_transcode::transcode(&mut arguments, &mut serde_json::Serializer::new(&mut json)).ok()?;
    String::from_utf8(json).ok()
}

impl KeptArguments {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        match self {
            Self::Msgpack(bytes) => Arguments::Msgpack(bytes).read(),
            Self::Json(json) => Arguments::Json(json).read(),
            Self::None => None,
        }
    }
}
