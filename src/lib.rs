//! Lockstep: a live-view console whose Play and Stop buttons always tell the truth about the backend.
//!
//! The rooms of this crate:
//!
//! | room | compiles | what lives there |
//! | --- | --- | --- |
//! | [`wire`] | everywhere | bytes to meaning: Engine.IO, Socket.IO, MessagePack, REST answers |
//! | [`sync`] | everywhere | what is known about the stream, how it is known, and what to do next |

pub mod sync;
pub mod wire;
