//! How connections went: what tells one that stands from one that is cut at once, and what the person knows of it.

#[cfg(not(target_arch = "wasm32"))]
use serde::Deserialize;
use serde::Serialize;

use super::{DisconnectReason, Timestamp};

/// The course of the connections since one that stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub(super) struct LinkRecord {
    /// Which try made the connection that is up.
    pub(super) attempt: u32,
    /// From when on the connection that is up counts as one that stands.
    pub(super) stands_at: Timestamp,
    /// How many were made and cut since.
    pub(super) cuts: u32,
    /// Was anything confirmed since the latest cut?
    pub(super) since_cut: SinceCut,
    /// The latest loss, as the person knows it.
    pub(super) loss: Loss,
}

impl LinkRecord {
    /// Is one connection cut after the other, while requests are answered? Then a new one says nothing about the backend
    /// that they do not say.
    pub(super) fn is_flapping(&self) -> bool {
        self.cuts > 1 && self.since_cut != SinceCut::Nothing
    }
}

/// What was confirmed since the connection was cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub(super) enum SinceCut {
    /// Nothing: what is known may be about a backend that is gone.
    #[default]
    Nothing,
    /// What the stream does.
    Confirmed,
    /// The same, and the socket was tried since, in vain.
    SocketRefused,
}

/// A lost connection, as the person knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub(super) enum Loss {
    /// There is none, or it was mended before it was worth a word.
    #[default]
    None,
    /// It is not told yet.
    Fresh {
        /// Why the connection ended.
        reason: DisconnectReason,
        /// When it is told, unless it is mended before.
        tell_at: Timestamp,
    },
    /// It was told, so its end has to be told as well.
    Told,
}
