//! Lockstep: a live-view console whose Play and Stop buttons always tell the truth about the backend.
//!
//! The way of the data is one circle: a socket, a reply, a timer or a click makes an `Event`, the machine in [`sync`]
//! takes it, the store holds the new state and the page shows it, and the machine's effects (requests, log lines,
//! notices) lead to the next event.
//!
//! | room | compiles | what lives there |
//! | --- | --- | --- |
//! | [`sync`] | everywhere | what is known about the stream, how it is known, and what to do next |
//! | [`wire`] | everywhere | bytes to meaning: Engine.IO, Socket.IO, MessagePack, REST answers |
//! | [`camera`] | everywhere | what can be chosen about the stream |
//! | [`notices`] | everywhere | what the person is told |
//! | [`snap`] | everywhere | one picture, saved by the backend: how it stands, and what to do next |
//! | [`picture`] | everywhere | what the picture is: captions, frame rate, receipts, jpeg sizes |
//! | [`samples`] | everywhere | the 16-bit samples of a binary frame: unpacked, measured, developed to what is shown |
//! | `backend` | browser | where the backend is, REST calls, the WebSocket |
//! | `store` | browser | the one signal that holds the machine's state, and the views derived from it |
//! | `viewer` | browser | frames to the painter, and receipts for them |
//! | `painter` | browser | pictures to pixels, in a thread of its own |
//! | `components`, `pages`, `app` | browser | what is on the page |
//! | `clock`, `console`, `js_error`, `keep`, `listener` | browser | the time; log lines; words for errors; following signals; hearing events |

pub mod camera;
pub mod notices;
pub mod picture;
pub mod samples;
pub mod snap;
pub mod sync;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod backend;
#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod console;
#[cfg(target_arch = "wasm32")]
pub mod js_error;
#[cfg(target_arch = "wasm32")]
pub mod keep;
#[cfg(target_arch = "wasm32")]
pub mod listener;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod painter;
#[cfg(target_arch = "wasm32")]
pub mod part;
#[cfg(target_arch = "wasm32")]
pub mod parts;
#[cfg(target_arch = "wasm32")]
pub mod store;
#[cfg(target_arch = "wasm32")]
pub mod viewer;
